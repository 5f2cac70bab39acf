"""Eight consoles work on one store at once: history, queue and Board stay right."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from deskterm.core import journal, queue
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.shell.board_state import read_board
from deskterm.shell.house import open_office
from deskterm.shell.say import say_line

CONSOLES = 8
ACTS = 40
UNITS = ("12-3-1502", "15-2-1203", "3-1-0402")
GUARDS = tuple(f"G{number}" for number in range(1, 11))
STATES = ("en route", "on scene", "available")

Told = list[tuple[str, str]]
"""What one console was told was kept: the line, and the record's number."""


def work_a_shift(path: str, console: int) -> Told:
    """Log, send, stamp, note, answer and close at random; a no is taken as a no."""
    office = open_office(Path(path), console=f"desk-{console}")
    chance = random.Random(console)  # noqa: S311 - the work need not be secret
    told: Told = []
    mine: list[str] = []
    for turn in range(ACTS):
        line = _line(chance, mine, f"console {console} turn {turn}")
        try:
            kept = say_line(office, line, "lin", anyway=chance.random() < 0.7)
        except Refusal:
            continue
        told.append((line, kept.number))
        if line.startswith("call "):
            mine.append(kept.number)
    office.close()
    return told


def _line(chance: random.Random, mine: list[str], words: str) -> str:
    if not mine or chance.random() < 0.3:
        return f"call repair {chance.choice(UNITS)} tap drips, {words}"
    number, guard = chance.choice(mine), chance.choice(GUARDS)
    return chance.choice(
        (
            f"send {guard} {number}",
            f"send {guard} {number}",
            f"{guard} {chance.choice(STATES)}",
            f"note {number} {words}",
            f"answer {number}",
            f"done {number}.2",
            f"close {number} mended, {words}",
        )
    )


@pytest.fixture
def worked(store: Path) -> tuple[Office, Told]:
    """The store after eight consoles worked on it, and what they were told."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(CONSOLES) as pool:
        shifts = pool.starmap(work_a_shift, [(str(store), number) for number in range(CONSOLES)])
    return open_office(store), [act for shift in shifts for act in shift]


@pytest.mark.slow
def test_what_eight_consoles_were_told_is_what_the_store_shows(
    worked: tuple[Office, Told],
) -> None:
    office, told = worked
    logged = [(line, number) for line, number in told if line.startswith("call ")]
    assert len(logged) > CONSOLES
    with office.read() as reader:
        now = office.now()
        found = calls.calls(reader, limit=1000)
        _history_is_right(reader, now, logged)
        _board_is_right(reader, office)
        assert {row["words"] for row in found} == {
            line.partition("tap drips")[1] + line.partition("tap drips")[2] for line, _no in logged
        }
        numbers = sorted(row["number"] for row in found)
        assert numbers == list(range(1, len(logged) + 1)), "none twice, none lost"
        notes = Counter(number for line, number in told if line.startswith("note "))
        kept = reader.rows(
            "SELECT c.number, count(*) AS count FROM texts t JOIN cases c ON c.id = t.case_id"
            " WHERE t.field = 'note' AND c.letter = 'C' GROUP BY c.number"
        )
        assert {f"C{row['number']:03d}": row["count"] for row in kept} == notes
        assert journal.verify(reader).broken_at is None
    office.close()


def _history_is_right(reader: Any, now: Any, logged: Told) -> None:  # noqa: ANN401
    """At every unit as many calls, open and closed, as were told to be kept from there."""
    for unit in UNITS:
        known = calls.known_at(reader, now, place=unit)
        numbers = {number for line, number in logged if f" {unit} " in line}
        closed = int(
            reader.value(
                "SELECT count(*) FROM cases c JOIN places p ON p.id = c.place_id"
                " WHERE p.code = :unit AND c.closed_at IS NOT NULL AND c.letter = 'C'",
                unit=unit,
            )
        )
        assert known["earlier"] == closed
        opened = {f"C{row['number']:03d}" for row in known["open"]}
        assert opened <= numbers
        assert len(opened) == min(20, len(numbers) - closed)


def _board_is_right(reader: Any, office: Office) -> None:  # noqa: ANN401
    """Nobody is on two calls, no closed call has a guard or an open step due, counts agree."""
    state = read_board(reader, office.now(), office.site)
    out = [row["code"] for row in state.guards if row["case_id"]]
    assert sorted(out) == sorted(set(out))
    active = reader.rows("SELECT person_id, case_id FROM assignments WHERE clear_at IS NULL")
    assert len(active) == len({row["person_id"] for row in active}) == len(out)
    closed = {row["id"] for row in reader.rows("SELECT id FROM cases WHERE closed_at IS NOT NULL")}
    assert not closed & {row["case_id"] for row in active}
    for row in guards.roster(reader):
        assert bool(row["case_id"]) == (row["state"] not in {"available", "break", "off-duty"})
    opened = {
        row["id"]
        for row in reader.rows("SELECT id FROM cases WHERE letter = 'C' AND closed_at IS NULL")
    }
    assert state.calls_open == len(opened)
    due = queue.due(reader, 10_000)
    assert state.counts["total"] == len(due)
    assert [(row["grade"], row["due"]) for row in due] == sorted(
        (row["grade"], row["due"]) for row in due
    )

"""Eight consoles send the same forty guards at once: each guard goes out on exactly one call."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import select

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.register import Person
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.model import Guard
from deskterm.shell.house import open_office

CONSOLES = 8
GUARDS = [f"G{number}" for number in range(1, 41)]
FEW = GUARDS[:6]


def _more_guards(office: Office) -> None:
    """As many as there are names, none of them at a post; the sample site has ten."""
    with office.work() as work:
        here = {row["code"] for row in queries.roster(work.reader)}
        for row in work.session.exec(select(Guard)).all():
            row.post = None
            work.keep(row)
        for code in GUARDS:
            if code not in here:
                person = work.keep(Person(code=code, name=f"Guard {code}", role="guard"))
                work.keep(Guard(person_id=person.id, state="available", since=work.now))


def _open_cases(office: Office) -> list[int]:
    with office.work("lin") as work:
        return [work.open_case("C", "calls", 0).id for _console in range(CONSOLES)]


def _try_all(path: Path, case_id: int, seed: int) -> tuple[list[str], list[str]]:
    """What one console does: each guard by itself, in an order of its own."""
    office = open_office(path, console=f"desk-{seed}")
    codes = random.Random(seed).sample(GUARDS, len(GUARDS))  # noqa: S311 - an order, not a secret
    went: list[str] = []
    refused: list[str] = []
    for code in codes:
        try:
            with office.work("lin") as work:
                went += actions.send(work, case_id, [code])
        except Refusal as no:
            refused.append(str(no))
    office.close()
    return [name.split()[0] for name in went], refused


def _try_together(path: Path, case_id: int, seed: int) -> tuple[list[str], list[str]]:
    """What one console does: all the guards in one act."""
    office = open_office(path, console=f"desk-{seed}")
    try:
        with office.work("lin") as work:
            went = actions.send(work, case_id, GUARDS)
    except Refusal as no:
        return [], [str(no)]
    finally:
        office.close()
    return [name.split()[0] for name in went], []


@pytest.mark.parametrize("attempt", [_try_all, _try_together], ids=["one by one", "all at once"])
def test_each_guard_ends_on_exactly_one_active_assignment(
    office: Office, attempt: Callable[[Path, int, int], tuple[list[str], list[str]]]
) -> None:
    _more_guards(office)
    cases = _open_cases(office)
    jobs = [(office.path, case_id, seed) for seed, case_id in enumerate(cases)]
    with multiprocessing.get_context("spawn").Pool(CONSOLES) as pool:
        answers = pool.starmap(attempt, jobs)
    went = Counter(code for codes, _no in answers for code in codes)
    refused = [sentence for _codes, no in answers for sentence in no]
    assert went == Counter(GUARDS)
    with office.read() as reader:
        active = reader.rows(
            "SELECT p.code, a.case_id, g.state FROM assignments a JOIN people p"
            " ON p.id = a.person_id JOIN guards g ON g.person_id = p.id WHERE a.clear_at IS NULL"
        )
        told = reader.value("SELECT count(*) FROM journal WHERE kind = 'guard.assigned'")
        assert reader.value("SELECT count(*) FROM assignments") == len(GUARDS)
        assert journal.verify(reader).broken_at is None
    assert sorted(row["code"] for row in active) == sorted(GUARDS)
    assert {row["state"] for row in active} == {"assigned"}
    assert told == len(GUARDS)
    by_case = {case_id: codes for case_id, (codes, _no) in zip(cases, answers, strict=True)}
    assert all(row["code"] in by_case[row["case_id"]] for row in active)
    assert all(sentence.startswith("G") and " is on C00" in sentence for sentence in refused)
    if attempt is _try_all:
        assert len(refused) == (CONSOLES - 1) * len(GUARDS)
    else:
        assert len(refused) == CONSOLES - 1


def _take_all(path: Path, case_id: int, seed: int) -> int:
    """What one console does that takes each guard off whatever call he is on."""
    office = open_office(path, console=f"desk-{seed}")
    codes = random.Random(seed).sample(FEW, len(FEW))  # noqa: S311 - an order, not a secret
    for code in codes:
        with office.work("lin") as work:
            actions.send(work, case_id, [code], anyway=True)
    office.close()
    return len(codes)


def test_guards_who_are_taken_from_call_to_call_are_never_on_two(office: Office) -> None:
    _more_guards(office)
    jobs = [(office.path, case_id, seed) for seed, case_id in enumerate(_open_cases(office))]
    with multiprocessing.get_context("spawn").Pool(CONSOLES) as pool:
        sent = sum(pool.starmap(_take_all, jobs))
    with office.read() as reader:
        spans = reader.rows(
            "SELECT person_id, assigned_at, clear_at FROM assignments ORDER BY person_id, id"
        )
        taken = reader.value("SELECT count(*) FROM journal WHERE kind = 'guard.taken'")
        assert journal.verify(reader).broken_at is None
    assert len(spans) == sent == CONSOLES * len(FEW)
    assert taken == sent - len(FEW)
    for one, next_ in pairwise(spans):
        same = one["person_id"] == next_["person_id"]
        assert one["clear_at"] == (next_["assigned_at"] if same else None)

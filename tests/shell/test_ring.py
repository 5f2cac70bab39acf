"""`deskterm ring`, and what consoles do with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core import line
from deskterm.core.office import Office
from deskterm.desks.calls import queries
from deskterm.shell import ring
from deskterm.shell.lexicon import lexicon
from deskterm.shell.verbs import VERBS
from tests.desks.oncall import said

if TYPE_CHECKING:
    from tests.conftest import Clock

COMMAND = [sys.executable, "-m", "deskterm", "ring"]


def command(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a telephone system runs."""
    environment = {**os.environ, "DESKTERM_STORE": str(store), "DESKTERM_LANGUAGE": "en"}
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, env=environment
    )


@pytest.fixture
def now(store: Path) -> Iterator[Office]:
    """An office by the machine's own clock, as a telephone system has it."""
    office = Office(store, console="desk-2")
    yield office
    office.close()


def test_it_rings_at_consoles_that_are_open_and_they_notice(store: Path, now: Office) -> None:
    before = now.seen()
    done = command(store, "100-5550-9848")
    assert (done.returncode, done.stdout, done.stderr) == (0, "It rings.\n", "")
    assert now.seen() > before
    with now.read() as reader:
        (found,) = queries.ringing(reader)
        console = reader.value("SELECT console FROM journal WHERE kind = 'ring.began'")
    assert (found["place"], console) == ("3-1-0302", "telephone")


def test_the_same_caller_gave_up(store: Path, now: Office) -> None:
    command(store, "13800138000")
    assert command(store, "13800138000", "--missed").stdout == "Missed.\n"
    with now.read() as reader:
        assert queries.ringing(reader) == []
        assert [row["phone"] for row in queries.missed(reader)] == ["13800138000"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        ["anonymous"],
        ["+86 138-0013-8000"],
        ["-5551234"],
        ["--", "-x"],
        ["a", "b c"],
        ["\udcff"],
    ],
)
def test_no_number_is_too_odd(store: Path, now: Office, arguments: list[str]) -> None:
    done = command(store, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    with now.read() as reader:
        assert len(queries.ringing(reader)) == 1


def test_a_store_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = command(tmp_path / "none.db", "110")
    assert done.returncode == 5
    assert "There is no store at" in done.stderr


def test_a_console_lets_it_stop_ringing(office: Office, clock: Clock) -> None:
    assert ring.expire(office) == 0
    seen = office.seen()
    ring.rang(office, "13800138000")
    assert ring.expire(office) == 0
    clock.pass_(seconds=46)
    assert ring.expire(office) == 1
    assert ring.expire(office) == 0
    assert office.seen() > seen


@pytest.mark.parametrize(
    ("phone", "text", "values"),
    [
        (
            "10055509848",
            "call 3-1-0302 100-5550-9848 ",
            {"place": "3-1-0302", "phone": "10055509848"},
        ),
        ("+8613800138000", "call +8613800138000 ", {"phone": "13800138000"}),
        ("8012", "call tel:8012 ", {"phone": "8012"}),
        ("anonymous", "call ", {}),
        ("", "call ", {}),
    ],
)
def test_the_line_for_a_ring_says_unit_and_number(
    office: Office, phone: str, text: str, values: dict[str, str]
) -> None:
    ring.rang(office, phone)
    with office.read() as reader:
        (found,) = queries.ringing(reader)
        assert ring.prefill(reader, found) == text
        words = lexicon(reader, office.site, office.now())
    assert line.parse(text, VERBS, words).values == values


def test_the_line_for_a_ring_and_some_words_log_the_call(office: Office) -> None:
    ring.rang(office, "10055509848")
    with office.read() as reader:
        (found,) = queries.ringing(reader)
        text = ring.prefill(reader, found)
    receipt = said(office, f"{text}kitchen leak")
    assert receipt.sentence == "C001 is kept: Repair, building 3, entrance 1, 0302."
    with office.read() as reader:
        assert queries.ringing(reader) == []
        state = reader.row("SELECT state, case_id FROM rings")
    assert state == {"state": "taken", "case_id": receipt.case_id}


@pytest.mark.parametrize("said", ["abc", ""])
def test_what_is_no_number_is_kept_as_it_came(store: Path, now: Office, said: str) -> None:
    assert command(store, said).returncode == 0
    with now.read() as reader:
        assert [row["phone"] for row in queries.ringing(reader)] == [said]

"""An act is taken back while somebody else has gone on: what they did stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from deskterm.core import queue
from deskterm.core.office import Office
from deskterm.shell.house import open_office
from tests.shell.ledger import say

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.fixture
def other(office: Office, clock: Clock) -> Iterator[Office]:
    """A second console on the same store."""
    second = open_office(office.path, console="desk-2", clock=clock)
    yield second
    second.close()


def word(office: Office) -> str | None:
    with office.read() as reader:
        found: str | None = reader.value("SELECT word_at FROM assignments")
    return found


def asked_at(office: Office) -> str | None:
    """When the guard is asked for a word."""
    with office.read() as reader:
        found: str | None = reader.value(
            "SELECT coalesce(put_off_to, due_at) FROM steps WHERE name = 'word' AND state = 'open'"
        )
    return found


def test_a_word_that_another_console_heard_outlives_the_undone_stamp(
    office: Office, other: Office, clock: Clock
) -> None:
    say(office, "call 12-3-1502 medical chest pain 138 0013 8000")
    say(office, "send G2 C1", anyway=True)
    say(office, "G2 on scene")
    clock.pass_(minutes=1)
    say(office, "G2 at hospital")
    clock.pass_(minutes=1)
    say(other, "heard G2", "zhou")
    heard, due = word(office), asked_at(office)
    say(office, "undo")
    assert (word(office), asked_at(office)) == (heard, due)
    say(other, "undo", "zhou")
    with office.read() as reader:
        assert word(office) == reader.value("SELECT on_scene_at FROM assignments")


def test_a_word_is_taken_back_although_the_guard_was_heard_of_since(
    office: Office, other: Office, clock: Clock
) -> None:
    say(office, "call 12-3-1502 medical chest pain 138 0013 8000")
    say(office, "send G2 C1", anyway=True)
    say(office, "G2 on scene")
    stamped, first = word(office), asked_at(office)
    clock.pass_(minutes=1)
    say(office, "heard G2")
    clock.pass_(minutes=1)
    say(other, "heard G2", "zhou")
    later = word(office)
    assert say(office, "undo").sentence == "Undone: G2 heard of 14:32 on C001."
    assert word(office) == later
    say(other, "undo", "zhou")
    assert (word(office), asked_at(office)) == (stamped, first)


def test_what_was_asked_of_a_guard_who_is_back_is_not_asked_again(
    office: Office, other: Office, clock: Clock
) -> None:
    say(office, "call 8-1-0601 repair tap drips")
    say(office, "send G2 C1", anyway=True)
    with office.read() as reader:
        label = reader.value("SELECT label FROM steps WHERE name = 'moving'")
    say(office, f"skip C1.{label} he told the lead")
    clock.pass_(minutes=1)
    say(other, "G2 clear", "zhou")
    say(office, "undo")
    with office.read() as reader:
        assert [row for row in queue.due(reader) if row["subject"] == "G2"] == []
    say(other, "undo", "zhou")
    with office.read() as reader:
        due = reader.value("SELECT assigned_at FROM assignments")
        (asked,) = (row for row in queue.due(reader) if row["subject"] == "G2")
    assert asked["label"] == label
    assert asked["due"] > due


def test_each_closing_has_its_own_mark_again(office: Office, clock: Clock) -> None:
    say(office, "call 8-1-0601 repair tap drips")
    say(office, "close C1 5/5 mended")
    clock.at += timedelta(minutes=5)
    say(office, "reopen C1 drips again")
    say(office, "close C1 mended")
    say(office, "fix C1 4/5")
    marks = "SELECT satisfaction FROM closings ORDER BY id"
    with office.read() as reader:
        assert [row["satisfaction"] for row in reader.rows(marks)] == [5, 4]
    say(office, "undo")
    with office.read() as reader:
        assert [row["satisfaction"] for row in reader.rows(marks)] == [5, None]
        assert reader.value("SELECT satisfaction FROM calls") == 5

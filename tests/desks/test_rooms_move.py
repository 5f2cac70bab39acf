"""A booking moves, is shortened or changes its room: what is not done follows, what is done stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.rooms.actions import RoomTaken
from tests.desks.meetings import booking, case_of, done, due, lines, say, text, when

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("M3.2")
def test_moving_a_booking_moves_the_clocks_that_are_not_done_and_keeps_those_that_are(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 16:00-17:00 tea budget")
    clock.pass_(hours=1)
    done(office, "B1", "doors-opened")
    assert say(office, "move B1 17:00-17:30") == "B001 is moved: Room A 17:00-17:30."
    clocks = due(office, "B1")
    assert "doors-opened" not in clocks
    assert clocks["checked-again"] == ["16:50"]
    assert clocks["tea"] == ["17:00", "17:15"]
    assert clocks["room-cleared"] == ["17:40"]
    with office.read() as reader:
        sql = "SELECT done_at FROM steps WHERE name = 'doors-opened' AND case_id = :case"
        assert reader.value(sql, case=case_of(office, "B1")) == "2026-11-23T07:31:40.000Z"


def test_a_booking_moves_to_another_day_at_its_own_time(office: Office) -> None:
    say(office, "book A 16:00-17:00")
    assert say(office, "move B1 tomorrow").endswith("Room A 2026-11-24 16:00-17:00.")
    assert when(office, "B1") == "A 11-24 16:00-17:00"


@pytest.mark.parametrize("line", ["move B1 room C", "move B1 C", "改期 B1 会议室C"])
def test_a_booking_moves_to_another_room_with_that_rooms_set_up_time(
    office: Office, line: str
) -> None:
    say(office, "book B 16:00-17:00")
    say(office, line)
    assert when(office, "B1") == "C 11-23 16:00-17:00"
    assert booking(office, "B1")["held_from"] == "2026-11-23T07:45:00.000Z"
    assert say(office, "book B 16:00-17:00").startswith("B002")


def test_a_booking_that_is_shortened_is_not_in_its_own_way(office: Office) -> None:
    say(office, "book A 16:00-18:00")
    say(office, "book A 18:30-19:00")
    say(office, "move B1 16:30-17:30")
    with pytest.raises(RoomTaken, match=r"Room A is taken 18:30-19:00 by B002"):
        say(office, "move B1 17:30-18:15")
    assert when(office, "B1") == "A 11-23 16:30-17:30"


def test_search_and_journal_follow_a_booking_that_moves(office: Office) -> None:
    say(office, "book A 16:00-17:00 预算会")
    say(office, "move B1 tomorrow 15:00-15:30 B reason: the hall is loud")
    with office.read() as reader:
        hit = search.find(reader, "预算")[0]
        facts = json.loads(reader.value("SELECT facts FROM journal WHERE kind = 'room.moved'"))
        assert journal.verify(reader).broken_at is None
    assert "会议室B 2026-11-24 15:00-15:30 预算会" in hit["body"]
    assert facts["was_start_at"] == "2026-11-23T08:00:00.000Z"
    assert facts["start"] == "2026-11-24T07:00:00.000Z"
    assert text(office, "B1", "reason") == "the hall is loud"


def test_a_move_is_undone_with_its_clocks_its_room_and_its_search_words(office: Office) -> None:
    say(office, "book A 16:00-17:00 budget")
    before = due(office, "B1")
    say(office, "move B1 tomorrow 18:00-19:00 H")
    assert due(office, "B1") != before
    assert say(office, "undo").startswith("Undone")
    assert (when(office, "B1"), due(office, "B1")) == ("A 11-23 16:00-17:00", before)
    with office.read() as reader:
        assert "会议室A" in search.find(reader, "budget")[0]["body"]


def test_a_move_is_not_undone_onto_a_room_that_was_taken_since(office: Office) -> None:
    say(office, "book A 16:00-17:00")
    say(office, "move B1 tomorrow")
    say(office, "book A 16:00-17:00")
    with pytest.raises(Refusal, match=r"The room was taken in the meantime"):
        say(office, "undo B1")


@pytest.mark.clause("M3.1")
def test_a_booking_that_moves_to_a_large_room_gets_its_clocks_and_keeps_what_is_done(
    office: Office,
) -> None:
    say(office, "book A 18:00-19:00")
    done(office, "B1", "checked-again")
    say(office, "move B1 H", anyway=True)
    clocks = due(office, "B1")
    assert "checked-again" not in clocks
    assert clocks["equipment-on"] == ["17:30"]
    assert clocks["doors-opened"] == ["17:30"]


def test_a_move_into_a_room_that_is_too_small_or_into_the_past_is_asked(office: Office) -> None:
    say(office, "book C 16:00-17:00 15p")
    with pytest.raises(Question, match=r"Room B holds 8, not 15; Room C") as told:
        say(office, "move B1 B")
    assert "add why" in str(told.value)
    with pytest.raises(Question, match=r"09:00 is past"):
        say(office, "move B1 09:00-10:00")


def test_a_move_that_moves_nothing_or_nothing_that_is_there_is_refused(office: Office) -> None:
    say(office, "book A 16:00-17:00")
    with pytest.raises(Refusal, match=r"stands there already"):
        say(office, "move B1 16:00-17:00")
    with pytest.raises(Refusal, match=r"stands there already"):
        say(office, "move B1")
    say(office, "cancel B1 not wanted")
    with pytest.raises(Refusal, match=r"was closed or cancelled already"):
        say(office, "move B1 tomorrow")


def test_cancelling_drops_every_clock_and_keeps_the_reason(office: Office) -> None:
    say(office, "book A 16:00-17:00 tea")
    say(office, "move B1 17:00-18:00")
    say(office, "cancel B1 budget not ready")
    assert due(office, "B1") == {}
    assert text(office, "B1", "reason") == "budget not ready"
    assert lines(office, "B1")[-3:] == ["room.cancelled", "case.cancelled", "moment.set"]

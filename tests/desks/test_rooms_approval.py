"""Opening hours, closures, and bookings that wait for the office director's word."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.rooms import rules
from deskterm.desks.rooms.actions import RoomTaken
from deskterm.shell.site.cells import CellError, hours
from tests.desks.meetings import booking, due, lines, say, text, when

OUTSIDE = "book L 21:00-23:00 choir"


@pytest.fixture
def waiting(office: Office) -> Office:
    """An office in which B001, the lecture hall in the evening, waits for the director."""
    said = say(office, OUTSIDE, anyway=True)
    assert said == ("B001 Lecture hall is kept 21:00-23:00 until the office director has said yes.")
    return office


def site_rule(office: Office, rule: str) -> None:
    with closing(sqlite3.connect(office.path)) as connection:
        connection.execute("UPDATE settings SET value = ? WHERE name = 'room_approval'", (rule,))
        connection.commit()
    vars(office).pop("site", None)


def test_a_booking_outside_a_rooms_hours_is_asked(office: Office) -> None:
    with pytest.raises(Question) as told:
        say(office, OUTSIDE)
    assert str(told.value) == "Lecture hall is open 07:00-22:00; 21:00-23:00 is outside that."


def test_a_booking_that_waits_keeps_the_room_and_asks_the_director(waiting: Office) -> None:
    assert booking(waiting, "B1")["state"] == "waiting"
    assert due(waiting, "B1") == {"director-asked": ["14:46"]}
    with pytest.raises(RoomTaken, match=r"Lecture hall is taken 21:00-23:00"):
        say(waiting, "book L 19:00-21:00")


def test_the_store_itself_lets_nobody_book_over_a_booking_that_waits(waiting: Office) -> None:
    with closing(sqlite3.connect(waiting.path)) as connection:
        copy = (
            "INSERT INTO bookings (case_id, room_id, start_at, end_at, held_from, held_to, holder,"
            " wants, state) SELECT 1, room_id, start_at, end_at, held_from, held_to, '', '',"
            " 'booked' FROM bookings"
        )
        with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
            connection.execute(copy)


def test_a_yes_books_the_room_starts_its_clocks_and_says_whose_word_it_was(
    waiting: Office,
) -> None:
    with pytest.raises(Question, match="Add who said so, and how"):
        say(waiting, "approve B1")
    said = say(waiting, "approve B1 director by phone")
    assert said == "B001 is approved: Lecture hall is booked 21:00-23:00."
    assert booking(waiting, "B1")["state"] == "booked"
    assert text(waiting, "B1", "approval") == "director by phone"
    assert due(waiting, "B1")["doors-opened"] == ["20:30"]
    assert "director-asked" not in due(waiting, "B1")
    with pytest.raises(Refusal, match=r"B001 waits for nobody's word"):
        say(waiting, "approve B1 again")


def test_a_no_frees_the_room_and_keeps_why(waiting: Office) -> None:
    with pytest.raises(Question, match="Add why it may not be"):
        say(waiting, "approve B1 off")
    assert say(waiting, "批准 B1 不准 too late for the neighbours") == (
        "B001 is not approved; Lecture hall is free 21:00-23:00."
    )
    assert (booking(waiting, "B1")["state"], due(waiting, "B1")) == ("declined", {})
    assert text(waiting, "B1", "reason") == "too late for the neighbours"
    say(waiting, "book L 20:00-21:00")


def test_an_approval_is_undone_to_waiting(waiting: Office) -> None:
    before = due(waiting, "B1")
    say(waiting, "approve B1 director by phone")
    say(waiting, "undo")
    assert (booking(waiting, "B1")["state"], due(waiting, "B1")) == ("waiting", before)


def test_conflict_is_looked_at_again_when_a_booking_is_approved(waiting: Office) -> None:
    with closing(sqlite3.connect(waiting.path)) as connection:
        connection.execute("DROP TRIGGER bookings_apart_insert")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO bookings (case_id, room_id, start_at, end_at, held_from, held_to, holder,"
            " wants, state) SELECT 1, room_id, start_at, end_at, held_from, held_to, 'Stranger',"
            " '', 'booked' FROM bookings"
        )
        connection.commit()
        with pytest.raises(sqlite3.IntegrityError, match="room is taken"):
            connection.execute("UPDATE bookings SET state = 'booked' WHERE state = 'waiting'")
    with pytest.raises(RoomTaken, match="by Stranger"):
        say(waiting, "approve B1 director by phone")


def test_a_site_says_which_bookings_wait(office: Office) -> None:
    site_rule(office, "large important")
    assert "director" in say(office, "book H 17:00-18:00")
    assert "director" in say(office, "book A 17:00-18:00 important")
    assert say(office, "book B 17:00-18:00") == "B003 Room B is booked 17:00-18:00."


def test_a_booking_that_moves_to_what_a_rule_sends_on_waits_too(office: Office) -> None:
    say(office, "book L 18:00-19:00")
    said = say(office, "move B1 21:30-22:30", anyway=True)
    assert said.endswith("21:30-22:30, once the office director has said yes.")
    assert "director-asked" in due(office, "B1")
    say(office, "approve B1 director by phone")
    assert due(office, "B1")["doors-opened"] == ["21:00"]


def test_a_room_that_is_closed_is_asked_with_the_reason_and_its_bookings_are_named(
    office: Office,
) -> None:
    say(office, "book A tomorrow 09:00-10:00")
    assert say(office, "shut A tomorrow until 11-25 painting") == (
        "Room A is closed 2026-11-24 00:00 to 2026-11-26 00:00. Booked then: B001."
    )
    with pytest.raises(Question, match=r"Room A is closed .*: painting"):
        say(office, "book A tomorrow 14:00-15:00")
    assert "until the office director" in say(office, "book A tomorrow 14:00-15:00", anyway=True)
    assert say(office, "shut A tomorrow off").startswith("Room A is open again")
    assert say(office, "book A 11-25 14:00-15:00").startswith("B003 Room A is booked")


def test_a_closure_has_a_reason_and_is_undone(office: Office) -> None:
    with pytest.raises(Question, match="Say why Room A is closed"):
        say(office, "shut A 16:00-18:00")
    with pytest.raises(NotFound, match="Room A is not closed then"):
        say(office, "shut A off")
    with pytest.raises(Refusal, match="The last day lies before the first"):
        say(office, "shut A 11-26 until 11-24 painting")
    say(office, "shut A 16:00-18:00 painting")
    say(office, "undo")
    assert say(office, "book A 16:00-17:00").startswith("B001 Room A is booked")


def test_cancelling_what_waits_closes_it_with_the_reason(waiting: Office) -> None:
    say(waiting, "cancel B1 choir is ill")
    assert due(waiting, "B1") == {}
    assert lines(waiting, "B1")[-3:] == ["room.cancelled", "case.cancelled", "moment.set"]
    assert when(waiting, "B1") == "L 11-23 21:00-23:00"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 - the wall clock


@pytest.mark.parametrize(
    ("hours_", "begins", "ends", "outside"),
    [
        ("", at(23, 2), at(23, 4), False),
        ("08:00-20:00", at(23, 8), at(23, 20), False),
        ("08:00-20:00", at(23, 7, 59), at(23, 9), True),
        ("08:00-20:00", at(23, 19), at(23, 20, 1), True),
        ("mo-fr 08:00-20:00; sa 09:00-12:00", at(28, 9), at(28, 12), False),
        ("mo-fr 08:00-20:00; sa 09:00-12:00", at(29, 9), at(29, 10), True),
        ("fr-mo 18:00-02:00", at(23, 23), at(24, 1), False),
        ("fr-mo 18:00-02:00", at(24, 1), at(24, 3), True),
        ("fr-mo 18:00-02:00", at(24, 23), at(25, 1), True),
        ("08:00-12:00; 12:00-18:00", at(23, 11), at(23, 13), False),
        ("08:00-12:00; 13:00-18:00", at(23, 11), at(23, 14), True),
        ("00:00-24:00", at(23, 22), at(24, 3), False),
    ],
)
def test_a_time_is_within_a_rooms_hours_only_as_a_whole(
    hours_: str, begins: datetime, ends: datetime, *, outside: bool
) -> None:
    assert rules.outside(hours_, begins, ends) is outside


@pytest.mark.parametrize("said", ["8-20", "mo-xx 08:00-20:00", "mo 08:00", "24:00-08:00"])
def test_hours_that_cannot_be_read_are_a_problem_of_the_file(said: str) -> None:
    with pytest.raises(CellError, match="no opening time"):
        hours(said)

"""Booking a room and cancelling it: from what was asked to the journal."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from deskterm.core import journal, words
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.desks.rooms import actions, queries
from deskterm.desks.rooms.actions import RoomTaken
from deskterm.desks.rooms.forms import NewBooking

TODAY = date(2026, 11, 23)


def book(office: Office, *, anyway: bool = False, **said: str) -> Receipt:
    with office.work("lin") as work:
        return actions.book(work, NewBooking.read(said, anyway=anyway))


def booking(office: Office, receipt: Receipt) -> dict[str, Any]:
    assert receipt.case_id
    with office.read() as reader:
        return queries.booking(reader, receipt.case_id) or {}


def lines(office: Office, receipt: Receipt) -> list[str]:
    with office.read() as reader:
        sql = "SELECT kind FROM journal WHERE case_id = :case ORDER BY seq"
        return [row["kind"] for row in reader.rows(sql, case=receipt.case_id)]


def due(office: Office, receipt: Receipt) -> dict[str, list[str]]:
    """Every open step of the booking with the times of its rounds, on the site's wall clock."""
    sql = "SELECT name, due_at FROM steps WHERE case_id = :case AND state = 'open' ORDER BY due_at"
    found: dict[str, list[str]] = {}
    with office.read() as reader:
        for row in reader.rows(sql, case=receipt.case_id):
            at = office.site.local(instant(row["due_at"])) if row["due_at"] else None
            found.setdefault(row["name"], []).append(f"{at:%H:%M}" if at else "")
    return found


@pytest.mark.clause("M1.1")
def test_a_booking_holds_what_the_application_holds(office: Office) -> None:
    receipt = book(
        office,
        room="A",
        period="16:00-17:30",
        words="预算会 budget",
        holder="Finance",
        people="12",
        wants="tea, name-plates",
        phone="100-5550-0199",
    )
    kept = booking(office, receipt)
    assert receipt.number == "B001"
    assert receipt.sentence == "B001 Room A is booked 16:00-17:30."
    assert (kept["start_at"], kept["end_at"]) == (
        "2026-11-23T08:00:00.000Z",
        "2026-11-23T09:30:00.000Z",
    )
    assert (kept["held_from"], kept["held_to"]) == (
        "2026-11-23T07:45:00.000Z",
        "2026-11-23T09:45:00.000Z",
    )
    assert (kept["words"], kept["holder"], kept["people"]) == ("预算会 budget", "Finance", 12)
    assert kept["wants"] == "tea name-plates"
    assert lines(office, receipt) == [
        "case.opened",
        "room.booked",
        "text.written",
        "text.written",
        "moment.set",
        "moment.set",
        "run.started",
    ]


def test_the_journal_holds_no_name_and_no_word_of_a_booking(office: Office) -> None:
    receipt = book(office, room="A", period="16:00-17:30", words="secret plan", holder="Finance")
    with office.read() as reader:
        rows = reader.rows("SELECT facts FROM journal WHERE case_id = :c", c=receipt.case_id)
        booked = next(json.loads(row["facts"]) for row in rows if "booking" in row["facts"])
        assert set(booked) == {"booking", "room", "start", "end", "entered_later"}
        assert not any("secret" in row["facts"] or "Finance" in row["facts"] for row in rows)
        assert journal.verify(reader).broken_at is None


@pytest.mark.clause("M3.2")
@pytest.mark.clause("M3.4")
@pytest.mark.clause("M3.5")
def test_a_small_rooms_clocks_run_from_its_start_and_end(office: Office) -> None:
    receipt = book(
        office, room="A", period="16:00-17:00", wants="tea", with_staff="yes", important="yes"
    )
    clocks = due(office, receipt)
    assert clocks["doors-opened"] == ["15:30"]
    assert clocks["checked-again"] == ["15:50"]
    assert clocks["service-there"] == ["15:40"]
    assert clocks["tea"] == ["16:00", "16:15", "16:30", "16:45"]
    assert clocks["gm-told"] == ["18:00"]
    assert "equipment-watched" not in clocks


@pytest.mark.clause("M3.1")
@pytest.mark.clause("M3.3")
def test_a_large_room_is_opened_and_checked_earlier(office: Office) -> None:
    receipt = book(office, room="H", period="18:00-19:00", equipment_watched="yes")
    clocks = due(office, receipt)
    assert clocks["doors-opened"] == ["17:30"]
    assert clocks["equipment-on"] == ["17:30"]
    assert clocks["checked-again"] == ["17:40"]
    assert clocks["equipment-watched"] == ["19:00"]
    assert "tea" not in clocks
    assert booking(office, receipt)["flags"] == "large equipment-watch"


def test_a_room_that_is_taken_says_by_whom_until_when_and_what_is_free(office: Office) -> None:
    book(office, room="A", period="15:00-16:30", holder="Finance")
    with pytest.raises(RoomTaken) as told:
        book(office, room="A", period="16:00-17:00", people="12")
    assert str(told.value) == (
        "Room A is taken 15:00-16:30 by Finance; free from 17:00, or Room C at 16:00."
    )
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM bookings") == 1


def test_what_is_asked_for_now_is_offered_elsewhere_now(office: Office) -> None:
    book(office, room="A", period="14:30-16:00", words="budget")
    with pytest.raises(RoomTaken, match=r"by budget \(B001\); free from 16:30, or Room C now"):
        book(office, room="A", period="14:30-15:00")


def test_the_next_free_time_is_long_enough_for_the_whole_meeting(office: Office) -> None:
    book(office, room="A", period="15:00-16:00")
    book(office, room="A", period="17:15-18:00")
    with pytest.raises(RoomTaken, match=r"free from 18:30"):
        book(office, room="A", period="15:30-16:30")
    with pytest.raises(RoomTaken, match=r"free from 16:30"):
        book(office, room="A", period="16:00-16:15")


def test_nothing_is_offered_that_is_too_small(office: Office) -> None:
    book(office, room="H", period="15:00-16:00")
    with pytest.raises(RoomTaken) as told:
        book(office, room="H", period="15:00-16:00", people="150")
    assert str(told.value).endswith("free from 17:45.")


def test_set_up_and_clearing_keep_two_meetings_apart_and_no_more(office: Office) -> None:
    book(office, room="B", period="15:00-16:00")
    with pytest.raises(RoomTaken, match=r"free from 16:20"):
        book(office, room="B", period="16:19-17:00")
    book(office, room="B", period="16:20-17:00")


def test_a_booking_over_midnight_ends_the_next_day(office: Office) -> None:
    receipt = book(office, room="A", period="23:00-01:00")
    kept = booking(office, receipt)
    assert receipt.sentence == "B001 Room A is booked 23:00-01:00."
    assert kept["end_at"] == "2026-11-23T17:00:00.000Z"
    with office.read() as reader:
        tomorrow = queries.day(reader, date(2026, 11, 24), office.site.zone)
        assert [len(each.taken) for each in tomorrow if each.room["code"] == "A"] == [1]


def test_a_period_that_looks_turned_round_is_questioned(office: Office) -> None:
    with pytest.raises(Question, match=r"16:30-15:00 goes on past midnight"):
        book(office, room="A", period="16:30-15:00")
    assert book(office, room="A", period="16:30-15:00", anyway=True).number == "B001"


def test_a_meeting_in_the_past_is_questioned_and_kept_as_entered_later(office: Office) -> None:
    with pytest.raises(Question, match=r"09:00 is past"):
        book(office, room="A", period="09:00-10:00")
    receipt = book(office, room="A", period="09:00-10:00", anyway=True)
    assert receipt.sentence.endswith("Recorded as entered later.")
    with office.read() as reader:
        facts = reader.value("SELECT facts FROM journal WHERE kind = 'room.booked'")
        entered = reader.value("SELECT entered_at FROM cases WHERE id = :id", id=receipt.case_id)
    assert json.loads(facts)["entered_later"] is True
    assert entered == "2026-11-23T06:31:40.000Z"


def test_more_people_than_the_room_holds_is_questioned_with_the_rooms_that_fit(
    office: Office,
) -> None:
    with pytest.raises(Question) as told:
        book(office, room="B", period="16:00-17:00", people="15")
    assert str(told.value) == (
        "Room B holds 8, not 15; Room C is free and large enough."
        " To book it all the same, add why: reason: ..."
    )
    assert told.value.nearest == ("C", "L", "H")


def test_everything_doubtful_is_asked_at_once_and_nothing_is_kept(office: Office) -> None:
    with pytest.raises(Question) as told:
        book(office, room="B", date="2026-11-20", period="16:00-17:00", people="15")
    assert "2026-11-20 16:00 is past" in str(told.value)
    assert "holds 8, not 15" in str(told.value)
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM cases WHERE letter = 'B'") == 0


def test_an_unknown_room_is_refused_with_those_there_are(office: Office) -> None:
    with pytest.raises(NotFound, match=r"There is no room Z9; there are A, B, C, D, H, L"):
        book(office, room="Z9", period="16:00-17:00")


def test_a_booking_needs_somebody_who_is_signed_on(office: Office) -> None:
    form = NewBooking.read({"room": "A", "period": "16:00-17:00"})
    with office.work() as work, pytest.raises(Refusal, match=r"Sign on first"):
        actions.book(work, form)


def test_sentences_name_rooms_in_the_language_spoken(office: Office) -> None:
    words.use("zh_CN")
    book(office, room="A", period="16:00-17:00")
    with pytest.raises(RoomTaken, match="会议室A"):
        book(office, room="A", period="16:00-17:00")

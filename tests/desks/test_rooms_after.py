"""After a room was booked: cancelled, found, listed, drawn; and days that the zone makes odd."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core import search
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.desks.rooms import actions, queries
from deskterm.desks.rooms.forms import CancelBooking, NewBooking
from deskterm.shell.house import open_office

if TYPE_CHECKING:
    from tests.conftest import Clock

TODAY = date(2026, 11, 23)


def book(office: Office, **said: str) -> Receipt:
    with office.work("lin") as work:
        return actions.book(work, NewBooking.read(said))


def cancel(office: Office, case: str, reason: str) -> Receipt:
    with office.work("lin") as work:
        return actions.cancel(work, CancelBooking.read({"case": case, "words": reason}))


def booking(office: Office, receipt: Receipt) -> Row:
    assert receipt.case_id
    with office.read() as reader:
        return queries.booking(reader, receipt.case_id) or {}


def lines(office: Office, receipt: Receipt) -> list[str]:
    with office.read() as reader:
        sql = "SELECT kind FROM journal WHERE case_id = :case ORDER BY seq"
        return [row["kind"] for row in reader.rows(sql, case=receipt.case_id)]


def test_a_cancelled_booking_frees_the_room_and_keeps_the_reason(office: Office) -> None:
    receipt = book(office, room="A", period="16:00-17:00")
    assert (
        cancel(office, "B1", "会议改期").sentence
        == "B001 is cancelled; Room A is free 16:00-17:00."
    )
    kept = booking(office, receipt)
    assert (kept["state"], kept["case_state"]) == ("cancelled", "cancelled")
    assert lines(office, receipt)[-3:] == ["room.cancelled", "case.cancelled", "moment.set"]
    with office.read() as reader:
        assert (
            reader.value(
                "SELECT count(*) FROM steps WHERE state = 'open' AND case_id = :c",
                c=receipt.case_id,
            )
            == 0
        )
        reason = reader.value("SELECT body FROM texts WHERE field = 'reason'")
    assert reason == "会议改期"
    assert book(office, room="A", period="16:00-17:00").number == "B002"


def test_a_booking_is_cancelled_once_and_only_a_booking_is(office: Office) -> None:
    book(office, room="A", period="16:00-17:00")
    cancel(office, "B1", "moved")
    with pytest.raises(Refusal, match=r"B001 was closed or cancelled already"):
        cancel(office, "B1", "moved")
    with pytest.raises(Refusal, match=r"V001 is not a booking"):
        cancel(office, "V1", "moved")


def test_a_booking_is_found_by_its_meeting_its_holder_and_its_phone(office: Office) -> None:
    receipt = book(
        office,
        room="A",
        period="16:00-17:00",
        words="预算会",
        holder="Finance",
        phone="100-5550-0199",
    )
    with office.read() as reader:
        for query in ("预算", "financ", "B001", "B-2026-000001"):
            hits = search.find(reader, query, kind="booking")
            assert [hit["case_id"] for hit in hits] == [receipt.case_id], query


def test_a_room_whose_hold_ends_as_another_would_begin_is_free(office: Office) -> None:
    book(office, room="A", period="15:00-16:00")
    zone = office.site.zone
    with office.read() as reader:
        free = {
            minute: [
                room["code"]
                for room in queries.free(
                    reader,
                    datetime(2026, 11, 23, 16, minute, tzinfo=zone),
                    datetime(2026, 11, 23, 17, tzinfo=zone),
                )
            ]
            for minute in (29, 30)
        }
    assert free == {29: ["D", "B", "C", "L", "H"], 30: ["D", "B", "A", "C", "L", "H"]}


def in_new_york(store: Path, clock: Clock) -> Office:
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE settings SET value = 'America/New_York' WHERE name = 'zone'")
    connection.close()
    return open_office(store, clock=clock)


def test_a_time_that_summer_time_skips_is_refused_with_the_next(store: Path, clock: Clock) -> None:
    office = in_new_york(store, clock)
    with pytest.raises(Refusal) as told:
        book(office, room="A", date="2027-03-14", period="02:30-04:00")
    assert str(told.value) == (
        "On 2027-03-14 the clocks skip 02:30; the next time there is: 03:00."
    )
    office.close()


def test_a_time_that_comes_twice_is_the_first_and_the_receipt_says_so(
    store: Path, clock: Clock
) -> None:
    office = in_new_york(store, clock)
    receipt = book(office, room="A", date="2027-11-07", period="01:30-03:00")
    assert receipt.sentence.endswith("01:30 comes twice that day; the first is meant.")
    assert booking(office, receipt)["start_at"] == "2027-11-07T05:30:00.000Z"
    assert booking(office, receipt)["end_at"] == "2027-11-07T08:00:00.000Z"
    office.close()

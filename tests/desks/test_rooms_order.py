"""The application and the service order: phoned, filled in, sent, received, and taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal
from deskterm.core.errors import Question, Refusal
from deskterm.core.form import FormRefusal
from deskterm.core.office import Office
from tests.desks.orders import (
    FILLED,
    LARGE,
    SMALL,
    case_of,
    due,
    events,
    form,
    say,
    shown,
    state,
    steps,
)

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("M1.1")
def test_the_application_stands_on_the_form_with_the_time_that_was_told(office: Office) -> None:
    say(office, "book A 16:00-17:00 12p budget tea banner")
    say(office, "order B1 applied: @14:05")
    told = form(office)
    assert told["Applied at"] == "2026-11-23 14:05"
    assert (told["Meeting"], told["People"]) == ("budget", "12")
    assert (told["Period"], told["Room"]) == ("2026-11-23 16:00-17:00", "Room A")
    assert told["Arrangements"] == "tea, banner"


@pytest.mark.clause("M1.2")
def test_the_applicant_is_phoned_at_once_and_the_call_is_on_record(
    office: Office, clock: Clock
) -> None:
    say(office, SMALL)
    assert due(office, "applicant-phoned") == "14:41"
    clock.pass_(minutes=6)
    said = say(office, "confirm B1 seats in a ring, two microphones -4m")
    assert said == "B001: the call to the applicant is on record."
    assert state(office, "applicant-phoned") == "done"
    assert steps(office)["applicant-phoned"]["done_at"] == "2026-11-23T06:33:40.000Z"
    assert ("Applicant said", "2026-11-23 14:33 seats in a ring, two microphones") in shown(office)
    assert form(office)["Applicant phoned"] == "2026-11-23 14:33"


@pytest.mark.clause("M1.3")
def test_the_service_order_holds_what_the_form_asks_for(office: Office) -> None:
    say(office, SMALL)
    said = say(
        office,
        "order B1 staff contact: 王敏 phone: 100 5550 1234 department: Finance subject: 预算"
        " note: seats in a ring, 12-3-1502 watch: yes accepted: @14:20 by: 林薇 accepting: 办公室"
        " to: business, equipment, engineering",
    )
    assert said == "B001: the service order is filled in."
    assert state(office, "order-filled") == "done"
    say(office, "sent B1 @14:25")
    told = form(office)
    assert told["Form"] == "LYWG/QR-007"
    expected = {
        "Using department": "Finance",
        "Contact": "王敏",
        "Phone": "10055501234",
        "Subject": "预算",
        "Points to note": "seats in a ring, 12-3-1502",
        "Service staff": "yes",
        "Accepting department": "办公室",
        "Accepted at": "2026-11-23 14:20",
        "Handled by": "林薇",
        "Order sent": "business dept 14:25, equipment dept 14:25",
        "Carried out by": "business dept, equipment dept, engineering dept",
        "Equipment watched": "yes",
    }
    assert {name: told[name] for name in expected} == expected


def test_what_an_order_lacks_is_said_and_the_step_waits_for_it(office: Office) -> None:
    say(office, SMALL)
    said = say(office, "order B1 contact: 王敏")
    assert said == (
        "B001: kept. The service order still wants:"
        " Using department, Phone, Service staff, Equipment watched."
    )
    assert state(office, "order-filled") == "open"
    say(office, "order B1 phone: 100 5550 1234 staff: no watch: no department: Finance")
    assert state(office, "order-filled") == "done"


def test_whether_staff_are_wanted_is_unknown_until_somebody_says_so(office: Office) -> None:
    say(office, SMALL)
    assert form(office)["Service staff"] == ""
    say(office, "order B1 staff: no")
    assert form(office)["Service staff"] == "no"
    assert state(office, "service-there") is None
    say(office, "order B1 staff")
    assert form(office)["Service staff"] == "yes"
    assert due(office, "service-there") == "15:40"


def test_an_order_says_who_uses_the_room_from_the_booking_until_it_is_told_otherwise(
    office: Office,
) -> None:
    say(office, SMALL)
    assert form(office)["Subject"] == "预算会 budget"
    say(office, "订 B 16:00-17:00 例会")
    say(office, "服务单 B2 联系人：王敏 电话：100 5550 1234 注意事项：不要摄像")
    told = form(office, 2)
    assert (told["Subject"], told["Contact"], told["Points to note"]) == (
        "例会",
        "王敏",
        "不要摄像",
    )


def test_a_wish_behind_a_label_is_not_swallowed(office: Office) -> None:
    say(office, SMALL)
    with pytest.raises(FormRefusal, match="“staff” stands behind “phone:”"):
        say(office, "order B1 phone: 100 5550 1234 staff")


@pytest.mark.clause("M1.4")
def test_the_order_goes_to_both_departments_and_each_says_when_it_had_it(
    office: Office, clock: Clock
) -> None:
    say(office, SMALL)
    say(office, FILLED)
    assert due(office, "order-sent") == "15:01"
    say(office, "sent B1 business -2m")
    assert state(office, "order-sent") == "open"
    say(office, "sent B1 equipment")
    assert state(office, "order-sent") == "done"
    assert due(office, "business-received") == "15:01"
    clock.pass_(minutes=9)
    assert (
        say(office, "received B1 equipment -2m")
        == "B001: the order was received by equipment dept."
    )
    assert (state(office, "equipment-received"), state(office, "business-received")) == (
        "done",
        "open",
    )
    say(office, "签收 B1 业务部")
    assert state(office, "business-received") == "done"
    told = form(office)
    assert told["Order sent"] == "business dept 14:29, equipment dept 14:31"
    assert told["Order received"] == "equipment dept 14:38, business dept 14:40"


def test_an_order_that_lacks_something_is_sent_only_when_it_is_meant(office: Office) -> None:
    say(office, SMALL)
    with pytest.raises(Question, match="still wants: Using department, Contact"):
        say(office, "sent B1")
    say(office, "sent B1", anyway=True)
    assert state(office, "order-sent") == "done"


def test_nobody_receives_an_order_that_was_not_sent_or_before_it_was(office: Office) -> None:
    say(office, SMALL)
    say(office, FILLED)
    with pytest.raises(Refusal, match="No order of B001 is under way; send it first"):
        say(office, "received B1")
    with pytest.raises(Question, match="no order of B001 is under way to business dept"):
        say(office, "received B1 business")
    say(office, "sent B1 @14:20")
    with pytest.raises(Refusal, match="went to business dept at 14:20; it was not received before"):
        say(office, "received B1 business @14:10")
    with pytest.raises(Refusal, match="“gardeners” is no department"):
        say(office, "received B1 gardeners")
    assert say(office, "received B1") == (
        "B001: the order was received by business dept, equipment dept."
    )


def test_an_order_that_changes_after_it_was_sent_is_to_be_sent_again(office: Office) -> None:
    say(office, SMALL)
    say(office, FILLED)
    say(office, "sent B1")
    assert say(office, "order B1 flowers").endswith(
        "It was sent before this changed; send it again: sent B001."
    )
    assert form(office)["Arrangements"] == "tea, banner, flowers"


def test_tea_that_is_no_longer_wanted_takes_its_rounds_along(office: Office) -> None:
    say(office, SMALL)
    assert due(office, "tea") == "16:00"
    say(office, "order B1 without: tea")
    assert state(office, "tea") is None
    say(office, "undo B1")
    assert due(office, "tea") == "16:00"
    assert form(office)["Arrangements"] == "tea, banner"


def test_what_happened_to_an_order_can_be_taken_back_and_said_again(office: Office) -> None:
    say(office, SMALL)
    say(office, FILLED)
    say(office, "sent B1")
    say(office, "received B1 business")
    assert say(office, "undo B1").startswith(
        "Undone: order received by the business dept 14:31 on B001"
    )
    assert state(office, "business-received") == "open"
    say(office, "undo B1")
    assert state(office, "order-sent") == "open"
    assert form(office)["Order sent"] == ""
    say(office, "undo B1")
    assert form(office)["Contact"] == ""
    assert state(office, "order-filled") == "open"
    assert events(office) == []
    say(office, FILLED)
    say(office, "sent B1 @14:20")
    assert steps(office)["order-sent"]["done_at"] == "2026-11-23T06:20:00.000Z"


def test_the_journal_holds_no_name_and_no_phone_of_an_order(office: Office) -> None:
    say(office, SMALL)
    say(office, FILLED)
    say(office, "confirm B1 the secret plan")
    with office.read() as reader:
        sql = "SELECT facts FROM journal WHERE case_id = :case"
        told = [json.loads(row["facts"]) for row in reader.rows(sql, case=case_of(office))]
        assert journal.verify(reader).broken_at is None
    for word in ("王敏", "5550", "Finance", "secret"):
        assert word not in json.dumps(told, ensure_ascii=False)


def test_a_booking_is_found_by_its_contact_until_that_is_taken_back(office: Office) -> None:
    say(office, SMALL)
    say(office, FILLED)
    assert "B001" in say(office, "find 王敏")
    assert "B001" in say(office, "find 1234")
    say(office, "undo B1")
    assert "B001" not in say(office, "find 王敏")


@pytest.mark.parametrize(
    "line", ["confirm B1 words", "order B1 tea", "sent B1", "looked B1", "abnormal B1 x"]
)
def test_a_booking_that_was_cancelled_has_no_order_any_more(office: Office, line: str) -> None:
    say(office, LARGE)
    say(office, "cancel B1 moved")
    with pytest.raises(Refusal, match="B001 was closed or cancelled already"):
        say(office, line)


def test_what_is_no_booking_has_no_order(office: Office) -> None:
    say(office, "12-3-1502 repair tap drips")
    with pytest.raises(Refusal, match="C001 is not a booking"):
        say(office, "order C1 tea")

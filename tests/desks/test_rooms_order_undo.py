"""Whatever is said of a service order, and taken back, leaves the booking as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal
from deskterm.core.office import Office
from tests.desks.orders import FILLED, case_of, events, form, say
from tests.shell.ledger import state, unproved

if TYPE_CHECKING:
    from tests.conftest import Clock

LINES = (
    "confirm B1 seats in a ring -4m",
    FILLED,
    "order B1 flowers without: tea",
    "order B1 important applied: @14:00",
    "sent B1",
    "sent B1 equipment @14:10",
    "received B1 business",
    "provided B1 banner",
    "provided B1",
    "provided B1 equipment @14:20",
    "looked B1",
    "looked B1 the tables in a ring",
    "room-emergency B1 somebody fainted",
    "abnormal B1 wine on the carpet",
    "fault B1 the door is stuck",
)


def wants(office: Office) -> object:
    with office.read() as reader:
        sql = "SELECT wants FROM bookings WHERE case_id = :case"
        return reader.value(sql, case=case_of(office))


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("room", ["A", "H"])
def test_what_is_undone_leaves_no_trace_but_in_the_journal(
    office: Office, clock: Clock, room: str, line: str
) -> None:
    say(office, f"book {room} 18:00-19:00 tea banner gala")
    say(office, "order B1 contact: 王敏")
    clock.pass_(minutes=2)
    was, order, happened, wanted = state(office), form(office), events(office), wants(office)
    say(office, line, anyway=True)
    assert unproved(office) == []
    say(office, "undo", anyway=True)
    assert state(office) == was
    assert (form(office), events(office), wants(office)) == (order, happened, wanted)
    assert unproved(office) == []
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None


def test_of_two_that_said_they_have_the_order_the_other_still_holds(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 18:00-19:00 gala")
    say(office, "sent B1", anyway=True)
    clock.pass_(minutes=3)
    say(office, "received B1 business")
    clock.pass_(minutes=3)
    say(office, "received B1 equipment")
    say(office, "undo B1")
    assert form(office)["Order received"] == "business dept 14:34"

"""Rooms held for a while, the waiting list, and bookings to which nobody came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.desks.rooms.actions import RoomTaken
from tests.desks.meetings import booking, due, lines, say

if TYPE_CHECKING:
    from tests.conftest import Clock


def state(office: Office, number: str) -> str:
    return str(booking(office, number)["state"])


def sound(office: Office) -> bool:
    with office.read() as reader:
        return journal.verify(reader).broken_at is None


@pytest.mark.parametrize("line", ["hold A 17:00-18:00 until 16:00", "保留 A 17:00-18:00 到 16:00"])
def test_a_hold_has_the_room_until_it_runs_out(office: Office, clock: Clock, line: str) -> None:
    assert say(office, line) == "B001 Room A is held 17:00-18:00 until 16:00."
    assert due(office, "B1") == {"hold-decided": ["15:45"]}
    clock.pass_(hours=1, minutes=28)
    with pytest.raises(RoomTaken, match=r"Room A is taken 17:00-18:00 by B001"):
        say(office, "book A 17:00-18:00")
    clock.pass_(minutes=1)
    assert say(office, "book A 17:00-18:00") == "B002 Room A is booked 17:00-18:00."
    assert (state(office, "B1"), due(office, "B1")) == ("expired", {})
    assert sound(office)


def test_a_hold_that_is_firmed_up_is_a_booking_with_its_clocks(
    office: Office, clock: Clock
) -> None:
    say(office, "hold A 17:00-18:00 until 16:00 budget")
    assert say(office, "firm B1") == "B001 Room A is booked 17:00-18:00."
    assert due(office, "B1")["doors-opened"] == ["16:30"]
    assert "hold-decided" not in due(office, "B1")
    clock.pass_(hours=2)
    with pytest.raises(RoomTaken):
        say(office, "book A 17:00-18:00")
    with pytest.raises(Refusal, match=r"B001 is booked already"):
        say(office, "firm B1")


def test_firming_up_is_undone_to_a_hold(office: Office) -> None:
    say(office, "hold A 17:00-18:00 until 16:00")
    before = due(office, "B1")
    say(office, "firm B1")
    say(office, "undo")
    assert (state(office, "B1"), due(office, "B1")) == ("held", before)
    assert booking(office, "B1")["expires_at"] == "2026-11-23T08:00:00.000Z"


def test_a_hold_that_ran_out_is_not_firmed_up(office: Office, clock: Clock) -> None:
    say(office, "hold A 17:00-18:00 until 16:00")
    clock.pass_(hours=2)
    with pytest.raises(Refusal, match=r"B001 was closed or cancelled already"):
        say(office, "firm B1")


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("until 14:00", "14:00 is past"),
        ("until 17:30", "A hold ends before its meeting begins, at 17:00"),
        ("until 11-25 12:00", "A hold ends before its meeting begins"),
    ],
)
def test_a_hold_until_a_time_that_makes_no_sense_is_refused(
    office: Office, until: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        say(office, f"hold A 17:00-18:00 {until}")


def test_a_hold_of_another_day_ends_at_the_next_such_time(office: Office) -> None:
    said = say(office, "hold A 11-25 17:00-18:00 until 12:00")
    assert said.endswith("until 2026-11-24 12:00.")


def test_when_a_booking_goes_its_room_is_held_for_whoever_waited_first(office: Office) -> None:
    say(office, "book A 17:00-18:00")
    with pytest.raises(Refusal, match=r"Room B is free 17:00-18:00: book it"):
        say(office, "waitlist B 17:00-18:00")
    assert say(office, "waitlist A 17:00-18:00 phone: 100-5550-0199 department: Finance") == (
        "B002 waits for Room A 17:00-18:00; 0 before it."
    )
    assert say(office, "候补 A 17:30-18:30").endswith("; 1 before it.")
    said = say(office, "cancel B1 not wanted")
    assert said == (
        "B001 is cancelled; Room A is free 17:00-18:00. B002 waited for Room A 17:00-18:00"
        " and has it until 15:01: ring Finance 10055500199."
    )
    assert (state(office, "B2"), state(office, "B3")) == ("held", "listed")
    assert due(office, "B2") == {"waiting-phoned": ["14:36"], "hold-decided": ["14:56"]}
    say(office, "firm B2")
    assert state(office, "B2") == "booked"


def test_an_offer_that_runs_out_goes_to_the_next_in_order(office: Office, clock: Clock) -> None:
    say(office, "book A 17:00-18:00")
    for _each in range(2):
        say(office, "waitlist A 17:00-18:00")
    say(office, "cancel B1 not wanted")
    clock.pass_(minutes=31)
    with pytest.raises(RoomTaken, match="by B003"):
        say(office, "book A 17:00-18:00")
    say(office, "book B 20:00-21:00")
    assert (state(office, "B2"), state(office, "B3")) == ("expired", "held")
    assert sound(office)


def test_cancelling_is_undone_with_what_it_offered(office: Office) -> None:
    say(office, "book A 17:00-18:00")
    say(office, "waitlist A 17:00-18:00")
    say(office, "cancel B1 not wanted")
    say(office, "undo")
    assert (state(office, "B1"), state(office, "B2")) == ("booked", "listed")
    assert due(office, "B2") == {}


def test_whoever_waits_has_no_room_and_leaves_the_list_when_cancelled(office: Office) -> None:
    say(office, "book A 17:00-18:00")
    say(office, "waitlist A 17:00-18:00")
    with pytest.raises(RoomTaken, match="by B001"):
        say(office, "firm B2")
    assert say(office, "cancel B2 found another") == (
        "B002 is cancelled; it no longer waits for Room A 17:00-18:00."
    )
    say(office, "cancel B1 not wanted")
    assert say(office, "book A 17:00-18:00").startswith("B003")


def test_a_booking_that_moves_away_leaves_its_time_to_who_waits(office: Office) -> None:
    say(office, "book A 17:00-18:00")
    say(office, "waitlist A 17:00-18:00")
    assert "B002 waited for Room A" in say(office, "move B1 tomorrow")
    assert state(office, "B2") == "held"


def test_nobody_came_and_the_room_is_free_with_one_line(office: Office, clock: Clock) -> None:
    say(office, "book A 15:00-18:00")
    with pytest.raises(Refusal, match=r"B001 begins at 15:00"):
        say(office, "noshow B1")
    clock.pass_(minutes=45)
    assert say(office, "noshow B1") == "B001: nobody came; Room A is free until 18:00."
    kept = booking(office, "B1")
    assert (kept["state"], kept["case_state"]) == ("no-show", "cancelled")
    assert due(office, "B1") == {}
    assert lines(office, "B1")[-3:] == ["room.unused", "case.cancelled", "moment.set"]
    assert say(office, "book A 16:00-17:00").startswith("B002 Room A is booked")


def test_that_nobody_came_is_undone_while_the_room_is_free(office: Office, clock: Clock) -> None:
    say(office, "book A 15:00-18:00")
    clock.pass_(minutes=45)
    say(office, "未到 B1")
    say(office, "undo")
    assert state(office, "B1") == "booked"
    assert due(office, "B1")["room-cleared"] == ["18:10"]

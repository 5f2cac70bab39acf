"""What ends by itself: holds that run out, and bookings of which nothing is left to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.actions.over import MOST
from deskterm.shell.reports import run_report
from deskterm.shell.sweeper import sweep
from tests.desks.meetings import booking, case_of, lines, say

if TYPE_CHECKING:
    from tests.conftest import Clock


def swept(office: Office) -> list[str]:
    """All that is swept, and who is to be rung."""
    return [sentence for said in sweep(office) for sentence in said]


def case_state(office: Office, number: str) -> str:
    return str(booking(office, number)["case_state"])


def open_steps(office: Office, number: str) -> list[int]:
    sql = "SELECT DISTINCT label FROM steps WHERE case_id = :case AND state = 'open' ORDER BY label"
    with office.read() as reader:
        return [row["label"] for row in reader.rows(sql, case=case_of(office, number))]


def skip_all_but_one(office: Office, number: str) -> int:
    """Leave out every open step but the last; answers its label."""
    *others, last = open_steps(office, number)
    for label in others:
        say(office, f"skip {number}.{label} not wanted")
    return last


def test_a_hold_that_ran_out_is_swept_and_its_room_offered_to_who_waits(
    office: Office, clock: Clock
) -> None:
    say(office, "hold A 17:00-18:00 until 16:00 budget")
    say(office, "waitlist A 17:00-18:00 choir 100-5550-0107")
    clock.pass_(hours=1, minutes=29)
    (said,) = swept(office)
    assert said.startswith("B002 waited for Room A 17:00-18:00 and has it until 16:30")
    assert (booking(office, "B1")["state"], booking(office, "B2")["state"]) == ("expired", "held")
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None


def test_nothing_is_written_when_nothing_ran_out(office: Office, clock: Clock) -> None:
    say(office, "hold A 17:00-18:00 until 16:00 budget")
    before = office.seen()
    with office.read() as reader:
        assert not queries.run_out(reader, office.now())
        clock.pass_(hours=1, minutes=29)
        assert queries.run_out(reader, office.now())
    clock.pass_(hours=-1)
    assert (swept(office), office.seen()) == ([], before)


@pytest.mark.clause("M3.8")
def test_a_booking_is_closed_by_its_last_step_once_its_meeting_is_over(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 16:00-17:00 budget")
    last = skip_all_but_one(office, "B1")
    clock.pass_(hours=3)
    said = say(office, f"done B1.{last}")
    assert said.endswith("B001 is closed: nothing is left to do.")
    assert case_state(office, "B1") == "closed"
    assert "case.closed" in lines(office, "B1")
    assert run_report(office, "room-register").rows[0]["state"] == "closed"


def test_undoing_the_last_step_opens_the_booking_again(office: Office, clock: Clock) -> None:
    say(office, "book A 16:00-17:00 budget")
    last = skip_all_but_one(office, "B1")
    clock.pass_(hours=3)
    say(office, f"done B1.{last}")
    say(office, "undo")
    assert (case_state(office, "B1"), open_steps(office, "B1")) == ("open", [last])
    say(office, f"done B1.{last}")
    assert case_state(office, "B1") == "closed"


def test_a_booking_whose_steps_were_done_early_is_closed_when_its_meeting_is_over(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 16:00-17:00 budget")
    last = skip_all_but_one(office, "B1")
    assert "closed" not in say(office, f"skip B1.{last} not wanted")
    clock.pass_(hours=2)
    assert swept(office) == []
    assert case_state(office, "B1") == "open"
    clock.pass_(hours=1)
    swept(office)
    assert case_state(office, "B1") == "closed"


def test_many_that_are_over_are_closed_a_few_at_a_time_and_a_call_is_kept_between(
    office: Office, clock: Clock
) -> None:
    for hour in range(16, 23):
        say(office, f"book A {hour}:00-{hour}:30 budget", anyway=True)
    numbers = [f"B{number}" for number in range(1, 8)]
    for number in numbers:
        say(office, f"skip {number}.{skip_all_but_one(office, number)} not wanted")
    clock.pass_(days=1)
    acts = sweep(office)
    next(acts)
    states = [case_state(office, number) for number in numbers]
    assert sorted(states) == ["closed"] * MOST + ["open"] * (7 - MOST)
    assert say(office, "call 12-3-1502 leak").startswith("C001")
    assert list(acts) == [[]]
    assert {case_state(office, number) for number in numbers} == {"closed"}


def test_a_booking_that_was_reopened_stays_open_until_a_step_of_it_ends(
    office: Office, clock: Clock
) -> None:
    say(office, "book A 16:00-17:00 budget")
    last = skip_all_but_one(office, "B1")
    clock.pass_(hours=3)
    say(office, f"done B1.{last}")
    assert say(office, "reopen B1 the beamer was broken") == "B001 is open again."
    swept(office)
    say(office, "note B1 looked into")
    assert case_state(office, "B1") == "open"
    say(office, "abnormal B1 beamer broken")
    first, *_others = open_steps(office, "B1")
    assert "closed" not in say(office, f"done B1.{first} mended")
    assert "B001 is closed" in say(office, f"done B1.{open_steps(office, 'B1')[0]}")


def test_a_booking_that_was_cancelled_is_not_reopened(office: Office) -> None:
    say(office, "book A 16:00-17:00 budget")
    say(office, "cancel B1 moved")
    with pytest.raises(Refusal, match="book the room anew"):
        say(office, "reopen B1 after all")

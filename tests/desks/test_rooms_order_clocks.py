"""The clocks of a meeting by the size of its room, as the procedures have them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from deskterm.core import history
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.tables import Setting
from deskterm.shell.house import open_office
from tests.desks.orders import LARGE, SMALL, before, case_of, done, due, say, state, steps

if TYPE_CHECKING:
    from tests.conftest import Clock

STAFFED = "book H 18:00-19:00 service staff important tea gala"


def role(office: Office, name: str) -> str:
    return str(steps(office)[name]["role"])


def rounds(office: Office) -> list[str]:
    """When tea is due, on the site's wall clock."""
    with office.read() as reader:
        rows = [row for row in history.steps(reader, case_of(office)) if row["name"] == "tea"]
    return [f"{office.site.local(instant(row['due_at'])):%H:%M}" for row in rows if row["due_at"]]


@pytest.mark.clause("M1.5")
@pytest.mark.parametrize("line", [SMALL, LARGE])
def test_business_has_the_room_ready_before_and_cleans_it_after(office: Office, line: str) -> None:
    say(office, line)
    for name in ("set-up", "doors-opened", "doors-closed"):
        assert role(office, name) == "business"
    assert before(office, "set-up") == timedelta(hours=1)
    assert before(office, "doors-opened") == timedelta(minutes=30)
    assert before(office, "doors-closed") == -timedelta(hours=2)


@pytest.mark.clause("M1.6")
@pytest.mark.parametrize(("line", "name"), [(SMALL, "equipment-ready"), (LARGE, "equipment-on")])
def test_equipment_has_light_air_and_sound_ready_before(
    office: Office, line: str, name: str
) -> None:
    say(office, line)
    assert role(office, name) == "equipment"
    assert before(office, name) == timedelta(minutes=30)


@pytest.mark.clause("M3.1")
def test_the_doors_of_a_large_room_open_as_early_as_the_site_has_set(
    office: Office, clock: Clock
) -> None:
    with office.work() as work:
        work.session.merge(Setting(name="large_doors_minutes", value="50"))
    office.close()
    again = open_office(office.path, clock=clock)
    say(again, LARGE)
    assert before(again, "doors-opened") == timedelta(minutes=50)
    assert before(again, "checked-again") == timedelta(minutes=20)
    again.close()


@pytest.mark.clause("M3.2")
def test_the_doors_of_a_small_room_open_half_an_hour_before_and_it_is_checked_at_ten(
    office: Office,
) -> None:
    say(office, SMALL)
    assert before(office, "doors-opened") == timedelta(minutes=30)
    assert before(office, "checked-again") == timedelta(minutes=10)


@pytest.mark.clause("M3.3")
def test_equipment_staff_of_a_large_room_come_half_an_hour_before_and_stay_to_the_end(
    office: Office,
) -> None:
    say(office, LARGE)
    assert before(office, "equipment-on") == timedelta(minutes=30)
    assert due(office, "equipment-watched") == "19:00"
    assert role(office, "equipment-watched") == "equipment"


def test_equipment_of_a_small_room_is_watched_only_where_that_was_asked_for(
    office: Office,
) -> None:
    say(office, SMALL)
    assert state(office, "equipment-watched") is None
    say(office, "order B1 watch")
    assert due(office, "equipment-watched") == "17:00"


@pytest.mark.clause("M3.4")
@pytest.mark.parametrize("line", [SMALL, LARGE])
def test_service_staff_are_in_the_room_twenty_minutes_before(office: Office, line: str) -> None:
    say(office, line)
    say(office, "order B1 staff")
    assert before(office, "service-there") == timedelta(minutes=20)


@pytest.mark.clause("M3.5")
def test_tea_comes_every_quarter_of_an_hour_while_the_meeting_lasts(office: Office) -> None:
    say(office, SMALL)
    assert rounds(office) == ["16:00", "16:15", "16:30", "16:45"]


@pytest.mark.clause("M3.6")
def test_nobody_leaves_a_large_room_and_an_emergency_is_told_to_the_head_of_the_office(
    office: Office, clock: Clock
) -> None:
    say(office, STAFFED)
    assert due(office, "service-stays") == "19:00"
    assert state(office, "emergency-reported") is None
    clock.pass_(hours=4)
    said = say(office, "room-emergency B1 somebody fainted, a doctor is there -1m")
    assert said == "B001: recorded; now tell the head of the office."
    assert due(office, "emergency-reported") == "18:35"
    done(office, "emergency-reported")
    assert state(office, "emergency-reported") == "done"


@pytest.mark.clause("M3.7")
def test_after_a_meeting_both_heads_are_phoned_and_its_use_is_reported(
    office: Office, clock: Clock
) -> None:
    say(office, STAFFED)
    assert due(office, "room-cleared") == "19:10"
    assert role(office, "room-cleared") == "service"
    assert due(office, "use-reported") == "19:30"
    assert due(office, "gm-told") == "20:00"
    clock.pass_(hours=5)
    with pytest.raises(Refusal, match="First: how the room was used"):
        done(office, "use-reported", anyway=False)
    done(office, "use-reported", "all in order")
    assert state(office, "use-reported") == "done"


@pytest.mark.clause("M3.7")
def test_only_an_important_meeting_is_told_to_the_general_managers_office(office: Office) -> None:
    say(office, SMALL)
    assert state(office, "gm-told") is None
    say(office, "order B1 important")
    assert due(office, "gm-told") == "18:00"


@pytest.mark.clause("M3.8")
def test_the_slip_is_filed_and_use_that_was_not_normal_is_corrected_and_followed_up(
    office: Office, clock: Clock
) -> None:
    say(office, SMALL)
    assert steps(office)["slip-filed"]["paperwork"]
    assert state(office, "abnormal-corrected") is None
    clock.pass_(hours=3)
    say(office, "异常 B1 地毯上有红酒")
    assert due(office, "abnormal-corrected") == "17:31"
    assert due(office, "abnormal-followed") == ""
    with pytest.raises(Refusal, match="First: what came of it"):
        done(office, "abnormal-corrected", anyway=False)
    done(office, "abnormal-corrected", "carpet cleaned")
    assert due(office, "abnormal-followed") == "17:31"
    say(office, "undo B1")
    assert state(office, "abnormal-corrected") == "open"

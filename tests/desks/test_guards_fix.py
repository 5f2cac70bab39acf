"""Only a correction changes a stamp; it leaves both times in the journal, and clocks follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from tests.desks.patrol import (
    fix,
    guard,
    lines,
    moments,
    open_case,
    send,
    status,
    step_dues,
    times,
    undo,
)

if TYPE_CHECKING:
    from tests.conftest import Clock

AT_14_31, AT_14_33, AT_14_36 = (f"2026-11-23T06:{minute}:00.000Z" for minute in (31, 33, 36))


@pytest.fixture
def case_id(office: Office, clock: Clock) -> int:
    """A call with G2 on it: assigned 14:31, on scene 14:41."""
    found = open_case(office, playbook="medical-escort")
    send(office, found, "G2", "G3")
    clock.pass_(minutes=10)
    status(office, "G2", "on-scene")
    clock.pass_(minutes=10)
    return found


def test_a_correction_names_the_old_time_the_new_one_and_the_line_it_corrects(
    office: Office, case_id: int
) -> None:
    said = fix(office, "G2", "on scene", "@14:33").sentence
    assert said == "G2 钱进: on scene at 14:33 now; it was 14:41."
    row = times(office, case_id)[0]
    assert row["on_scene_at"] == row["en_route_at"] == AT_14_33
    assert row["filled"] == ["en-route"]
    (stamped,) = lines(office, "guard.stamped")
    (line,) = lines(office, "guard.corrected")
    assert (line["was"], line["at"], line["status"], line["filled"], line["corrects"]) == (
        stamped["at"],
        AT_14_33,
        "on-scene",
        ["en-route"],
        stamped["seq"],
    )
    assert guard(office, "G2")["since"] == AT_14_33
    fix(office, "G2", "on scene", "@14:36")
    assert lines(office, "guard.corrected")[-1]["corrects"] == line["seq"]


def test_the_clocks_of_the_call_go_by_the_corrected_time(office: Office, case_id: int) -> None:
    before = step_dues(office, case_id, "at-the-door")
    fix(office, "G2", "on scene", "@14:36")
    assert moments(office, case_id)["guards-on-scene"] == AT_14_36
    assert (before, step_dues(office, case_id, "at-the-door")) == (["14:46"], ["14:41"])
    changed = lines(office, "step.corrected")
    assert {(line["was"], line["at"]) for line in changed} == {
        ("2026-11-23T06:41:40.000Z", AT_14_36)
    }


def test_a_correction_out_of_order_is_asked_about_and_flagged(office: Office, case_id: int) -> None:
    with pytest.raises(Question, match="G2 was “assigned” at 14:31; what follows does not lie bef"):
        fix(office, "G2", "on scene", "@14:30")
    fix(office, "G2", "on scene", "@14:30", anyway=True)
    assert times(office, case_id)[0]["out_of_order"] == ["on-scene"]
    with pytest.raises(Question, match="G2 was “on scene” at 14:30; what goes before does not"):
        fix(office, "G2", "assigned", "@14:33")
    fix(office, "G2", "assigned", "@14:29")
    assert times(office, case_id)[0]["out_of_order"] == []


def test_a_call_that_is_over_can_still_be_corrected(
    office: Office, clock: Clock, case_id: int
) -> None:
    status(office, "G2", "available")
    status(office, "G3", "available", told="-5m")
    assert moments(office, case_id)["guards-clear"] == "2026-11-23T06:51:40.000Z"
    assert guard(office, "G2")["since"] == "2026-11-23T06:51:40.000Z"
    fix(office, "G2", "available", "@14:44")
    row = times(office, case_id)[0]
    assert row["clear_at"] == "2026-11-23T06:44:00.000Z"
    assert moments(office, case_id)["guards-clear"] == "2026-11-23T06:46:40.000Z", "G3 was later"
    assert guard(office, "G2")["since"] == "2026-11-23T06:44:00.000Z"
    clock.pass_(minutes=10)
    send(office, open_case(office), "G2")
    fix(office, "G2", "on scene", "@14:36", case="C1")
    assert times(office, case_id)[0]["on_scene_at"] == AT_14_36
    with pytest.raises(Question, match="G2 was on C002 then"):
        clock.pass_(minutes=10)
        fix(office, "G2", "available", "-1m", case="C1")


def test_what_was_never_told_of_a_call_that_is_over_can_be_told(
    office: Office, case_id: int
) -> None:
    status(office, "G2", "available")
    said = fix(office, "G2", "en route", "@14:36").sentence
    assert said == "G2 钱进: en route at 14:36 now; it was unknown."
    row = times(office, case_id)[0]
    assert (row["en_route_at"], row["filled"]) == (AT_14_36, [])
    line = lines(office, "guard.corrected")[0]
    assert (line["was"], line["corrects"]) == (None, None)
    assert guard(office, "G2")["state"] == "available"


def test_on_a_call_under_way_what_was_unknown_is_simply_stamped(
    office: Office, case_id: int
) -> None:
    fix(office, "G3", "on scene", "@14:36")
    assert lines(office, "guard.corrected") == []
    assert guard(office, "G3")["state"] == "on-scene"
    assert times(office, case_id)[1]["on_scene_at"] == AT_14_36


def test_what_cannot_be_corrected_is_told_in_a_sentence(office: Office, case_id: int) -> None:
    with pytest.raises(Refusal, match="“on break” is no time of a call"):
        fix(office, "G2", "break", "@14:33")
    with pytest.raises(Refusal, match="G2 is on C001 still; to end it: G2 available @14:05"):
        fix(office, "G2", "available", "@14:33")
    with pytest.raises(Refusal, match="G4 was sent to no call yet"):
        fix(office, "G4", "on scene", "@14:33")
    with pytest.raises(Refusal, match="G4 was never sent to C001"):
        fix(office, "G4", "on scene", "@14:33", case="C1")
    with pytest.raises(Refusal, match="G2 is “on scene” at 14:41 already; there is nothing"):
        fix(office, "G2", "on scene", "-10m")
    with pytest.raises(Refusal, match="still to come"):
        fix(office, "G2", "on scene", "@15:30")
    assert lines(office, "guard.corrected") == []
    assert case_id


def test_a_correction_can_be_taken_back(office: Office, case_id: int) -> None:
    before = times(office, case_id)[0]
    fix(office, "G2", "on scene", "@14:33")
    undo(office, case_id)
    assert times(office, case_id)[0] == before
    one, other = lines(office, "guard.corrected")
    assert (other["was"], other["at"], other["corrects"]) == (one["at"], one["was"], one["seq"])
    assert moments(office, case_id)["guards-on-scene"] == before["on_scene_at"]

"""The guards' part in the three medical branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.office import Office
from tests.desks.patrol import (
    moments,
    open_case,
    send,
    status,
    step_dues,
    step_states,
    times,
    waiting,
)

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("H2.2")
def test_security_is_told_and_two_guards_go_with_the_time_recorded(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, playbook="medical-escort", category="medical")
    clock.pass_(seconds=30)
    send(office, case_id, "G2", "G3")
    assert moments(office, case_id)["guards-sent"] == "2026-11-23T06:32:10.000Z"
    assert step_states(office, case_id, "guards", "at-home") == ["done", "open"]
    assert step_dues(office, case_id, "at-home") == ["14:37"]
    clock.pass_(minutes=4)
    status(office, "G2", "on-scene")
    assert step_states(office, case_id, "at-home") == ["done"]


@pytest.mark.clause("H2.5")
def test_at_the_hospital_the_patient_is_settled_by_a_clock_of_its_own(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, playbook="medical-escort", category="medical")
    send(office, case_id, "G2", "G3")
    status(office, "G2", "on-scene")
    clock.pass_(minutes=20)
    status(office, "G2", "at-hospital")
    assert times(office, case_id)[0]["at_hospital_at"] == "2026-11-23T06:51:40.000Z"
    assert step_dues(office, case_id, "settled") == ["15:36"]
    assert ("G2", "Roll call: all well?", "15:06") in waiting(office)


@pytest.mark.clause("H2.6")
def test_guards_on_the_way_back_are_recorded_and_awaited(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical-escort", category="medical")
    send(office, case_id, "G2", "G3")
    for now in ("at-hospital", "returning"):
        clock.pass_(minutes=30)
        status(office, "G2", now)
    assert step_states(office, case_id, "returning", "back") == ["done", "open"]
    assert step_dues(office, case_id, "back") == ["16:16"]


@pytest.mark.clause("H2.7")
def test_once_all_guards_are_back_their_report_is_due(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical", category="medical")
    send(office, case_id, "G2", "G3")
    clock.pass_(minutes=60)
    status(office, "G2", "available")
    assert step_dues(office, case_id, "report-kept") == [""]
    status(office, "G3", "available")
    assert step_dues(office, case_id, "report-kept") == ["15:41"]


@pytest.mark.clause("H2.9")
@pytest.mark.clause("H2.10")
def test_guards_at_the_gate_are_sent_followed_and_report_back(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical-ambulance", category="medical")
    send(office, case_id, "G1", "G5")
    clock.pass_(minutes=1)
    status(office, "G1", "on-scene")
    assert [who for who, _title, _due in waiting(office)] == ["G5", "G1"]
    clock.pass_(minutes=20)
    for code in ("G1", "G5"):
        status(office, code, "available")
    assert moments(office, case_id)["guards-clear"] == "2026-11-23T06:52:40.000Z"


@pytest.mark.clause("H2.11")
def test_suitable_carers_are_sent_and_their_arrival_is_awaited(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, playbook="medical-nursing", category="medical")
    clock.pass_(minutes=1)
    send(office, case_id, "G8")
    assert step_states(office, case_id, "carers", "at-home") == ["done", "open"]
    assert step_dues(office, case_id, "at-home") == ["14:37"]
    status(office, "G8", "on-scene")
    assert step_states(office, case_id, "at-home") == ["done"]

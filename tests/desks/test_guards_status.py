"""What guards do: stamps in their order, states of their own, coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal
from deskterm.core.errors import Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.forms import GuardStatus
from tests.desks.patrol import guard, moments, open_case, send, status, step_states, times, told

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("H2.7")
def test_stamps_follow_one_another_and_move_the_call_s_clocks(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical-escort")
    send(office, case_id, "G2", "G3")
    for now in ("en-route", "on-scene", "at-hospital", "returning", "available"):
        clock.pass_(minutes=10)
        for code in ("G2", "G3"):
            receipt = status(office, code, now)
    assert (receipt.number, receipt.sentence) == ("C001", "G3 孙磊: available.")
    row = times(office, case_id)[0]
    stamps = [row[f"{name}_at"] for name in ("en_route", "on_scene", "at_hospital", "returning")]
    start = instant("2026-11-23T06:31:40.000Z")
    assert [instant(at) - start for at in [*stamps, row["clear_at"]]] == [
        timedelta(minutes=minutes) for minutes in (10, 20, 30, 40, 50)
    ]
    assert set(moments(office, case_id)) == {
        "guards-sent",
        "guards-en-route",
        "guards-on-scene",
        "guards-at-hospital",
        "guards-returning",
        "guards-clear",
    }
    assert step_states(office, case_id, "at-home", "returning", "back") == ["done"] * 3
    assert guard(office, "G2")["state"] == "available"
    assert len(told(office, case_id, "guard.stamped", "guard.cleared")) == 10
    with office.read() as reader:
        assert queries.out_on(reader, case_id) == []
        assert journal.verify(reader).broken_at is None


def test_a_stamp_is_written_once(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    status(office, "G2", "on-scene")
    clock.pass_(minutes=3)
    with pytest.raises(
        Refusal,
        match="G2 is “on scene” since 14:31 already; that stamp stays. To change it: fix G2",
    ):
        status(office, "G2", "on-scene")
    with pytest.raises(Refusal, match="G2 is “assigned” since 14:31 already"):
        status(office, "G2", "assigned")


def test_a_time_before_the_stamp_before_it_is_asked_about(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    clock.pass_(minutes=10)
    send(office, case_id, "G2", told="-5m")
    with pytest.raises(
        Question, match="G2 was “assigned” at 14:36; what follows does not lie before"
    ):
        status(office, "G2", "on-scene", told="-6m")
    status(office, "G2", "on-scene", told="-2m")
    with pytest.raises(
        Question, match="G2 was “on scene” at 14:39; what follows does not lie before"
    ):
        status(office, "G2", "available", told="-3m")
    with pytest.raises(Refusal, match="still to come"):
        status(office, "G2", "available", told="@15:00")
    assert times(office, case_id)[0]["on_scene_at"] == "2026-11-23T06:39:40.000Z"


def test_a_stamp_that_was_skipped_is_filled_and_its_true_time_can_be_told_later(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "at-hospital")
    row = times(office, case_id)[0]
    assert row["en_route_at"] == row["on_scene_at"] == "2026-11-23T06:41:40.000Z"
    assert row["filled"] == ["en-route", "on-scene"]
    clock.pass_(minutes=1)
    with pytest.raises(
        Question, match="G2 was “at hospital” at 14:41; what goes before does not lie after"
    ):
        status(office, "G2", "on-scene")
    status(office, "G2", "on-scene", told="-6m")
    row = times(office, case_id)[0]
    assert row["en_route_at"] == row["on_scene_at"] == "2026-11-23T06:36:40.000Z"
    assert row["filled"] == ["en-route"]
    assert guard(office, "G2")["state"] == "at-hospital"


@pytest.mark.parametrize("now", ["assigned", "en-route", "on-scene", "at-hospital", "returning"])
def test_a_stamp_needs_a_call_to_stand_on(office: Office, now: str) -> None:
    with pytest.raises(Refusal, match="G5 is on no call; send first: send G5 C412"):
        status(office, "G5", now)


@pytest.mark.parametrize("now", ["off-duty", "break"])
def test_who_is_out_on_a_call_neither_goes_home_nor_rests(office: Office, now: str) -> None:
    send(office, open_case(office), "G2")
    with pytest.raises(Refusal, match="G2 is on C001 since 14:31; stamp the guard clear first"):
        status(office, "G2", now)


def test_a_stamp_for_another_call_than_the_guard_is_on_is_refused(office: Office) -> None:
    first, _second = open_case(office), open_case(office)
    send(office, first, "G2")
    with pytest.raises(Refusal, match="G2 is on C001, not on C002"):
        status(office, "G2", "on-scene", case="C2")
    with pytest.raises(Refusal, match="G4 is on no call; send the guard to C002 first"):
        status(office, "G4", "on-scene", case="C2")
    assert status(office, "G2", "on-scene", case="C1").case_id == first


def test_all_are_back_when_the_last_one_is(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2", "G3")
    clock.pass_(minutes=20)
    status(office, "G2", "available", told="-2m")
    assert "guards-clear" not in moments(office, case_id)
    status(office, "G3", "available", told="-5m")
    assert moments(office, case_id)["guards-clear"] == "2026-11-23T06:49:40.000Z"


def test_everybody_out_on_a_call_is_stamped_clear_at_once(office: Office) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2", "G3")
    send(office, second, "G4")
    with office.work("lin") as work:
        assert actions.clear_all(work, first) == ["G2 钱进", "G3 孙磊"]
    with office.work("lin") as work:
        assert actions.clear_all(work, first) == []
    assert (guard(office, "G2")["state"], guard(office, "G4")["state"]) == ("available", "assigned")
    assert told(office, first, "guard.cleared") == [
        ("guard.cleared", "G2"),
        ("guard.cleared", "G3"),
    ]


def test_a_guard_sent_again_after_coming_back_goes_out_anew(office: Office, clock: Clock) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2")
    clock.pass_(minutes=5)
    status(office, "G2", "available")
    send(office, second, "G2")
    assert [row["clear_at"] for row in times(office, first)] == ["2026-11-23T06:36:40.000Z"]
    assert guard(office, "G2")["case_id"] == second


def test_breaks_and_duty_are_states_of_the_guard(office: Office, clock: Clock) -> None:
    clock.pass_(minutes=30)
    status(office, "G6", "break", told="-5m", until="15:30")
    row = guard(office, "G6")
    assert (row["state"], row["since"], row["until"]) == (
        "break",
        "2026-11-23T06:56:40.000Z",
        "2026-11-23T07:30:00.000Z",
    )
    status(office, "G6", "break", until="15:45")
    assert guard(office, "G6")["until"] == "2026-11-23T07:45:00.000Z"
    assert guard(office, "G6")["since"] == "2026-11-23T06:56:40.000Z"
    assert status(office, "G6", "available").sentence == "G6 吴昊: available."
    status(office, "G6", "off-duty")
    assert (guard(office, "G6")["state"], guard(office, "G6")["until"]) == ("off-duty", None)
    with pytest.raises(Refusal, match="G6 is off duty since 15:01; there is no break to take"):
        status(office, "G6", "break")
    with office.read() as reader:
        sql = "SELECT count(*) FROM journal WHERE kind = 'guard.changed' AND operator = 'lin'"
        assert reader.value(sql) == 4


def test_a_state_that_holds_already_is_told_with_its_time(office: Office, clock: Clock) -> None:
    clock.pass_(minutes=1)
    with pytest.raises(Refusal, match="G6 is “available” since 14:31 already"):
        status(office, "G6", "available")
    with pytest.raises(
        Question, match="G6 is “available” since 14:31; what follows does not lie before"
    ):
        status(office, "G6", "break", told="-5m")


def test_only_some_may_put_a_guard_on_or_off_duty(office: Office) -> None:
    with pytest.raises(Refusal, match="A fleet lead may not do this"):
        status(office, "G6", "off-duty", "majj")
    status(office, "G6", "off-duty", "guo")
    with pytest.raises(Refusal, match="A fleet lead may not do this"):
        status(office, "G6", "available", "majj")
    status(office, "G6", "available", "guo")


def test_guards_can_be_sent_and_stamped_while_nobody_is_signed_on(office: Office) -> None:
    case_id = open_case(office)
    with office.work() as work:
        actions.send(work, case_id, ["G2"])
        actions.status(work, GuardStatus.read({"guard": "G2", "status": "on-scene"}))
    assert guard(office, "G2")["state"] == "on-scene"

"""Sending guards, following what they do, bringing them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from deskterm.core import history, journal, search, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.kinds import Told
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person
from deskterm.core.tables import Case
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.forms import GuardStatus
from deskterm.desks.guards.model import Assignment, Guard

if TYPE_CHECKING:
    from tests.conftest import Clock


def open_case(office: Office, place: str = "12-3-1502", playbook: str = "") -> int:
    with office.work("lin") as work:
        place_id = work.reader.value("SELECT id FROM places WHERE code = :code", code=place)
        case = work.open_case("C", "calls", 0, place_id=place_id)
        if playbook:
            steps.start(work, case, playbook)
    return case.id


def send(
    office: Office, case_id: int, *codes: str, told: str = "", anyway: bool = False
) -> list[str]:
    with office.work("lin") as work:
        at = work.told(Told(int(told[1:-1]))) if told else None
        return actions.send(work, case_id, codes, at, anyway=anyway)


def status(office: Office, guard: str, now: str, operator: str = "lin", **said: str) -> Receipt:
    with office.work(operator) as work:
        return actions.status(work, GuardStatus.read({"guard": guard, "status": now, **said}))


def guard(office: Office, code: str) -> dict[str, Any]:
    with office.read() as reader:
        return next(row for row in queries.roster(reader) if row["code"] == code)


def times(office: Office, case_id: int) -> list[dict[str, Any]]:
    with office.read() as reader:
        return queries.of_case(reader, case_id)


def told(office: Office, case_id: int, *kinds: str) -> list[tuple[str, str | None]]:
    with office.read() as reader:
        lines = history.timeline(reader, case_id)
    return [(line["kind"], line["code"]) for line in lines if line["kind"] in kinds]


def moments(office: Office, case_id: int) -> dict[str, str]:
    with office.read() as reader:
        sql = "SELECT name, at FROM moments WHERE case_id = :case"
        return {row["name"]: row["at"] for row in reader.rows(sql, case=case_id)}


def step_states(office: Office, case_id: int, *names: str) -> list[str]:
    with office.read() as reader:
        found = {row["name"]: row["state"] for row in history.steps(reader, case_id)}
    return [found[name] for name in names]


@pytest.mark.clause("H2.2")
def test_two_guards_sent_are_on_the_call_and_tick_its_step(office: Office) -> None:
    case_id = open_case(office, playbook="medical-escort")
    assert send(office, case_id, "G2", "G3") == ["G2 钱进", "G3 孙磊"]
    row = guard(office, "G2")
    assert (row["state"], row["case_id"], row["number"]) == ("assigned", case_id, 1)
    assert [(row["code"], row["assigned_at"]) for row in times(office, case_id)] == [
        ("G2", "2026-11-23T06:31:40.000Z"),
        ("G3", "2026-11-23T06:31:40.000Z"),
    ]
    assert told(office, case_id, "guard.assigned") == [
        ("guard.assigned", "G2"),
        ("guard.assigned", "G3"),
    ]
    assert step_states(office, case_id, "guards") == ["done"]
    with office.read() as reader:
        assert queries.two_were_sent(reader, case_id)
        assert queries.out_on(reader, case_id) == ["G2 钱进", "G3 孙磊"]


@pytest.mark.clause("H2.2")
def test_one_guard_is_not_two(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical-escort")
    send(office, case_id, "G2")
    assert step_states(office, case_id, "guards") == ["open"]
    clock.pass_(minutes=1)
    send(office, case_id, "G3")
    assert step_states(office, case_id, "guards") == ["done"]
    assert moments(office, case_id)["guards-sent"] == "2026-11-23T06:31:40.000Z"


def test_the_same_guard_sent_twice_is_still_one(office: Office) -> None:
    case_id = open_case(office)
    assert send(office, case_id, "G2", "G2") == ["G2 钱进"]
    status(office, "G2", "available")
    send(office, case_id, "G2")
    with office.read() as reader:
        assert not queries.two_were_sent(reader, case_id)


def test_a_guard_is_on_one_call_only_and_the_sentence_says_which(
    office: Office, clock: Clock
) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2", told="-11m")
    clock.pass_(minutes=5)
    with pytest.raises(
        Refusal, match="^G2 is on C001 since 14:20; stamp the guard clear first"
    ) as no:
        send(office, second, "G3", "G2", anyway=True)
    assert not isinstance(no.value, Question)
    assert guard(office, "G3")["state"] == "available", "all of it or none"
    assert times(office, second) == []


def test_the_store_itself_has_the_last_word(office: Office) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2")
    with pytest.raises(Refusal, match="G2 钱进 was sent to another call in the meantime"):
        _assign_unasked(office, second, "G2")
    with pytest.raises(IntegrityError), office.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO assignments (case_id, person_id, assigned_at)"
            " SELECT case_id, person_id, assigned_at FROM assignments"
        )
    assert len(times(office, first)) == 1
    assert times(office, second) == []


def _assign_unasked(office: Office, case_id: int, code: str) -> None:
    with office.work("lin") as work:
        person, row = work.session.exec(
            select(Person, Guard).where(Guard.person_id == Person.id, Person.code == code)
        ).one()
        found = actions._Guard(person, row, None)
        actions._assign(work, work.get(Case, case_id), found, work.now)


def test_who_is_off_duty_or_on_break_is_asked_about_once(office: Office) -> None:
    case_id = open_case(office)
    status(office, "G2", "off-duty")
    status(office, "G3", "break")
    status(office, "G6", "break", until="14:45")
    with pytest.raises(Question) as asked:
        send(office, case_id, "G2", "G3", "G6", "G4")
    assert str(asked.value) == (
        "G2 钱进 is off duty. Send anyway? G3 孙磊 is on break. Send anyway?"
        " G6 吴昊 is on break until 14:45. Send anyway?"
    )
    assert times(office, case_id) == []
    assert len(send(office, case_id, "G2", "G3", "G6", "G4", anyway=True)) == 4
    assert guard(office, "G6")["until"] is None


def test_an_unknown_guard_is_told_who_there_is(office: Office) -> None:
    case_id = open_case(office)
    with pytest.raises(NotFound, match="There is no guard G77; there are G1, G2, .*, G9, G10"):
        send(office, case_id, "G77")


def test_nobody_is_sent_to_a_closed_call(office: Office) -> None:
    case_id = open_case(office)
    with office.work("lin") as work:
        steps.close(work, work.get(Case, case_id))
    with pytest.raises(Refusal, match="C001 is closed; nobody can be sent to it"):
        send(office, case_id, "G2")


def test_a_guard_cannot_have_been_sent_before_the_last_call_let_go(
    office: Office, clock: Clock
) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "available")
    clock.pass_(minutes=10)
    with pytest.raises(Refusal, match="G2 was on C001 until 14:41; the sending cannot lie before"):
        send(office, second, "G2", told="-15m")
    assert send(office, second, "G2", told="-10m") == ["G2 钱进"]


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
    with pytest.raises(Refusal, match="G2 is “on scene” since 14:31 already; that stamp stays"):
        status(office, "G2", "on-scene")
    with pytest.raises(Refusal, match="G2 is “assigned” since 14:31 already"):
        status(office, "G2", "assigned")


def test_a_told_time_cannot_lie_before_the_stamp_before_it(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    clock.pass_(minutes=10)
    send(office, case_id, "G2", told="-5m")
    with pytest.raises(Refusal, match="G2 was “assigned” at 14:36; what follows cannot lie before"):
        status(office, "G2", "on-scene", told="-6m")
    status(office, "G2", "on-scene", told="-2m")
    with pytest.raises(Refusal, match="G2 was “on scene” at 14:39; what follows cannot lie before"):
        status(office, "G2", "available", told="-3m")
    with pytest.raises(Refusal, match="still to come"):
        status(office, "G2", "available", told="@15:00")
    assert times(office, case_id)[0]["on_scene_at"] == "2026-11-23T06:39:40.000Z"


def test_a_skipped_stamp_stays_unknown_and_can_be_told_later(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "at-hospital")
    row = times(office, case_id)[0]
    assert (row["en_route_at"], row["on_scene_at"]) == (None, None)
    clock.pass_(minutes=1)
    with pytest.raises(Refusal, match="G2 was “at hospital” at 14:41; what goes before cannot lie"):
        status(office, "G2", "on-scene")
    status(office, "G2", "on-scene", told="-6m")
    assert times(office, case_id)[0]["on_scene_at"] == "2026-11-23T06:36:40.000Z"
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
    with pytest.raises(Refusal, match="G6 is “available” since 14:31; what follows cannot lie bef"):
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


def test_an_assignment_is_found_by_guard_and_call(office: Office) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    with office.read() as reader:
        for said in ("钱进 C001", "G2 c1", "qian jin c-2026-000001"):
            found = search.find(reader, said, kind="assignment")
            assert [row["case_id"] for row in found] == [case_id], said


@pytest.mark.clause("H2.2")
def test_suggestions_go_by_the_way_to_the_call_s_building(office: Office) -> None:
    case_id = open_case(office, "12-3-1502")
    with office.read() as reader:
        first = queries.suggested_for(reader, case_id, 4)
    assert [(one.code, one.minutes) for one in first] == [
        ("G2", 1),
        ("G3", 1),
        ("G8", 1),
        ("G4", 3),
    ]
    send(office, case_id, "G2")
    status(office, "G3", "break")
    with office.read() as reader:
        assert [one.code for one in queries.suggested(reader, "12", 2)] == ["G8", "G4"]
        assert len(queries.suggested(reader, "12", 99)) == 9
        assert {one.minutes for one in queries.suggested(reader, "", 3)} == {None}


def test_the_times_of_a_period_come_in_windows(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    start = clock()
    for code in ("G2", "G3", "G4"):
        clock.pass_(minutes=1)
        send(office, case_id, code)
    with office.read() as reader:
        found = _codes(queries.times(reader, start, clock()))
        assert found == ["G2", "G3"]
        assert _codes(queries.times(reader, start, clock() + timedelta(minutes=1), 2, 1)) == [
            "G3",
            "G4",
        ]
        plan = reader.rows(
            f"EXPLAIN QUERY PLAN {queries._TIMES} WHERE a.assigned_at >= '2026' ORDER BY a.assigned_at"
        )
        assert "assignments_by_time" in " ".join(row["detail"] for row in plan)


def _codes(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["code"] for row in rows]


def test_every_assignment_and_stamp_has_its_journal_line(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2", "G3")
    for now in ("on-scene", "available"):
        clock.pass_(minutes=1)
        status(office, "G2", now)
    with office.read() as reader:
        lines = [line["facts"] for line in history.timeline(reader, case_id)]
    kept = {(line["assignment"], line["at"]) for line in lines if "assignment" in line}
    with office.work("lin") as work:
        rows = work.session.exec(select(Assignment).where(Assignment.case_id == case_id)).all()
    stamped = {
        (row["id"], row[name])
        for row in times(office, case_id)
        for name in row
        if name.endswith("_at") and row[name]
    }
    assert {(int(assignment), at) for assignment, at in kept} == stamped
    assert len(rows) == 2

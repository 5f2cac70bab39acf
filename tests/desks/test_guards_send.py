"""Sending guards: who may go, who is asked about, who is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from deskterm.core import search, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.core.register import Person
from deskterm.core.tables import Case
from deskterm.desks.guards import queries
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.actions.sending import assign
from deskterm.desks.guards.model import Guard
from deskterm.desks.guards.queries.times import _TIMES
from tests.desks.patrol import (
    guard,
    lines,
    moments,
    open_case,
    send,
    status,
    step_states,
    times,
    told,
)

if TYPE_CHECKING:
    from tests.conftest import Clock


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


def test_who_is_out_on_another_call_is_asked_about_with_call_state_and_time(
    office: Office, clock: Clock
) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2", told="-11m")
    clock.pass_(minutes=5)
    with pytest.raises(Question) as asked:
        send(office, second, "G3", "G2")
    assert str(asked.value) == (
        "G2 钱进 is on C001, assigned since 14:20, and would be taken off it. Send anyway?"
    )
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
        assign(work, work.get(Case, case_id), Found(person, row, None), work.now)


def test_who_is_off_duty_or_on_break_is_asked_about_once(office: Office) -> None:
    case_id = open_case(office)
    status(office, "G2", "off-duty")
    status(office, "G3", "break")
    status(office, "G6", "break", until="14:45")
    with pytest.raises(Question) as asked:
        send(office, case_id, "G2", "G3", "G6", "G4")
    assert str(asked.value) == (
        "G2 钱进 is off duty. G3 孙磊 is on break. G6 吴昊 is on break until 14:45. Send anyway?"
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


def test_a_sending_from_before_the_last_call_let_go_is_asked_about(
    office: Office, clock: Clock
) -> None:
    first, second = open_case(office), open_case(office)
    send(office, first, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "available")
    clock.pass_(minutes=10)
    with pytest.raises(Question, match="G2 was on C001 until 14:41; the sending does not lie bef"):
        send(office, second, "G2", told="-15m")
    assert send(office, second, "G2", told="-10m") == ["G2 钱进"]


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
            f"EXPLAIN QUERY PLAN {_TIMES} AND a.assigned_at >= '2026' ORDER BY a.assigned_at"
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
    told = {
        (line["assignment"], status, line["at"])
        for line in lines(office, "guard.assigned", "guard.stamped", "guard.cleared")
        for status in (line.get("status", ""), *line.get("filled", ()))
    }
    stamped = {
        (row["id"], name.removesuffix("_at").replace("_", "-"), row[name])
        for row in times(office, case_id)
        for name in row
        if name in queries.COLUMNS.values() and row[name]
    }
    named = {
        (row, "" if status in {"assigned", "clear"} else status, at) for row, status, at in stamped
    }
    assert told == named
    assert len(stamped) == 5

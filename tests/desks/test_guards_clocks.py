"""Each guard who is out has clocks of his own: not moving, not arriving, no word for too long."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from deskterm.core import steps
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.core.tables import Case
from deskterm.desks.guards.model import Assignment
from tests.desks.patrol import (
    guard,
    lines,
    moments,
    open_case,
    say,
    send,
    status,
    step_states,
    times,
    waiting,
)

if TYPE_CHECKING:
    from tests.conftest import Clock

MOVING, ARRIVED, WORD = "Ask: on the way?", "Ask: arrived?", "Roll call: all well?"


@pytest.mark.clause("H2.2")
def test_whoever_is_sent_is_followed_until_he_is_there(office: Office, clock: Clock) -> None:
    send(office, open_case(office, category="medical"), "G2", "G3")
    assert waiting(office) == [("G2", MOVING, "14:34"), ("G3", MOVING, "14:34")]
    clock.pass_(minutes=2)
    status(office, "G2", "en-route")
    assert waiting(office) == [("G3", MOVING, "14:34"), ("G2", ARRIVED, "14:43")]
    clock.pass_(minutes=6)
    status(office, "G2", "on-scene")
    assert waiting(office) == [("G3", MOVING, "14:34"), ("G2", WORD, "14:54")]


def test_whoever_came_without_a_word_on_the_way_is_not_asked_whether_he_moves(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, category="medical")
    send(office, case_id, "G2")
    clock.pass_(minutes=5)
    status(office, "G2", "at-hospital")
    assert waiting(office) == [("G2", WORD, "14:51")]
    assert step_states(office, case_id, "moving", "arrived") == ["done", "done"]
    assert set(moments(office, case_id)) == {"guards-sent", "guards-at-hospital"}


def test_whoever_was_called_back_is_not_asked_whether_he_arrived(
    office: Office, clock: Clock
) -> None:
    send(office, open_case(office, category="medical"), "G2")
    clock.pass_(minutes=2)
    status(office, "G2", "returning")
    assert waiting(office) == [("G2", WORD, "14:48")]


@pytest.mark.parametrize(("category", "due"), [("medical", "14:46"), ("safety", "14:41")])
def test_a_word_is_asked_for_as_often_as_the_category_says(
    office: Office, category: str, due: str
) -> None:
    send(office, open_case(office, category=category), "G2")
    status(office, "G2", "on-scene")
    assert waiting(office) == [("G2", WORD, due)]


def test_where_the_category_asks_for_no_word_none_is_waited_for(office: Office) -> None:
    case_id = open_case(office, category="inquiry")
    send(office, case_id, "G2")
    status(office, "G2", "on-scene")
    assert waiting(office) == []
    assert step_states(office, case_id, "word") == ["off"]


def test_every_word_moves_the_next_one_on(office: Office, clock: Clock) -> None:
    case_id = open_case(office, category="safety")
    send(office, case_id, "G2", "G3")
    status(office, "G2", "on-scene")
    status(office, "G3", "on-scene")
    clock.pass_(minutes=8)
    say(office, "heard G2")
    assert waiting(office) == [("G3", WORD, "14:41"), ("G2", WORD, "14:49")]
    say(office, "h G3 -4m")
    assert waiting(office) == [("G3", WORD, "14:45"), ("G2", WORD, "14:49")]
    clock.pass_(minutes=4)
    status(office, "G3", "returning")
    assert waiting(office) == [("G2", WORD, "14:49"), ("G3", WORD, "14:53")]
    assert lines(office, "step.put-off") == []
    assert [line["at"][11:16] for line in lines(office, "guard.heard")] == ["06:39", "06:35"]


def test_a_word_told_late_does_not_call_the_next_one_earlier(office: Office, clock: Clock) -> None:
    send(office, open_case(office, category="safety"), "G2")
    status(office, "G2", "on-scene")
    clock.pass_(minutes=8)
    say(office, "heard G2")
    say(office, "heard G2 -5m")
    assert waiting(office) == [("G2", WORD, "14:49")]


def test_ticking_what_asks_after_a_guard_stamps_what_he_answers(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, category="safety")
    send(office, case_id, "G2")
    clock.pass_(minutes=2)
    assert say(office, "done C1.1") == "G2 钱进: en route."
    clock.pass_(minutes=2)
    assert say(office, "d C1.2 -1m") == "G2 钱进: on scene."
    row = times(office, case_id)[0]
    assert (row["en_route_at"][11:16], row["on_scene_at"][11:16]) == ("06:33", "06:34")
    clock.pass_(minutes=5)
    assert waiting(office) == [("G2", WORD, "14:44")]
    say(office, "done C1.3")
    assert waiting(office) == [("G2", WORD, "14:50")]
    assert step_states(office, case_id, "word") == ["open"]
    assert len(lines(office, "guard.heard")) == 1


def test_the_clocks_of_one_guard_do_not_hear_of_another(office: Office, clock: Clock) -> None:
    case_id = open_case(office, playbook="medical-escort")
    send(office, case_id, "G2", "G3")
    clock.pass_(minutes=1)
    status(office, "G2", "on-scene")
    assert [row for row in waiting(office) if row[0] == "G3"] == [("G3", MOVING, "14:34")]
    assert step_states(office, case_id, "at-home") == ["done"]


def test_nobody_is_waited_for_who_is_clear(office: Office, clock: Clock) -> None:
    case_id = open_case(office, category="medical")
    send(office, case_id, "G2", "G3")
    clock.pass_(minutes=1)
    status(office, "G2", "available")
    assert waiting(office) == [("G3", MOVING, "14:34")]
    say(office, "close C1 all well", anyway=True)
    assert waiting(office) == []
    assert guard(office, "G3")["state"] == "available"


def _never_had(office: Office, playbook: str) -> None:
    """Make a store of one that was made before this playbook was there."""
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'playbooks'"
    name = f"(SELECT id FROM playbooks WHERE name = '{playbook}')"
    with closing(sqlite.connect(office.path)) as connection, connection:
        for (trigger,) in connection.execute(guards).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(f"DELETE FROM step_words WHERE playbook_id = {name}")
        connection.execute(f"DELETE FROM playbooks WHERE name = '{playbook}'")


def test_a_store_without_the_playbook_sends_all_the_same(office: Office) -> None:
    _never_had(office, "guard-out")
    case_id = open_case(office, playbook="medical-escort", category="medical")
    assert send(office, case_id, "G2", "G3") == ["G2 钱进", "G3 孙磊"]
    for now in ("on-scene", "returning", "available"):
        status(office, "G2", now)
    say(office, "heard G3")
    assert waiting(office) == []
    with office.work("lin") as work:
        assert {row.run_id for row in work.session.exec(select(Assignment)).all()} == {None}
        assert "roll-call" not in work.get(Case, case_id).flags
        assert steps.live_runs(work, case_id)

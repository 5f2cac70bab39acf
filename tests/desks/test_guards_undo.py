"""Whatever is done with guards can be taken back, as long as nothing was built on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.undo import Line
from deskterm.desks.guards import actions, queries
from tests.desks.patrol import (
    guard,
    lines,
    open_case,
    say,
    send,
    status,
    times,
    undo,
    waiting,
)

if TYPE_CHECKING:
    from tests.conftest import Clock


def test_a_sending_that_is_taken_back_counts_nowhere(office: Office, clock: Clock) -> None:
    case_id = open_case(office)
    status(office, "G2", "break", until="15:00")
    before = guard(office, "G2")
    clock.pass_(minutes=5)
    send(office, case_id, "G2", "G3", anyway=True)
    undo(office, case_id)
    assert guard(office, "G2") == before
    assert waiting(office) == []
    with office.read() as reader:
        assert queries.out_on(reader, case_id) == []
        assert queries.of_case(reader, case_id) == []
        assert queries.times(reader, clock.at.replace(year=2020), clock.at.replace(year=2030)) == []
        assert not queries.two_were_sent(reader, case_id)
        assert "G3" in {one.code for one in queries.suggested(reader, "12", 9)}
        assert search.find(reader, "钱进", kind="assignment") == []
        assert reader.value("SELECT count(*) FROM assignments") == 2, "nothing is erased"
        assert journal.verify(reader).broken_at is None
    assigned = [line["seq"] for line in lines(office, "guard.assigned")]
    withdrawn = [line["corrects"] for line in lines(office, "guard.withdrawn")]
    assert withdrawn == assigned[::-1]
    assert send(office, case_id, "G3") == ["G3 孙磊"]


def test_a_sending_is_not_taken_back_once_the_guard_has_moved(office: Office) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    (line,) = lines(office, "guard.assigned")
    status(office, "G2", "on-scene")
    with pytest.raises(Refusal, match="G2 is “on scene” since 14:31; undo that first"):
        _take_back(office, "guard.assigned", line["seq"])


def _take_back(office: Office, kind: str, seq: int) -> None:
    (facts,) = (line for line in lines(office, kind) if line["seq"] == seq)
    with office.work("lin") as work:
        row = work.reader.row("SELECT at, case_id FROM journal WHERE seq = :seq", seq=seq) or {}
        line = Line(seq, instant(row["at"]), kind, row["case_id"], facts)
        actions.UNDOES[kind](work, line)


def test_a_stamp_that_is_taken_back_takes_what_it_filled_with_it(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, category="safety")
    send(office, case_id, "G2")
    clock.pass_(minutes=2)
    status(office, "G2", "en-route", told="-1m")
    before = (times(office, case_id), guard(office, "G2"))
    clock.pass_(minutes=5)
    status(office, "G2", "at-hospital")
    undo(office, case_id)
    assert (times(office, case_id), guard(office, "G2")) == before
    (line,) = lines(office, "guard.unstamped")
    assert line["corrects"] == lines(office, "guard.stamped")[-1]["seq"]
    clock.pass_(minutes=1)
    status(office, "G2", "on-scene")
    assert guard(office, "G2")["state"] == "on-scene"


def test_a_stamp_told_late_is_taken_back_without_moving_the_guard(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office)
    send(office, case_id, "G2")
    clock.pass_(minutes=10)
    status(office, "G2", "at-hospital")
    before = (times(office, case_id), guard(office, "G2"))
    status(office, "G2", "on-scene", told="-4m")
    undo(office, case_id)
    assert (times(office, case_id), guard(office, "G2")) == before


def test_a_guard_who_was_stamped_clear_by_mistake_is_still_out(
    office: Office, clock: Clock
) -> None:
    case_id = open_case(office, category="safety")
    send(office, case_id, "G2")
    status(office, "G2", "on-scene")
    clock.pass_(minutes=3)
    before = (guard(office, "G2"), waiting(office))
    status(office, "G2", "available")
    undo(office, case_id)
    assert (guard(office, "G2"), waiting(office)) == before
    assert times(office, case_id)[0]["clear_at"] is None
    status(office, "G2", "available")
    (first, _second) = lines(office, "guard.cleared")
    send(office, open_case(office), "G2")
    with pytest.raises(Refusal, match="G2 is “assigned” since 14:34; undo that first"):
        _take_back(office, "guard.cleared", first["seq"])


def test_a_guard_who_was_taken_off_goes_back_to_his_call(office: Office, clock: Clock) -> None:
    first, second = open_case(office, category="safety"), open_case(office)
    send(office, first, "G2")
    status(office, "G2", "on-scene")
    before = (guard(office, "G2"), times(office, first), waiting(office))
    clock.pass_(minutes=3)
    send(office, second, "G2", anyway=True)
    undo(office, second)
    assert (guard(office, "G2"), times(office, first), waiting(office)) == before
    assert times(office, second) == []
    assert len(lines(office, "guard.withdrawn", "guard.uncleared")) == 2


def test_a_call_that_was_closed_since_must_be_reopened_first(office: Office) -> None:
    case_id = open_case(office, category="inquiry")
    send(office, case_id, "G2")
    say(office, "G2 clear")
    (line,) = lines(office, "guard.cleared")
    say(office, "close C1 all well", anyway=True)
    with pytest.raises(Refusal, match="C001 is closed; reopen it first"):
        _take_back(office, "guard.cleared", line["seq"])


def test_breaks_and_duty_are_taken_back(office: Office, clock: Clock) -> None:
    before = guard(office, "G6")
    clock.pass_(minutes=5)
    status(office, "G6", "break", until="15:30")
    resting = guard(office, "G6")
    status(office, "G6", "break", until="15:45")
    undo(office)
    assert guard(office, "G6") == resting
    (first, _longer) = lines(office, "guard.changed")[-2:]
    _take_back(office, "guard.changed", first["seq"])
    assert guard(office, "G6") == before
    with pytest.raises(Refusal, match="G6 is “available” since 14:31; undo that first"):
        _take_back(office, "guard.changed", first["seq"])


def test_a_word_is_taken_back_with_its_answer_and_its_clock(office: Office, clock: Clock) -> None:
    case_id = open_case(office, category="safety")
    send(office, case_id, "G2")
    status(office, "G2", "on-scene")
    say(office, "roll")
    before = (guard(office, "G2"), waiting(office))
    clock.pass_(minutes=3)
    say(office, "heard G2")
    undo(office, case_id)
    assert (guard(office, "G2"), waiting(office)) == before
    with office.read() as reader:
        found = queries.roll(reader)
    assert found
    assert [row["code"] for row in queries.missing(found)] == ["G2"]


def test_equipment_is_taken_back(office: Office, clock: Clock) -> None:
    say(office, "issue R3 G2")
    undo(office)
    with office.read() as reader:
        assert queries.in_hands(reader) == []
    say(office, "issue R3 G2")
    clock.pass_(minutes=1)
    say(office, "return R3")
    undo(office)
    with office.read() as reader:
        assert [row["guard"] for row in queries.in_hands(reader)] == ["G2"]
    (first, again) = lines(office, "equipment.issued")
    say(office, "return R3")
    with pytest.raises(Refusal, match="R3 has come back since"):
        _take_back(office, "equipment.issued", again["seq"])
    returned = lines(office, "equipment.returned")[-1]
    say(office, "issue R3 G3")
    with pytest.raises(Refusal, match="R3 was handed out again since"):
        _take_back(office, "equipment.returned", returned["seq"])
    assert first["equipment"] == "R3"

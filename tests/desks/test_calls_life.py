"""A call from open to closed and back: waiting, done, satisfaction, cancelled, reopened, linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core import queue
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Case
from deskterm.desks.calls import actions, rules
from tests.desks.oncall import call, lines, log, say, step, steps_of, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock


def closings(office: Office, case_id: int) -> list[tuple[str | None, int | None, str | None]]:
    """How a call ended, each time."""
    found = call(office, case_id)["closings"]
    return [(row["disposition"], row["satisfaction"], row["outcome"]) for row in found]


def test_a_call_waits_goes_on_is_done_and_is_closed(office: Office) -> None:
    case_id = log(office, category="repair")
    states = []
    for line in ("w C1 for the part", "继续 C1", "办妥 C1 tap replaced", "x C1 s5"):
        say(office, line)
        states.append(call(office, case_id)["state"])
    assert states == ["waiting", "open", "done", "closed"]
    turned = [line["facts"] for line in lines(office, case_id, "call.turned")]
    assert turned == [
        {"state": "waiting", "was": "open"},
        {"state": "open", "was": "waiting"},
        {"state": "done", "was": "open"},
    ]
    assert written(office, case_id) == [("waiting", "for the part"), ("outcome", "tap replaced")]
    assert closings(office, case_id) == [("met", 5, None)]


def test_what_was_waited_for_is_over_when_the_call_is_closed(office: Office) -> None:
    case_id = log(office, category="repair")
    say(office, "wait C1 for the part")
    say(office, "close C1 mended without it")
    say(office, "reopen C1 drips again")
    assert call(office, case_id)["state"] == "open"
    assert len(lines(office, case_id, "text.replaced")) == 1


def test_who_was_asked_before_the_closing_is_still_waited_for_after_reopening(
    office: Office,
) -> None:
    case_id = log(office, category="repair")
    say(office, "ask C1 who pays?")
    say(office, "close C1 mended")
    say(office, "reopen C1 drips again")
    assert call(office, case_id)["state"] == "waiting"


def test_the_clocks_of_a_call_go_on_while_it_waits(office: Office, clock: Clock) -> None:
    case_id = log(office, category="repair")
    say(office, "wait C1 for the part")
    assert step(office, case_id, "reply")["due_at"] == "2026-11-23T06:36:40.000Z"
    clock.pass_(minutes=6)
    with office.read() as reader:
        assert queue.counts(reader, clock.at)["overdue"] == 1


def test_an_answer_from_above_does_not_end_what_else_is_waited_for(office: Office) -> None:
    case_id = log(office, category="repair")
    say(office, "wait C1 for the part")
    say(office, "ask C1 who pays?")
    say(office, "says C1 we do")
    assert call(office, case_id)["state"] == "waiting"
    say(office, "resume C1")
    assert call(office, case_id)["state"] == "open"


def test_what_is_not_done_after_all_goes_on(office: Office) -> None:
    case_id = log(office, category="repair")
    with pytest.raises(Refusal, match="C001 is open; nothing is waited for"):
        say(office, "resume C1")
    say(office, "ready C1")
    say(office, "resume C1")
    assert call(office, case_id)["state"] == "open"


@pytest.mark.clause("Q1.3")
@pytest.mark.parametrize(
    ("line", "rating", "outcome"),
    [
        ("close C1 5/5 works", 5, "works"),
        ("close C1 s4 works", 4, "works"),
        ("close C1 3 works", None, "3 works"),
        ("close C1 3", 3, None),
        ("close C1 五星 已修好", 5, "已修好"),
        ("结案 C1 很满意 已修好", 5, "已修好"),
        ("结案 C1 不满意", 2, None),
        ("close C1 very dissatisfied, too late", 1, "too late"),
        ("close C1 works, he is satisfied", None, "works, he is satisfied"),
        ("close C1 works", None, "works"),
    ],
)
def test_the_caller_s_satisfaction_is_kept_at_the_closing(
    office: Office, line: str, rating: int | None, outcome: str | None
) -> None:
    case_id = log(office, category="repair")
    say(office, "a C1 a plumber comes")
    say(office, line)
    row = call(office, case_id)
    assert (row["satisfaction"], row["closings"][0]["satisfaction"]) == (rating, rating)
    assert row["closings"][0]["outcome"] == outcome
    assert lines(office, case_id, "call.ended")[0]["facts"]["satisfaction"] == rating


@pytest.mark.clause("Q1.3")
def test_the_caller_is_asked_before_the_call_ends(office: Office) -> None:
    case_id = log(office, category="repair")
    tick(office, case_id, "mended")
    asked = step(office, case_id, "asked-back")
    assert (asked["due_at"], asked["role"]) == ("2026-11-23T08:31:40.000Z", "desk")
    with pytest.raises(Refusal, match="what came of it"):
        tick(office, case_id, "asked-back")


def test_a_call_of_which_nothing_is_known_is_asked_about_once(office: Office) -> None:
    case_id = log(office, category="repair")
    with pytest.raises(Question, match="C001 has neither an answer nor an outcome"):
        say(office, "close C1")
    say(office, "close C1", anyway=True)
    assert closings(office, case_id) == [(None, None, None)], "unknown is not made up"


@pytest.mark.parametrize(
    ("before", "line", "disposition"),
    [
        ("a C1", "close C1", "answered"),
        ("a C1", "close C1 done", "met"),
        ("ready C1 done", "close C1", "met"),
        ("refer C1 waterworks: they come", "close C1", "referred"),
        ("refer C1 waterworks: they come", "close C1 they came", "referred"),
    ],
)
def test_how_a_call_ended_is_read_from_what_is_on_record(
    office: Office, before: str, line: str, disposition: str
) -> None:
    case_id = log(office, category="other")
    say(office, before)
    say(office, line)
    assert [each[0] for each in closings(office, case_id)] == [disposition]


def test_a_call_with_guards_out_is_closed_by_the_second_enter_and_they_are_clear(
    office: Office,
) -> None:
    case_id = log(office, category="safety")
    say(office, "s G2 G3 C1")
    with pytest.raises(Question, match="still has out on it: G2 钱进, G3 孙磊; closing it"):
        say(office, "close C1 all quiet")
    assert call(office, case_id)["state"] == "open"
    say(office, "close C1 all quiet", anyway=True)
    assert call(office, case_id)["state"] == "closed"
    assert len(lines(office, case_id, "guard.cleared")) == 2


@pytest.mark.parametrize("verb", ["cancel", "取消"])
def test_a_call_is_cancelled_for_a_reason_like_a_booking(office: Office, verb: str) -> None:
    case_id = log(office, category="other")
    say(office, "s G2 C1")
    with pytest.raises(Question, match="C001 still has out on it: G2 钱进"):
        say(office, f"{verb} C1 found it himself")
    assert say(office, f"{verb} C1 found it himself", anyway=True) == "C001 is cancelled."
    row = call(office, case_id)
    assert (row["state"], row["closings"][0]["disposition"]) == ("cancelled", "withdrawn")
    assert row["closings"][0]["outcome"] == "found it himself"
    say(office, "book A 18:00-19:00 choir")
    assert "is cancelled" in say(office, f"{verb} B1 moved")


def test_a_call_is_not_cancelled_without_a_reason(office: Office) -> None:
    case_id = log(office, category="other")
    with pytest.raises(Refusal, match="Reason"):
        say(office, "cancel C1")
    assert call(office, case_id)["state"] == "open"


def test_reopening_keeps_everything_of_the_first_closing(office: Office, clock: Clock) -> None:
    case_id = log(office, category="repair")
    say(office, "a C1 a plumber comes")
    tick(office, case_id, "assigned")
    clock.pass_(minutes=50)
    say(office, "close C1 5/5 tap replaced")
    assert step(office, case_id, "asked-back")["state"] == "dropped"
    clock.pass_(hours=2)
    assert say(office, "reopen C1 drips again", "chen") == (
        "C001 is open again; it was closed at 15:21."
    )
    row = call(office, case_id)
    kept = row["closings"][0]
    assert (row["state"], row["closed_at"], row["closed_by"]) == ("open", None, None)
    assert (kept["at"], kept["operator"], kept["outcome"], kept["satisfaction"]) == (
        "2026-11-23T07:21:40.000Z",
        "lin",
        "tap replaced",
        5,
    )
    assert (kept["reopened_at"], kept["reopened_by"], kept["reason"]) == (
        "2026-11-23T09:21:40.000Z",
        "chen",
        "drips again",
    )
    assert lines(office, case_id, "case.reopened")[0]["facts"]["was_by"] == "lin"


def test_after_reopening_the_dropped_steps_are_open_and_the_reply_s_clock_stands(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 nursing")
    say(office, "b C1 nursing off")
    clock.pass_(minutes=10)
    say(office, "close C1 well again", anyway=True)
    assert step(office, case_id, "reported")["due_at"] == "2026-11-23T07:11:40.000Z"
    clock.pass_(minutes=10)
    say(office, "重开 C1 worse again")
    reply = step(office, case_id, "reply")
    assert (reply["state"], reply["due_at"]) == ("open", "2026-11-23T06:36:40.000Z")
    assert step(office, case_id, "address")["state"] == "open"
    assert step(office, case_id, "reported")["due_at"] is None, "it is not over after all"
    assert {row["state"] for row in steps_of(office, case_id, "medical-nursing")} == {"dropped"}
    clock.pass_(minutes=10)
    say(office, "close C1 taken to hospital", anyway=True)
    assert step(office, case_id, "reported")["due_at"] == "2026-11-23T07:31:40.000Z"
    assert [each[2] for each in closings(office, case_id)] == ["well again", "taken to hospital"]


def test_an_answered_call_is_reopened_answered(office: Office, clock: Clock) -> None:
    case_id = log(office, category="inquiry")
    say(office, "a C1 till 18:00")
    say(office, "close C1")
    clock.pass_(minutes=30)
    say(office, "reopen C1 asks once more")
    assert call(office, case_id)["answered_at"] == "2026-11-23T06:31:40.000Z"
    assert step(office, case_id, "reply")["state"] == "done"


@pytest.mark.parametrize(
    ("operator", "no"), [("guo", "may not do this"), (None, "Sign on first"), ("lin", "is open al")]
)
def test_who_may_not_reopen_is_told_so_and_an_open_call_is_not_reopened(
    office: Office, operator: str | None, no: str
) -> None:
    log(office, category="other")
    if operator != "lin":
        say(office, "close C1 done")
    with pytest.raises(Refusal, match=no):
        say(office, "reopen C1 again", operator)


def test_a_reply_that_was_none_is_taken_back(office: Office) -> None:
    case_id = log(office, category="other")
    say(office, "a C1")
    with office.work("lin") as work:
        actions.unanswer(work, work.get(Case, case_id))
    assert call(office, case_id)["answered_at"] is None
    assert lines(office, case_id, "call.unanswered")[0]["facts"]["was"] == (
        "2026-11-23T06:31:40.000Z"
    )


@given(referred=st.booleans(), outcome=st.booleans(), answered=st.booleans())
def test_a_call_ends_by_the_most_that_is_known_of_it(
    *, referred: bool, outcome: bool, answered: bool
) -> None:
    ended = rules.disposition(referred=referred, outcome=outcome, answered=answered)
    assert (ended is None) is not (referred or outcome or answered)
    assert (ended == "referred") is referred

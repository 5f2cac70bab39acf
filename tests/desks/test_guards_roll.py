"""Roll call: everybody who is out is called; whoever is heard of has answered; the rest is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.forms import Heard, Roll
from tests.desks.patrol import lines, open_case, say, send, status

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.fixture
def out(office: Office) -> int:
    """Three guards out on two calls; answers the first."""
    first, second = open_case(office, category="medical"), open_case(office, category="safety")
    send(office, first, "G2", "G3")
    send(office, second, "G10")
    status(office, "G2", "on-scene")
    return first


def roll(office: Office) -> dict[str, Any]:
    with office.read() as reader:
        found = queries.roll(reader)
    assert found
    return found


def answered(office: Office) -> dict[str, str | None]:
    return {row["code"]: row["answered_at"] for row in roll(office)["answers"]}


def test_a_roll_call_names_everybody_who_is_out_with_call_and_state(
    office: Office, out: int
) -> None:
    assert say(office, "roll") == (
        "Roll call of 3: G2 钱进 C001 on scene, G3 孙磊 C001 assigned, G10 卫刚 C002 assigned."
    )
    (line,) = lines(office, "roll.called")
    assert len(line["assignments"]) == 3
    assert roll(office)["answers"][0]["case_id"] == out


def test_who_has_not_answered_is_shown_when_asked_again_and_at_the_end(
    office: Office, clock: Clock, out: int
) -> None:
    say(office, "点名")
    clock.pass_(minutes=1)
    say(office, "h G2 G10")
    assert say(office, "roll") == (
        "Roll call of 14:31: 2 of 3 answered; not: G3 孙磊 C001 assigned."
    )
    assert answered(office) == {
        "G2": "2026-11-23T06:32:40.000Z",
        "G3": None,
        "G10": "2026-11-23T06:32:40.000Z",
    }
    clock.pass_(minutes=4)
    assert say(office, "roll end") == (
        "Roll call of 14:31 ended, 2 of 3 answered; not: G3 孙磊 C001 assigned."
    )
    (line,) = lines(office, "roll.ended")
    assert line["missing"] == [2]
    assert roll(office)["ended_at"]
    with pytest.raises(Refusal, match="No roll call is under way; begin one: roll"):
        say(office, "roll end")
    assert say(office, "roll").startswith("Roll call of 3: ")
    assert out


def test_any_stamp_answers_a_roll_call(office: Office, clock: Clock, out: int) -> None:
    say(office, "roll")
    clock.pass_(minutes=1)
    status(office, "G3", "en-route")
    status(office, "G10", "available")
    say(office, "应答 G2")
    assert say(office, "点名 结束") == "Roll call of 14:31: all 3 answered."
    assert None not in answered(office).values()
    assert {line["roll"] for line in lines(office, "guard.heard", "guard.cleared")} == {1}
    assert out


def test_what_was_heard_before_the_call_does_not_answer_it(
    office: Office, clock: Clock, out: int
) -> None:
    clock.pass_(minutes=5)
    say(office, "roll")
    clock.pass_(minutes=1)
    say(office, "heard G2 G3 -3m")
    assert set(answered(office).values()) == {None}
    assert out


def test_after_two_minutes_without_an_answer_somebody_is_overdue(
    office: Office, clock: Clock, out: int
) -> None:
    say(office, "roll")
    say(office, "heard G3")
    clock.pass_(minutes=2)
    assert queries.silent(roll(office), clock()) == []
    clock.pass_(seconds=1)
    late = queries.silent(roll(office), clock())
    assert [row["code"] for row in late] == ["G2", "G10"]
    assert out


def test_a_word_counts_without_a_roll_call_too(office: Office, clock: Clock, out: int) -> None:
    clock.pass_(minutes=5)
    assert say(office, "heard G2 G3 @14:35") == "Heard of G2 钱进, G3 孙磊 at 14:35."
    assert [line["case_id_"] for line in _with_cases(office)] == [out, out]
    with office.read() as reader:
        word = {row["code"]: row["word_at"] for row in queries.roster(reader)}
        assert queries.roll(reader) is None
    assert (word["G2"], word["G10"]) == ("2026-11-23T06:35:00.000Z", None)


def _with_cases(office: Office) -> list[dict[str, Any]]:
    with office.read() as reader:
        return reader.rows("SELECT case_id AS case_id_ FROM journal WHERE kind = 'guard.heard'")


def test_there_is_nobody_to_call_while_nobody_is_out(office: Office) -> None:
    with pytest.raises(Refusal, match="Nobody is out on a call; there is nobody to call"):
        say(office, "roll")
    with pytest.raises(Refusal, match="G5 周海涛 is on no call; there is no word to wait for"):
        say(office, "heard G5")
    with pytest.raises(Refusal, match="There is no guard G77"):
        say(office, "heard G77")


def test_a_roll_call_can_be_made_while_nobody_is_signed_on(office: Office, out: int) -> None:
    with office.work() as work:
        actions.roll(work, Roll())
        actions.heard(work, Heard(guards=["G2"]))
    assert roll(office)["operator"] is None
    assert set(answered(office)) == {"G2", "G3", "G10"}
    assert out

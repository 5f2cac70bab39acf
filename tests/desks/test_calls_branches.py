"""Branches side by side and in one another's place; major and ordinary calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from tests.desks.oncall import call, lines, log, say, step, steps_of, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock


def states(office: Office, case_id: int, playbook: str) -> dict[str, str]:
    """The steps of one of a call's playbooks and their states."""
    return {row["name"]: row["state"] for row in steps_of(office, case_id, playbook)}


@pytest.mark.clause("H2.14")
def test_an_ordinary_case_is_reported_to_the_supervisor_after_it_is_over(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    say(office, "ask C1 which hospital?")
    assert step(office, case_id, "reported")["state"] == "open", "it is not over yet"
    say(office, "says C1 the People's")
    say(office, "close C1 taken there", anyway=True)
    assert step(office, case_id, "reported")["due_at"] == "2026-11-23T07:01:40.000Z"
    clock.pass_(minutes=10)
    assert say(office, "ask C1 supervisor it is over") == "C001: the service supervisor is asked."
    reported = step(office, case_id, "reported")
    assert (reported["state"], reported["done_at"]) == ("done", "2026-11-23T06:41:40.000Z")
    assert call(office, case_id)["state"] == "closed"


@pytest.mark.clause("H2.14")
def test_a_major_case_is_reported_now_and_the_director_s_instruction_is_kept(
    office: Office,
) -> None:
    case_id = log(office, category="medical")
    say(office, "major C1")
    assert step(office, case_id, "major-reported")["due_at"] == "2026-11-23T06:33:40.000Z"
    assert step(office, case_id, "instruction")["due_at"] is None
    say(office, "ask C1 heart attack in the lobby")
    assert step(office, case_id, "major-reported")["state"] == "done"
    assert step(office, case_id, "reported")["state"] == "off"
    say(office, "says C1 supervisor I tell the director")
    say(office, "ask C1 director heart attack in the lobby")
    assert step(office, case_id, "instruction")["due_at"] == "2026-11-23T06:46:40.000Z"
    say(office, "says C1 director close the lobby, stay with the family")
    assert step(office, case_id, "instruction")["state"] == "done"
    assert ("instruction", "close the lobby, stay with the family") in written(office, case_id)


@pytest.mark.clause("H2.14")
def test_a_supervisor_who_knows_already_is_not_told_again_when_a_case_turns_major(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    say(office, "ask C1 supervisor")
    clock.pass_(minutes=1)
    say(office, "major C1")
    reported = step(office, case_id, "major-reported")
    assert (reported["state"], reported["done_at"]) == ("done", "2026-11-23T06:31:40.000Z")


@pytest.mark.clause("H2.1")
@pytest.mark.parametrize(
    "line", ["branch C1 ambulance instead", "b C1 instead 120", "b C1 改为 120"]
)
def test_a_branch_takes_the_place_of_the_others_and_what_was_done_stays(
    office: Office, line: str
) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 escort")
    say(office, "b C1 nursing")
    tick(office, case_id, "described")
    say(office, line)
    assert set(states(office, case_id, "medical-escort").values()) == {"dropped"}
    assert states(office, case_id, "medical-nursing")["described"] == "done"
    assert states(office, case_id, "medical-ambulance")["ambulance-called"] == "open"
    say(office, line)
    assert len(lines(office, case_id, "call.branched")) == 3, "it is there already"


@pytest.mark.clause("H2.1")
def test_branches_run_side_by_side_and_are_taken_off_alone(office: Office) -> None:
    case_id = log(office, category="medical")
    say(office, "branch C1 nursing")
    say(office, "branch C1 escort")
    say(office, "branch C1 escort off")
    assert set(states(office, case_id, "medical-escort").values()) == {"dropped"}
    assert states(office, case_id, "medical-nursing")["described"] == "open"
    with pytest.raises(Refusal, match="Only escort, ambulance and nursing take the place"):
        say(office, "branch C1 paid instead")

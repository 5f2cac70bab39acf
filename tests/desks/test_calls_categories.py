"""What follows on a call of each category: its procedure's steps, clocks and cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import playbook as books
from deskterm.core import steps as core
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from tests.desks.oncall import call, log, say, step, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock


def procedure(office: Office, case_id: int, number: int = 0) -> books.Playbook:
    """A playbook that is at work on a call, in the version that the call has."""
    with office.work("lin") as work:
        run = core.live_runs(work, case_id)[number]
        return core.playbook(work, run.playbook_id)


def card(office: Office, case_id: int, name: str) -> dict[str, str]:
    """The card of a step of the call's own procedure."""
    found: dict[str, Any] = {
        rule.name: rule.card or {} for rule in procedure(office, case_id).steps
    }
    return dict(found[name])


@pytest.mark.clause("H4.1")
def test_a_complaint_is_answered_passed_on_looked_into_and_told_back(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="complaint", words="drilling at night")
    assert "do not argue or blame" in card(office, case_id, "reply")["en"]
    assert step(office, case_id, "passed-on")["due_at"] == "2026-11-23T07:01:40.000Z"
    assert step(office, case_id, "looked-into")["due_at"] == "2026-11-24T06:31:40.000Z"
    assert step(office, case_id, "told-back")["due_at"] == "2026-11-25T06:31:40.000Z"
    say(office, "a C1 somebody looks into it")
    tick(office, case_id, "passed-on")
    say(office, "ask C1 may we fine them?")
    say(office, "says C1 warn them first")
    clock.pass_(days=1)
    tick(office, case_id, "looked-into", operator="zhou")
    with pytest.raises(Refusal, match="First: what came of it"):
        tick(office, case_id, "told-back")
    tick(office, case_id, "told-back", "the neighbour was warned")
    say(office, "close C1 3/5")
    row = call(office, case_id)
    assert {each["state"] for each in row["steps"]} == {"done"}
    assert [each["disposition"] for each in row["closings"]] == ["met"]


@pytest.mark.clause("H4.2")
def test_a_repair_is_given_to_engineering_mended_tried_and_asked_about(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="repair", words="kitchen pipe burst")
    assert "valve or switch off first" in card(office, case_id, "reply")["en"]
    say(office, "a C1 a plumber is coming")
    for name, minutes in (("assigned", 8), ("on-site", 20), ("mended", 90)):
        clock.pass_(minutes=minutes)
        tick(office, case_id, name)
    assert step(office, case_id, "on-site")["due_at"] == "2026-11-23T07:09:40.000Z"
    assert step(office, case_id, "mended")["role"] == "engineering"
    assert step(office, case_id, "asked-back")["due_at"] == "2026-11-23T10:29:40.000Z"
    tick(office, case_id, "asked-back", "works as it should")
    assert written(office, case_id)[-1] == ("outcome", "works as it should")
    assert say(office, "close C1 5/5") == "C001 is closed."


@pytest.mark.clause("H4.3")
def test_a_public_safety_incident_goes_from_guards_to_the_report(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="safety", kind="fight", words="two men at the gate")
    due = {each["name"]: each["due_at"] for each in call(office, case_id)["steps"]}
    assert due["where-what"] == "2026-11-23T06:32:40.000Z"
    assert due["guards"] == "2026-11-23T06:33:40.000Z"
    assert due["police"] == "2026-11-23T06:34:40.000Z"
    assert due["supervisor-told"] == "2026-11-23T06:36:40.000Z"
    assert "110" in card(office, case_id, "police")["zh"]
    tick(office, case_id, "where-what")
    say(office, "s G2 G3 C1")
    say(office, "ask C1 supervisor")
    clock.pass_(minutes=4)
    say(office, "G2 on scene")
    done = {each["name"] for each in call(office, case_id)["steps"] if each["state"] == "done"}
    assert {"where-what", "guards", "supervisor-told", "on-scene"} <= done
    for guard in ("G2", "G3"):
        say(office, f"{guard} available")
    assert step(office, case_id, "report-kept")["due_at"] == "2026-11-23T07:05:40.000Z"
    with pytest.raises(Refusal, match="First: what came of it"):
        tick(office, case_id, "report-kept")
    tick(office, case_id, "report-kept", "both led away")
    assert call(office, case_id)["kind"] == "fight"


@pytest.mark.clause("H4.3")
def test_where_an_incident_is_comes_before_everything(office: Office) -> None:
    case_id = log(office, category="safety", place="")
    with pytest.raises(Refusal, match="First: the address"):
        tick(office, case_id, "where-what")


@pytest.mark.clause("H4.4")
def test_a_disaster_calls_the_brigade_guards_supervisor_and_engineering(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="disaster", kind="fire", words="smoke in the stairwell")
    due = {each["name"]: each["due_at"] for each in call(office, case_id)["steps"]}
    assert due["fire-brigade"] == "2026-11-23T06:32:40.000Z"
    assert due["guards"] == "2026-11-23T06:33:40.000Z"
    assert due["supervisor-told"] == "2026-11-23T06:34:40.000Z"
    assert due["shut-off"] == "2026-11-23T06:36:40.000Z"
    assert "119" in card(office, case_id, "fire-brigade")["zh"]
    assert "no lift" in card(office, case_id, "where-what")["en"]
    say(office, "s G2 G3 C1")
    say(office, "ask C1 supervisor")
    clock.pass_(minutes=3)
    say(office, "G2 on scene")
    done = {each["name"] for each in call(office, case_id)["steps"] if each["state"] == "done"}
    assert {"guards", "supervisor-told", "on-scene"} <= done
    assert call(office, case_id)["grade"] == 0, "it stands above everything of property"


@pytest.mark.clause("H4.5", "H1.3", "H1.4")
def test_other_help_is_given_as_far_as_the_property_can(office: Office) -> None:
    case_id = log(office, category="other", words="a parcel to be carried up")
    told = card(office, case_id, "reply")
    assert "as far as the property can" in told["en"]
    assert "物业能力范围内" in told["zh"]
    assert "not simply closed" in card(office, case_id, "helped")["en"]
    say(office, "a C1 somebody comes up")
    assert step(office, case_id, "helped")["due_at"] == "2026-11-24T06:31:40.000Z"
    with pytest.raises(Refusal, match="First: what came of it"):
        tick(office, case_id, "helped")
    tick(office, case_id, "helped", "carried up")
    assert say(office, "close C1 很满意") == "C001 is closed."


@pytest.mark.parametrize(
    ("category", "clause"),
    [("complaint", "H4.1"), ("repair", "H4.2"), ("safety", "H4.3"), ("disaster", "H4.4")],
)
@pytest.mark.clause("H4.1", "H4.2", "H4.3", "H4.4")
def test_what_the_source_only_names_is_marked_as_the_site_s_to_adjust(
    office: Office, category: str, clause: str
) -> None:
    case_id = log(office, category=category)
    book = procedure(office, case_id)
    assert book.site_adjusts
    assert clause in book.clauses


@pytest.mark.clause("H4.6")
def test_so_is_the_paid_service_which_comes_on_top_of_any_category(office: Office) -> None:
    case_id = log(office, category="complaint")
    say(office, "price C1 carry")
    book = procedure(office, case_id, 1)
    assert (book.name, book.site_adjusts) == ("paid-service", True)
    shown = next(rule for rule in book.steps if rule.name == "list-shown")
    assert "Before any work" in (shown.card or {})["en"]

"""The three medical branches, from the call to the report in the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import steps as core
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Run
from deskterm.shell.details import facts
from tests.desks.oncall import call, lines, log, say, step, steps_of, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock

VAN = "沪A12345"


def states(office: Office, case_id: int, playbook: str) -> dict[str, str]:
    """The steps of one of a call's playbooks and their states."""
    return {row["name"]: row["state"] for row in steps_of(office, case_id, playbook)}


def card(office: Office, case_id: int, playbook: str, name: str) -> dict[str, str]:
    """The card of a step, as the call's own version of the playbook has it."""
    with office.work("lin") as work:
        rules = {
            (book.name, rule.name): rule.card or {}
            for run in core.live_runs(work, case_id)
            for book in [core.playbook(work, work.get(Run, run.id).playbook_id)]
            for rule in book.steps
        }
    return rules[playbook, name]


@pytest.mark.clause("H2.2", "H2.3")
def test_guards_and_a_vehicle_sent_to_a_patient_are_a_hospital_escort(office: Office) -> None:
    case_id = log(office, category="medical")
    say(office, f"s G2 G3 {VAN} C1")
    now = states(office, case_id, "medical-escort")
    assert (now["guards"], now["vehicle"], now["at-home"]) == ("done", "done", "open")
    assert lines(office, case_id, "call.branched")[0]["facts"]["branch"] == "escort"
    assert len({line["at"] for line in lines(office, case_id, "vehicle.sent")}) == 1


@pytest.mark.parametrize(
    ("category", "line"), [("safety", f"s G2 G3 {VAN} C1"), ("medical", "s G2 G3 C1")]
)
def test_only_guards_with_a_vehicle_to_a_patient_are_an_escort(
    office: Office, category: str, line: str
) -> None:
    case_id = log(office, category=category)
    say(office, line)
    assert steps_of(office, case_id, "medical-escort") == []


@pytest.mark.clause("H2.2")
def test_one_guard_does_not_tick_the_escort_and_the_second_does(office: Office) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 escort")
    say(office, "s G2 C1")
    with pytest.raises(Refusal, match="First: two guards sent"):
        tick(office, case_id, "guards")
    say(office, "s G3 C1")
    assert states(office, case_id, "medical-escort")["guards"] == "done"


@pytest.mark.clause("H2.3")
def test_a_vehicle_goes_to_the_building_by_a_clock_and_not_by_word_alone(office: Office) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 escort")
    assert step(office, case_id, "vehicle")["due_at"] == "2026-11-23T06:33:40.000Z"
    assert states(office, case_id, "medical-escort")["collect"] == "off"
    with pytest.raises(Refusal, match="First: a vehicle sent"):
        tick(office, case_id, "vehicle")
    say(office, f"s {VAN} C1")
    assert states(office, case_id, "medical-escort")["vehicle"] == "done"


@pytest.mark.clause("H2.3")
@pytest.mark.parametrize("words", ["via office", "经服务处"])
def test_guards_who_wait_at_the_service_office_are_collected_there(
    office: Office, clock: Clock, words: str
) -> None:
    case_id = log(office, category="medical")
    say(office, f"s G2 G3 {VAN} C1 {words}")
    assert "via-office" in call(office, case_id)["flags"].split()
    now = states(office, case_id, "medical-escort")
    assert (now["collect"], now["at-home"], now["at-home-by-vehicle"]) == ("open", "off", "open")
    assert step(office, case_id, "collect")["due_at"] == "2026-11-23T06:32:40.000Z"
    tick(office, case_id, "collect")
    clock.pass_(minutes=6)
    for guard in ("G2", "G3"):
        say(office, f"{guard} on scene")
    assert step(office, case_id, "at-home-by-vehicle")["done_at"] == "2026-11-23T06:37:40.000Z"
    assert step(office, case_id, "at-the-door")["due_at"] == "2026-11-23T06:42:40.000Z"


@pytest.mark.clause("H2.4")
def test_at_the_door_purpose_wishes_relative_and_papers_and_no_medical_opinion(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    say(office, f"s G2 G3 {VAN} C1")
    clock.pass_(minutes=5)
    say(office, "G2 on scene")
    assert step(office, case_id, "at-the-door")["due_at"] == "2026-11-23T06:41:40.000Z"
    told = card(office, case_id, "medical-escort", "at-the-door")
    for words in ("why you came", "resident's wishes", "family member", "no medical opinion"):
        assert words in told["en"]
    for words in ("说明来意", "尊重住户意愿", "家属同行", "带身份证", "医疗意见"):
        assert words in told["zh"]
    tick(office, case_id, "at-the-door")
    assert states(office, case_id, "medical-escort")["at-the-door"] == "done"


@pytest.mark.clause("H2.5", "H2.6", "H2.7")
def test_an_escort_from_the_hospital_back_to_the_report(office: Office, clock: Clock) -> None:
    case_id = log(office, category="medical")
    say(office, f"s G2 G3 {VAN} C1")
    say(office, "a C1 two guards and a van are coming")
    clock.pass_(minutes=30)
    say(office, "G2 at hospital")
    assert step(office, case_id, "settled")["due_at"] == "2026-11-23T07:46:40.000Z"
    tick(office, case_id, "settled")
    assert step(office, case_id, "more-help")["due_at"] == "2026-11-23T07:06:40.000Z"
    assert "property manager" in card(office, case_id, "medical-escort", "more-help")["en"]
    tick(office, case_id, "more-help", "nothing more")
    assert step(office, case_id, "returning")["due_at"] == "2026-11-23T07:11:40.000Z"
    say(office, "G2 returning")
    clock.pass_(minutes=20)
    assert step(office, case_id, "report-kept")["due_at"] is None
    for guard in ("G2", "G3"):
        say(office, f"{guard} available")
    assert states(office, case_id, "medical-escort")["back"] == "done"
    assert step(office, case_id, "report-kept")["due_at"] == "2026-11-23T07:31:40.000Z"
    with pytest.raises(Refusal, match="First: what security reports"):
        tick(office, case_id, "report-kept")
    with pytest.raises(Question, match="C001: what security reports is not written down"):
        say(office, "close C1")
    tick(office, case_id, "report-kept", "seen by a doctor, home again")
    assert ("report", "seen by a doctor, home again") in written(office, case_id)
    assert say(office, "close C1 5/5", anyway=True) == "C001 is closed."


@pytest.mark.clause("H2.6")
def test_more_help_is_reported_and_the_manager_decides(office: Office, clock: Clock) -> None:
    case_id = log(office, category="medical")
    say(office, f"s G2 G3 {VAN} C1")
    clock.pass_(minutes=40)
    say(office, "ask C1 manager the family wants a guard for the night")
    assert call(office, case_id)["state"] == "waiting"
    say(office, "says C1 manager G2 stays till midnight")
    assert states(office, case_id, "medical-escort")["manager-decides"] == "done"
    assert ("decision", "G2 stays till midnight") in written(office, case_id)


@pytest.mark.clause("H2.8", "H2.9")
def test_an_ambulance_is_called_confirmed_and_announced(office: Office, clock: Clock) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 ambulance")
    due = {row["name"]: row["due_at"] for row in steps_of(office, case_id, "medical-ambulance")}
    assert due["ambulance-called"] == "2026-11-23T06:32:40.000Z"
    assert due["lead-told"] == "2026-11-23T06:33:40.000Z"
    assert due["resident-told"] == "2026-11-23T06:34:40.000Z"
    assert due["call-confirmed"] is due["gate-ready"] is due["led-to-home"] is None
    tick(office, case_id, "ambulance-called")
    assert step(office, case_id, "call-confirmed")["due_at"] == "2026-11-23T06:34:40.000Z"
    clock.pass_(minutes=1)
    tick(office, case_id, "lead-told")
    assert step(office, case_id, "gate-ready")["due_at"] == "2026-11-23T06:34:40.000Z"
    assert "plaza entrance" in card(office, case_id, "medical-ambulance", "resident-told")["en"]
    assert "广场入口" in card(office, case_id, "medical-ambulance", "resident-told")["zh"]
    assert "more people" in card(office, case_id, "medical-ambulance", "gate-ready")["en"]
    for name in ("call-confirmed", "resident-told", "gate-ready"):
        tick(office, case_id, name)
    assert states(office, case_id, "medical-ambulance")["call-confirmed"] == "done"


@pytest.mark.clause("H2.10")
def test_the_ambulance_is_led_to_the_address_and_the_lead_s_report_is_recorded(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 ambulance")
    tick(office, case_id, "ambulance-called")
    assert step(office, case_id, "led-to-home")["role"] == "gate-guard"
    clock.pass_(minutes=12)
    tick(office, case_id, "led-to-home")
    assert step(office, case_id, "lead-reports")["due_at"] == "2026-11-23T07:03:40.000Z"
    with pytest.raises(Refusal, match="First: what security reports"):
        tick(office, case_id, "lead-reports")
    say(office, "a C1 120 is coming")
    with pytest.raises(Question, match="C001: what security reports is not written down"):
        say(office, "x C1")
    tick(office, case_id, "lead-reports", "taken to the People's Hospital", "guo")
    kept = step(office, case_id, "lead-reports")
    assert (kept["state"], kept["done_by"]) == ("done", "guo")
    assert ("report", "taken to the People's Hospital") in written(office, case_id)


@pytest.mark.clause("H2.11", "H2.12", "H2.13")
def test_nursing_does_not_begin_before_the_relative_who_stays_is_known(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 护理")
    assert "relative must stay" in card(office, case_id, "medical-nursing", "described")["en"]
    tick(office, case_id, "described")
    say(office, "s G4 C1")
    assert states(office, case_id, "medical-nursing")["carers"] == "done"
    clock.pass_(minutes=5)
    say(office, "G4 on scene")
    assert step(office, case_id, "visited")["due_at"] == "2026-11-23T07:36:40.000Z"
    assert step(office, case_id, "visited")["role"] == "security-supervisor"
    assert step(office, case_id, "nursing-begins")["due_at"] == "2026-11-23T06:46:40.000Z"
    with pytest.raises(Refusal, match="First: the name of the relative who stays"):
        tick(office, case_id, "nursing-begins")
    assert states(office, case_id, "medical-nursing")["nursing-begins"] == "open"
    tick(office, case_id, "relative-stays", "王芳, the daughter")
    tick(office, case_id, "nursing-begins")
    assert ("relative", "王芳, the daughter") in written(office, case_id)
    assert "no medical opinion" in card(office, case_id, "medical-nursing", "at-home")["en"]


@pytest.mark.clause("H2.13")
def test_the_relative_may_be_named_in_the_act_that_begins_the_nursing(office: Office) -> None:
    case_id = log(office, category="medical")
    say(office, "b C1 nursing")
    tick(office, case_id, "nursing-begins", "王芳")
    assert written(office, case_id) == [("relative", "王芳")]
    assert states(office, case_id, "medical-nursing")["nursing-begins"] == "done"


@pytest.mark.clause("H2.14")
@pytest.mark.parametrize("branch", ["escort", "ambulance", "nursing"])
def test_security_s_report_goes_into_the_register_whatever_the_branch(
    office: Office, branch: str
) -> None:
    case_id = log(office, category="medical")
    say(office, f"b C1 {branch}")
    say(office, "s G2 G3 C1")
    for guard in ("G2", "G3"):
        say(office, f"{guard} available")
    assert step(office, case_id, "report-kept")["due_at"] == "2026-11-23T06:41:40.000Z"
    tick(office, case_id, "report-kept", "all well")
    assert written(office, case_id) == [("report", "all well")]


@pytest.mark.clause("H2.8", "H2.9", "H2.10", "H2.14")
def test_a_medical_call_is_not_closed_over_an_undone_procedure_without_a_word(
    office: Office,
) -> None:
    case_id = log(office, category="medical", phone="13800138000")
    say(office, "branch C1 ambulance")
    with pytest.raises(Question) as asked:
        say(office, "close C1 all well")
    assert str(asked.value).startswith("C001: not done yet: Reply to the caller, ")
    assert "and 1 more" in str(asked.value)
    say(office, "answer C1 help is coming")
    say(office, "close C1 all well", anyway=True)
    left = lines(office, case_id, "case.closed")[0]["facts"]["left"]
    lead = step(office, case_id, "lead-told")
    assert lead["id"] in left
    shown = page(office, case_id)
    assert shown[f"✗ .{lead['label']}"] == "Security duty lead told (desk) left undone"
    waiting = step(office, case_id, "led-to-home")
    assert not [mark for mark in shown if mark.endswith(f".{waiting['label']}")]
    say(office, "reopen C1 worse again")
    assert step(office, case_id, "lead-told")["state"] == "open"
    assert not [mark for mark in page(office, case_id) if "✗" in mark]


def test_an_ordinary_call_is_closed_over_what_was_not_ticked(office: Office) -> None:
    log(office, category="repair")
    assert say(office, "close C1 mended") == "C001 is closed."


def test_a_vehicle_that_is_out_is_asked_about_and_stays_out(office: Office, clock: Clock) -> None:
    case_id = log(office, category="repair")
    say(office, f"send {VAN} C1")
    clock.pass_(minutes=2)
    say(office, f"out {VAN}")
    with pytest.raises(Question, match=f"{VAN} is still out for C001"):
        say(office, "close C1 mended")
    assert say(office, "close C1 mended", anyway=True) == "C001 is closed."
    assert page(office, case_id)[VAN] == "sent 14:31, driven off 14:33"
    clock.pass_(minutes=9)
    say(office, f"back {VAN}")
    assert page(office, case_id)[VAN] == "sent 14:31, driven off 14:33, back 14:42"


def page(office: Office, case_id: int) -> dict[str, str]:
    """The record's page, by its labels."""
    with office.read() as reader:
        return dict(facts(reader, office.site, office.site.local(office.now()), case_id))


@pytest.mark.clause("H2.1")
@pytest.mark.parametrize("how", ["branch", "flag", "send"])
def test_what_help_is_wanted_is_known_once_a_branch_is_chosen(
    office: Office, clock: Clock, how: str
) -> None:
    wish = {"ambulance": "yes"} if how == "flag" else {}
    case_id = log(office, category="medical", **wish)
    clock.pass_(minutes=1)
    if how == "branch":
        say(office, "branch C1 nursing")
    elif how == "send":
        say(office, f"send G2 G3 {VAN} C1")
    wanted = step(office, case_id, "help-wanted")
    at = "2026-11-23T06:31:40.000Z" if how == "flag" else "2026-11-23T06:32:40.000Z"
    assert (wanted["state"], wanted["done_at"]) == ("done", at)
    if how == "branch":
        say(office, "branch C1 ambulance")
        say(office, "undo C1")
        assert step(office, case_id, "help-wanted")["state"] == "done"
        say(office, "undo C1")
        assert step(office, case_id, "help-wanted")["state"] == "open"

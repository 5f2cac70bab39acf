"""Who else is asked about a call: the ladder above the desk, and parties that can help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import actions
from deskterm.desks.calls.forms import Refer
from tests.desks.oncall import call, lines, log, said, say, step, steps_of, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.mark.clause("H1.2", "H2.14")
def test_the_ladder_is_climbed_rung_by_rung_each_with_time_teller_and_answer(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="complaint", told="-5m")
    assert say(office, "e C1 who pays? -4m") == "C001: the service supervisor is asked."
    clock.pass_(minutes=1)
    say(office, "says C1 take it to the director")
    clock.pass_(minutes=1)
    assert say(office, "e C1 who pays?", "chen") == "C001: the office director is asked."
    clock.pass_(minutes=1)
    say(office, "批示 C1 主任：物业承担")
    told = [
        (row["role"], row["told_at"], row["told_by"], row["question"], row["answer"])
        for row in call(office, case_id)["contacts"]
    ]
    assert told == [
        ("supervisor", "2026-11-23T06:27:40.000Z", "lin", "who pays?", "take it to the director"),
        ("director", "2026-11-23T06:33:40.000Z", "chen", "who pays?", "物业承担"),
    ]
    assert [line["facts"]["role"] for line in lines(office, case_id, "contact.told")] == [
        "supervisor",
        "director",
    ]
    assert len(lines(office, case_id, "contact.said")) == 2


def test_the_director_before_the_supervisor_is_asked_once_and_then_done(office: Office) -> None:
    case_id = log(office, category="complaint")
    with pytest.raises(Question, match="The service supervisor was not told of C001 yet"):
        say(office, "ask C1 director urgent")
    say(office, "ask C1 director urgent", anyway=True)
    assert [row["role"] for row in call(office, case_id)["contacts"]] == ["director"]


def test_a_supervisor_at_the_keyboard_goes_straight_to_the_director(office: Office) -> None:
    case_id = log(office, category="complaint")
    assert say(office, "ask C1 who pays?", "zhou") == "C001: the office director is asked."
    assert [row["role"] for row in call(office, case_id)["contacts"]] == ["director"]


@pytest.mark.clause("H2.6")
def test_the_property_manager_decides_on_more_help_after_an_escort_and_on_nothing_else(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical")
    with pytest.raises(Refusal, match="after an escort alone, and C001 has none"):
        say(office, "ask C1 manager stay the night?")
    say(office, "b C1 escort")
    assert step(office, case_id, "manager-decides")["due_at"] is None
    clock.pass_(minutes=70)
    say(office, "ask C1 经理 家属请求陪夜")
    assert step(office, case_id, "manager-decides")["due_at"] == "2026-11-23T07:51:40.000Z"
    with pytest.raises(Refusal, match="the property manager's decision"):
        tick(office, case_id, "manager-decides")
    say(office, "says C1 manager one guard stays till 22:00")
    decided = step(office, case_id, "manager-decides")
    assert (decided["state"], decided["done_by"]) == ("done", "lin")
    assert ("decision", "one guard stays till 22:00") in written(office, case_id)


def test_a_call_waits_until_every_question_is_answered(office: Office) -> None:
    case_id = log(office, category="other")
    say(office, "ask C1 may we lend the key?")
    say(office, "ask C1 director may we lend the key?")
    say(office, "says C1 supervisor ask him")
    assert call(office, case_id)["state"] == "waiting"
    with pytest.raises(Refusal, match="C001 waits for an answer: says C001 what they said"):
        say(office, "resume C1")
    say(office, "says C1 no")
    row = call(office, case_id)
    assert row["state"] == "open"
    assert [each["answer"] for each in row["contacts"]] == ["ask him", "no"]
    turned = [line["facts"]["state"] for line in lines(office, case_id, "call.turned")]
    assert turned == ["waiting", "open"]


def test_who_is_only_told_need_not_answer_and_may(office: Office) -> None:
    case_id = log(office, category="safety")
    assert say(office, "ask C1 supervisor") == "C001: the service supervisor knows."
    assert call(office, case_id)["state"] == "open"
    assert step(office, case_id, "supervisor-told")["state"] == "done"
    say(office, "says C1 supervisor call the police too")
    assert ("said", "call the police too") in written(office, case_id)


@pytest.mark.parametrize(
    ("line", "no"),
    [
        ("says C1 yes", "Nobody whose answer is still to come was asked about C001"),
        ("says C1 director yes", "Nobody whose answer is still to come was asked about C001"),
        ("ask C1 hello -30m", "C001 was opened at 14:31; this cannot have been before"),
        ("refer C1 gas company -30m", "C001 was opened at 14:31; this cannot have been before"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(office: Office, line: str, no: str) -> None:
    log(office, category="other")
    with pytest.raises(Refusal, match=no):
        say(office, line)


def test_a_referral_that_names_nobody_is_refused(office: Office) -> None:
    log(office, category="other")
    with pytest.raises(Refusal, match="Say whom the desk asked"), office.work("lin") as work:
        actions.refer(work, Refer(case="C1", words="：they come"))


def test_an_answer_does_not_come_before_its_question(office: Office) -> None:
    log(office, category="other", told="-20m")
    say(office, "ask C1 may we? -10m")
    with pytest.raises(Refusal, match="asked at 14:21; the answer cannot have been before"):
        say(office, "says C1 yes -15m")


@pytest.mark.parametrize("operator", ["guo", None])
def test_who_may_not_edit_a_call_asks_nobody_about_it(office: Office, operator: str | None) -> None:
    log(office, category="other")
    for line in ("ask C1 may we?", "refer C1 gas company: yes", "says C1 yes"):
        with pytest.raises(Refusal, match="Sign on first|may not do this"):
            say(office, line, operator)


@pytest.mark.clause("H1.4")
@pytest.mark.parametrize(
    ("line", "party", "answer"),
    [
        ("r C1 gas company: they come at 15:00", "gas company", "they come at 15:00"),
        ("转请 C1 燃气公司：15:00到", "燃气公司", "15:00到"),
        ("branch C1 referral gas company: they come", "gas company", "they come"),
        ("refer C1 gas company they come at 15:00", "gas company they come at 15:00", None),
    ],
)
def test_a_referral_keeps_the_party_the_time_and_what_they_said(
    office: Office, line: str, party: str, answer: str | None
) -> None:
    case_id = log(office, category="other", told="-9m")
    say(office, f"{line} -3m")
    kept = call(office, case_id)["contacts"][0]
    assert (kept["kind"], kept["party"], kept["answer"]) == ("referral", party, answer)
    assert (kept["told_at"], kept["told_by"]) == ("2026-11-23T06:28:40.000Z", "lin")
    asked, answered = (step(office, case_id, name) for name in ("party-asked", "party-answers"))
    assert (asked["state"], asked["done_at"]) == ("done", "2026-11-23T06:28:40.000Z")
    assert answered["state"] == ("done" if answer else "open")


@pytest.mark.clause("H1.4")
def test_a_referral_without_an_answer_awaits_it_by_a_clock(office: Office, clock: Clock) -> None:
    case_id = log(office, category="other")
    said_so = say(office, "refer C1 post office")
    assert said_so == "C001: post office is asked; then: says C001 what they said."
    assert call(office, case_id)["state"] == "waiting"
    assert step(office, case_id, "party-answers")["due_at"] == "2026-11-23T07:01:40.000Z"
    with pytest.raises(Refusal, match="whom the desk asked to help, and what they said"):
        tick(office, case_id, "party-answers")
    clock.pass_(minutes=5)
    assert "party that was asked" in say(office, "says C1 tomorrow morning")
    assert call(office, case_id)["state"] == "open"
    assert step(office, case_id, "party-answers")["done_at"] == "2026-11-23T06:36:40.000Z"
    assert step(office, case_id, "caller-told")["due_at"] == "2026-11-23T06:41:40.000Z"


@pytest.mark.clause("H1.4")
def test_that_a_party_was_asked_is_not_ticked_without_naming_it(office: Office) -> None:
    case_id = log(office, category="other")
    say(office, "branch C1 referral")
    with pytest.raises(Refusal, match="First: whom the desk asked to help"):
        tick(office, case_id, "party-asked")


@pytest.mark.clause("H1.4")
@pytest.mark.parametrize("flag", ["unmet", "cannot", "办不到", "未能办到"])
def test_what_cannot_be_met_is_not_closed_without_a_referral(office: Office, flag: str) -> None:
    case_id = log(office, category="other", words="the water main in the street")
    say(office, "a C1 we ask")
    no = "C001 cannot be met, so it is not simply closed; ask who can help: refer C001"
    for anyway in (False, True):
        with pytest.raises(Refusal, match=no):
            say(office, f"close C1 {flag} not ours", anyway=anyway)
    say(office, "refer C1 waterworks")
    with pytest.raises(Refusal, match="C001 waits for the party that was asked"):
        say(office, f"close C1 {flag} not ours", anyway=True)
    say(office, "says C1 they come today")
    assert say(office, f"close C1 {flag} not ours") == "C001 is closed."
    row = call(office, case_id)
    assert row["state"] == "closed"
    assert [each["disposition"] for each in row["closings"]] == ["referred"]


@pytest.mark.clause("H1.4")
def test_no_call_is_closed_in_any_way_while_a_referral_has_no_answer(office: Office) -> None:
    case_id = log(office, category="other")
    say(office, "refer C1 post office")
    for line in ("close C1", "close C1 5/5 all well", "x C1 done"):
        with pytest.raises(Refusal, match="C001 waits for the party that was asked"):
            say(office, line, anyway=True)
    assert call(office, case_id)["state"] == "waiting"


@pytest.mark.clause("H1.4")
def test_a_second_party_is_asked_where_the_first_cannot_help(office: Office) -> None:
    case_id = log(office, category="other")
    say(office, "refer C1 post office: not theirs")
    say(office, "refer C1 courier: they bring it")
    assert [row["party"] for row in call(office, case_id)["contacts"]] == ["post office", "courier"]
    assert len(steps_of(office, case_id, "referral")) == 3, "one procedure for both"


def test_what_was_asked_by_mistake_is_taken_back_and_stays_on_record(office: Office) -> None:
    case_id = log(office, category="other")
    say(office, "refer C1 post office")
    contact = call(office, case_id)["contacts"][0]["id"]
    with office.work("lin") as work:
        actions.uncontact(work, contact)
    row = call(office, case_id)
    assert (row["contacts"], row["state"]) == ([], "open")
    assert [line["facts"]["contact"] for line in lines(office, case_id, "contact.withdrawn")] == [
        contact
    ]
    say(office, "ask C1 may we?")
    say(office, "says C1 yes")
    with office.work("lin") as work:
        actions.unsay(work, call(office, case_id)["contacts"][0]["id"])
    row = call(office, case_id)
    assert (row["contacts"][0]["answer"], row["state"]) == (None, "waiting")
    assert said(office, "says C1 no").case_id == case_id

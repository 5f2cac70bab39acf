"""What a call begins with: its category, address and phone first, the help that is wanted."""

from __future__ import annotations

from typing import Any

import pytest

from deskterm.core import words
from deskterm.core.errors import Question
from deskterm.core.office import Office
from deskterm.core.tables import Case
from deskterm.desks.calls import actions
from deskterm.desks.calls.forms import NewCall
from deskterm.desks.calls.model import Call
from deskterm.desks.calls.rules import wishes_meant
from tests.desks.oncall import call, said, say, steps_of

KNOWN = "12-3-1502"
FIRST = "Address and phone first"


def logged(office: Office, text: str, operator: str | None = "lin") -> dict[str, Any]:
    """The record of what a line logs, whatever is asked."""
    receipt = said(office, text, operator, anyway=True)
    assert receipt.case_id
    return call(office, receipt.case_id)


def first(record: dict[str, Any]) -> dict[str, Any]:
    """The step that comes before all others of a medical call."""
    return next(step for step in record["steps"] if step["name"] == "address")


def playbooks(record: dict[str, Any]) -> set[str]:
    """The procedures at work on a call."""
    return {step["playbook"] for step in record["steps"]}


@pytest.mark.clause("H1.1")
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("picked", "code"),
    [
        ("complaint", "complaint"),
        ("投诉", "complaint"),
        ("3", "complaint"),
        ("Inquiry", "inquiry"),
        ("咨询", "inquiry"),
    ],
)
@pytest.mark.parametrize("text", ["fire and smoke, chest pain", "着火了，有人昏倒"])
def test_a_category_picked_by_hand_is_never_overwritten_by_the_words(
    office: Office, language: str, picked: str, code: str, text: str
) -> None:
    words.use(language)
    record = logged(office, f"call {picked} {KNOWN} {text}")
    assert (record["category"], record["words"], record["kind"]) == (code, text, None)
    assert playbooks(record) == {code}


@pytest.mark.clause("H1.1")
def test_an_incident_kind_names_its_category_and_so_do_the_words(office: Office) -> None:
    by_hand = logged(office, "call gate 盗窃 bicycle")
    by_words = logged(office, "call gate 车库进水")
    assert (by_hand["category"], by_hand["kind"]) == ("safety", "theft")
    assert by_words["category"] == "disaster"


@pytest.mark.clause("H2.1")
def test_address_and_phone_first_ticks_itself_once_both_are_known(office: Office) -> None:
    record = logged(office, "call medical wjg 12-3-1502 chest pain -2m")
    step = first(record)
    assert (step["en"], step["state"]) == (FIRST, "done")
    assert step["done_at"] == record["opened_at"]
    assert step["done_by"] == "lin"


@pytest.mark.clause("H2.1")
@pytest.mark.parametrize("text", ["call medical 12-3-1502 faint", "call medical 10055509999 faint"])
def test_it_stays_to_be_done_while_one_of_them_is_unknown(office: Office, text: str) -> None:
    with pytest.raises(Question, match="A medical call: ask for the (phone number|address) first"):
        said(office, text)
    record = logged(office, text)
    assert first(record)["state"] == "open"
    assert [line for line in record["timeline"] if line["facts"].get("moment") == "located"] == []


@pytest.mark.clause("H2.1")
def test_it_ticks_when_the_missing_one_becomes_known_later(office: Office) -> None:
    record = logged(office, "call medical 10055509999 faint")
    with office.work("lin") as work:
        case = work.get(Case, record["id"])
        actions.located(work, case)
        assert first(call(office, case.id))["state"] == "open"
        case.place_said = "by the pond"
        work.keep(case)
        actions.located(work, case)
    assert first(call(office, record["id"]))["state"] == "done"


def test_other_calls_have_nothing_that_waits_for_it(office: Office) -> None:
    record = logged(office, "call qyq kitchen leak")
    assert record["phone"]
    assert "located" not in str(record["timeline"])


@pytest.mark.clause("H2.1")
@pytest.mark.parametrize(
    ("typed", "playbook"),
    [
        ("escort", "medical-escort"),
        ("护送", "medical-escort"),
        ("送医", "medical-escort"),
        ("ambulance", "medical-ambulance"),
        ("120", "medical-ambulance"),
        ("救护车", "medical-ambulance"),
        ("nursing", "medical-nursing"),
        ("陪护", "medical-nursing"),
    ],
)
@pytest.mark.parametrize(
    "line", ["call medical {} wjg 12-3-1502 chest pain", "c 12-3-1502 chest pain {}"]
)
def test_the_help_that_is_wanted_is_said_in_one_breath_with_the_call(
    office: Office, line: str, typed: str, playbook: str
) -> None:
    record = logged(office, line.format(typed))
    assert playbooks(record) == {"medical", playbook}
    branched = [row for row in record["timeline"] if row["kind"] == "call.branched"]
    assert len(branched) == 1
    with office.read() as reader:
        acts = reader.value(
            "SELECT count(DISTINCT act) FROM journal WHERE case_id = :case", case=record["id"]
        )
    assert acts == 1


def test_a_call_can_want_more_than_one_help(office: Office) -> None:
    record = logged(office, "call wjg 12-3-1502 chest pain escort ambulance.")
    assert playbooks(record) == {"medical", "medical-escort", "medical-ambulance"}
    assert record["words"] == "chest pain escort ambulance."
    assert steps_of(office, record["id"], "medical-escort")[0]["state"] == "open"


def test_whoever_wants_an_ambulance_and_says_nothing_else_is_a_patient(office: Office) -> None:
    assert logged(office, "call 120 wjg 12-3-1502")["category"] == "medical"


def test_a_sentence_that_ends_with_an_ambulance_wants_none(office: Office) -> None:
    record = logged(office, f"call complaint {KNOWN} the passage is blocked by an ambulance")
    assert playbooks(record) == {"complaint"}
    assert record["words"] == "the passage is blocked by an ambulance"


def test_help_is_started_for_somebody_hurt_in_a_fight_when_it_is_said_first(office: Office) -> None:
    record = logged(office, "call safety escort gate man beaten")
    assert playbooks(record) == {"safety", "medical-escort"}


def test_nobody_need_be_signed_on_for_help_to_be_sent(office: Office) -> None:
    record = logged(office, "call wjg 12-3-1502 chest pain ambulance", None)
    assert playbooks(record) == {"medical", "medical-ambulance"}


@pytest.mark.parametrize(
    ("wishes", "text", "medical", "meant"),
    [
        (["escort"], "faint", False, ["escort"]),
        (["escort"], "wants an escort", False, []),
        (["escort"], "wants an escort", True, ["escort"]),
        (["nursing", "escort"], "escort, nursing", False, []),
        (["ambulance"], "救护车。", False, []),
        (["ambulance"], "ambulance has gone", False, ["ambulance"]),
        ([], "escort", True, []),
    ],
)
def test_a_wish_that_only_ends_a_sentence_counts_for_a_patient_alone(
    wishes: list[str],
    text: str,
    *,
    medical: bool,
    meant: list[str],
) -> None:
    assert wishes_meant(wishes, text, medical=medical) == meant


def test_a_number_in_the_form_is_kept_as_it_was_typed(office: Office) -> None:
    with office.work("lin") as work:
        from_form = {"place": KNOWN, "category": "repair", "caller": "2231"}
        receipt = actions.open_call(work, NewCall.read(from_form))
        kept = work.get(Call, receipt.case_id)
    assert (kept.caller, kept.phone) == ("王建国", "100-5550-2231")


@pytest.mark.parametrize("unit", ["12-3-15021", "12-15021"])
def test_a_mistyped_unit_is_asked_about(office: Office, unit: str) -> None:
    with pytest.raises(Question, match=f"There is no unit {unit}; the nearest are 12-"):
        say(office, f"call repair {unit} tap")


def test_a_second_unit_among_the_words_is_asked_about_once(office: Office) -> None:
    with pytest.raises(Question, match="12-3-1501 stands in the words too; which one is it"):
        say(office, "call 12-3-1502 12-3-1501 leak")
    assert "12, entrance 3, 1502" in say(office, "call 12-3-1502 12-3-1501 leak", anyway=True)
    assert "is kept" in say(office, "call 12-3-1502 12-3-1502, 99-9-9999 and 10-12 leak")

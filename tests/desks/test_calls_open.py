"""Logging a call: the place, the category, who calls; and what an emergency is spared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.core.register import Resident
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import NewCall

KNOWN = "12-3-1502"
ALONE = "3-1-0402"
"""One resident."""


def log(
    office: Office, operator: str | None = "lin", *, anyway: bool = False, **said: str
) -> Receipt:
    with office.work(operator) as work:
        return actions.open_call(work, NewCall.read(said, anyway=anyway))


def record(office: Office, receipt: Receipt) -> dict[str, Any]:
    assert receipt.case_id
    with office.read() as reader:
        return queries.call(reader, receipt.case_id)


def kinds(office: Office) -> list[str]:
    with office.read() as reader:
        sql = (
            "SELECT j.kind FROM journal j JOIN cases c ON c.id = j.case_id"
            " WHERE c.desk = 'calls' ORDER BY j.seq"
        )
        return [row["kind"] for row in reader.rows(sql)]


def test_type_and_place_are_enough(office: Office) -> None:
    receipt = log(office, place=KNOWN, category="repair")
    call = record(office, receipt)
    assert receipt.number == "C001"
    assert receipt.sentence == "C001 is kept: Repair, building 12, entrance 3, 1502."
    assert (call["category"], call["place"], call["state"], call["grade"]) == (
        "repair",
        KNOWN,
        "open",
        1,
    )
    assert call["opened_by"] == "lin"
    assert call["steps"]
    assert kinds(office) == ["case.opened", "call.opened", "run.started"]


def test_the_journal_line_holds_ids_and_times_only(office: Office) -> None:
    log(office, place=ALONE, words="厨房漏水 kitchen", caller="张三丰", phone="13800138000")
    with office.read() as reader:
        lines = reader.rows("SELECT facts FROM journal")
        facts = reader.value("SELECT facts FROM journal WHERE kind = 'call.opened'")
        assert journal.verify(reader).broken_at is None
    assert set(json.loads(facts)) == {
        "category",
        "channel",
        "confidential",
        "incident",
        "opened",
        "place",
        "resident",
    }
    told = " ".join(line["facts"] for line in lines)
    assert not [word for word in ("漏水", "张三丰", "13800138000", "kitchen") if word in told]


@pytest.mark.clause("H1.1")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("chest pain, cannot breathe", "medical"),
        ("kitchen pipe burst", "repair"),
        ("loud music again", "complaint"),
        ("parking permit, visitor's van", "inquiry"),
        ("自行车被盗", "safety"),
        ("smoke in the corridor", "disaster"),
        ("请帮忙叫车", "other"),
    ],
)
def test_each_of_the_seven_categories_is_suggested_from_its_words(
    office: Office, words: str, code: str
) -> None:
    call = record(office, log(office, place=ALONE, words=words))
    assert call["category"] == code
    assert call["words"] == words


def test_a_category_picked_by_hand_is_never_overwritten(office: Office) -> None:
    call = record(office, log(office, place=KNOWN, category="complaint", words="fire and smoke"))
    assert call["category"] == "complaint"


@pytest.mark.clause("H1.1")
def test_where_nothing_suggests_a_category_the_seven_are_named(office: Office) -> None:
    with pytest.raises(Refusal) as no:
        log(office, place=KNOWN, words="hm")
    assert not isinstance(no.value, Question)
    assert str(no.value) == (
        "Which category is it? 1 Medical emergency, 2 Repair, 3 Complaint, 4 Inquiry,"
        " 5 Public-safety incident, 6 Disaster, 7 Other help."
    )
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM cases WHERE desk = 'calls'") == 0


@pytest.mark.clause("H1.1")
def test_an_incident_kind_is_recorded_and_names_its_category(office: Office) -> None:
    by_hand = record(office, log(office, place="gate", kind="theft"))
    by_words = record(office, log(office, place="gate", words="有人打架斗殴"))
    assert (by_hand["category"], by_hand["kind"]) == ("safety", "theft")
    assert (by_words["category"], by_words["kind"]) == ("safety", "fight")


def test_a_kind_of_another_category_is_refused_with_those_there_are(office: Office) -> None:
    with pytest.raises(
        Refusal, match="flood is no incident kind of Public-safety incident; there "
    ):
        log(office, place="gate", category="safety", kind="flood")
    with pytest.raises(Refusal, match="Repair has no incident kinds"):
        log(office, place="gate", category="repair", kind="flood")


def test_a_misspelt_unit_is_questioned_with_the_nearest(office: Office) -> None:
    with pytest.raises(
        Question, match="There is no unit 12-3-1520; the nearest are 12-3-1502"
    ) as q:
        log(office, place="12-3-1520", category="repair")
    assert q.value.nearest[0] == KNOWN
    assert len(q.value.nearest) == 4


def test_a_unit_without_its_entrance_is_questioned_where_there_are_several(office: Office) -> None:
    with pytest.raises(Question, match="12-1502 is more than one unit: 12-1-1502, 12-2-1502,") as q:
        log(office, place="12-1502", category="repair")
    assert q.value.nearest == ("12-1-1502", "12-2-1502", "12-3-1502")


def test_a_misspelt_unit_is_kept_unmatched_when_the_operator_means_it(office: Office) -> None:
    call = record(office, log(office, place="12-3-1520", category="repair", anyway=True))
    assert (call["place"], call["place_said"]) == (None, "12-3-1520")


def test_a_public_place_and_free_text_are_places_too(office: Office) -> None:
    gate = record(office, log(office, place="东大门", category="safety"))
    fountain = record(office, log(office, place="喷泉旁边", category="safety"))
    assert (gate["place"], gate["place_said"]) == ("gate", "")
    assert (fountain["place"], fountain["place_said"]) == (None, "喷泉旁边")


@pytest.mark.clause("H2.1")
def test_a_medical_call_asks_for_address_and_phone_before_anything_else(office: Office) -> None:
    with pytest.raises(Question) as both:
        log(office, category="medical")
    assert str(both.value) == (
        "A medical call: ask for the address first. A medical call: ask for the phone number first."
    )
    with pytest.raises(Question, match="^A medical call: ask for the phone number first.$") as one:
        log(office, category="medical", place=KNOWN)
    assert "100-5550-2231" in one.value.nearest
    with pytest.raises(Question, match="^A medical call: ask for the address first.$"):
        log(office, category="medical", phone="10055501234")


def test_a_category_alone_may_be_a_slip_of_the_finger_and_is_asked_about(office: Office) -> None:
    with pytest.raises(Question, match=r"^Nothing was said but the category\.$"):
        log(office, category="inquiry")
    kept = record(office, log(office, category="inquiry", anyway=True))
    assert (kept["category"], kept["place"], kept["place_said"]) == ("inquiry", None, "")
    assert log(office, category="inquiry", words="tap").case_id
    assert log(office, category="inquiry", place=KNOWN).case_id
    assert log(office, category="inquiry", caller="Bo").case_id
    assert log(office, category="inquiry", phone="10055501234").case_id


@pytest.mark.clause("H2.1")
def test_the_phone_of_a_medical_call_comes_from_the_one_resident_or_the_named_caller(
    office: Office,
) -> None:
    only = record(office, log(office, category="medical", place=ALONE))
    named = record(office, log(office, category="medical", place=KNOWN, caller="wjg"))
    assert (only["phone"], only["resident"]) == ("100-5550-8965", "张桂兰")
    assert (named["phone"], named["resident"]) == ("100-5550-2231", "王建国")
    assert named["caller"] == "王建国"


def test_a_stranger_calling_from_a_unit_is_not_taken_for_its_resident(office: Office) -> None:
    call = record(office, log(office, category="medical", place=ALONE, caller="the cleaner"))
    assert call["phone"] == "100-5550-8965"
    assert call["resident_id"] is None


def test_a_phone_that_was_told_is_kept_and_says_who_calls(office: Office) -> None:
    call = record(office, log(office, category="repair", place=KNOWN, phone="100 5550 1159"))
    assert (call["phone"], call["resident"]) == ("10055501159", "李秀英")
    other = record(office, log(office, category="repair", place=ALONE, phone="100-5550-4444"))
    assert (other["phone"], other["resident_id"]) == ("10055504444", None)


@pytest.mark.clause("H2.1")
def test_an_emergency_is_never_refused_once_the_operator_means_it(office: Office) -> None:
    call = record(office, log(office, category="medical", place="12-99-9999", anyway=True))
    nowhere = record(office, log(office, words="chest pain", anyway=True))
    assert call["place_said"] == "12-99-9999"
    assert nowhere["category"] == "medical"
    with office.read() as reader:
        assert queries.has_place(reader, call["id"])
        assert not queries.has_phone(reader, call["id"])
        assert not queries.has_place(reader, nowhere["id"])


def test_a_call_can_be_logged_while_nobody_is_signed_on(office: Office) -> None:
    call = record(office, log(office, None, category="disaster", place="gate"))
    assert call["opened_by"] is None


def test_the_told_time_starts_the_clocks(office: Office) -> None:
    call = record(office, log(office, category="repair", place=KNOWN, told="-4m"))
    assert call["opened_at"] == "2026-11-23T06:27:40.000Z"
    assert call["entered_at"] == "2026-11-23T06:31:40.000Z"
    reply = next(step for step in call["steps"] if step["name"] == "reply")
    assert reply["due_at"] == "2026-11-23T06:32:40.000Z"


@pytest.mark.clause("H3.1")
def test_a_written_inquiry_has_a_procedure_of_its_own(office: Office) -> None:
    written = record(office, log(office, category="inquiry", place=KNOWN, written="yes"))
    spoken = record(office, log(office, category="inquiry", place=KNOWN))
    assert {step["playbook"] for step in written["steps"]} == {"inquiry-written"}
    assert {step["playbook"] for step in spoken["steps"]} == {"inquiry"}
    assert (written["channel"], written["flags"]) == ("written", "written")


def test_a_question_answered_on_the_spot_is_kept_closed_in_one_act(office: Office) -> None:
    with office.work("lin") as work:
        form = NewCall.read({"place": "15-2-1203", "words": "parking permit"})
        receipt = actions.answered_call(work, form)
    call = record(office, receipt)
    assert receipt.sentence == "C001 is kept, answered and closed."
    assert call["state"] == "closed"
    assert call["answered_at"] == call["opened_at"]
    assert [step["state"] for step in call["steps"] if step["name"] == "reply"] == ["done"]
    with office.read() as reader:
        sql = "SELECT count(DISTINCT act) FROM journal WHERE case_id = :case"
        assert reader.value(sql, case=receipt.case_id) == 1


def test_an_answered_call_stays_open_unless_it_is_closed(office: Office) -> None:
    call = record(office, log(office, category="inquiry", place=KNOWN, answered="yes"))
    assert call["state"] == "open"
    assert call["answered_at"] == "2026-11-23T06:31:40.000Z"


def test_nobody_can_close_a_call_while_the_console_is_locked(office: Office) -> None:
    with pytest.raises(Refusal, match="Sign on first"), office.work() as work:
        actions.answered_call(work, NewCall.read({"category": "inquiry"}))


@pytest.mark.parametrize(
    "said",
    ["C001", "c-2026-000001", KNOWN, "王建国", "wjg", "wangjianguo", "2231", "漏水", "kitchen"],
)
def test_a_call_is_found_by_number_place_name_reading_phone_and_words(
    office: Office, said: str
) -> None:
    receipt = log(office, place=KNOWN, caller="王建国", words="kitchen 漏水")
    with office.read() as reader:
        found = search.find(reader, said, kind="call")
    assert [row["ref"] for row in found] == [receipt.case_id]


def test_several_residents_leave_the_caller_open(office: Office) -> None:
    call = record(office, log(office, place=KNOWN, category="repair"))
    assert (call["resident_id"], call["phone"]) == (None, "")
    assert len(call["people"]) == 3


def test_a_resident_who_moved_out_is_nobody_to_ring(office: Office) -> None:
    with office.work() as work:
        for row in queries.residents(work.reader, _place(office, ALONE)):
            person = work.get(Resident, row["id"])
            person.active = False
            work.keep(person)
    with pytest.raises(Question, match="phone number"):
        log(office, place=ALONE, category="medical")


def _place(office: Office, code: str) -> int:
    with office.read() as reader:
        return int(reader.value("SELECT id FROM places WHERE code = :code", code=code))

"""What follows on a call: notes, the answer, branches, steps, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import search, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Case
from deskterm.desks.calls import actions
from deskterm.desks.calls.forms import (
    Answer,
    Branch,
    CloseCall,
    Major,
    Note,
)
from tests.desks.oncall import call, lines, log, step

if TYPE_CHECKING:
    from tests.conftest import Clock


def happen(office: Office, case_id: int, event: str) -> None:
    """As the guards desk does it."""
    with office.work("lin") as work:
        steps.happened(work, work.get(Case, case_id), event, work.now)


def test_notes_stand_side_by_side_and_are_found(office: Office) -> None:
    case_id = log(office, category="repair")
    for words in ("plumber rung", "水阀已关"):
        with office.work("lin") as work:
            receipt = actions.note(work, Note.read({"case": "C1", "words": words}))
    assert receipt.sentence == "Noted on C001."
    written = [line["body"] for line in lines(office, case_id, "text.written")]
    assert written == ["plumber rung", "水阀已关"]
    with office.read() as reader:
        assert [row["case_id"] for row in search.find(reader, "水阀已关")] == [case_id]


def test_a_note_keeps_the_time_that_was_told_and_a_closed_call_takes_one_too(
    office: Office,
) -> None:
    case_id = log(office, category="repair", told="-30m")
    with office.work("lin") as work:
        actions.close_call(work, CloseCall.read({"case": "C1", "words": "mended"}))
    with office.work("lin") as work:
        actions.note(work, Note.read({"case": "C1", "words": "he rang again", "told": "-4m"}))
    noted = lines(office, case_id, "case.noted")
    assert [line["facts"]["at"] for line in noted] == ["2026-11-23T06:27:40.000Z"]
    assert noted[0]["body"] == "he rang again"


@pytest.mark.clause("H1.2")
def test_an_answer_ticks_the_reply(office: Office, clock: Clock) -> None:
    case_id = log(office, category="inquiry")
    clock.pass_(minutes=3)
    with office.work("lin") as work:
        receipt = actions.answer(work, Answer.read({"case": "C1", "words": "till 18:00"}))
    assert receipt.sentence == "C001 is answered."
    assert call(office, case_id)["answered_at"] == "2026-11-23T06:34:40.000Z"
    reply = step(office, case_id, "reply")
    assert (reply["state"], reply["done_at"]) == ("done", "2026-11-23T06:34:40.000Z")
    assert lines(office, case_id, "call.answered")[0]["facts"] == {"at": "2026-11-23T06:34:40.000Z"}


def test_an_answer_is_stamped_once_and_not_before_the_call(office: Office, clock: Clock) -> None:
    log(office, category="inquiry")
    with pytest.raises(Refusal, match="C001 was opened at 14:31; it cannot have been answered bef"):
        _answer(office, told="-4m")
    _answer(office)
    clock.pass_(minutes=1)
    with pytest.raises(Refusal, match="C001 was answered at 14:31 already"):
        _answer(office)


def _answer(office: Office, **said: str) -> None:
    with office.work("lin") as work:
        actions.answer(work, Answer.read({"case": "C1", **said}))


def test_a_call_with_guards_out_is_not_closed_and_the_sentence_names_them(office: Office) -> None:
    case_id = log(office, category="safety")
    form = CloseCall.read({"case": "C1"})
    with (
        pytest.raises(Question, match="C001 still has out on it: G2 钱进, G3 孙磊; closing it"),
        office.work("lin") as work,
    ):
        actions.close_call(work, form, actions.StillOut(["G2 钱进", "G3 孙磊"]))
    with (
        pytest.raises(
            Question, match="G2 钱进; closing it stamps them clear. 沪A12345 is still out"
        ),
        office.work("lin") as work,
    ):
        actions.close_call(work, form, actions.StillOut(["G2 钱进"], ["沪A12345"]))
    assert call(office, case_id)["state"] == "open"


def test_a_closed_call_keeps_its_outcome_and_who_closed_it(office: Office) -> None:
    case_id = log(office, category="repair")
    with office.work("chen") as work:
        actions.close_call(work, CloseCall.read({"case": "C1", "words": "tap replaced"}))
    row = call(office, case_id)
    assert (row["state"], row["closed_by"]) == ("closed", "chen")
    assert [line["body"] for line in lines(office, case_id, "text.written")] == ["tap replaced"]
    assert lines(office, case_id, "text.written")[0]["field"] == "outcome"
    assert lines(office, case_id, "case.closed")


@pytest.mark.parametrize("verb", ["answer", "close", "branch", "major"])
def test_nothing_more_is_done_to_a_closed_call(office: Office, verb: str) -> None:
    log(office, category="repair")
    with office.work("lin") as work:
        actions.close_call(work, CloseCall.read({"case": "C1", "words": "mended"}))
    with (
        pytest.raises(Refusal, match="C001 was closed at 14:31 already"),
        office.work("lin") as work,
    ):
        if verb == "answer":
            actions.answer(work, Answer.read({"case": "C1"}))
        elif verb == "close":
            actions.close_call(work, CloseCall.read({"case": "C1"}))
        elif verb == "branch":
            actions.branch(work, Branch.read({"case": "C1", "words": "paid"}))
        else:
            actions.major(work, Major.read({"case": "C1"}))


def test_only_a_call_can_be_closed_here(office: Office) -> None:
    with office.work("lin") as work:
        work.open_case("G", "guards", 2)
    with pytest.raises(Refusal, match="G001 is not a call"), office.work("lin") as work:
        actions.close_call(work, CloseCall.read({"case": "G1"}))


@pytest.mark.clause("H2.1")
@pytest.mark.parametrize(
    ("words", "playbook"),
    [
        ("escort", "medical-escort"),
        ("ambulance", "medical-ambulance"),
        ("nursing", "medical-nursing"),
    ],
)
def test_a_medical_call_branches_and_changes_from_one_to_another(
    office: Office, clock: Clock, words: str, playbook: str
) -> None:
    case_id = log(office, category="medical")
    clock.pass_(minutes=2)
    _branch(office, words)
    mine = [row for row in call(office, case_id)["steps"] if row["playbook"] == playbook]
    assert mine[0]["due_at"] > "2026-11-23T06:33:40.000Z"
    assert lines(office, case_id, "call.branched")[0]["facts"]["branch"] == words
    with pytest.raises(Refusal, match="C001 has this branch already"):
        _branch(office, words)
    _branch(office, words, off="yes")
    after = [row for row in call(office, case_id)["steps"] if row["playbook"] == playbook]
    assert {row["state"] for row in after} == {"dropped"}
    with pytest.raises(Refusal, match="is not under way"):
        _branch(office, words, off="yes")


def _branch(office: Office, words: str, **said: str) -> None:
    with office.work("lin") as work:
        actions.branch(work, Branch.read({"case": "C1", "words": words, **said}))


@pytest.mark.parametrize("said", ["escort off", "护送 取消"])
def test_a_branch_is_taken_off_by_a_word_after_its_name_too(office: Office, said: str) -> None:
    case_id = log(office, category="medical")
    _branch(office, "escort")
    _branch(office, said)
    assert step(office, case_id, "at-home", "medical-escort")["state"] == "dropped"


def test_what_is_none_of_the_five_branches_is_refused(office: Office) -> None:
    log(office, category="medical")
    with pytest.raises(Refusal, match="A call branches into escort, ambulance, nursing, paid or"):
        _branch(office, "helicopter")


@pytest.mark.clause("H2.2")
def test_guards_sent_before_the_branch_was_known_tick_it_when_it_begins(office: Office) -> None:
    case_id = log(office, category="medical")
    happen(office, case_id, "vehicle-sent")
    happen(office, case_id, "guards-on-scene")
    _branch(office, "escort")
    assert step(office, case_id, "at-home", "medical-escort")["state"] == "done"
    assert step(office, case_id, "vehicle", "medical-escort")["state"] == "open", "none was sent"


def test_guards_who_went_home_tick_nothing_of_a_later_branch(office: Office) -> None:
    case_id = log(office, category="medical")
    happen(office, case_id, "guards-on-scene")
    happen(office, case_id, "guards-clear")
    _branch(office, "escort")
    assert step(office, case_id, "at-home", "medical-escort")["state"] == "open"


@pytest.mark.clause("H2.14")
def test_a_major_case_is_reported_at_once_and_an_ordinary_one_afterwards(office: Office) -> None:
    case_id = log(office, category="medical")
    assert step(office, case_id, "major-reported")["state"] == "off"
    with office.work("lin") as work:
        assert actions.major(work, Major.read({"case": "C1"})).sentence.startswith("C001 is major")
    assert step(office, case_id, "major-reported")["state"] == "open"
    assert step(office, case_id, "reported")["state"] == "off"
    with office.work("lin") as work:
        actions.major(work, Major.read({"case": "C1", "off": "yes"}))
    assert step(office, case_id, "major-reported")["state"] == "off"
    assert [row["facts"]["on"] for row in lines(office, case_id, "case.flagged")] == [True, False]


def test_marking_a_major_case_again_changes_nothing(office: Office) -> None:
    case_id = log(office, category="medical")
    for _again in range(2):
        with office.work("lin") as work:
            actions.major(work, Major.read({"case": "C1"}))
    assert len(lines(office, case_id, "case.flagged")) == 1
    assert call(office, case_id)["flags"] == "major"


@pytest.mark.parametrize("operator", ["guo", None])
def test_who_may_not_close_is_told_who_may(office: Office, operator: str | None) -> None:
    log(office, category="repair")
    words = "Sign on first" if operator is None else "A security duty lead may not do this"
    with pytest.raises(Refusal, match=words), office.work(operator) as work:
        actions.close_call(work, CloseCall.read({"case": "C1"}))

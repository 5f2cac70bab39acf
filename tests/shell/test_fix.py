"""Fix: what was logged wrongly is put right; old and new are on record, and the clocks follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import search
from deskterm.core.errors import Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.people import Signed
from deskterm.desks.shifts.actions import sign_off, sign_on
from deskterm.shell import timeline
from tests.shell.ledger import say, state, unproved

if TYPE_CHECKING:
    from tests.conftest import Clock

REPAIR = "call 12-3-1502 repair kitchen tap drips 138 0013 8000"
FIXES = {
    "another place": "fix C1 12-3-1503",
    "a place that is none of the site's": "fix C1 place: behind the pump house",
    "another phone": "fix C1 139 0013 9000",
    "another caller": "fix C1 caller: 李梅",
    "other words": "fix C1 words: the bath in 12-3-1503 runs over",
    "other words, quoted": 'fix C1 "the bath in 12-3-1503 runs over"',
    "another category": "fix C1 complaint",
    "a category with a kind": "fix C1 theft",
    "another time": "fix C1 @14:20",
    "another answer time": "fix C1 answered @14:35",
    "everything": "fix C1 12-3-1503 complaint @14:20 phone: 139 0013 9000 words: she is angry",
}


def said(office: Office, clock: Clock, *lines: str) -> None:
    for text in lines:
        clock.pass_(minutes=2)
        say(office, text, anyway=True)


def call(office: Office) -> dict[str, Any]:
    with office.read() as reader:
        row = reader.row(
            "SELECT c.*, k.*, p.code AS place FROM cases c JOIN calls k ON k.case_id = c.id"
            " LEFT JOIN places p ON p.id = c.place_id WHERE c.letter = 'C' AND c.number = 1"
        )
    assert row
    return row


def steps(office: Office, *names: str) -> dict[str, tuple[str, str | None]]:
    with office.read() as reader:
        rows = reader.rows(
            "SELECT s.name, s.state, s.due_at, r.dropped_at FROM steps s JOIN runs r"
            " ON r.id = s.run_id JOIN cases c ON c.id = s.case_id WHERE c.letter = 'C'"
            " ORDER BY s.label"
        )
    return {row["name"]: (row["state"], row["due_at"]) for row in rows if row["name"] in names}


@pytest.mark.parametrize("fix", FIXES.values(), ids=FIXES)
def test_a_fix_changes_what_is_given_alone_and_undoing_it_brings_all_back(
    office: Office, clock: Clock, fix: str
) -> None:
    said(office, clock, REPAIR, "answer C1 soon")
    was, before = state(office), call(office)
    clock.pass_(minutes=2)
    receipt = say(office, fix, anyway=True)
    assert receipt.sentence.startswith("C001 is corrected: ")
    assert state(office) != was
    assert call(office)["number"] == before["number"]
    assert unproved(office) == []
    clock.pass_(minutes=2)
    assert say(office, "undo").sentence.startswith("Undone: corrected ")
    assert state(office) == was
    assert unproved(office) == []


def test_the_place_changes_and_the_call_is_found_there(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR)
    receipt = say(office, "fix C1 12-3-1503")
    assert receipt.sentence == (
        "C001 is corrected: place. The number to ring back stays 13800138000."
    )
    assert call(office)["place"] == "12-3-1503"
    with office.read() as reader:
        assert len(search.find(reader, "12-3-1503 tap")) == 1
        assert search.find(reader, "12-3-1502 tap") == []


def test_a_unit_that_there_is_not_is_asked_about(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR)
    with pytest.raises(Question, match="There is no unit 12-3-1599; the nearest are") as asked:
        say(office, "fix C1 12-3-1599")
    assert asked.value.nearest
    say(office, "fix C1 12-3-1599", anyway=True)
    assert (call(office)["place"], call(office)["place_said"]) == (None, "12-3-1599")


def test_words_of_a_confidential_call_stay_whole_when_somebody_else_fixes_its_place(
    office: Office, clock: Clock
) -> None:
    said(office, clock, REPAIR, "confidential C1")
    say(office, "fix C1 12-3-1503", "chen")
    office.viewer = Signed(1, "lin", "林薇", "Lin Wei", "desk")
    with office.read() as reader:
        assert len(search.find(reader, "drips")) == 1
        assert "kitchen tap drips" in search.find(reader, "1503")[0]["body"]


def test_another_category_brings_its_procedure_and_its_grade(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR, "answer C1 soon", "done C1.2")
    say(office, "fix C1 theft")
    row = call(office)
    assert (row["category"], row["kind"], row["grade"]) == ("safety", "theft", 0)
    found = steps(office, "assigned", "on-site", "mended")
    assert [found[name][0] for name in ("assigned", "on-site", "mended")] == [
        "done",
        "dropped",
        "dropped",
    ]
    assert steps(office, "reply")["reply"][0] == "done"


def test_a_written_inquiry_keeps_its_two_days(office: Office, clock: Clock) -> None:
    said(office, clock, "call 12-3-1502 complaint written too loud", "fix C1 inquiry")
    assert call(office)["category"] == "inquiry"
    with office.read() as reader:
        names = reader.rows(
            "SELECT b.name FROM runs r JOIN playbooks b ON b.id = r.playbook_id"
            " JOIN cases c ON c.id = r.case_id WHERE c.letter = 'C' AND r.dropped_at IS NULL"
        )
    assert [row["name"] for row in names] == ["inquiry-written"]


def test_another_opening_moves_the_clocks_that_count_from_it_and_not_the_reply(
    office: Office, clock: Clock
) -> None:
    said(office, clock, REPAIR, "answer C1 soon")
    before, answered = steps(office, "assigned")["assigned"][1], call(office)["answered_at"]
    say(office, "fix C1 @14:23")
    after = steps(office, "assigned")["assigned"][1]
    assert before
    assert after
    assert (instant(before) - instant(after)).total_seconds() == 10 * 60 + 40
    assert call(office)["answered_at"] == answered


@pytest.mark.parametrize(
    ("fix", "sentence"),
    [
        ("fix C1 @14:36", "Something was done on C001 at 14:35; it cannot have begun after that."),
        (
            "fix C1 answered @14:20",
            "C001 was opened at 14:33; it cannot have been answered before.",
        ),
        ("fix C2 answered @14:36", "C002 is not answered yet: answer C002 @14:05."),
        ("fix C1 12-3-1502", "Nothing of C001 changes by that; say what is right instead."),
        ("fix C1 repair kind: theft", "theft is no incident kind of Repair"),
        ("fix C1 answered", "Say when the caller was answered: fix C412 answered @14:03."),
        ("fix 12-3-1503", "Say which call, or whose stamp: fix C412 12-3-1503."),
        ("fix G2 on scene", "Say which stamp and its true time: fix G2 on scene @14:02."),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(
    office: Office, clock: Clock, fix: str, sentence: str
) -> None:
    said(office, clock, REPAIR, "answer C1 soon", REPAIR)
    was = state(office)
    with pytest.raises(Refusal) as no:
        say(office, fix)
    assert sentence in str(no.value)
    assert state(office) == was


def test_a_closed_call_is_put_right_without_beginning_anew(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR, "close C1 mended")
    before = state(office)["steps"]
    say(office, "fix C1 complaint 12-3-1503")
    assert (call(office)["category"], call(office)["place"]) == ("complaint", "12-3-1503")
    assert state(office)["steps"] == before


def test_the_journal_holds_old_and_new_by_ids_and_never_in_words(
    office: Office, clock: Clock
) -> None:
    said(office, clock, REPAIR, "fix C1 caller: 李梅 phone: 139 0013 9000 words: a secret")
    with office.read() as reader:
        rows = reader.rows("SELECT kind, facts FROM journal")
        texts = reader.rows("SELECT field, body FROM texts ORDER BY id")
    facts = " ".join(row["facts"] for row in rows)
    assert "secret" not in facts
    assert "李梅" not in facts
    assert "13900139000" not in facts
    changes = json.loads(rows[-1]["facts"])["changes"]
    assert set(changes) >= {"caller", "phone", "words"}
    assert {row["body"] for row in texts} >= {"13800138000", "13900139000", "李梅", "a secret"}


@pytest.mark.clause("H2.1")
def test_a_phone_that_is_told_later_ticks_address_and_phone(office: Office, clock: Clock) -> None:
    said(office, clock, "call 东大门 medical chest pain")
    assert steps(office, "address")["address"][0] == "open"
    say(office, "fix C1 139 0013 9000")
    assert steps(office, "address")["address"][0] == "done"


def test_whoever_logged_a_call_may_fix_it_within_the_shift(office: Office, clock: Clock) -> None:
    sign_on(office, "guo", "829461")
    say(office, REPAIR, "guo", anyway=True)
    say(office, "fix C1 12-3-1503", "guo")
    said(office, clock, REPAIR)
    with pytest.raises(Refusal, match="A security duty lead may not do this"):
        say(office, "fix C2 12-3-1503", "guo")
    with office.work("guo") as work:
        sign_off(work)
    clock.pass_(hours=1)
    sign_on(office, "guo", "829461")
    with pytest.raises(Refusal, match="A security duty lead may not do this"):
        say(office, "fix C1 12-3-1501", "guo")


@pytest.mark.clause("H2.7")
def test_a_stamp_of_a_guard_is_put_right_by_the_same_verb(office: Office, clock: Clock) -> None:
    said(office, clock, REPAIR, "send G2 C1", "G2 on scene")
    was = state(office)
    receipt = say(office, "更正 G2 到场 @14:36", "guo")
    assert receipt.sentence == "G2 钱进: on scene at 14:36 now; it was 14:37."
    assert unproved(office) == []
    assert say(office, "undo", "guo").sentence == "Undone: G2 on scene 14:36 on C001."
    assert state(office) == was


def test_satisfaction_is_put_right_and_the_words_stay(office: Office) -> None:
    say(office, REPAIR)
    say(office, "close C1 5/5 mended")
    assert say(office, "fix C1 satisfaction 3/5").sentence == "C001 is corrected: satisfaction."
    rated = (
        "SELECT k.satisfaction AS call, e.satisfaction AS closing"
        " FROM calls k JOIN closings e USING (case_id)"
    )
    case_id = call(office)["case_id"]
    with office.read() as reader:
        assert reader.row(rated) == {"call": 3, "closing": 3}
        told = [what for _who, what in timeline.lines(reader, office.site, case_id)]
    assert "corrected satisfaction 5/5 → 3/5 (corrects 14:31)" in told
    say(office, "undo C1")
    with office.read() as reader:
        assert reader.row(rated) == {"call": 5, "closing": 5}


def test_satisfaction_of_a_call_that_never_ended_is_said_when_it_does(office: Office) -> None:
    say(office, REPAIR)
    with pytest.raises(Refusal, match="C001 is not closed yet; say it then: close C001 3/5"):
        say(office, "fix C1 3/5")


def test_the_words_of_the_caller_are_replaced_only_when_that_is_meant(office: Office) -> None:
    say(office, REPAIR)
    with pytest.raises(Question, match="The words of C001 become “wrong line”"):
        say(office, "fix C1 wrong line")
    assert say(office, "fix C1 wrong line", anyway=True).sentence == "C001 is corrected: words."

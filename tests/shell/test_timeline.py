"""The timeline: everything that happened to a call, in order, with corrections beside it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core import telling, words
from deskterm.core.office import Office
from deskterm.core.people import Signed
from deskterm.shell.journal_words import kinds
from deskterm.shell.look_up import shown
from tests.shell.ledger import say

if TYPE_CHECKING:
    from tests.conftest import Clock

HOUSE = Path(__file__).parents[2] / "deskterm"
LIN = Signed(1, "lin", "林薇", "Lin Wei", "desk")
CALL = "call 12-3-1502 repair kitchen tap drips 138 0013 8000"


def timeline(office: Office, number: str = "C1") -> list[str]:
    return [line for line in shown(office, number) if "@" in line[:28]]


def said(office: Office, clock: Clock, *lines: str) -> None:
    for text in lines:
        clock.pass_(minutes=2)
        say(office, text, anyway=True)


def recorded() -> set[str]:
    """Every kind that is written into the journal anywhere in the program."""
    found: set[str] = set()
    for file in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr == "record" and node.args:
                found |= _kinds(node.args[0])
    return found


def _kinds(first: ast.expr) -> set[str]:
    if isinstance(first, ast.Constant):
        return {str(first.value)}
    if isinstance(first, ast.JoinedStr):
        head = "".join(str(part.value) for part in first.values if isinstance(part, ast.Constant))
        return {f"{head}{end}" for end in _ENDS[head]}
    return set()


_ENDS = {
    "case.": ("closed", "cancelled"),
    "vehicle.": ("out", "back"),
    "repair.": ("approved", "started", "finished"),
    "order.": (
        "applied",
        "confirmed",
        "filled",
        "accepted",
        "sent",
        "received",
        "provided",
        "looked",
        "abnormal",
        "emergency",
    ),
}
"""What stands for the part of a kind that is put together."""


def test_no_kind_of_line_is_without_words(office: Office) -> None:
    known = {**telling.KINDS, **kinds(office.site)}
    written = recorded()
    assert {"guard.stamped", "call.opened", "vehicle.back", "step.done"} <= written
    assert sorted(kind for kind in written if kind not in known) == []


def test_everything_stands_in_the_order_in_which_it_was_kept_with_both_times(
    office: Office, clock: Clock
) -> None:
    said(office, clock, CALL, "note C1 rang the plumber -1m", "note C1 he rang at noon @12:00")
    assert timeline(office)[-2:] == [
        "11-23 14:35 lin@desk-1      noted rang the plumber (told 14:34)",
        "11-23 14:37 lin@desk-1      noted he rang at noon (told 12:00)",
    ]


def test_what_was_told_of_another_day_says_which(office: Office, clock: Clock) -> None:
    said(office, clock, f"{CALL} @11-22 23:10")
    assert timeline(office)[0] == "11-23 14:33 lin@desk-1      opened (told 11-22 23:10)"


def test_guards_vehicles_contacts_charges_and_callers_are_in_it(
    office: Office, clock: Clock
) -> None:
    said(
        office,
        clock,
        CALL,
        "send G2 沪A12345 C1",
        "G2 on scene",
        "ask C1 supervisor who pays",
        "says C1 we do",
        "refer C1 gas company: they come",
        "price C1 tap 30.00",
        "charge C1 35.00 paid",
        "join C1 12-3-1501 he says so too",
        "skip C1.2 not needed",
        "confidential C1",
    )
    office.viewer = LIN
    text = "\n".join(timeline(office))
    for part in (
        "G2 钱进 sent",
        "沪A12345 sent",
        "G2 钱进 on scene",
        "supervisor told who pays",
        "supervisor says we do",
        "asked gas company",
        "they said they come",
        "price agreed",
        "30.00",
        "paid",
        "35.00",
        "one more caller",
        "skipped 2 Job given to engineering not needed",
        "made confidential",
    ):
        assert part in text


@pytest.mark.clause("H3.4")
def test_words_of_a_confidential_call_are_hidden_in_it(office: Office, clock: Clock) -> None:
    said(
        office, clock, CALL, "confidential C1", "fix C1 words: the safe is open", "note C1 told him"
    )
    text = "\n".join(timeline(office))
    assert "safe" not in text
    assert "told him" not in text
    assert "noted (confidential)" in text
    assert "words (confidential) → (confidential)" in text
    office.viewer = LIN
    assert "words kitchen tap drips → the safe is open" in "\n".join(timeline(office))


def test_a_corrected_stamp_and_its_correction_point_to_each_other(
    office: Office, clock: Clock
) -> None:
    said(office, clock, CALL, "send G2 C1", "G2 on scene")
    clock.pass_(minutes=1)
    say(office, "fix G2 on scene @14:36", "guo")
    lines = [line for line in timeline(office) if "on scene" in line]
    assert lines == [
        "11-23 14:37 lin@desk-1      G2 钱进 on scene (corrected 14:38)",
        "11-23 14:38 guo@desk-1      G2 钱进 on scene (corrects 14:37 → 14:36)",
    ]


def test_a_corrected_call_shows_what_it_was_and_what_it_is(office: Office, clock: Clock) -> None:
    said(office, clock, CALL, "fix C1 12-3-1501", "fix C1 @14:30")
    lines = timeline(office)
    assert "call logged (corrected 14:35) (corrected 14:37)" in lines[1]
    assert lines[-2].endswith("corrected place 12-3-1502 → 12-3-1501 (corrects 14:33)")
    assert lines[-1].endswith("corrected opened 14:33 → 14:30 (corrects 14:33)")


def test_it_speaks_chinese(office: Office, clock: Clock) -> None:
    said(office, clock, CALL, "done C1.2")
    words.use("zh_CN")
    assert "2 派工给工程部" in timeline(office)[-1]
    assert any("报修" in line for line in timeline(office))

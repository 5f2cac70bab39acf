"""What is entered late: every verb that takes a told time takes one with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deskterm.core import line
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.shell.lexicon import lexicon
from deskterm.shell.look_up import shown
from deskterm.shell.reports import run_report
from deskterm.shell.verbs import VERBS
from tests.shell.ledger import say

if TYPE_CHECKING:
    from tests.conftest import Clock

TOLD = {
    verb.words[0]: name
    for verb in VERBS
    for name in [spec.name for spec in verb.fields if spec.kind == "told"][:1]
}
"""Each verb that takes a told time, and the first field that it goes to without a label."""


def test_the_verbs_of_calls_guards_and_vehicles_take_a_told_time() -> None:
    wanted = {"call", "join", "note", "answer", "close", "ask", "says", "refer", "charge", "paid"}
    wanted |= {"send", "status", "heard", "done", "out", "back", "fix"}
    assert wanted <= set(TOLD)


@pytest.mark.parametrize(
    "typed", ["@11-22 23:10", "＠１１－２２　２３：１０", "@昨天 23:10", "@yesterday 23:10"]
)
@pytest.mark.parametrize("verb", TOLD)
def test_a_day_stands_before_the_time_in_every_one_of_them(
    office: Office, verb: str, typed: str
) -> None:
    with office.read() as reader:
        words = lexicon(reader, office.site, office.now())
    parsed = line.parse(f"{verb} {typed}", VERBS, words)
    assert parsed.values[TOLD[verb]] == "@2026-11-22 23:10"


def test_what_happened_the_day_before_is_on_record_with_both_times(
    office: Office, clock: Clock
) -> None:
    for text in (
        "call 12-3-1502 repair tap drips @11-22 23:10",
        "send G2 C1 @11-22 23:15 !",
        "G2 on scene @11-22 23:20",
        "G2 clear @11-22 23:40",
        "close C1 mended @11-22 23:45",
    ):
        clock.pass_(minutes=1)
        say(office, text)
    text = "\n".join(shown(office, "C1"))
    assert "closed (told 11-22 23:45)" in text
    with office.read() as reader:
        row = reader.row("SELECT * FROM cases WHERE letter = 'C'")
    assert row
    assert (row["opened_at"], row["closed_at"], row["entered_at"]) == (
        "2026-11-22T15:10:00.000Z",
        "2026-11-22T15:45:00.000Z",
        "2026-11-23T06:32:40.000Z",
    )
    table = run_report(office, "register", "2026-11-22", "2026-11-22")
    assert len(table.rows) == 1


def test_an_end_before_the_beginning_and_one_still_to_come_are_refused(office: Office) -> None:
    say(office, "call 12-3-1502 repair tap drips", anyway=True)
    with pytest.raises(Refusal, match="C001 was opened at 14:31; this cannot have been before."):
        say(office, "close C1 mended @14:05")
    with pytest.raises(Refusal, match="15:00 is still to come; it is 14:31 now."):
        say(office, "close C1 mended @11-23 15:00")

"""Cautions: what whoever answers a call from a place must know, and until when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from deskterm.core import journal, search
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import Caution
from tests.desks.oncall import say

if TYPE_CHECKING:
    from tests.conftest import Clock

KNOWN = "12-3-1502"
OXYGEN = f"caution {KNOWN} oxygen bottle in the bedroom until 2027-01-31"


def held(office: Office, place: str = KNOWN) -> list[str]:
    """The cautions about a place, as they are numbered."""
    with office.read() as reader:
        known = queries.known_at(reader, office.now(), place=place)
    return [f"{row['number']} {row['body']}" for row in known["cautions"]]


def test_a_caution_holds_until_the_end_of_the_day_that_was_said(
    office: Office, clock: Clock
) -> None:
    assert say(office, OXYGEN) == "12-3-1502: kept until 2027-01-31."
    assert held(office) == ["1 oxygen bottle in the bedroom"]
    clock.pass_(days=69)
    assert office.site.local(clock()).date().isoformat() == "2027-01-31"
    assert held(office)
    clock.pass_(days=1)
    assert held(office) == []


@pytest.mark.parametrize(
    ("line", "body"),
    [
        (f"caution {KNOWN} dog", "dog"),
        (f"注意 {KNOWN} 重听，请大声", "重听，请大声"),
        (f"注意 {KNOWN} 氧气瓶 至2027年1月31日", "氧气瓶"),
        (f"caution {KNOWN} till friday dog", "dog"),
        (
            f"caution {KNOWN} bitten by a dog on 2026-11-02, beware",
            "bitten by a dog on 2026-11-02, beware",
        ),
        (f"caution {KNOWN} off the hook: phone", "off the hook: phone"),
    ],
)
def test_a_caution_is_its_words_as_they_were_typed(office: Office, line: str, body: str) -> None:
    say(office, line)
    assert held(office) == [f"1 {body}"]


def test_a_caution_is_about_a_public_place_too(office: Office) -> None:
    say(office, "caution pond thin ice until 2027-02-28")
    assert held(office, "景观水池") == ["1 thin ice"]
    assert held(office) == []


def test_the_one_that_is_named_is_taken_off(office: Office) -> None:
    for words in ("oxygen", "dog", "hard of hearing"):
        say(office, f"caution {KNOWN} {words}")
    assert say(office, f"caution {KNOWN} off 2") == "12-3-1502: “dog” is taken off."
    assert held(office) == ["1 oxygen", "2 hard of hearing"]
    with pytest.raises(
        Refusal,
        match="^Say which one: off and its number. 12-3-1502 has: 1 oxygen; 2 hard of hearing.$",
    ):
        say(office, f"caution {KNOWN} off")
    with pytest.raises(Refusal, match="Say which one"):
        say(office, f"caution {KNOWN} off 3")
    say(office, f"注意 {KNOWN} 取消 1")
    assert say(office, f"caution {KNOWN} off") == "12-3-1502: “hard of hearing” is taken off."
    with pytest.raises(Refusal, match="There is no caution about 12-3-1502."):
        say(office, f"caution {KNOWN} off")


def test_a_day_that_is_over_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="2026-11-22 is over; say today or a later day."):
        say(office, f"caution {KNOWN} dog until 2026-11-22")
    assert held(office) == []


def test_a_place_that_is_none_is_refused_with_the_nearest(office: Office) -> None:
    with pytest.raises(NotFound, match="There is no unit 12-3-1520; the nearest are 12-3-1502"):
        say(office, "caution 12-3-1520 dog")
    with pytest.raises(NotFound, match="There is no place fountain on this site."):
        with office.work("lin") as work:
            actions.caution(work, Caution.read({"place": "fountain", "words": "dog"}))


def test_nobody_changes_cautions_while_the_console_is_locked(office: Office) -> None:
    with pytest.raises(Refusal, match="Sign on first"):
        say(office, OXYGEN, None)


def test_the_journal_has_a_line_for_each_and_none_of_the_words(office: Office) -> None:
    say(office, OXYGEN)
    say(office, f"caution {KNOWN} off 1")
    with office.read() as reader:
        rows = reader.rows("SELECT kind, facts FROM journal WHERE kind LIKE 'place.%' ORDER BY seq")
        assert journal.verify(reader).broken_at is None
        told = " ".join(reader.value("SELECT group_concat(facts) FROM journal").split())
        text = reader.row("SELECT field, case_id, body FROM texts WHERE field = 'caution'")
    assert [row["kind"] for row in rows] == ["place.cautioned", "place.uncautioned"]
    assert set(json.loads(rows[0]["facts"])) == {"note", "place", "text", "ends"}
    assert "oxygen" not in told
    assert text == {"field": "caution", "case_id": None, "body": "oxygen bottle in the bedroom"}


def test_a_caution_is_found_by_its_words_and_says_when_it_held(
    office: Office, clock: Clock
) -> None:
    say(office, OXYGEN)
    with office.read() as reader:
        found = search.find(reader, "oxygen", kind="caution")
    assert [row["body"] for row in found] == [
        "12-3-1502 oxygen bottle in the bedroom (2026-11-23 – 2027-01-31)"
    ]
    clock.pass_(days=2)
    say(office, f"caution {KNOWN} off")
    with office.read() as reader:
        found = search.find(reader, f"{KNOWN} bedroom", kind="caution")
    assert [row["body"] for row in found] == [
        "12-3-1502 oxygen bottle in the bedroom (2026-11-23 – 2026-11-25)"
    ]


def test_both_are_undone_as_corrections(office: Office) -> None:
    say(office, OXYGEN)
    say(office, f"caution {KNOWN} off")
    say(office, "undo")
    assert held(office) == ["1 oxygen bottle in the bedroom"]
    say(office, "undo")
    assert held(office) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("wobble until 2026-13-45", "2026-13-45"),
        ("wobble until Jan 45", "jan 45"),
        ("氧气瓶，到13月45日", "13月45日"),
    ],
)
def test_a_last_day_that_is_no_date_is_asked_about_and_not_kept_for_ever(
    office: Office, words: str, said: str
) -> None:
    with pytest.raises(
        Question, match=f"“{said}” is no date; say the last day like until 2026-12-23"
    ):
        say(office, f"caution 12-3-1502 {words}")
    assert "until it is taken off" in say(office, f"caution 12-3-1502 {words}", anyway=True)
    assert "until it is taken off" in say(office, "caution 12-3-1501 wait until he is well")

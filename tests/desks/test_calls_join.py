"""One more caller about a call that is open already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core import line, search
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import queries
from deskterm.shell.details import facts
from deskterm.shell.joining import joined_values
from deskterm.shell.lexicon import lexicon
from deskterm.shell.verbs import VERBS
from tests.desks.oncall import call, log, say

if TYPE_CHECKING:
    from tests.conftest import Clock


def callers(office: Office, case_id: int) -> list[dict[str, Any]]:
    """Those who joined a call."""
    with office.read() as reader:
        return queries.callers(reader, case_id)


@pytest.fixture
def flood(office: Office) -> int:
    """An open call, ten minutes old when others ring."""
    return log(office, category="disaster", words="water from the ceiling", told="-10m")


@pytest.mark.parametrize("verb", ["join", "j", "并入"])
def test_a_caller_joins_with_his_place_his_number_and_his_words(
    office: Office, flood: int, verb: str
) -> None:
    sentence = say(office, f"{verb} C1 12-3-1501 13800138000 also water here")
    assert sentence == "12-3-1501 joined C001."
    (row,) = callers(office, flood)
    assert (row["name"], row["phone"], row["operator"]) == ("12-3-1501", "13800138000", "lin")
    notes = [each["body"] for each in call(office, flood)["timeline"] if each["field"] == "note"]
    assert set(notes) == {"also water here"}


@pytest.mark.parametrize("who", ["qyq", "9848", "秦月琴", "100-5550-9848"])
def test_a_resident_who_joins_is_known_as_one_who_calls_is(
    office: Office, flood: int, who: str
) -> None:
    say(office, f"join C1 {who} also here")
    (row,) = callers(office, flood)
    assert (row["resident"], row["place"], row["name"]) == ("秦月琴", "3-1-0302", "秦月琴")
    assert row["phone"].replace("-", "") == "10055509848"


def test_several_who_may_be_meant_are_asked_as_for_a_call(office: Office, flood: int) -> None:
    with pytest.raises(Question, match="wjg is more than one resident") as q:
        say(office, "join C1 wjg also here")
    assert "12-3-1502" in q.value.nearest
    say(office, "join C1 wjg also here", anyway=True)
    assert callers(office, flood)[0]["name"] == "wjg"


def test_the_told_time_stands_beside_the_typed_one(office: Office, flood: int) -> None:
    say(office, "join C1 qyq here too -4m")
    (row,) = callers(office, flood)
    assert (row["at"], row["entered_at"]) == (
        "2026-11-23T06:27:40.000Z",
        "2026-11-23T06:31:40.000Z",
    )
    (joined,) = [each for each in call(office, flood)["timeline"] if each["kind"] == "call.joined"]
    assert joined["facts"]["at"] == row["at"]
    assert "秦月琴" not in str(joined["facts"])


@pytest.mark.parametrize("said", ["qyq", "秦月琴", "9848", "3-1-0302", "also here"])
def test_whoever_joined_is_found_under_the_call(office: Office, flood: int, said: str) -> None:
    say(office, "join C1 qyq also here")
    with office.read() as reader:
        found = search.find(reader, said)
    assert flood in {row["case_id"] for row in found}


def test_the_record_lists_all_callers(office: Office, clock: Clock, flood: int) -> None:
    say(office, "join C1 qyq also here")
    clock.pass_(minutes=1)
    say(office, "join C1 gate 13800138000")
    with office.read() as reader:
        page = facts(reader, office.site, office.now(), flood)
    assert [text for label, text in page if label == "Caller too"] == [
        "11-23 14:31 秦月琴 3-1-0302 100-5550-9848",
        "11-23 14:32 gate 13800138000",
    ]
    assert [text for label, text in page if label == "Note"] == ["also here"]


def test_a_call_that_is_closed_or_none_cannot_be_joined(office: Office, flood: int) -> None:
    say(office, "close C1 dry again", anyway=True)
    with pytest.raises(Refusal, match="C001 was closed at 14:31 already."):
        say(office, "join C1 qyq")
    say(office, "book A 16:00-17:00 budget")
    with pytest.raises(Refusal, match="B001 is not a call."):
        say(office, "join B1 qyq")
    assert callers(office, flood) == []


def test_an_emergency_can_be_joined_while_nobody_is_signed_on(office: Office, flood: int) -> None:
    say(office, "join C1 qyq smoke as well", None)
    assert callers(office, flood)[0]["operator"] is None


def test_joining_is_undone_as_a_correction(office: Office, flood: int) -> None:
    say(office, "join C1 qyq also here")
    say(office, "undo")
    assert callers(office, flood) == []
    with office.read() as reader:
        assert search.find(reader, "qyq", kind="caller") == []
        assert reader.value("SELECT count(*) FROM callers") == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("call qyq repair also here -4m", ["qyq", "repair", "also here", "-4m"]),
        ("call 12-3-1501 13800138000 also here", ["12-3-1501", "13800138000", "also here"]),
        ("call escort 12-3-1501 faint", ["12-3-1501", "Escort", "faint"]),
        ("call fire 12-3-1501 保密 smoke", ["12-3-1501", "fire", "Confidential", "smoke"]),
        ("call R7 12-3-1501 also here", ["12-3-1501", "R007", "also here"]),
    ],
)
def test_a_call_line_becomes_a_joining_without_losing_a_word(
    office: Office, typed: str, kept: list[str]
) -> None:
    with office.read() as reader:
        words = lexicon(reader, office.site, office.now())
    values = joined_values(line.parse(typed, VERBS, words).values)
    told = " ".join(values.values())
    assert [word for word in kept if word not in told] == []
    assert set(values) <= {"place", "phone", "caller", "words", "told"}

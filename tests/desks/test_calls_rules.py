"""The pure rules of the calls desk: suggesting a category, times of day, branches, callers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.desks.calls.naming import caller_among
from deskterm.desks.calls.rules import (
    BRANCHES,
    Topic,
    branch_of,
    coming,
    digits,
    hits,
    still_true,
    suggest,
    tail,
)

REPAIR = Topic("repair", 1, ("pipe", "pipe burst", "leak", "漏水", "broken"))
MEDICAL = Topic("medical", 0, ("chest pain", "heart", "胸痛"))
DISASTER = Topic("disaster", 0, ("fire", "smoke", "着火"))
INQUIRY = Topic("inquiry", 2, ("how do i", "permit", "visitor's van"))
TOPICS = (REPAIR, MEDICAL, DISASTER, INQUIRY)

texts = st.text(alphabet="abcde fghij漏水胸痛着火", max_size=40)
words = st.lists(st.text(alphabet="abcde漏水胸痛", min_size=1, max_size=5), max_size=6)
topics = st.lists(
    st.builds(Topic, st.text("xyz", min_size=1, max_size=4), st.integers(0, 2), words.map(tuple)),
    max_size=5,
    unique_by=lambda topic: topic.code,
)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("kitchen pipe burst", "repair"),
        ("Kitchen PIPE BURST", "repair"),
        ("厨房漏水", "repair"),
        ("he has chest pain", "medical"),
        ("胸痛", "medical"),
        ("ｆｉｒｅ", "disaster"),
        ("the pipe is leaking", "repair"),
        ("parking permit, visitor’s van", "inquiry"),
        ("firewall question", None),
        ("", None),
    ],
)
def test_words_suggest_a_category(said: str, code: str | None) -> None:
    assert suggest(said, TOPICS) == code


def test_the_longest_and_most_words_win() -> None:
    assert suggest("smoke, chest pain, heart", TOPICS) == "medical"
    assert suggest("fire near the burst pipe and a leak", TOPICS) == "repair"


def test_a_tie_goes_to_the_graver_one_in_whatever_order_they_stand() -> None:
    tied = (Topic("ordinary", 2, ("abcd",)), Topic("life", 0, ("wxyz",)))
    assert suggest("abcd wxyz", tied) == "life"
    assert suggest("abcd wxyz", tied[::-1]) == "life"


def test_a_word_within_a_longer_one_counts_once() -> None:
    assert hits("pipe burst", REPAIR.words) == ["pipe burst"]


@given(texts, topics)
def test_what_is_suggested_has_a_word_in_the_text_and_nothing_else_says_more(
    text: str, found: list[Topic]
) -> None:
    code = suggest(text, found)
    said = {topic.code: hits(text, topic.words) for topic in found}
    assert (code is None) == (not any(said.values()))
    if code is not None:
        assert said[code]
        lengths = {
            one: sum(2 if c > "⺀" else 1 for w in ws for c in w) for one, ws in said.items()
        }
        assert lengths[code] == max(lengths.values())
        grades = {topic.code: topic.grade for topic in found}
        level = [o for o in said if (lengths[o], len(said[o])) == (lengths[code], len(said[code]))]
        assert grades[code] == min(grades[other] for other in level)


@given(texts, topics)
def test_capitals_and_full_width_letters_change_nothing(text: str, found: list[Topic]) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in text)
    assert suggest(text.upper(), found) == suggest(text, found) == suggest(wide, found)


@given(texts, st.lists(words, min_size=1, max_size=4))
def test_hearing_one_more_word_of_a_topic_never_takes_its_suggestion_away(
    text: str, lists: list[list[str]]
) -> None:
    found = [Topic(str(i), 1, tuple(listed)) for i, listed in enumerate(lists)]
    code = suggest(text, found)
    if code is not None:
        richer = [Topic(t.code, t.grade, (*t.words, "zzz")) if t.code == code else t for t in found]
        assert suggest(f"{text} zzz", richer) == code


NOW = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)


def test_a_time_of_day_is_the_next_one_unless_it_is_far_ahead() -> None:
    assert coming(NOW, time(23, 55)) == NOW + timedelta(minutes=5)
    assert coming(NOW, time(0, 30)) == NOW + timedelta(minutes=40)
    assert coming(NOW, time(14, 0)) == NOW.replace(hour=14, minute=0)


@given(st.times(), st.times())
def test_a_coming_time_has_the_hour_that_was_said(now: time, at: time) -> None:
    here = datetime.combine(NOW.date(), now, UTC)
    then = coming(here, at)
    assert then.time() == at
    assert then - here <= timedelta(days=1)
    if then <= here:
        assert then.date() == here.date()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("escort", ("escort", "")),
        ("护理", ("nursing", "")),
        ("Referral: gas company, 14:20", ("referral", "gas company, 14:20")),
        ("120", ("ambulance", "")),
        ("paid 80 yuan", ("paid", "80 yuan")),
        ("something", None),
        ("", None),
    ],
)
def test_the_first_word_names_the_branch(said: str, meant: tuple[str, str] | None) -> None:
    assert branch_of(said) == meant
    assert meant is None or meant[0] in BRANCHES


def test_events_of_guards_who_went_home_do_not_hold_for_a_new_branch() -> None:
    assert still_true({"guards-sent", "answered"}) == ["guards-sent", "answered"]
    assert still_true({"guards-sent", "guards-clear", "vehicle-sent"}) == ["vehicle-sent"]
    assert still_true({"vehicle-sent", "vehicle-back"}) == []


WANG = {
    "name": "王建国",
    "english": "Wang Jianguo",
    "pinyin": "wang jian guo",
    "initials": "wjg",
    "phone": "100-5550-2231",
}
LI = {
    "name": "李秀英",
    "english": "Li Xiuying",
    "pinyin": "li xiu ying",
    "initials": "lxy",
    "phone": "100-5550-1159",
}


@pytest.mark.parametrize("said", ["王建国", "wang jianguo", "wjg", "ＷＪＧ", "wangjianguo"])
def test_a_caller_is_known_by_name_reading_or_initials(said: str) -> None:
    assert caller_among([LI, WANG], said, "") == WANG


def test_a_caller_is_known_by_a_phone_only_where_no_name_was_said() -> None:
    assert caller_among([LI, WANG], "", "10055501159") == LI
    assert caller_among([LI, WANG], "the daughter", "10055501159") is None
    assert caller_among([WANG, WANG], "王建国", "") is None


def test_a_phone_is_known_by_its_digits() -> None:
    assert digits("＋86 (100) 5550-2231") == "8610055502231"
    assert tail("100-5550-2231") == "2231"
    assert tail("") == ""

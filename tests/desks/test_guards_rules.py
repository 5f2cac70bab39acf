"""Whom to send: free first, then near, then rested; and the order of an assignment's stamps."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.desks.guards.rules import (
    EVENTS,
    FILLS,
    ORDER,
    STATUS_WORDS,
    Candidate,
    contradicted,
    fillings,
    is_last,
    is_silent,
    measured,
    natural,
    next_at,
    out_of_order,
    suggest,
)

NOW = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
STATES = ("available", "break", "off-duty", "assigned", "en-route", "on-scene", "returning")

guards = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 60).map("G{}".format),
        st.just("name"),
        st.sampled_from(STATES),
        st.none() | st.integers(0, 9),
        st.integers(0, 600).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    ),
    max_size=12,
    unique_by=lambda guard: guard.code,
)


def guard(
    code: str, state: str = "available", minutes: int | None = 3, rested: int = 10
) -> Candidate:
    return Candidate(code, "name", state, minutes, NOW - timedelta(minutes=rested))


def codes(found: list[Candidate]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.clause("H2.2")
def test_the_nearest_free_guards_are_suggested() -> None:
    near, far, nearer = guard("G1", minutes=4), guard("G2", minutes=9), guard("G3", minutes=1)
    assert codes(suggest([near, far, nearer], 2)) == ["G3", "G1"]


def test_who_is_free_goes_before_who_is_nearer_but_on_break() -> None:
    assert codes(suggest([guard("G1", "break", 0), guard("G2", minutes=9)], 2)) == ["G2", "G1"]


def test_of_two_as_near_the_longer_rested_goes() -> None:
    assert codes(suggest([guard("G1", rested=5), guard("G2", rested=50)], 1)) == ["G2"]


def test_an_unknown_way_is_no_short_way() -> None:
    assert codes(suggest([guard("G1", minutes=None), guard("G2", minutes=30)], 2)) == ["G2", "G1"]


def test_the_last_tie_goes_by_number_not_by_spelling() -> None:
    assert codes(suggest([guard("G10"), guard("G2")], 2)) == ["G2", "G10"]
    assert sorted(["G10", "G2", "A1", "G"], key=natural) == ["A1", "G", "G2", "G10"]


@given(guards, st.integers(-1, 14))
def test_a_suggestion_is_the_best_of_those_who_can_go(found: list[Candidate], count: int) -> None:
    chosen = suggest(found, count)
    able = [each for each in found if each.state in {"available", "break"}]
    assert len(chosen) == min(max(0, count), len(able))
    assert set(chosen) <= set(able)
    for one in chosen:
        for other in set(able) - set(chosen):
            assert (one.state == "available") >= (other.state == "available")
            if one.state == other.state and one.minutes is not None:
                assert other.minutes is None or one.minutes <= other.minutes
            if one.state == other.state and one.minutes == other.minutes:
                assert one.since <= other.since


@given(guards, st.randoms())
def test_a_suggestion_does_not_depend_on_the_order_of_the_roster(
    found: list[Candidate], random: Random
) -> None:
    shuffled = found.copy()
    random.shuffle(shuffled)
    assert suggest(shuffled, 12) == suggest(found, 12)


stamps = st.fixed_dictionaries(
    {"assigned": st.integers(0, 90)},
    optional={name: st.integers(0, 90) for name in ORDER if name != "assigned"},
).map(lambda told: {name: NOW + timedelta(minutes=at) for name, at in told.items()})


@given(stamps)
def test_what_was_skipped_has_the_time_of_the_first_stamp_that_says_it_happened(
    told: dict[str, datetime],
) -> None:
    fills = fillings(told)
    assert not set(fills) & set(told), "what was told is never filled"
    for name in ORDER:
        says = [told[each] for each in ORDER if each in told and name in FILLS.get(each, ())]
        assert fills.get(name) == (says[0] if says and name not in told else None)
    assert set(fills) <= {"en-route", "on-scene"}
    if "at-hospital" not in told:
        assert "on-scene" not in fills, "who is called back may never have arrived"


@given(stamps, st.sampled_from([name for name in ORDER if name != "assigned"]))
def test_one_stamp_more_unfills_itself_alone(told: dict[str, datetime], name: str) -> None:
    before, after = fillings(told), fillings({**told, name: NOW})
    assert name not in after
    assert set(before) - {name} <= set(after)


@given(stamps)
def test_what_is_flagged_lies_before_what_goes_before_it_and_all_else_does_not(
    told: dict[str, datetime],
) -> None:
    flagged = out_of_order(told)
    kept = [told[name] for name in ORDER if name in told and name not in flagged]
    assert kept == sorted(kept)
    for name in flagged:
        earlier = [told[each] for each in ORDER[: ORDER.index(name)] if each in told]
        assert max(earlier) > told[name]
    assert (flagged == []) == ([told[n] for n in ORDER if n in told] == sorted(told.values()))


@given(stamps, st.sampled_from(ORDER), st.integers(0, 90))
def test_a_stamp_contradicts_another_exactly_when_it_puts_them_out_of_order(
    told: dict[str, datetime], name: str, minutes: int
) -> None:
    others = {each: at for each, at in told.items() if each != name}
    at = NOW + timedelta(minutes=minutes)
    wrong = contradicted(others, name, at)
    pairs = [out_of_order({each: then, name: at}) for each, then in others.items()]
    assert (wrong is None) == (not any(pairs))
    if wrong:
        assert out_of_order({wrong[0]: wrong[1], name: at})


@given(stamps, st.sampled_from(ORDER), st.sampled_from(ORDER))
def test_no_length_is_measured_from_or_to_what_is_unknown_and_none_is_negative(
    told: dict[str, datetime], begin: str, end: str
) -> None:
    length = measured(told, begin, end)
    if begin not in told or end not in told or told[end] < told[begin]:
        assert length is None
    else:
        assert length == told[end] - told[begin]


@given(stamps, st.sampled_from(ORDER))
def test_the_last_stamp_is_the_one_that_nothing_follows(
    told: dict[str, datetime], name: str
) -> None:
    following = ORDER[ORDER.index(name) + 1 :]
    assert is_last(told, name) == (not set(following) & set(told))


def test_two_minutes_are_time_enough_to_answer() -> None:
    later = NOW + timedelta(minutes=2)
    assert not is_silent(NOW, None, later)
    assert is_silent(NOW, None, later + timedelta(milliseconds=1))
    assert not is_silent(NOW, later, later + timedelta(hours=1))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("on scene", "on-scene"),
        ("onscene", "on-scene"),
        ("arrived", "on-scene"),
        ("到场", "on-scene"),
        ("到达", "on-scene"),
        ("clear", "available"),
        ("归队", "available"),
        ("途中", "en-route"),
        ("到医院", "at-hospital"),
        ("返回", "returning"),
        ("休息", "break"),
        ("下班", "off-duty"),
        ("er", "en-route"),
        ("os", "on-scene"),
        ("ah", "at-hospital"),
        ("rt", "returning"),
        ("av", "available"),
        ("br", "break"),
    ],
)
def test_a_status_is_said_in_either_language(said: str, status: str) -> None:
    assert STATUS_WORDS[said] == status


def test_every_status_has_english_and_chinese_words_and_is_a_word_for_itself() -> None:
    for status in set(STATUS_WORDS.values()):
        said = [word for word, meant in STATUS_WORDS.items() if meant == status]
        assert any(word.isascii() for word in said)
        assert any(not word.isascii() for word in said)
        assert status in said
    assert set(EVENTS) <= set(STATUS_WORDS.values())


def test_a_break_ends_at_the_next_such_time() -> None:
    assert next_at(NOW, time(15, 0)) == NOW.replace(hour=15, minute=0)
    assert next_at(NOW, time(14, 31)) == NOW + timedelta(days=1)
    assert next_at(NOW, time(1, 0)) == NOW.replace(day=24, hour=1, minute=0)

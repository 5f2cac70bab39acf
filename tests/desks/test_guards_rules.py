"""Whom to send: free first, then near, then rested; and the order of an assignment's stamps."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.desks.guards.rules import (
    EVENTS,
    STAMPS,
    STATUS_WORDS,
    Candidate,
    bounds,
    natural,
    next_at,
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


stamps = st.lists(
    st.none() | st.integers(1, 90), min_size=len(STAMPS) - 1, max_size=len(STAMPS) - 1
)


@given(stamps, st.sampled_from([*STAMPS[1:], "available"]))
def test_a_stamp_stands_between_the_known_ones_around_it(
    minutes: list[int | None], status: str
) -> None:
    times = [None if each is None else NOW + timedelta(minutes=each) for each in minutes]
    held = dict(zip(STAMPS, [NOW, *times], strict=True))
    order = [*STAMPS, "available"]
    (before, then), after = bounds(held, status)
    assert held[before] == then
    assert order.index(before) < order.index(status)
    assert not [
        name for name in order[order.index(before) + 1 : order.index(status)] if held.get(name)
    ]
    following = [name for name in order[order.index(status) + 1 :] if held.get(name)]
    assert (after and after[0]) == (following[0] if following else None)


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

"""The rule for litres per 100 km, held against a slow version that looks at one slip at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.desks.vehicles import rules
from deskterm.desks.vehicles.rules import Fill, Settlement, Standard, Year

NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)
YEAR = Year(frozenset({6, 7, 8, 9}), frozenset({12, 1, 2}))
Log = list[Fill[datetime]]

fillings = st.builds(
    lambda at, litres, km, full, missed, tank: (at, litres, km, full, missed, tank),
    st.integers(0, 6),
    st.integers(1, 60),
    st.none() | st.integers(0, 8),
    st.booleans(),
    st.sampled_from([False, False, False, True]),
    st.sampled_from([1, 1, 1, 2]),
)
"""Few days and few readings, so that many slips share a moment, a reading, or both."""


def log(told: list[tuple[int, int, int | None, bool, bool, int]]) -> Log:
    return [
        Fill(
            number,
            NOON + timedelta(days=day),
            litres * 1000,
            None if km is None else km * 100,
            full,
            missed,
            tank,
        )
        for number, (day, litres, km, full, missed, tank) in enumerate(told)
    ]


def comes_before(one: Fill[datetime], other: Fill[datetime]) -> bool:
    """Whether one slip counts before another, said in words rather than as a key."""
    if one.at != other.at:
        return one.at < other.at
    if (one.odometer_km is None) != (other.odometer_km is None):
        return other.odometer_km is None
    if one.odometer_km != other.odometer_km:
        return (one.odometer_km or 0) < (other.odometer_km or 0)
    if (one.full, one.missed) != (other.full, other.missed):
        return other.full if one.full != other.full else one.missed
    if one.litres_ml != other.litres_ml:
        return one.litres_ml < other.litres_ml
    return one.id < other.id


def slowly(slips: Log, slip: Fill[datetime]) -> Fraction | str:
    """What a slip says, by looking at every other slip anew: litres per 100 km, or why none."""
    if not slip.full:
        return "partial"
    if slip.odometer_km is None:
        return "no-odometer"
    own = [other for other in slips if other.tank == slip.tank]
    before = [other for other in own if comes_before(other, slip)]
    ends = [other for other in before if other.full and other.odometer_km is not None]
    opened = [end for end in ends if not any(comes_before(end, later) for later in ends)]
    if not opened:
        return "first"
    begun = opened[0]
    between = [other for other in before if comes_before(begun, other)]
    if slip.missed or any(other.missed for other in between):
        return "missed"
    assert begun.odometer_km is not None
    distance = slip.odometer_km - begun.odometer_km
    if distance <= 0:
        return "distance"
    litres = sum(other.litres_ml for other in [*between, slip])
    return Fraction(litres, 1000) * 100 / distance


@pytest.mark.clause("V2.3")
@settings(max_examples=300, deadline=None)
@given(st.lists(fillings, max_size=14), st.randoms(use_true_random=False))
def test_the_rule_agrees_with_a_slow_version_however_late_slips_are_entered(
    told: list[tuple[int, int, int | None, bool, bool, int]], chance: object
) -> None:
    slips = log(told)
    entered = list(slips)
    chance.shuffle(entered)  # type: ignore[attr-defined]
    figures = {figure.slip: figure for figure in rules.consumption(entered)}
    assert set(figures) == {slip.id for slip in slips}
    for slip in slips:
        figure, slow = figures[slip.id], slowly(slips, slip)
        if figure.used:
            assert Fraction(figure.used.litres_ml, 10 * figure.used.km) == slow
        else:
            assert figure.why == slow
        assert (figure.flag == rules.DISTANCE) == (slow == "distance")
    used = [figure.used for figure in figures.values() if figure.used]
    total = rules.average(figures.values())
    assert total.litres_ml == sum(each.litres_ml for each in used)
    assert total.km == sum(each.km for each in used)


def test_a_figure_names_the_slips_whose_litres_it_counts() -> None:
    told: list[tuple[int, int, int | None, bool, bool, int]] = [
        (0, 40, 10, True, False, 1),
        (1, 10, 12, False, False, 1),
        (2, 5, None, True, False, 1),
        (3, 30, 15, True, False, 1),
    ]
    figures = rules.consumption(log(told))
    assert [figure.slips for figure in figures] == [(), (), (), (1, 2, 3)]
    assert figures[-1].used == (45_000, 500)


def test_two_tanks_are_two_logs() -> None:
    told: list[tuple[int, int, int | None, bool, bool, int]] = [
        (0, 40, 10, True, False, 1),
        (1, 20, 11, True, False, 2),
        (2, 45, 15, True, False, 1),
        (3, 20, 16, True, False, 2),
    ]
    figures = rules.consumption(log(told))
    assert [str(figure.used and figure.used.per_100) for figure in figures] == [
        *("None", "None", "9.00", "4.00")
    ]


def test_a_trip_meter_that_says_another_distance_is_flagged() -> None:
    first = Fill(1, NOON, 40_000, 885, trip_m=437_000)
    second = Fill(2, NOON + timedelta(days=1), 45_160, 3_413, trip_m=379_000)
    third = Fill(3, NOON + timedelta(days=2), 30_860, 3_706, trip_m=293_000)
    assert [figure.flag for figure in rules.consumption([first, second, third])] == ["", "trip", ""]


@pytest.mark.parametrize(
    ("day", "norm"),
    [
        (date(2026, 11, 23), 8_900),
        (date(2027, 1, 1), 9_500),
        (date(2027, 3, 1), 8_600),
        (date(2027, 7, 1), 9_100),
        (date(2027, 12, 1), 9_500),
    ],
)
def test_the_norm_of_a_day_is_the_newest_for_its_season(day: date, norm: int) -> None:
    standards = [
        Standard(date(2027, 1, 1), "all", 8_600),
        Standard(date(2027, 1, 1), "winter", 9_500),
        Standard(date(2027, 5, 1), "summer", 9_100),
    ]
    assert rules.norm_on(day, 8_900, standards, YEAR) == norm


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.builds(
            Standard,
            st.dates(date(2026, 1, 1), date(2027, 12, 31)),
            st.sampled_from(rules.SEASONS),
            st.integers(5_000, 15_000),
        ),
        max_size=4,
    )
)
def test_the_days_on_which_a_norm_changes_tell_the_norm_of_every_day(
    standards: list[Standard],
) -> None:
    first, last = date(2026, 1, 15), date(2027, 12, 20)
    changes = rules.norm_days(first, last, 8_900, standards, YEAR)
    for ahead in range(0, (last - first).days, 3):
        day = first + timedelta(days=ahead)
        told = [norm for begins, norm in changes if begins <= day][-1]
        assert told == rules.norm_on(day, 8_900, standards, YEAR)


def test_the_companys_rule_settles_what_is_beyond_the_tolerance() -> None:
    rule = Settlement(tolerance=3, over=100, under=50)
    assert rule.cents(5_000, 100_000, 8_000) == 1_600
    assert rule.cents(2_000, 100_000, 8_000) == 0
    assert rule.cents(-5_000, 100_000, 8_000) == -800


@pytest.mark.parametrize(
    ("said", "all_three"),
    [
        ((45_200, 38_050, None), (45_200, 38_050, 8_418)),
        ((45_200, None, 8_418), (45_200, 38_049, 8_418)),
        ((None, 38_050, 8_418), (45_201, 38_050, 8_418)),
        ((45_200, None, None), (45_200, None, None)),
        ((None, 38_050, None), (None, 38_050, None)),
    ],
)
def test_any_two_of_litres_amount_and_price_give_the_third(
    said: tuple[int | None, ...], all_three: tuple[int | None, ...]
) -> None:
    assert rules.third(*said) == all_three

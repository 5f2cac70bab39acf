"""The rules of the rooms desk: half-open holds, wall-clock times, what is free next."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.desks.rooms import rules
from deskterm.desks.rooms.rules import Taken

DAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
ZONES = [NEW_YORK, ZoneInfo("Asia/Shanghai"), ZoneInfo("Australia/Lord_Howe"), UTC]


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


def taken(start: int, end: int, setup: int = 0, clear: int = 0) -> Taken:
    return Taken(1, at(start), at(end), at(start - setup), at(end + clear))


def minutes(held: Taken) -> range:
    """The minutes in which a hold has the room: its last one is not among them."""
    first, last = held.held_from - MIDNIGHT, held.held_to - MIDNIGHT
    return range(first // timedelta(minutes=1), last // timedelta(minutes=1))


spans = st.builds(
    lambda start, length, setup, clear: taken(start, start + length, setup, clear),
    st.integers(-300, 1700),
    st.integers(1, 600),
    st.integers(0, 60),
    st.integers(0, 60),
)


@given(spans, spans)
def test_two_holds_clash_exactly_when_they_share_a_minute(one: Taken, other: Taken) -> None:
    shared = set(minutes(one)) & set(minutes(other))
    assert bool(rules.clashes(one.held_from, one.held_to, [other])) == bool(shared)
    assert bool(rules.clashes(other.held_from, other.held_to, [one])) == bool(shared)


HOURS = [
    "",
    "08:00-20:00",
    "mo-fr 08:00-20:00; sa 09:00-12:00",
    "fr-mo 18:00-02:00",
    "mo 00:00-24:00",
]
MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001 - the wall clock


@given(st.sampled_from(HOURS), st.integers(0, 3 * 1440), st.integers(1, 1200))
def test_a_meeting_is_outside_the_hours_exactly_when_it_meets_a_closed_time(
    hours: str, start: int, length: int
) -> None:
    begins = MONDAY + timedelta(minutes=start)
    ends = begins + timedelta(minutes=length)
    closed = rules.closed_times(hours, MONDAY.date(), 7)
    met = any(since < ends and until > begins for since, until in closed)
    assert rules.outside(hours, begins, ends) is met


def test_one_booking_may_begin_as_another_ends() -> None:
    first, second = taken(60, 120), taken(120, 180)
    assert rules.clashes(second.start, second.end, [first]) == []
    assert rules.clashes(at(119), at(180), [first]) == [first]


@given(spans, st.lists(spans, max_size=8))
def test_the_next_free_time_is_the_earliest_that_is_long_enough(
    wanted: Taken, others: list[Taken]
) -> None:
    apart: list[Taken] = []
    for each in sorted(others, key=lambda each: each.held_from):
        if not rules.clashes(each.held_from, each.held_to, apart):
            apart.append(each)
    free = rules.next_free(wanted.held_from, wanted.held_to, apart)
    long = wanted.held_to - wanted.held_from
    assert free >= wanted.held_from
    assert rules.clashes(free, free + long, apart) == []
    earlier = wanted.held_from
    while earlier < free:
        assert rules.clashes(earlier, earlier + long, apart)
        earlier += timedelta(minutes=1)


@given(st.times(), st.times())
def test_a_period_ends_after_it_starts_and_is_never_longer_than_a_day(
    start: time, end: time
) -> None:
    begins, ends = rules.period(DAY, start, end)
    assert begins == datetime.combine(DAY, start)
    assert ends.time() == end
    assert timedelta() < ends - begins <= timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "doubtful"),
    [
        ("23:00", "01:00", False),
        ("18:00", "06:00", False),
        ("09:00", "00:00", False),
        ("15:30", "14:00", True),
    ],
)
def test_a_long_way_past_midnight_was_probably_typed_the_wrong_way_round(
    start: str, end: str, *, doubtful: bool
) -> None:
    told = rules.period(DAY, time.fromisoformat(start), time.fromisoformat(end))
    assert rules.turned_round(*told) is doubtful


def test_a_time_that_summer_time_skips_is_told_with_the_next_one() -> None:
    wall = rules.on_the_wall(datetime(2026, 3, 8, 2, 30), NEW_YORK)  # noqa: DTZ001 - a wall clock
    assert wall.skipped
    assert wall.shown == datetime(2026, 3, 8, 3)  # noqa: DTZ001
    assert wall.at == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    wall = rules.on_the_wall(datetime(2026, 11, 1, 1, 30), NEW_YORK)  # noqa: DTZ001
    assert (wall.skipped, wall.doubled) == (False, True)
    assert wall.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
    st.sampled_from(ZONES),
    st.integers(0, 1440),
)
def test_the_wall_clock_shows_what_was_typed_and_never_runs_backwards(
    shown: datetime, zone: ZoneInfo, later: int
) -> None:
    shown = shown.replace(second=0, microsecond=0)
    wall = rules.on_the_wall(shown, zone)
    assert wall.at.astimezone(zone).replace(tzinfo=None, fold=0) == wall.shown
    assert wall.skipped == (wall.shown != shown)
    assert rules.on_the_wall(shown + timedelta(minutes=later), zone).at >= wall.at


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 23), 24)],
)
def test_a_day_is_as_long_as_the_zone_makes_it(day: date, hours: int) -> None:
    start, end = rules.bounds(day, NEW_YORK)
    assert end - start == timedelta(hours=hours)

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.clocks import (
    KEYWORDS,
    MOST_NUMBER,
    MOST_ROUNDS,
    SENTENCES,
    Calendar,
    ClockError,
    StepClock,
    Sum,
    Term,
    due_times,
    is_moment_name,
    parse_clock,
    workdays_after,
)

T = TypeVar("T")
ZONES = [
    ZoneInfo(name)
    for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
]
DAY = timedelta(days=1)

HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(2 * 365 * 24)]
CHANGES = [
    (zone, after)
    for zone in ZONES
    for before, after in pairwise(HOURS)
    if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
]

near = st.dates(date(2026, 1, 1), date(2027, 12, 31))
calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.frozensets(near, max_size=40),
    st.frozensets(near, max_size=10),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
names = st.from_regex(r"[a-z][a-z0-9]{0,5}([-_][a-z0-9]{1,5}){0,2}", fullmatch=True).filter(
    is_moment_name
)
units = st.sampled_from(["m", "h", "d", "w", "workday", "month", "year"])
terms = st.builds(Term, st.integers(-MOST_NUMBER, MOST_NUMBER), units)
sums = st.builds(Sum, names, st.lists(terms, max_size=3).map(tuple))
clocks = st.one_of(
    st.builds(StepClock, st.lists(sums, min_size=1, max_size=4).map(tuple)),
    st.builds(
        StepClock,
        sums.map(lambda start: (start,)),
        st.builds(Term, st.integers(1, MOST_NUMBER), units),
        sums,
    ),
)
likely = st.sampled_from([*KEYWORDS, "opened", "start-30m", "+", "-", ",", "5", "15", "m", "d"])


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def once(clock: str, moment: datetime, calendar: Calendar) -> datetime:
    (at,) = parse_clock(clock).times({"opened": moment}, calendar)
    return at


def attempt(read: Callable[[], T]) -> tuple[T | None, ClockError | None]:
    try:
        return read(), None
    except ClockError as error:
        return None, error


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def by_search(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant that shows this, else this much later on the clock before the gap."""
    around = [wall.replace(tzinfo=UTC) + days * DAY for days in (-1, 0, 1)]
    offsets = [each.astimezone(zone).utcoffset() or timedelta() for each in around]
    showing = [
        at for offset in offsets if shown(at := wall.replace(tzinfo=UTC) - offset, zone) == wall
    ]
    return min(showing, default=wall.replace(tzinfo=UTC) - offsets[0])


@given(clocks)
def test_a_clock_reads_back_as_it_is_written(clock: StepClock) -> None:
    assert parse_clock(str(clock)) == clock


@given(st.one_of(st.text(), st.lists(likely).map(" ".join), st.lists(likely).map("".join)))
def test_any_text_is_a_clock_or_a_sentence(text: str) -> None:
    clock, error = attempt(lambda: parse_clock(text))
    if error:
        assert str(error) == SENTENCES[error.code].format(**error.values)
    else:
        assert parse_clock(str(clock)) == clock


@pytest.mark.parametrize(
    ("text", "canonical", "waits_for"),
    [
        ("opened+5m", "opened + 5m", ("opened",)),
        ("start - 1 day + 2 hours", "start - 1d + 2h", ("start",)),
        ("opened + 2 workdays", "opened + 2 workday", ("opened",)),
        ("guards-sent", "guards-sent", ("guards-sent",)),
        ("every 15min from start to end", "every 15m from start to end", ("start", "end")),
        ("first of expires - 30d,service_km", "first of expires - 30d, service_km", None),
        ("opened ＋ ５m", "opened + 5m", ("opened",)),
        ("call-120 − 1 week", "call-120 - 1w", ("call-120",)),
    ],
)
def test_the_forms_people_write(
    text: str, canonical: str, waits_for: tuple[str, ...] | None
) -> None:
    clock = parse_clock(text)
    assert str(clock) == canonical
    assert clock.moments == (waits_for or ("expires", "service_km"))


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("", "short", "opened + 5m"),
        ("opened +", "short", "opened + 5m"),
        ("every 15m from start", "short", "in full"),
        ("+ 5m", "moment", "small letters"),
        ("Opened + 5m", "moment", "small letters"),
        ("to + 5m", "moment", "small letters"),
        ("start-30m", "blanks", '"start - 30m"'),
        ("start - 1d-2h", "blanks", '"1d - 2h"'),
        ("opened + five m", "number", "opened + 5m"),
        ("opened + 100001m", "large", "at most 100000"),
        (f"opened + {'9' * 5000}m", "large", "at most 100000"),
        ("opened + 5s", "unit", "m, h, d, w, workday, month or year"),
        ("opened - 0 workday", "back", '"+ 0 workday"'),
        ("every 0m from start to end", "zero", "at least 1"),
        ("every 15m start to end", "word", '"from" belongs'),
        ("every 15m from start until end", "word", '"to" belongs'),
        ("first start, end", "word", '"of" belongs'),
        ("opened 5m", "left", "+ or -"),
        ("opened + 5m, start", "left", 'cannot follow "opened + 5m"'),
        ("opened" + " + 5m" * 30, "long", "at most 60"),
    ],
)
def test_a_wrong_clock_is_told_what_would_be_right(text: str, code: str, hint: str) -> None:
    with pytest.raises(ClockError) as caught:
        parse_clock(text)
    assert caught.value.code == code
    assert hint in str(caught.value)


@given(moments, calendars, st.integers(0, MOST_NUMBER), st.sampled_from(["m", "h"]))
def test_minutes_and_hours_are_elapsed_time(
    moment: datetime, calendar: Calendar, number: int, unit: str
) -> None:
    elapsed = number * timedelta(minutes=1 if unit == "m" else 60)
    later = once(f"opened + {number}{unit}", moment, calendar)
    assert later == moment + elapsed
    assert later.tzinfo is UTC
    assert once(f"opened - {number}{unit}", moment, calendar) == moment - elapsed


@given(moments, calendars, st.integers(-400, 400).filter(bool), st.integers(-30, 30).filter(bool))
def test_days_weeks_and_months_keep_the_time_on_the_wall(
    moment: datetime, calendar: Calendar, days: int, months: int
) -> None:
    wall = shown(moment, calendar.zone)
    for number, unit, expected in (
        (days, "d", wall + days * DAY),
        (days, "w", wall + days * 7 * DAY),
        (months, "month", wall + relativedelta(months=months)),
        (months, "year", wall + relativedelta(years=months)),
    ):
        clock = f"opened {'-' if number < 0 else '+'} {abs(number)} {unit}"
        assert once(clock, moment, calendar) == by_search(expected, calendar.zone)


@given(st.sampled_from(CHANGES), st.integers(-180, 180), st.integers(-40, 40).filter(bool))
def test_counting_days_into_the_night_that_the_clocks_change(
    change: tuple[ZoneInfo, datetime], minutes: int, days: int
) -> None:
    zone, at = change
    wall = shown(at, zone) + timedelta(minutes=minutes)
    opened = by_search(wall - days * DAY, zone)
    clock = StepClock((Sum("opened", (Term(days, "d"),)),))
    assert clock.times({"opened": opened}, Calendar(zone)) == (by_search(wall, zone),)


@pytest.mark.parametrize(
    ("zone", "opened", "clock", "due"),
    [
        # The night that clocks go forward has no 02:30; the time moves on by the gap.
        ("Europe/Berlin", "2026-03-28T02:30+01:00", "opened + 1d", "2026-03-29T03:30+02:00"),
        ("America/New_York", "2026-03-07T02:30-05:00", "opened + 1d", "2026-03-08T03:30-04:00"),
        ("Australia/Lord_Howe", "2026-10-03T02:15+10:30", "opened + 1d", "2026-10-04T02:45+11:00"),
        # The gap is not remembered by a further day.
        ("Europe/Berlin", "2026-03-28T02:30+01:00", "opened + 2d", "2026-03-30T02:30+02:00"),
        ("Europe/Berlin", "2026-03-28T02:30+01:00", "opened + 1d + 1d", "2026-03-30T02:30+02:00"),
        # The night that clocks go back has 02:30 twice; the first one counts.
        ("Europe/Berlin", "2026-10-24T02:30+02:00", "opened + 1d", "2026-10-25T02:30+02:00"),
        ("America/New_York", "2026-10-31T01:30-04:00", "opened + 1d", "2026-11-01T01:30-04:00"),
        ("Australia/Lord_Howe", "2026-04-04T01:45+11:00", "opened + 1d", "2026-04-05T01:45+11:00"),
        # A time in the second of two equal hours stays there while nothing moves it.
        ("Europe/Berlin", "2026-10-25T02:30+01:00", "opened + 0d", "2026-10-25T02:30+01:00"),
        ("Europe/Berlin", "2026-10-25T02:30+01:00", "opened + 5m", "2026-10-25T02:35+01:00"),
        # A day is not 24 hours then.
        ("Europe/Berlin", "2026-03-28T12:00+01:00", "opened + 1d", "2026-03-29T12:00+02:00"),
        ("Europe/Berlin", "2026-03-28T12:00+01:00", "opened + 24h", "2026-03-29T13:00+02:00"),
        ("Asia/Shanghai", "2026-01-31T09:00+08:00", "opened + 1 month", "2026-02-28T09:00+08:00"),
        ("Asia/Shanghai", "2028-02-29T09:00+08:00", "opened + 1 year", "2029-02-28T09:00+08:00"),
        ("Asia/Shanghai", "2026-03-31T09:00+08:00", "opened - 1 month", "2026-02-28T09:00+08:00"),
        # Friday evening; 1 October is a holiday, Saturday 10 October is worked.
        ("Asia/Shanghai", "2026-09-25T20:00+08:00", "opened + 1 workday", "2026-09-28T20:00+08:00"),
        ("Asia/Shanghai", "2026-09-30T20:00+08:00", "opened + 1 workday", "2026-10-02T20:00+08:00"),
        ("Asia/Shanghai", "2026-10-09T20:00+08:00", "opened + 1 workday", "2026-10-10T20:00+08:00"),
        ("Asia/Shanghai", "2026-10-11T20:00+08:00", "opened + 0 workday", "2026-10-12T20:00+08:00"),
        ("Asia/Shanghai", "2026-10-11T20:00+08:00", "opened - 1 workday", "2026-10-10T20:00+08:00"),
        ("Asia/Shanghai", "2026-09-25T20:00+08:00", "opened - 1d + 2h", "2026-09-24T22:00+08:00"),
        # Late on a UTC Thursday it is Friday in Shanghai.
        ("Asia/Shanghai", "2026-09-24T23:00+00:00", "opened + 1 workday", "2026-09-27T23:00+00:00"),
    ],
)
def test_the_days_on_which_clocks_go_wrong(zone: str, opened: str, clock: str, due: str) -> None:
    worked = frozenset({date(2026, 10, 10)})
    calendar = Calendar(ZoneInfo(zone), frozenset({date(2026, 10, 1), date(2026, 10, 10)}), worked)
    assert once(clock, utc(opened), calendar) == utc(due)


@given(near, st.integers(-300, 300), calendars)
def test_workdays_count_like_a_finger_on_the_calendar(
    day: date, number: int, calendar: Calendar
) -> None:
    after = workdays_after(day, number, calendar)
    worked = after in calendar.extra_workdays
    assert worked or (after.weekday() not in {5, 6} and after not in calendar.holidays)
    low, high = sorted((day, after))
    between = [low + n * DAY for n in range((high - low).days + 1)]
    passed = [each for each in between if each != day and calendar.is_workday(each)]
    if number:
        assert len(passed) == abs(number)
        assert (after > day) == (number > 0)
    else:
        assert passed == ([] if calendar.is_workday(day) else [after])
        assert after >= day


@given(moments, calendars, st.integers(-50, 50))
def test_a_workday_keeps_the_time_on_the_wall(
    moment: datetime, calendar: Calendar, number: int
) -> None:
    clock = StepClock((Sum("opened", (Term(number, "workday"),)),))
    (at,) = clock.times({"opened": moment}, calendar)
    wall = shown(moment, calendar.zone)
    day = workdays_after(wall.date(), number, calendar)
    expected = datetime.combine(day, wall.time())
    assert at == (by_search(expected, calendar.zone) if day != wall.date() else moment)


@given(moments, calendars, st.integers(1, 600), st.integers(-500, 3000))
def test_rounds_run_from_the_start_until_just_before_the_end(
    start: datetime, calendar: Calendar, every: int, length: int
) -> None:
    known = {"start": start, "end": start + length * timedelta(minutes=1)}
    times = parse_clock(f"every {every}m from start to end").times(known, calendar)
    assert len(times) == min(MOST_ROUNDS, max(0, -(-length // every)))
    assert all(start <= at < known["end"] for at in times)
    assert times[:1] == ((start,) if length > 0 else ())
    assert all(later - at == every * timedelta(minutes=1) for at, later in pairwise(times))


@given(moments, calendars, units, st.integers(1, 40), st.integers(0, 900))
def test_rounds_by_the_calendar_rise_and_stay_between_their_ends(
    start: datetime, calendar: Calendar, unit: str, every: int, days: int
) -> None:
    known = {"start": start, "end": start + days * DAY}
    times = parse_clock(f"every {every} {unit} from start to end").times(known, calendar)
    assert list(times) == sorted(set(times))
    assert all(start <= at < known["end"] for at in times)
    if unit == "workday":
        assert all(calendar.is_workday(shown(at, calendar.zone).date()) for at in times)


def test_a_monthly_round_begun_on_the_31st_comes_back_to_it() -> None:
    calendar = Calendar(ZONES[0])
    known = {"start": utc("2026-01-31T09:00+08:00"), "end": utc("2026-05-31T09:00+08:00")}
    times = parse_clock("every 1 month from start to end").times(known, calendar)
    assert [shown(at, calendar.zone).strftime("%m-%d") for at in times] == [
        "01-31",
        "02-28",
        "03-31",
        "04-30",
    ]


def test_rounds_by_workdays_begun_on_a_saturday_begin_on_monday() -> None:
    calendar = Calendar(ZONES[0])
    known = {"start": utc("2026-11-21T09:00+08:00"), "end": utc("2026-11-27T09:00+08:00")}
    times = parse_clock("every 2 workday from start to end").times(known, calendar)
    assert [shown(at, calendar.zone).strftime("%a %H") for at in times] == ["Mon 09", "Wed 09"]


def test_daily_rounds_for_centuries_stop_at_the_cap_and_never_overflow() -> None:
    known = {"start": utc("9990-01-01T00:00+00:00"), "end": utc("9999-12-31T00:00+00:00")}
    for zone in ZONES:
        calendar = Calendar(zone)
        assert len(parse_clock("every 1d from start to end").times(known, calendar)) == MOST_ROUNDS
        assert len(parse_clock("every 9 year from start to end").times(known, calendar)) == 2
        assert len(parse_clock("every 99999 workday from start to end").times(known, calendar)) == 1


@pytest.mark.timeout(30)
def test_workdays_over_millennia_stop_at_the_cap() -> None:
    known = {"start": utc("1901-01-01T00:00+00:00"), "end": utc("9999-12-31T00:00+00:00")}
    calendar = Calendar(ZONES[0], frozenset({date(2026, 10, 1)}))
    times = parse_clock("every 2000 workday from start to end").times(known, calendar)
    assert len(times) == MOST_ROUNDS


@given(clocks, st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_no_moment_and_no_number_raises_anything_but_a_clock_error(
    clock: StepClock, one: datetime, other: datetime
) -> None:
    known = dict.fromkeys(clock.moments, one) | {clock.moments[-1]: other}
    times, error = attempt(lambda: clock.times(known, Calendar(ZONES[1])))
    if error:
        assert error.code == "far"
    assert len(times or ()) <= MOST_ROUNDS
    assert all(at.tzinfo is UTC for at in times or ())


@given(st.dictionaries(names, clocks, max_size=5), calendars)
def test_nothing_is_due_before_anything_has_happened(
    waiting: dict[str, StepClock], calendar: Calendar
) -> None:
    assert due_times(waiting, {}, calendar) == dict.fromkeys(waiting, ())


def test_a_clock_starts_when_what_it_waits_for_is_done() -> None:
    calendar = Calendar(ZONES[0])
    opened, done = utc("2026-11-23T14:30+08:00"), utc("2026-11-23T14:33+08:00")
    steps = {"told": parse_clock("opened + 5m"), "left": parse_clock("told + 2m")}
    five = opened + timedelta(minutes=5)
    assert due_times(steps, {"opened": opened}, calendar) == {"told": (five,), "left": ()}
    later = due_times(steps, {"opened": opened, "told": done}, calendar)
    assert later == {"told": (five,), "left": (done + timedelta(minutes=2),)}


def test_the_first_of_several_is_the_earliest_that_is_known() -> None:
    calendar = Calendar(ZONES[0])
    clock = parse_clock("first of expires - 30d, service_km")
    expires, reached = utc("2027-03-31T00:00+08:00"), utc("2027-02-10T00:00+08:00")
    assert clock.times({"service_km": reached}, calendar) == (reached,)
    early = utc("2027-03-01T00:00+08:00")
    assert clock.times({"expires": expires}, calendar) == (early,)
    assert clock.times({"expires": expires, "service_km": reached}, calendar) == (reached,)


def test_rounds_wait_for_both_their_ends() -> None:
    clock = parse_clock("every 15m from start to end")
    assert clock.times({"start": utc("2026-11-23T14:30+08:00")}, Calendar(ZONES[0])) == ()
    assert clock.times({"end": utc("2026-11-23T14:30+08:00")}, Calendar(ZONES[0])) == ()


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23, 14, 30)  # noqa: DTZ001 - that is the fault
    with pytest.raises(ClockError, match="needs a time zone"):
        parse_clock("opened").times({"opened": naive}, Calendar(ZONES[0]))

"""Dates, times and clashes of series against models that walk day by day and minute by minute."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.desks.rooms import recurrence, rules
from deskterm.desks.rooms.recurrence import DAYS, Limit, Occurrence, Rule, RuleError
from deskterm.desks.rooms.rules import Taken

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "America/St_Johns",
    "Africa/Casablanca",
    "Pacific/Apia",
]
CHANGES = {
    "Europe/Berlin": date(2027, 3, 28),
    "America/New_York": date(2026, 11, 1),
    "Australia/Lord_Howe": date(2027, 4, 4),
}
MINUTE = timedelta(minutes=1)
HORIZON = 400

zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
clocks = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
near_a_change = st.sampled_from(sorted(CHANGES.items())).flatmap(
    lambda found: st.tuples(
        st.just(ZoneInfo(found[0])),
        st.integers(-1, 1).map(lambda days: found[1] + timedelta(days=days)),
    )
)


@st.composite
def some_rules(draw: st.DrawFn) -> str:
    """A rule of the kinds that a desk can say."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "NTH"]))
    interval = draw(st.integers(1, 4))
    text = f"FREQ={freq if freq != 'NTH' else 'MONTHLY'};INTERVAL={interval}"
    if freq == "WEEKLY":
        chosen = draw(st.sets(st.sampled_from(DAYS), min_size=1))
        text += f";BYDAY={','.join(sorted(chosen))}"
    elif freq == "MONTHLY":
        chosen_days = draw(st.sets(st.sampled_from([-1, 1, 15, 28, 29, 30, 31]), min_size=1))
        text += f";BYMONTHDAY={','.join(map(str, sorted(chosen_days)))}"
    elif freq == "NTH":
        number = draw(st.sampled_from([-1, 1, 2, 3, 4, 5]))
        text += f";BYDAY={number}{draw(st.sampled_from(DAYS))}"
    return text


def walked(text: str, first: date, last: date) -> list[date]:
    """Every day on which a rule takes place, by looking at every single day."""
    said = dict(part.split("=") for part in text.split(";"))
    return [
        day
        for number in range((last - first).days + 1)
        if _is_one(said, first, day := first + timedelta(days=number))
    ]


def _is_one(said: dict[str, str], first: date, day: date) -> bool:
    every = int(said["INTERVAL"])
    if said["FREQ"] == "DAILY":
        return (day - first).days % every == 0
    if said["FREQ"] == "WEEKLY":
        monday = first - timedelta(days=first.weekday())
        return (day - monday).days // 7 % every == 0 and DAYS[day.weekday()] in said["BYDAY"]
    months = (day.year - first.year) * 12 + day.month - first.month
    length = monthrange(day.year, day.month)[1]
    if months % every:
        return False
    if "BYMONTHDAY" in said:
        wanted = [int(each) for each in said["BYMONTHDAY"].split(",")]
        return day.day in wanted or day.day - length - 1 in wanted
    number, weekday = int(said["BYDAY"][:-2]), said["BYDAY"][-2:]
    nth = -((length - day.day) // 7 + 1) if number < 0 else (day.day - 1) // 7 + 1
    return DAYS[day.weekday()] == weekday and nth == number


@settings(max_examples=150, deadline=None)
@given(text=some_rules(), first=days, length=st.integers(0, HORIZON))
def test_a_rule_has_the_dates_that_somebody_finds_who_looks_at_every_day(
    text: str, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    expected = walked(text, first, last)
    rule = Rule(text, until=last)
    if expected:
        assert recurrence.dates(rule, first, Limit(1000, 1000)) == expected
        counted = recurrence.dates(Rule(text, count=len(expected)), first, Limit(1000, 1000))
        assert counted == expected
    else:
        with pytest.raises(RuleError):
            recurrence.dates(rule, first, Limit(1000, 1000))


@settings(max_examples=150, deadline=None)
@given(text=some_rules(), first=days)
def test_what_a_rule_lacks_is_what_its_months_have_not(text: str, first: date) -> None:
    last = first + timedelta(days=HORIZON)
    found = recurrence.lacking(text, first, last)
    said = dict(part.split("=") for part in text.split(";"))
    wanted = [int(each) for each in said.get("BYMONTHDAY", "0").split(",")]
    months = {
        (day.year, day.month)
        for number in range(HORIZON + 1)
        if _visited(said, first, day := first + timedelta(days=number))
    }
    lacks = {
        f"{year}-{month:02}-{day}"
        for year, month in months
        for day in wanted
        if day > monthrange(year, month)[1]
    }
    assert {each for each in found if each.count("-") == 2} == lacks


def _visited(said: dict[str, str], first: date, day: date) -> bool:
    months = (day.year - first.year) * 12 + day.month - first.month
    return said["FREQ"] == "MONTHLY" and months % int(said["INTERVAL"]) == 0


def shown_minutes(shown: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every instant at which the wall clock shows this, by looking at every minute of two days."""
    noon = shown.replace(tzinfo=UTC)
    minutes = (noon + number * MINUTE for number in range(-15 * 60, 15 * 60))
    return [at for at in minutes if at.astimezone(zone).replace(tzinfo=None) == shown]


@settings(max_examples=60, deadline=None)
@given(where=near_a_change, at=clocks)
def test_a_time_on_the_wall_is_the_first_minute_that_shows_it(
    where: tuple[ZoneInfo, date], at: time
) -> None:
    zone, day = where
    shown = datetime.combine(day, at)
    found = recurrence.wall(shown, zone)
    minutes = shown_minutes(shown, zone)
    assert found.skipped is (minutes == [])
    assert found.doubled is (len(minutes) > 1)
    if minutes:
        assert found.at == minutes[0]
    else:
        before = (found.at - timedelta(hours=3)).astimezone(zone)
        assert found.at == (shown - (before.utcoffset() or timedelta())).replace(tzinfo=UTC)


@settings(max_examples=100, deadline=None)
@given(text=some_rules(), first=days, begins=clocks, ends=clocks, zone=zones)
def test_every_date_keeps_its_times_on_the_wall_and_none_ends_before_it_begins(
    text: str, first: date, begins: time, ends: time, zone: ZoneInfo
) -> None:
    rule = Rule(text, count=12)
    try:
        found = recurrence.expand(rule, first, begins, ends, zone, Limit(200, 3000))
    except RuleError:
        return
    for each in found:
        assert each.begins.at < each.ends.at
        if not each.begins.skipped:
            assert each.begins.at.astimezone(zone).time() == begins
        if not (each.ends.skipped or each.begins.skipped):
            assert each.ends.at.astimezone(zone).time() == ends


def minutes_of(each: Occurrence, setup: int, clear: int) -> set[int]:
    """Every minute in which a room is held."""
    start = int(each.begins.at.timestamp()) // 60 - setup
    return set(range(start, int(each.ends.at.timestamp()) // 60 + clear))


@st.composite
def two_meetings(draw: st.DrawFn) -> tuple[Occurrence, Occurrence]:
    """Two meetings on days near one another, often where the clocks change."""
    zone, day = draw(st.one_of(near_a_change, st.tuples(zones, days)))
    one, other = (
        recurrence.occurrence(day + timedelta(days=days), draw(clocks), draw(clocks), zone)
        for days in (0, draw(st.integers(0, 1)))
    )
    return one, other


@settings(max_examples=150, deadline=None)
@given(
    pair=two_meetings(),
    setup=st.integers(0, 30),
    clear=st.integers(0, 30),
)
def test_two_bookings_clash_if_and_only_if_some_minute_is_held_by_both(
    pair: tuple[Occurrence, Occurrence], setup: int, clear: int
) -> None:
    one, other = pair
    holds = [
        (each.begins.at - setup * MINUTE, each.ends.at + clear * MINUTE) for each in (one, other)
    ]
    taken = Taken(1, other.begins.at, other.ends.at, *holds[1])
    both = minutes_of(one, setup, clear) & minutes_of(other, setup, clear)
    assert bool(rules.clashes(*holds[0], [taken])) is bool(both)


@settings(max_examples=100, deadline=None)
@given(zone=zones, first=days, text=some_rules())
def test_every_change_of_the_clocks_between_the_dates_is_named_on_its_day(
    zone: ZoneInfo, first: date, text: str
) -> None:
    try:
        found = recurrence.expand(
            Rule(text, count=20), first, time(12), time(13), zone, Limit(200, 3000)
        )
    except RuleError:
        return
    offsets = [each.begins.at.astimezone(zone).utcoffset() for each in found]
    moved = sum(one != other for one, other in pairwise(offsets))
    changes = recurrence.changes(found, zone)
    assert len(changes) == moved
    for change in changes:
        morning = datetime.combine(change.day, time(0), zone).utcoffset() or timedelta()
        next_one = datetime.combine(change.day + timedelta(days=1), time(0), zone).utcoffset()
        assert (next_one or timedelta()) - morning == change.by


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FREQ=SECONDLY", "unreadable"),
        ("FREQ=HOURLY;INTERVAL=2", "unreadable"),
        ("BYDAY=MO", "unreadable"),
        ("FREQ=WEEKLY;BYDAY=2MO", "unreadable"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "unreadable"),
        ("FREQ=DAILY;BYSETPOS=2", "unreadable"),
        ("FREQ=MONTHLY;BYMONTHDAY=31,32", "unreadable"),
        ("FREQ=WEEKLY;FREQ=DAILY", "unreadable"),
        ("FREQ=WEEKLY;COUNT=3", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_a_rule_that_nobody_can_keep_is_refused_at_once(text: str, why: str) -> None:
    with pytest.raises(RuleError) as told:
        recurrence.dates(Rule(text, count=5), date(2026, 11, 23))
    assert told.value.why == why


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("FREQ=DAILY"), "endless"),
        (Rule("FREQ=DAILY", count=201), "too long"),
        (Rule("FREQ=DAILY", until=date(2099, 1, 1)), "too long"),
        (Rule("FREQ=MONTHLY", count=30), "too long"),
        (Rule("FREQ=DAILY", count=0), "no dates"),
        (Rule("FREQ=DAILY", until=date(2026, 11, 22)), "no dates"),
    ],
)
def test_a_series_that_is_too_long_or_empty_says_why(rule: Rule, why: str) -> None:
    with pytest.raises(RuleError) as told:
        recurrence.dates(rule, date(2026, 11, 23))
    assert told.value.why == why


def test_two_times_that_the_clocks_skip_still_make_a_meeting_of_its_length() -> None:
    found = recurrence.occurrence(
        date(2027, 3, 28), time(2, 15), time(3, 10), ZoneInfo("Europe/Berlin")
    )
    assert (found.begins.skipped, found.begins.shown.time()) == (True, time(3, 15))
    assert found.ends.at - found.begins.at == timedelta(minutes=55)
    assert [each.day for each in [found]] == [date(2027, 3, 28)]


def test_a_series_of_every_leap_day_leaves_out_the_other_years() -> None:
    rule = Rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", until=date(2033, 1, 1))
    assert recurrence.dates(rule, date(2028, 2, 29), Limit(10, 4000)) == [
        date(2028, 2, 29),
        date(2032, 2, 29),
    ]
    lacks = recurrence.lacking(rule.text, date(2028, 2, 29), date(2030, 12, 31))
    assert lacks == ["2029-02-29", "2030-02-29"]

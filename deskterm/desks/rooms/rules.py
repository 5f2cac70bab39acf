"""The rules of the rooms desk: wall-clock times, what clashes, what is free next.

A *hold* is a booking with its room's set-up and clearing time. Every interval
is half-open: one hold may begin as another ends.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

LONG_NIGHT: Final = timedelta(hours=12)
"""A period past midnight that is longer than this was probably typed the wrong way round."""

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A booking as the rules see it."""

    case_id: int
    start: datetime
    end: datetime
    held_from: datetime
    held_to: datetime
    holder: str = ""
    year: int = 0
    number: int = 0
    state: str = "booked"
    expires: datetime | None = None

    def has(self, now: datetime | None) -> bool:
        """Whether it has the room: a hold that has run out has not."""
        return now is None or self.expires is None or self.expires > now


class Wall(NamedTuple):
    """A time on the site's wall clock, and what it means."""

    shown: datetime
    """What the clock shows, naive; for a time that the zone skips, the next that it has."""
    at: datetime
    """The instant of `shown`."""
    skipped: bool
    doubled: bool
    """The clock shows this twice that day; `at` is the first of the two."""


def period(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Both ends on the wall clock, naive; an end that is not after its start is the next day's.

    Never longer than 24 hours on that clock.
    """
    begins = datetime.combine(day, start)
    ends = datetime.combine(day, end)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def turned_round(begins: datetime, ends: datetime) -> bool:
    """Whether a period was probably typed the wrong way round: 15:30-14:00."""
    past_midnight = ends.date() > begins.date() and ends.time() > time.min
    return past_midnight and ends - begins > LONG_NIGHT


def on_the_wall(shown: datetime, zone: tzinfo) -> Wall:
    """The instant at which the clocks of this zone show a time, skipped and doubled ones marked."""
    valid = shown
    while _instant(valid, zone).astimezone(zone).replace(tzinfo=None) != valid:
        valid += _MINUTE
    at = _instant(valid, zone)
    again = _instant(valid.replace(fold=1), zone)
    return Wall(valid, at, skipped=valid != shown, doubled=again != at)


def _instant(shown: datetime, zone: tzinfo) -> datetime:
    return shown.replace(tzinfo=zone).astimezone(UTC)


def bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The instants at which a day begins and ends in this zone: 23, 24 or 25 hours."""
    midnight = datetime.combine(day, time.min)
    return on_the_wall(midnight, zone).at, on_the_wall(midnight + timedelta(days=1), zone).at


def clashes(start: datetime, end: datetime, taken: Iterable[Taken]) -> list[Taken]:
    """What holds the room at any time from `start` to before `end`."""
    return [each for each in taken if each.held_from < end and each.held_to > start]


def next_free(start: datetime, end: datetime, taken: Iterable[Taken]) -> datetime:
    """The earliest beginning, at `start` or later, of a hold as long as this one.

    `taken` comes in the order of time, and is read no further than needed.
    """
    length = end - start
    for each in taken:
        if each.held_from >= start + length:
            break
        start = max(start, each.held_to)
    return start


def fits(capacity: int, features: str, people: int | None, wanted: Collection[str]) -> bool:
    """Whether a room holds so many people and has all of these."""
    return capacity >= (people or 1) and {*wanted} <= {*features.split()}


_DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
_HOURS: Final = re.compile(
    r"(?:([a-z]{2})(?:-([a-z]{2}))? )?([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)"
)


def opening(hours: str) -> list[list[tuple[timedelta, timedelta]]] | None:
    """When a room is open on each day of the week, from its midnight; None where always.

    Written `mo-fr 08:00-20:00; sa 09:00-12:00`; an end that is not after its start is the
    next day's. A ValueError says which part cannot be read.
    """
    if not hours.strip():
        return None
    week: list[list[tuple[timedelta, timedelta]]] = [[] for _day in _DAYS]
    for part in hours.lower().split(";"):
        match = _HOURS.fullmatch(part.strip())
        if match is None or not {match[1] or "mo", match[2] or "mo"} <= {*_DAYS}:
            raise ValueError(part.strip())
        begins = timedelta(hours=int(match[3]), minutes=int(match[4]))
        ends = timedelta(hours=int(match[5]), minutes=int(match[6]))
        ends += timedelta(days=ends <= begins)
        first = _DAYS.index(match[1] or "mo")
        last = _DAYS.index(match[2] or match[1] or "su")
        for number in range((last - first) % 7 + 1):
            week[(first + number) % 7].append((begins, ends))
    return week


def outside(hours: str, begins: datetime, ends: datetime) -> bool:
    """Whether a time on the wall clock is not wholly within a room's hours."""
    week = opening(hours)
    if week is None:
        return False
    covered = begins
    for number in range(-1, (ends.date() - begins.date()).days + 1):
        midnight = datetime.combine(begins.date() + timedelta(days=number), time.min)
        for start, end in sorted(week[midnight.weekday()]):
            if midnight + start <= covered:
                covered = max(covered, midnight + end)
    return covered < ends


def closed_times(hours: str, first: date, days: int) -> list[tuple[datetime, datetime]]:
    """The times on the wall clock in which a room is not open, from the first day on."""
    week = opening(hours)
    if week is None:
        return []
    closed: list[tuple[datetime, datetime]] = []
    covered = datetime.combine(first, time.min)
    for number in range(-1, days):
        midnight = datetime.combine(first + timedelta(days=number), time.min)
        for start, end in sorted(week[midnight.weekday()]):
            if midnight + start > covered:
                closed.append((covered, midnight + start))
            covered = max(covered, midnight + end)
    last = datetime.combine(first + timedelta(days=days), time.min)
    return [*closed, (covered, last)] if covered < last else closed

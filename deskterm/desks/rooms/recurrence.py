"""The rules of a series: its dates by RFC 5545, each at its time on the wall clock of the site.

A rule is written as RFC 5545 writes it, `FREQ=WEEKLY;BYDAY=MO,WE`, without its end,
which stands beside it. A date that a month lacks is left out, as RFC 5545 has it; a time
that the clocks skip is read with the offset before they change, a doubled one is the first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice, pairwise
from typing import Final, NamedTuple

from dateutil.rrule import rrule, rrulestr

from deskterm.desks.rooms.rules import Wall, period

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_SURE_DAY: Final = 28
"""Every month has this day; not every month has a later one."""


class RuleError(ValueError):
    """Why a rule has no dates that can be kept: one of the words below."""

    def __init__(self, why: str, text: str) -> None:
        super().__init__(f"{why}: {text}")
        self.why = why


UNREADABLE: Final = "unreadable"
ENDLESS: Final = "endless"
TOO_LONG: Final = "too long"
NO_DATES: Final = "no dates"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a series takes place: its rule and its end, one of the two."""

    text: str
    until: date | None = None
    """The last day on which it may take place."""
    count: int | None = None


class Limit(NamedTuple):
    """The longest series there may be."""

    dates: int = 200
    days: int = 731


class Occurrence(NamedTuple):
    """One date of a series, and its two ends on the site's wall clock."""

    day: date
    """The date by the rule; its own for good, also when it is moved."""
    begins: Wall
    ends: Wall


class Change(NamedTuple):
    """A day on which the clocks are set to another offset."""

    day: date
    by: timedelta


_PART: Final = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile(r"[1-9]\d{0,3}", re.ASCII),
    "BYDAY": re.compile(r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)", re.ASCII),
    "BYMONTHDAY": re.compile(r"[+-]?(?:[1-9]|[12]\d|3[01])", re.ASCII),
    "BYMONTH": re.compile(r"[1-9]|1[0-2]", re.ASCII),
    "BYSETPOS": re.compile(r"[+-]?[1-9]\d{0,2}", re.ASCII),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
}
_ONE: Final = ("FREQ", "INTERVAL", "WKST")


def parts(text: str) -> dict[str, str]:
    """The parts of a rule by their names, or a RuleError."""
    found: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _equals, value = part.partition("=")
        shape = _PART.get(name)
        values = value.split(",")
        if shape is None or name in found or (name in _ONE and len(values) > 1):
            raise RuleError(UNREADABLE, text)
        if not all(shape.fullmatch(each) for each in values):
            raise RuleError(UNREADABLE, text)
        found[name] = value
    if "FREQ" not in found or _never(found):
        raise RuleError(UNREADABLE, text)
    return found


def _never(found: dict[str, str]) -> bool:
    """Whether it can be seen at once that no year has such a day, or too few are looked at."""
    if found["FREQ"] == "DAILY" and found.get("BYSETPOS", "1") not in {"1", "-1"}:
        return True
    ordinal = any(each[0] not in "MTWFS" for each in found.get("BYDAY", "MO").split(","))
    if ordinal and found["FREQ"] not in {"MONTHLY", "YEARLY"}:
        return True
    days = [abs(int(each)) for each in found.get("BYMONTHDAY", "1").split(",")]
    months = [int(each) for each in found.get("BYMONTH", "1").split(",")]
    return min(days) > max(monthrange(2024, month)[1] for month in months)


def joined(found: dict[str, str]) -> str:
    """The rule of these parts."""
    return ";".join(f"{name}={value}" for name, value in found.items())


def first_date(text: str, since: date) -> date:
    """The first day that the rule allows at `since` or later; its interval counts from there."""
    plain = {name: value for name, value in parts(text).items() if name != "INTERVAL"}
    found = next(iter(_rrule(joined(plain), since)), None)
    if found is None:
        raise RuleError(NO_DATES, text)
    return found.date()


def whole(text: str, first: date) -> str:
    """The rule with what it leaves to its first date said: `FREQ=WEEKLY` is on that weekday."""
    found = parts(text)
    if {"BYDAY", "BYMONTHDAY"} & found.keys():
        return joined(found)
    if found["FREQ"] == "WEEKLY":
        found["BYDAY"] = DAYS[first.weekday()]
    elif found["FREQ"] == "YEARLY":
        found.setdefault("BYMONTH", str(first.month))
    if found["FREQ"] in {"MONTHLY", "YEARLY"}:
        found["BYMONTHDAY"] = str(first.day)
    return joined(found)


def dates(rule: Rule, first: date, limit: Limit = Limit()) -> list[date]:  # noqa: B008 - a constant
    """Every date of a series from `first` on; a RuleError says why there are none."""
    if rule.until is None and rule.count is None:
        raise RuleError(ENDLESS, rule.text)
    if rule.count is not None and rule.count < 1:
        raise RuleError(NO_DATES, rule.text)
    found = list(islice(_until(rule, first, limit), limit.dates + 1))
    if not found:
        raise RuleError(NO_DATES, rule.text)
    if len(found) > limit.dates or found[-1] - first > timedelta(days=limit.days):
        raise RuleError(TOO_LONG, rule.text)
    return found


def _until(rule: Rule, first: date, limit: Limit) -> Iterator[date]:
    """The dates in order; the first that lies beyond what is allowed is the last."""
    last = rule.until or date.max
    for at in islice(_rrule(whole(rule.text, first), first), rule.count):
        if at.date() > last:
            return
        yield at.date()
        if at.date() - first > timedelta(days=limit.days):
            return


def _rrule(text: str, first: date) -> rrule:
    found = rrulestr(joined(parts(text)), dtstart=datetime.combine(first, time.min))
    if not isinstance(found, rrule):
        raise RuleError(UNREADABLE, text)
    return found


def expand(  # noqa: PLR0913, PLR0917 - a rule, its first date, its two times, where, how many
    rule: Rule,
    first: date,
    begins: time,
    ends: time,
    zone: tzinfo,
    limit: Limit = Limit(),  # noqa: B008 - a constant
) -> list[Occurrence]:
    """Every occurrence of a series, its times fixed on the wall clock of the zone."""
    return [occurrence(day, begins, ends, zone) for day in dates(rule, first, limit)]


def occurrence(day: date, begins: time, ends: time, zone: tzinfo) -> Occurrence:
    """A date from one time of day to another, over midnight where the second is not later."""
    shown, until = period(day, begins, ends)
    start, end = wall(shown, zone), wall(until, zone)
    if end.at <= start.at:
        end = _shows(start.at + (until - shown), zone, skipped=True)
    return Occurrence(day, start, end)


def wall(shown: datetime, zone: tzinfo) -> Wall:
    """The instant of a time on the wall clock, as RFC 5545 reads skipped and doubled ones."""
    shown = shown.replace(fold=0)
    at = shown.replace(tzinfo=zone).astimezone(UTC)
    again = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    back = at.astimezone(zone).replace(tzinfo=None)
    if back != shown:
        return _shows(at, zone, skipped=True)
    return Wall(shown, at, skipped=False, doubled=again != at)


def _shows(at: datetime, zone: tzinfo, *, skipped: bool) -> Wall:
    return Wall(at.astimezone(zone).replace(tzinfo=None), at, skipped=skipped, doubled=False)


def lacking(text: str, first: date, last: date) -> list[str]:
    """The dates of a rule that their months lack: `2027-02-31`; `2027-02` has no fifth Tuesday."""
    found = parts(whole(text, first))
    if found["FREQ"] not in {"MONTHLY", "YEARLY"} or "BYSETPOS" in found:
        return []
    days = [int(each) for each in found.get("BYMONTHDAY", "0").split(",")]
    fifth = [each for each in found.get("BYDAY", "").split(",") if each.lstrip("+-")[:1] == "5"]
    plain = {name: found[name] for name in found if name not in {"BYDAY", "BYMONTHDAY"}}
    months = _rrule(joined(plain | {"BYMONTHDAY": "1"}), first.replace(day=1))
    lacks: list[str] = []
    for month in months:
        if month.date() > last:
            break
        length = monthrange(month.year, month.month)[1]
        lacks += [f"{month:%Y-%m}-{day}" for day in days if day > length]
        lacks += [f"{month:%Y-%m}" for each in fifth if not _has(month, each)]
    return lacks


def _has(month: datetime, fifth: str) -> bool:
    """Whether a month has a weekday five times."""
    again = DAYS.index(fifth[-2:])
    weekdays = [(month + timedelta(days=number)).weekday() for number in range(LAST_SURE_DAY, 31)]
    length = monthrange(month.year, month.month)[1]
    return again in weekdays[: length - LAST_SURE_DAY]


def changes(occurrences: Iterable[Occurrence], zone: tzinfo) -> list[Change]:
    """The days on which the clocks change between one occurrence and the next."""
    found: list[Change] = []
    for one, other in pairwise(each.begins.at.astimezone(zone) for each in occurrences):
        before, after = one.utcoffset(), other.utcoffset()
        if before is None or after is None or before == after:
            continue
        day = one.date()
        while day < other.date() and _next_morning(day, zone) == before:
            day += timedelta(days=1)
        found.append(Change(day, after - before))
    return found


def _next_morning(day: date, zone: tzinfo) -> timedelta | None:
    """The offset with which the day after this one begins."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).utcoffset()

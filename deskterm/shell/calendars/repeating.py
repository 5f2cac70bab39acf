"""When an event of a calendar takes place: its rule, its further dates, those left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from icalendar import Event as Component
from icalendar import vBroken

from deskterm.core.words import _
from deskterm.desks.rooms import recurrence
from deskterm.desks.rooms.recurrence import Limit, Rule, RuleError
from deskterm.shell.calendars.zones import Zones

LONGEST = Limit(dates=1000, days=3660)
"""The longest series that is taken in."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Local:
    """A time as it stands on somebody's wall clock."""

    shown: datetime
    zone: tzinfo
    whole_day: bool = False

    @property
    def at(self) -> datetime:
        """The instant of it."""
        return recurrence.wall(self.shown, self.zone).at


@dataclass(frozen=True)
class Length:
    """How long an event is: by the wall clock, or by a stopwatch."""

    by: timedelta
    on_the_wall: bool = True

    def end(self, begins: Local) -> datetime:
        """When an event ends that begins then."""
        if self.on_the_wall:
            return Local(begins.shown + self.by, begins.zone).at
        return begins.at + self.by


@dataclass(frozen=True)
class Times:
    """Reads the times of events, those that name no zone by the site's clock."""

    site: tzinfo
    zones: Zones

    def local(self, name: str, value: Any) -> Local:  # noqa: ANN401 - whatever the file holds
        """A time of an event, or a ValueError."""
        if isinstance(value, list):
            raise ValueError(_("{name} stands there twice").format(name=name))  # noqa: TRY004
        if isinstance(value, vBroken) or not hasattr(value, "dt"):
            sentence = _("{name} is no time: {value}")
            raise ValueError(sentence.format(name=name, value=str(value)[:60]))
        return self.read(value.dt, str(value.params.get("TZID", "")))

    def read(self, told: Any, tzid: str) -> Local:  # noqa: ANN401
        """The same of what a list of times holds."""
        if not isinstance(told, datetime):
            if isinstance(told, date):
                return Local(datetime(told.year, told.month, told.day), self.site, whole_day=True)  # noqa: DTZ001 - its zone stands beside it
            raise ValueError(_("{value} is no time").format(value=str(told)[:60]))
        shown = told.replace(tzinfo=None)
        if tzid:
            return Local(shown, self.zones.find(tzid))
        return Local(shown, self.site if told.tzinfo is None else UTC)

    def length(self, event: Component, begins: Local) -> Length:
        """How long an event is; a ValueError where it does not say."""
        if "DTEND" in event:
            ends = self.local("DTEND", event["DTEND"])
            same = ends.zone == begins.zone
            by = ends.shown - begins.shown if same else ends.at - begins.at
            found = Length(by, on_the_wall=same)
        elif "DURATION" in event:
            told = getattr(event["DURATION"], "dt", None)
            if not isinstance(told, timedelta):
                raise ValueError(_("DURATION is no length of time"))
            found = Length(told, on_the_wall=not told % _DAY)
        elif begins.whole_day:
            found = Length(_DAY)
        else:
            raise ValueError(_("it does not say when it ends"))
        if found.by <= timedelta(0):
            raise ValueError(_("it ends before it begins"))
        return found


def repeats(event: Component) -> bool:
    """Whether an event takes place more than once."""
    return "RRULE" in event or "RDATE" in event


def occurrences(event: Component, begins: Local, times: Times) -> dict[datetime, Local]:
    """Every date of an event by the instant when it would begin; those left out are left out."""
    found = {begins.at: begins}
    if "RRULE" in event:
        found |= {each.at: each for each in _by_rule(event["RRULE"], begins, times)}
    found |= {each.at: each for each in _listed(event, "RDATE", times)}
    out = list(_listed(event, "EXDATE", times))
    days = {each.shown.date() for each in out if each.whole_day}
    instants = {each.at for each in out}
    if len(found) > LONGEST.dates:
        raise _not_allowed()
    return {
        at: each
        for at, each in found.items()
        if at not in instants and each.shown.date() not in days
    }


def _listed(event: Component, name: str, times: Times) -> Iterator[Local]:
    if name not in event:
        return
    held: Any = event[name]
    for each in held if isinstance(held, list) else [held]:
        if isinstance(each, vBroken) or not hasattr(each, "dts"):
            sentence = _("{name} is no time: {value}")
            raise ValueError(sentence.format(name=name, value=str(each)[:60]))
        tzid = str(each.params.get("TZID", ""))
        for one in each.dts:
            told = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            yield times.read(told, tzid)


def _by_rule(said: Any, begins: Local, times: Times) -> Iterator[Local]:  # noqa: ANN401
    if isinstance(said, list | vBroken) or not hasattr(said, "to_ical"):
        raise ValueError(_("its RRULE cannot be read"))
    parts = dict(each.partition("=")[::2] for each in said.to_ical().decode().split(";"))
    if "FREQ" not in parts:
        raise _unreadable()
    count = parts.pop("COUNT", None)
    parts.pop("UNTIL", None)
    until = _until(said.get("UNTIL"), begins, times)
    rule = Rule(";".join(f"{name}={value}" for name, value in parts.items()), None, None)
    last = until.astimezone(begins.zone).date() if until else None
    rule = Rule(rule.text, last, int(count) if count else None)
    for day in _dates(rule, begins.shown.date()):
        each = Local(
            datetime.combine(day, begins.shown.time()), begins.zone, whole_day=begins.whole_day
        )
        if until is None or each.at <= until:
            yield each


def _until(said: Any, begins: Local, times: Times) -> datetime | None:  # noqa: ANN401
    """The instant after which the rule has no more dates: of a day alone, its end."""
    if not said:
        return None
    told = said[0]
    if isinstance(told, datetime):
        return times.read(told, "").at if told.tzinfo else Local(told, begins.zone).at
    read = times.read(told, "")
    return Local(read.shown + _DAY - timedelta(seconds=1), begins.zone).at


def _dates(rule: Rule, first: date) -> tuple[date, ...]:
    """The dates of a rule; a ValueError in words where it has none, or too many."""
    found = _computed(rule, first)
    if isinstance(found, str):
        error = _FAULTS.get(found, _not_allowed)()
        raise error
    return found


@lru_cache(maxsize=1024)
def _computed(rule: Rule, first: date) -> tuple[date, ...] | str:
    """The dates of a rule, or why it has none: a rule without any takes long to find out."""
    try:
        return tuple(recurrence.dates(rule, first, LONGEST))
    except RuleError as error:
        return error.why
    except (LookupError, ArithmeticError, ValueError):
        return recurrence.UNREADABLE


def _not_allowed() -> ValueError:
    sentence = _(
        "it repeats without an end, or too often; the longest series taken in has {dates} dates"
        " within {years} years"
    )
    return ValueError(sentence.format(dates=LONGEST.dates, years=LONGEST.days // 366))


def _unreadable() -> ValueError:
    return ValueError(_("its RRULE is none by days, weeks, months or years"))


def _no_dates() -> ValueError:
    return ValueError(_("its RRULE has no date at all"))


_FAULTS = {recurrence.UNREADABLE: _unreadable, recurrence.NO_DATES: _no_dates}

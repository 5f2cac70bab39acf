"""A series before it is kept: every date, who has the room then, and what the clocks make of it.

Shown while it is typed and looked at once more when it is kept, by the same rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.kinds import short
from deskterm.core.reader import Reader, Row
from deskterm.core.series_words import Shift
from deskterm.core.site import Site
from deskterm.core.words import _
from deskterm.desks.rooms import misread, queries, recurrence, rules
from deskterm.desks.rooms.recurrence import Change, Limit, Occurrence, Rule, RuleError
from deskterm.desks.rooms.rules import Taken, Wall

if TYPE_CHECKING:
    from deskterm.desks.rooms.series.forms import NewSeries

DATES, DAYS = "series_dates", "series_days"
"""The settings of a site for the longest series."""


class Seen(NamedTuple):
    """What is looked at, and when."""

    reader: Reader
    site: Site
    now: datetime


class Times(NamedTuple):
    """From one time of day to another, in a room."""

    begins: time
    ends: time
    room: Row


@dataclass(frozen=True)
class Date:
    """One date of a series, where and when it would take place."""

    day: date
    room: Row
    begins: Wall
    ends: Wall
    held_from: datetime
    held_to: datetime
    moved: bool = False
    dropped: bool = False
    taken: Taken | None = None
    """Who has the room; of no case where it is another date of the same series."""
    closed: bool = False
    """Whether the room is not open then."""

    @property
    def free(self) -> bool:
        """Whether it would be kept."""
        return not self.dropped and self.taken is None

    @property
    def odd(self) -> bool:
        """Whether the clocks skip or double one of its times."""
        return any(each.skipped or each.doubled for each in (self.begins, self.ends))


@dataclass(frozen=True)
class Plan:
    """A series as it would be kept."""

    rule: Rule
    times: Times
    dates: Sequence[Date]
    lacking: Sequence[str]
    """Dates of the rule that their months lack."""
    changes: Sequence[Change]
    """When the clocks change between its dates."""

    @property
    def kept(self) -> list[Date]:
        """What would be booked."""
        return [each for each in self.dates if each.free]

    @property
    def taken(self) -> list[Date]:
        """What others have, and nobody decided about."""
        return [each for each in self.dates if each.taken and not each.dropped]


def limit(site: Site) -> Limit:
    """The longest series of this site."""
    shipped = Limit()
    return Limit(site.number(DATES, shipped.dates), site.number(DAYS, shipped.days))


def plan(seen: Seen, form: NewSeries) -> Plan:
    """Every date that a form asks for, or why there is none, in a sentence."""
    misread.refuse(form.words, dated=form.date is not None)
    room = room_of(seen, form.room)
    since = form.date or seen.site.local(seen.now).date()
    times = Times(form.period.start, form.period.end, room)
    first, occurrences = _occurrences(seen, form, since)
    _refuse_strangers(occurrences, [*form.drops, *(each.day for each in form.shifts)])
    shifts = {each.day: each for each in form.shifts}
    dates = [
        replace(_date(seen, times, each, shifts.get(each.day)), dropped=each.day in form.drops)
        for each in occurrences
    ]
    rule = Rule(recurrence.whole(form.rule, first), form.until, form.count)
    last = form.until or occurrences[-1].day
    return Plan(
        rule,
        times,
        checked(seen, dates),
        recurrence.lacking(rule.text, first, last),
        recurrence.changes(occurrences, seen.site.zone),
    )


def _occurrences(seen: Seen, form: NewSeries, since: date) -> tuple[date, list[Occurrence]]:
    most = limit(seen.site)
    rule = Rule(form.rule, form.until, form.count)
    try:
        first = recurrence.first_date(form.rule, since)
        found = recurrence.expand(
            rule, first, form.period.start, form.period.end, seen.site.zone, most
        )
    except RuleError as error:
        raise Refusal(why_not(error, most, since)) from error
    return first, found


def why_not(error: RuleError, most: Limit, since: date) -> str:
    """Why a rule has no dates that can be kept, with what would be right."""
    last = since + timedelta(days=most.days)
    sentences = {
        recurrence.ENDLESS: _(
            "A series ends: add until {last} at the latest, or 10 times, {dates} at the most."
        ),
        recurrence.TOO_LONG: _(
            "That series is too long: {dates} dates until {last} are the most; end it earlier."
        ),
        recurrence.NO_DATES: _("That series has no date: its last day lies before its first."),
        recurrence.UNREADABLE: _(
            "That is no rule that can be kept; say daily, weekly mo we, monthly 31 or the like."
        ),
    }
    return sentences[error.why].format(dates=most.dates, last=last)


def room_of(seen: Seen, code: str) -> Row:
    """The room with this code, or a sentence with those there are."""
    known = {each["code"]: each for each in queries.rooms(seen.reader)}
    if found := known.get(code):
        return found
    sentence = _("There is no room {code}; there are {rooms}.")
    raise NotFound(sentence.format(code=short(code), rooms=", ".join(sorted(known))))


def _refuse_strangers(occurrences: Sequence[Occurrence], named: Sequence[date]) -> None:
    """A date that is left out or moved is one of the rule's."""
    days = [each.day for each in occurrences]
    for day in named:
        if day not in days:
            near = sorted(sorted(days, key=lambda each: abs(each - day))[:2])
            sentence = _("{date} is no date of this series; the nearest are {near}.")
            said = ", ".join(f"{each}" for each in near)
            raise Refusal(sentence.format(date=day, near=said))


def _date(seen: Seen, times: Times, occurrence: Occurrence, shift: Shift | None) -> Date:
    """One date, where it is or where it goes; a new beginning keeps its length."""
    if shift is None:
        return at(times.room, occurrence)
    room = room_of(seen, shift.room) if shift.room else times.room
    begins, ends = shift.start or times.begins, shift.end or times.ends
    if shift.start and not shift.end:
        shown, until = rules.period(occurrence.day, times.begins, times.ends)
        ends = (datetime.combine(occurrence.day, begins) + (until - shown)).time()
    day = shift.to or occurrence.day
    there = recurrence.occurrence(day, begins, ends, seen.site.zone)
    return replace(at(room, there), day=occurrence.day, moved=True)


def at(room: Row, occurrence: Occurrence) -> Date:
    """A date in this room, with the room's set-up and clearing."""
    begins, ends = occurrence.begins, occurrence.ends
    return Date(occurrence.day, room, begins, ends, *queries.hold(room, begins.at, ends.at))


def checked(seen: Seen, dates: Sequence[Date], own: Collection[int] = ()) -> list[Date]:
    """These dates with who has their rooms; the bookings of the cases `own` are in nobody's way."""
    found: list[Date] = []
    earlier: dict[int, list[Taken]] = {}
    for each in dates:
        mine = earlier.setdefault(each.room["id"], [])
        taken = next(_others(seen, each, mine, own), None)
        shut = queries.closed(seen.reader, each.room, each.begins, each.ends)
        now = replace(each, taken=taken, closed=shut)
        if now.free:
            mine.append(Taken(0, each.begins.at, each.ends.at, each.held_from, each.held_to))
        found.append(now)
    return found


def _others(
    seen: Seen, wanted: Date, mine: Sequence[Taken], own: Collection[int]
) -> Iterator[Taken]:
    """What stands in the way of a date: other bookings first, then earlier dates of the series."""
    held = queries.held(seen.reader, wanted.room["id"], wanted.held_from, wanted.held_to)
    others = (each for each in held if each.has(seen.now) and each.case_id not in own)
    yield from rules.clashes(wanted.held_from, wanted.held_to, others)
    yield from rules.clashes(wanted.held_from, wanted.held_to, mine)

"""A meeting as it is asked for: which room, from when to when, and what it needs there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.kinds import Period, short
from deskterm.core.reader import Row
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import misread, queries, rules
from deskterm.desks.rooms.forms import NewBooking
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.rules import Wall


class Part(NamedTuple):
    """Which date of which series a meeting is."""

    series_id: int
    occurrence: date


@dataclass(frozen=True)
class Wanted:
    """A meeting as it was asked for."""

    room: Row
    begins: Wall
    ends: Wall
    held_from: datetime
    held_to: datetime
    people: int | None = None
    features: tuple[str, ...] = ()
    case_id: int | None = None
    """The booking that is moved: it does not stand in its own way."""
    part: Part | None = None


@dataclass(frozen=True)
class Needs:
    """What a meeting needs of a room besides its time."""

    people: int | None = None
    features: tuple[str, ...] = ()
    case_id: int | None = None


def asked(work: Work, form: NewBooking) -> Wanted:
    """What a form asks for; today where it names no date."""
    misread.refuse(form.words, dated=form.date is not None)
    needs = Needs(form.people, form.features)
    return at(work, room(work, form.room), form.date or today(work), form.period, needs)


def at(work: Work, chosen: Row, day: date, period: Period, needs: Needs) -> Wanted:
    """A meeting in this room on this day."""
    start, end = bounds(work, day, period)
    hold = queries.hold(chosen, start.at, end.at)
    return Wanted(chosen, start, end, *hold, needs.people, needs.features, needs.case_id)


def bounds(work: Work, day: date, period: Period) -> tuple[Wall, Wall]:
    """Both ends of a period on the site's wall clock."""
    begins, ends = rules.period(day, period.start, period.end)
    return on_the_wall(work, begins), on_the_wall(work, ends)


def on_the_wall(work: Work, shown: datetime) -> Wall:
    """A time of the site's wall clock; refused where the clock skips it."""
    wall = rules.on_the_wall(shown, work.office.site.zone)
    if wall.skipped:
        sentence = _("On {date} the clocks skip {time}; the next time there is: {next}.")
        times = {"time": f"{shown:%H:%M}", "next": f"{wall.shown:%H:%M}"}
        raise Refusal(sentence.format(date=shown.date(), **times))
    return wall


def kept(work: Work, booking: Booking, chosen: Row | None = None) -> Wanted:
    """A booking as if it were asked for now, in its room or another."""
    zone = work.office.site.zone
    start, end = (
        Wall(each.astimezone(zone).replace(tzinfo=None), each, skipped=False, doubled=False)
        for each in (booking.start_at, booking.end_at)
    )
    if chosen is None:
        own = room_by_id(work, booking.room_id)
        hold = booking.held_from, booking.held_to
        return Wanted(own, start, end, *hold, booking.people, (), booking.case_id)
    hold = queries.hold(chosen, start.at, end.at)
    return Wanted(chosen, start, end, *hold, booking.people, (), booking.case_id)


def today(work: Work) -> date:
    """The site's date."""
    return work.office.site.local(work.now).date()


def room(work: Work, code: str) -> Row:
    """The room with this code, or a sentence with those there are."""
    known = {each["code"]: each for each in queries.rooms(work.reader)}
    if found := known.get(code):
        return found
    sentence = _("There is no room {code}; there are {rooms}.")
    raise NotFound(sentence.format(code=short(code), rooms=", ".join(sorted(known))))


def room_by_id(work: Work, room_id: int) -> Row:
    """A room, also one that is no longer in use."""
    row = work.reader.row("SELECT * FROM rooms WHERE id = :id", id=room_id)
    if row is None:
        raise LookupError(room_id)
    return row

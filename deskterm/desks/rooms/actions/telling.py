"""How the rooms desk says who, when and which room."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import numbers
from deskterm.core.reader import Row
from deskterm.core.tables import Case
from deskterm.core.words import pick
from deskterm.core.work import Work
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.rules import Taken


def room_name(room: Row, prefix: str = "") -> str:
    """A room's name in the language spoken."""
    name = room[f"{prefix}name"]
    return pick({"en": room[f"{prefix}english"] or name, "zh": name})


def room_of(work: Work, booking: Booking) -> str:
    """The name of the room that a booking has."""
    row = queries.booking(work.reader, booking.case_id) or {}
    return room_name(row, "room_")


def holder(work: Work, taken: Taken) -> str:
    """Who has the room; where no department was said, the meeting's name and number."""
    booking = queries.booking(work.reader, taken.case_id) or {}
    number = _number(work, taken.year, taken.number)
    words = booking.get("words")
    return taken.holder or (f"{words} ({number})" if words else number)


def spoken(work: Work, case: Case) -> str:
    """The number of a booking as it is said."""
    return _number(work, case.year, case.number)


def _number(work: Work, year: int, number: int) -> str:
    return numbers.spoken("B", year, number, work.office.site.local(work.now).year)


def time_(work: Work, at: datetime, beside: datetime | None = None) -> str:
    """A time of day, with its date unless that is today's or that of what it stands beside."""
    local = work.office.site.local
    shown = local(at)
    plain = shown.date() == local(beside or work.now).date()
    return f"{shown:%H:%M}" if plain else f"{shown:%Y-%m-%d %H:%M}"


def span(work: Work, start: datetime, end: datetime) -> str:
    """From when to when, with the date unless it is today's."""
    return f"{time_(work, start)}-{work.office.site.local(end):%H:%M}"


def booked_span(work: Work, booking: Booking) -> str:
    """The time of a booking."""
    return span(work, booking.start_at, booking.end_at)

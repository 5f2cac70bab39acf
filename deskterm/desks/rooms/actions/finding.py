"""Rooms by what is needed of them, and the line that books one."""

from __future__ import annotations

from datetime import date

from deskterm.core.errors import NotFound
from deskterm.core.kinds import Period
from deskterm.core.lexicon import equipment
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.actions import wanted
from deskterm.desks.rooms.actions.telling import room_name, span
from deskterm.desks.rooms.forms import FindRoom


def find_room(work: Work, form: FindRoom) -> Receipt:
    """The rooms that are free and fit, the smallest first: a line each, with what books it."""
    begins, ends = wanted.bounds(work, form.date or wanted.today(work), form.period)
    fit = queries.fitting(work.reader, work.now, (begins, ends), form.people, form.features)
    if not fit:
        sentence = _("No room is free {span} that fits.")
        raise NotFound(sentence.format(span=span(work, begins.at, ends.at)))
    offers = tuple((room_said(room), book_line(room, form)) for room in fit)
    return Receipt("", "\n".join(" · ".join(offer) for offer in offers), offers=offers)


def room_said(room: Row) -> str:
    """A room in few words: its code, its name, how many it holds, what is in it."""
    has = equipment(room["features"].split())
    seats = pick({"en": f"{room['capacity']}p", "zh": f"{room['capacity']}人"})
    return f"{room['code']} {room_name(room)} {seats} {has}".strip()


def book_line(room: Row, form: FindRoom) -> str:
    """The line that books this room for what was searched; more can be typed behind it."""
    people = f"{form.people}p" if form.people else ""
    said = [room["code"], _dated(form.date), _spanned(form.period), people, *form.features]
    return " ".join(["book", *filter(None, said)])


def _dated(day: date | None) -> str:
    return day.isoformat() if day else ""


def _spanned(period: Period) -> str:
    return f"{period.start:%H:%M}-{period.end:%H:%M}"

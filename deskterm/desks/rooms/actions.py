"""What the rooms desk changes: a room is booked, a booking is cancelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.kinds import short
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.undo import Line
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.rooms import queries, rules
from deskterm.desks.rooms.forms import CancelBooking, NewBooking
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.rules import Taken, Wall

ORDINARY = 2
LATE = timedelta(minutes=15)
"""A meeting that began this long ago is questioned: another day was probably meant."""


class RoomTaken(Refusal):
    """The room is held by another booking; the sentence says who, until when, and what is free."""


@dataclass(frozen=True)
class _Wanted:
    """A meeting as it was asked for."""

    room: Row
    begins: Wall
    ends: Wall
    held_from: datetime
    held_to: datetime


def book(work: Work, form: NewBooking) -> Receipt:
    """Book a room and start the clocks of its playbook, or refuse with RoomTaken."""
    work.require("room.book")
    wanted = _wanted(work, form)
    room, start, end = wanted.room, wanted.begins.at, wanted.ends.at
    _refuse_if_taken(work, wanted, form.people)
    if not form.anyway:
        _ask(work, wanted, form.people)
    large = ("large",) if room["size"] == "large" else ()
    flags = " ".join((*large, *form.flags))
    case = work.open_case("B", "rooms", ORDINARY, room_id=room["id"], flags=flags)
    booking = work.keep(
        Booking(
            case_id=case.id,
            room_id=room["id"],
            start_at=start,
            end_at=end,
            held_from=wanted.held_from,
            held_to=wanted.held_to,
            holder=form.holder or "",
            people=form.people,
            wants=" ".join(form.wants),
        )
    )
    facts = {"booking": booking.id, "room": room["id"], "start": start, "end": end}
    work.record("room.booked", case.id, **facts, entered_later=start < work.now)
    _write(work, case.id, form)
    steps.set_moments(work, case, {"start": start, "end": end})
    steps.start(work, case, f"room-{room['size']}")
    _index(work, case, wanted, form)
    return _receipt(work, case, wanted)


def _wanted(work: Work, form: NewBooking) -> _Wanted:
    room = _room(work, form.room)
    day = form.date or work.office.site.local(work.now).date()
    begins, ends = rules.period(day, form.period.start, form.period.end)
    start, end = _on_the_wall(work, begins), _on_the_wall(work, ends)
    return _Wanted(room, start, end, *queries.hold(room, start.at, end.at))


def _on_the_wall(work: Work, shown: datetime) -> Wall:
    wall = rules.on_the_wall(shown, work.office.site.zone)
    if wall.skipped:
        sentence = _("On {date} the clocks skip {time}; the next time there is: {next}.")
        times = {"time": f"{shown:%H:%M}", "next": f"{wall.shown:%H:%M}"}
        raise Refusal(sentence.format(date=shown.date(), **times))
    return wall


def _room(work: Work, code: str) -> Row:
    known = {room["code"]: room for room in queries.rooms(work.reader)}
    if room := known.get(code):
        return room
    sentence = _("There is no room {code}; there are {rooms}.")
    raise NotFound(sentence.format(code=short(code), rooms=", ".join(sorted(known))))


def _refuse_if_taken(work: Work, wanted: _Wanted, people: int | None) -> None:
    held = queries.held(work.reader, wanted.room["id"], wanted.held_from, wanted.held_to)
    if not rules.clashes(wanted.held_from, wanted.held_to, held):
        return
    later = queries.following(work.reader, wanted.room["id"], held[0].held_from)
    begin = rules.next_free(wanted.held_from, wanted.held_to, later)
    setup = wanted.begins.at - wanted.held_from
    told = {
        "room": _name(wanted.room),
        "span": _span(work, held[0].start, held[0].end),
        "holder": _holder(work, held[0]),
        "free": _time(work, begin + setup, beside=wanted.begins.at),
    }
    others = _others(work, wanted, people)
    if not others:
        sentence = _("{room} is taken {span} by {holder}; free from {free}.")
    elif abs(wanted.begins.at - work.now) <= LATE:
        sentence = _("{room} is taken {span} by {holder}; free from {free}, or {other} now.")
    else:
        sentence = _("{room} is taken {span} by {holder}; free from {free}, or {other} at {start}.")
    other = _name(others[0]) if others else ""
    raise RoomTaken(sentence.format(**told, other=other, start=_time(work, wanted.begins.at)))


def _others(work: Work, wanted: _Wanted, people: int | None) -> list[Row]:
    """Other rooms that are free for it and hold the people, the most alike first."""
    free = queries.free(work.reader, wanted.begins.at, wanted.ends.at)
    size, capacity = wanted.room["size"], wanted.room["capacity"]
    fit = [
        room
        for room in free
        if room["id"] != wanted.room["id"] and room["capacity"] >= (people or 1)
    ]
    return sorted(fit, key=lambda room: (room["size"] != size, abs(room["capacity"] - capacity)))


def _ask(work: Work, wanted: _Wanted, people: int | None) -> None:
    """Everything that looks wrong, in one question."""
    doubts: list[str] = []
    nearest: list[str] = []
    if wanted.begins.at < work.now - LATE:
        sentence = _("{time} is past; this would be recorded as entered later.")
        doubts.append(sentence.format(time=_time(work, wanted.begins.at)))
    if rules.turned_round(wanted.begins.shown, wanted.ends.shown):
        sentence = _("{span} goes on past midnight, until {end} the next day.")
        span = _span(work, wanted.begins.at, wanted.ends.at)
        doubts.append(sentence.format(span=span, end=f"{wanted.ends.shown:%H:%M}"))
    if people and people > wanted.room["capacity"]:
        others = _others(work, wanted, people)
        nearest = [room["code"] for room in others]
        sentence = _("{room} holds {capacity}, not {people}.")
        if others:
            sentence = _("{room} holds {capacity}, not {people}; {other} is free and large enough.")
        told = {"room": _name(wanted.room), "other": _name(others[0]) if others else ""}
        doubts.append(sentence.format(**told, capacity=wanted.room["capacity"], people=people))
    if doubts:
        raise Question(" ".join(doubts), nearest)


def _write(work: Work, case_id: int, form: NewBooking) -> None:
    for field, body in (("words", form.words), ("phone", form.phone)):
        if body:
            work.write(case_id, field, body)


def _index(work: Work, case: Case, wanted: _Wanted, form: NewBooking) -> None:
    said = [
        _spoken(work, case.year, case.number),
        wanted.room["name"],
        f"{wanted.begins.shown:%Y-%m-%d %H:%M}-{wanted.ends.shown:%H:%M}",
        form.words or "",
        form.holder or "",
    ]
    number = numbers.full("B", case.year, case.number)
    keys = [number, wanted.room["code"], wanted.room["english"], form.phone or ""]
    body = " ".join(word for word in said if word)
    search.keep(work, search.Doc("booking", case.id, body, " ".join(keys), case.id))


def _receipt(work: Work, case: Case, wanted: _Wanted) -> Receipt:
    number = _spoken(work, case.year, case.number)
    span = _span(work, wanted.begins.at, wanted.ends.at)
    said = [
        _("{number} {room} is booked {span}.").format(
            number=number, room=_name(wanted.room), span=span
        )
    ]
    for wall in (wanted.begins, wanted.ends):
        if wall.doubled:
            sentence = _("{time} comes twice that day; the first is meant.")
            said.append(sentence.format(time=f"{wall.shown:%H:%M}"))
    if wanted.begins.at < work.now - LATE:
        said.append(_("Recorded as entered later."))
    return Receipt(number, " ".join(said), case.id)


def cancel(work: Work, form: CancelBooking) -> Receipt:
    """Free the room, close the case as cancelled, and keep the reason."""
    work.require("room.book")
    case_id = numbers.case_id(work.reader, form.case, work.now)
    booking = work.session.exec(select(Booking).where(Booking.case_id == case_id)).first()
    if booking is None:
        raise Refusal(_("{number} is not a booking.").format(number=form.case))
    case = work.get(Case, case_id)
    number = _spoken(work, case.year, case.number)
    if case.closed_at is not None:
        sentence = _("{number} was closed or cancelled already.")
        raise Refusal(sentence.format(number=number))
    reason = work.write(case_id, "reason", form.words)
    booking.state = "cancelled"
    work.keep(booking)
    work.record("room.cancelled", case_id, booking=booking.id, reason=reason.id)
    steps.close(work, case, "cancelled", "cancelled")
    span = _span(work, booking.start_at, booking.end_at)
    room = queries.booking(work.reader, case_id) or {}
    sentence = _("{number} is cancelled; {room} is free {span}.")
    return Receipt(
        number, sentence.format(number=number, room=_name(room, "room_"), span=span), case_id
    )


def unbook(work: Work, line: Line) -> None:
    """A room was not booked after all: it is free again."""
    booking = work.get(Booking, line["booking"])
    booking.state = "cancelled"
    work.keep(booking)


def rebook(work: Work, line: Line) -> None:
    """A booking was not cancelled after all; the store refuses where the room was taken since."""
    booking = work.get(Booking, line["booking"])
    booking.state = "booked"
    work.keep(booking)


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "room.booked": unbook,
    "room.cancelled": rebook,
}
"""What takes back a journal line of each kind."""


def _name(room: Row, prefix: str = "") -> str:
    name = room[f"{prefix}name"]
    return pick({"en": room[f"{prefix}english"] or name, "zh": name})


def _holder(work: Work, taken: Taken) -> str:
    """Who has the room; where no department was said, the meeting's name and number."""
    booking = queries.booking(work.reader, taken.case_id) or {}
    number = _spoken(work, taken.year, taken.number)
    words = booking.get("words")
    return taken.holder or (f"{words} ({number})" if words else number)


def _spoken(work: Work, year: int, number: int) -> str:
    return numbers.spoken("B", year, number, work.office.site.local(work.now).year)


def _time(work: Work, at: datetime, beside: datetime | None = None) -> str:
    """A time of day, with its date unless that is today's or that of what it stands beside."""
    local = work.office.site.local
    shown = local(at)
    plain = shown.date() == local(beside or work.now).date()
    return f"{shown:%H:%M}" if plain else f"{shown:%Y-%m-%d %H:%M}"


def _span(work: Work, start: datetime, end: datetime) -> str:
    return f"{_time(work, start)}-{work.office.site.local(end):%H:%M}"

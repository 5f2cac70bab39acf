"""Rooms that are held for a while, the waiting list, and what happens when a hold runs out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Deadline
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.actions import doubts, keeping, wanted
from deskterm.desks.rooms.actions.receipts import receipt
from deskterm.desks.rooms.actions.taken import refuse_if_taken
from deskterm.desks.rooms.actions.telling import (
    booked_span,
    room_name,
    room_of,
    span,
    spoken,
    time_,
)
from deskterm.desks.rooms.actions.wanted import Wanted
from deskterm.desks.rooms.forms import FirmUp, HoldRoom, WaitForRoom
from deskterm.desks.rooms.model import Booking

OFFER, OFFER_MINUTES = "room_offer_minutes", 30
"""How long a room that became free is held for whoever waited for it."""


def hold(work: Work, form: HoldRoom) -> Receipt:
    """Hold a room until a time, or refuse with RoomTaken."""
    work.require("room.book")
    expire(work)
    meeting = wanted.asked(work, form)
    refuse_if_taken(work, meeting)
    until = _until(work, form.until, meeting)
    doubts.ask(work, meeting, anyway=form.anyway, reason=form.reason)
    case, _booking = keeping.keep(work, meeting, form, "held", until)
    sentence = _("{number} {room} is held {span} until {until}.")
    said = sentence.replace("{until}", time_(work, until))
    return receipt(work, case, meeting, said)


def _until(work: Work, told: Deadline, meeting: Wanted) -> datetime:
    day: date = told.day or wanted.today(work)
    until = wanted.on_the_wall(work, datetime.combine(day, told.at)).at
    if told.day is None and until <= work.now and meeting.begins.shown.date() > day:
        shown = datetime.combine(day + timedelta(days=1), told.at)
        until = wanted.on_the_wall(work, shown).at
    if until <= work.now:
        raise Refusal(
            _("{time} is past; hold it until a time to come.").format(time=time_(work, until))
        )
    if until > meeting.begins.at:
        sentence = _("A hold ends before its meeting begins, at {start}; or book the room.")
        raise Refusal(sentence.format(start=time_(work, meeting.begins.at)))
    return until


def wait(work: Work, form: WaitForRoom) -> Receipt:
    """Put a meeting on the waiting list; refused where the room is free."""
    work.require("room.book")
    expire(work)
    meeting = wanted.asked(work, form)
    if not queries.held(work.reader, meeting.room["id"], meeting.held_from, meeting.held_to):
        sentence = _("{room} is free {span}: book it.")
        said = span(work, meeting.begins.at, meeting.ends.at)
        raise Refusal(sentence.format(room=room_name(meeting.room), span=said))
    doubts.ask(work, meeting, anyway=form.anyway, reason=form.reason)
    case, booking = keeping.keep(work, meeting, form, "listed")
    before = [each for each in _listed(work, meeting) if each.id < booking.id]
    sentence = _("{number} waits for {room} {span}; {count} before it.")
    said = sentence.replace("{count}", str(len(before)))
    return receipt(work, case, meeting, said)


def firm(work: Work, form: FirmUp) -> Receipt:
    """Book what was held or waited for; refused where others have the room."""
    work.require("room.book")
    expire(work)
    case, booking = keeping.found(work, form.case)
    number = spoken(work, case)
    if booking.state not in {"held", "listed"}:
        said = {
            "booked": _("{number} is booked already."),
            "waiting": _("{number} waits for the office director; say: approve {number}."),
        }
        raise Refusal(said[booking.state].format(number=number))
    meeting = wanted.kept(work, booking)
    refuse_if_taken(work, meeting)
    waits = doubts.needs_word(work, meeting, case.flags.split())
    _turn(work, booking, "room.firmed", "waiting" if waits else "booked")
    keeping.stop_clocks(work, case, "room-hold", "room-offer")
    keeping.start_clocks(work, case, booking)
    sentence = _("{number} {room} is booked {span}.")
    if waits:
        sentence = _("{number} {room} is kept {span} until the office director has said yes.")
    return receipt(work, case, meeting, sentence)


def _turn(
    work: Work, booking: Booking, kind: str, state: str, expires: datetime | None = None
) -> None:
    was = {"was": booking.state, "was_expires": booking.expires_at}
    booking.state, booking.expires_at = state, expires
    work.keep(booking)
    work.record(kind, booking.case_id, booking=booking.id, state=state, **was)


def expire(work: Work) -> list[str]:
    """Let every hold that has run out go, and offer its room to whoever waits; says to whom."""
    said = []
    query = select(Booking).where(Booking.state == "held", col(Booking.expires_at) <= work.now)
    for booking in work.session.exec(query.order_by(col(Booking.expires_at))).all():
        _turn(work, booking, "room.expired", "expired", booking.expires_at)
        steps.close(work, work.get(Case, booking.case_id), "cancelled", "expired")
        said.append(offer(work, wanted.kept(work, booking)))
    return [sentence for sentence in said if sentence]


def offer(work: Work, gone: Wanted) -> str:
    """Hold a room that became free for whoever waited first; answers whom to ring, in words."""
    said = []
    for waiting in _listed(work, gone):
        meeting = wanted.kept(work, waiting)
        held = queries.held(work.reader, waiting.room_id, waiting.held_from, waiting.held_to)
        if held or waiting.start_at <= work.now:
            continue
        minutes = work.office.site.number(OFFER, OFFER_MINUTES)
        until = min(work.now + timedelta(minutes=minutes), meeting.begins.at)
        _turn(work, waiting, "room.offered", "held", until)
        case = work.get(Case, waiting.case_id)
        steps.set_moments(work, case, {"expires": until})
        steps.start(work, case, "room-offer", work.now)
        said.append(_offered(work, case, waiting, until))
    return " ".join(said)


def _offered(work: Work, case: Case, waiting: Booking, until: datetime) -> str:
    phone = work.current(case.id, "phone")
    who = " ".join(word for word in (waiting.holder, phone.body if phone else "") if word)
    sentence = _("{number} waited for {room} {span} and has it until {until}: ring {who}.")
    if not who:
        sentence = _("{number} waited for {room} {span} and has it until {until}.")
    return sentence.format(
        number=spoken(work, case),
        room=room_of(work, waiting),
        span=booked_span(work, waiting),
        until=time_(work, until),
        who=who,
    )


def _listed(work: Work, gone: Wanted) -> list[Booking]:
    """Who waits for a room at any time that a booking held it, whoever came first first."""
    query = select(Booking).where(
        Booking.state == "listed",
        Booking.room_id == gone.room["id"],
        col(Booking.held_from) < gone.held_to,
        col(Booking.held_to) > gone.held_from,
    )
    return list(work.session.exec(query.order_by(col(Booking.id))).all())

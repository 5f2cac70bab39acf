"""A booking goes: cancelled, or nobody came; its room is free, or goes to whoever waited for it."""

from __future__ import annotations

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import holding, keeping, wanted
from deskterm.desks.rooms.actions.telling import booked_span, room_of, spoken, time_
from deskterm.desks.rooms.forms import CancelBooking, NoShow
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.series import exceptions


def cancel(work: Work, form: CancelBooking) -> Receipt:
    """Free the room, close the case as cancelled, and keep the reason."""
    work.require("room.book")
    holding.expire(work)
    case, booking = keeping.found(work, form.case)
    was = booking.state
    if booking.series_id is not None:
        exceptions.keep(work, booking.series_id, str(booking.occurrence), "dropped")
    let_go(work, case, booking, form.words)
    number = spoken(work, case)
    sentence = _("{number} is cancelled; {room} is free {span}.")
    if was == "listed":
        sentence = _("{number} is cancelled; it no longer waits for {room} {span}.")
    said = sentence.format(
        number=number, room=room_of(work, booking), span=booked_span(work, booking)
    )
    offered = "" if was == "listed" else holding.offer(work, wanted.kept(work, booking))
    return Receipt(number, f"{said} {offered}".strip(), case.id)


def let_go(work: Work, case: Case, booking: Booking, why: str) -> None:
    """A booking is cancelled for a reason, and its case with it."""
    reason = work.write(case.id, "reason", why)
    was, booking.state = booking.state, "cancelled"
    work.keep(booking)
    work.record("room.cancelled", case.id, booking=booking.id, reason=reason.id, was=was)
    steps.close(work, case, "cancelled", "cancelled")


def no_show(work: Work, form: NoShow) -> Receipt:
    """Nobody came: free the room from now on; the booking stays on record as not used."""
    work.require("room.book")
    holding.expire(work)
    case, booking = keeping.found(work, form.case)
    number = spoken(work, case)
    if booking.state != "booked":
        raise Refusal(_("{number} is not booked; cancel it.").format(number=number))
    if booking.start_at > work.now:
        sentence = _("{number} begins at {start}; that nobody came is known after that.")
        raise Refusal(sentence.format(number=number, start=time_(work, booking.start_at)))
    booking.state = "no-show"
    work.keep(booking)
    work.record("room.unused", case.id, booking=booking.id, was="booked")
    steps.close(work, case, "cancelled", "no-show")
    sentence = _("{number}: nobody came; {room} is free until {end}.")
    if booking.end_at <= work.now:
        sentence = _("{number}: nobody came; {room} was kept until {end} for nothing.")
    said = sentence.format(
        number=number,
        room=room_of(work, booking),
        end=time_(work, booking.end_at, beside=booking.start_at),
    )
    return Receipt(
        number, f"{said} {holding.offer(work, wanted.kept(work, booking))}".strip(), case.id
    )

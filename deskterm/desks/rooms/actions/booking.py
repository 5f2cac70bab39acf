"""A room is booked: at once, or once the office director has said yes."""

from __future__ import annotations

from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import doubts, holding, keeping, wanted
from deskterm.desks.rooms.actions.receipts import receipt
from deskterm.desks.rooms.actions.taken import refuse_if_taken
from deskterm.desks.rooms.forms import NewBooking


def book(work: Work, form: NewBooking) -> Receipt:
    """Book a room and start the clocks of its playbook, or refuse with RoomTaken."""
    work.require("room.book")
    holding.expire(work)
    meeting = wanted.asked(work, form)
    refuse_if_taken(work, meeting)
    doubts.ask(work, meeting, anyway=form.anyway, reason=form.reason)
    waits = doubts.needs_word(work, meeting, form.flags)
    case, _booking = keeping.keep(work, meeting, form, "waiting" if waits else "booked")
    sentence = _("{number} {room} is booked {span}.")
    if waits:
        sentence = _("{number} {room} is kept {span} until the office director has said yes.")
    return receipt(work, case, meeting, sentence)

"""A booking that waits for the office director gets its word."""

from __future__ import annotations

from deskterm.core import people, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import holding, keeping, wanted
from deskterm.desks.rooms.actions.receipts import receipt
from deskterm.desks.rooms.actions.taken import refuse_if_taken
from deskterm.desks.rooms.actions.telling import booked_span, room_of, spoken
from deskterm.desks.rooms.forms import Approve
from deskterm.desks.rooms.model import Booking


def approve(work: Work, form: Approve) -> Receipt:
    """Book what waited for the director's word, or let it go; who is not the director says whose.

    That the room is still the booking's own is looked at again, by the store as well.
    """
    work.require("room.book")
    holding.expire(work)
    case, booking = keeping.found(work, form.case)
    number = spoken(work, case)
    if booking.state != "waiting":
        raise Refusal(_("{number} waits for nobody's word.").format(number=number))
    if not form.words and (form.off or not people.may(work.person, "room.approve")):
        sentence = _("Add who said so, and how.")
        raise Question(_("Add why it may not be.") if form.off else sentence)
    return (
        _declined(work, form, case, booking) if form.off else _approved(work, form, case, booking)
    )


def _approved(work: Work, form: Approve, case: Case, booking: Booking) -> Receipt:
    meeting = wanted.kept(work, booking)
    refuse_if_taken(work, meeting)
    booking.state = "booked"
    work.keep(booking)
    work.record("room.approved", case.id, booking=booking.id, was="waiting")
    if form.words:
        work.write(case.id, "approval", form.words)
    _tick_word(work, case)
    keeping.start_clocks(work, case, booking)
    return receipt(work, case, meeting, _("{number} is approved: {room} is booked {span}."))


def _tick_word(work: Work, case: Case) -> None:
    """What asked for the director's word is done."""
    runs = {run.id for run in keeping.running(work, case, "room-approval")}
    for step in steps.steps_of(work, case.id):
        if step.run_id in runs and step.state == "open":
            steps.tick(work, step, work.now)


def _declined(work: Work, form: Approve, case: Case, booking: Booking) -> Receipt:
    reason = work.write(case.id, "reason", form.words or "")
    booking.state = "declined"
    work.keep(booking)
    work.record("room.declined", case.id, booking=booking.id, reason=reason.id, was="waiting")
    steps.close(work, case, "cancelled", "declined")
    sentence = _("{number} is not approved; {room} is free {span}.")
    said = sentence.format(
        number=spoken(work, case), room=room_of(work, booking), span=booked_span(work, booking)
    )
    offered = holding.offer(work, wanted.kept(work, booking))
    return Receipt(spoken(work, case), f"{said} {offered}".strip(), case.id)

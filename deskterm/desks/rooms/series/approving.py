"""The office director's word on several dates of a series at once."""

from __future__ import annotations

from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.series_words import said_in
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import approving, keeping
from deskterm.desks.rooms.actions.telling import spoken
from deskterm.desks.rooms.forms import Approve
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.series.reached import listed, reached, series_of


def approve(work: Work, form: Approve) -> Receipt:
    """Book what waited for the director's word, or let it go; of a series also more than one."""
    if not form.reach or form.reach.code == "this":
        return approving.approve(work, form)
    work.require("room.book")
    case, booking = keeping.found(work, form.case)
    if booking.series_id is None:
        words = said_in(form.reach, form.words or "")
        return approving.approve(work, form.model_copy(update={"words": words, "reach": None}))
    row = series_of(work, case, booking)
    waiting = [
        each for each in reached(work, row, booking, form.reach.code) if each.state == "waiting"
    ]
    if not waiting:
        raise Refusal(_("Nothing of this series waits for the office director's word."))
    for each in waiting:
        approving.approve(work, _alone(work, form, each))
    sentence = _sentence(len(waiting), off=form.off)
    said = sentence.format(numbers=listed(work, waiting), count=len(waiting))
    return Receipt(spoken(work, case), said, case.id)


def _sentence(count: int, *, off: bool) -> str:
    """What is said of one date, and of several."""
    if count == 1:
        one = _("{numbers} is approved: {count} date.")
        return _("{numbers} is not approved: {count} date.") if off else one
    several = _("{numbers} are approved: {count} dates.")
    return _("{numbers} are not approved: {count} dates.") if off else several


def _alone(work: Work, form: Approve, booking: Booking) -> Approve:
    case = work.get(Case, booking.case_id)
    number = numbers.full(case.letter, case.year, case.number)
    return Approve(case=number, off=form.off, words=form.words, anyway=form.anyway)

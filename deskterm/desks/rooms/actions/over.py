"""What ends by itself: a hold that ran out, and a booking of which nothing is left to do."""

from __future__ import annotations

from sqlmodel import select

from deskterm.core import reopening, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.actions import holding
from deskterm.desks.rooms.actions.telling import spoken
from deskterm.desks.rooms.model import Booking

USED = "used"
"""The disposition of a booking that took place and was seen to the end."""


MOST = 5
"""So many are closed in one act: whoever keeps a call meanwhile waits for no more."""


def sweep(work: Work) -> tuple[list[str], bool]:
    """Let go what ran out and close what is over; whom to ring, in words, and whether more is."""
    said = holding.expire(work)
    over = queries.over(work.reader, work.now, MOST)
    for case_id in over:
        steps.close(work, work.get(Case, case_id), disposition=USED)
    return said, len(over) == MOST


def settle(work: Work, case_id: int) -> str:
    """Close a booking whose last step this act has ended, once its meeting is over; says so.

    One that was reopened stays open until a step of it is ended anew.
    """
    case = work.get(Case, case_id)
    ended = "SELECT 1 FROM journal WHERE act = :act AND case_id = :case AND kind IN"
    ended += " ('step.done', 'step.skipped') LIMIT 1"
    if case.letter != "B" or case.closed_at is not None:
        return ""
    if not work.reader.value(ended, act=str(work.act), case=case_id):
        return ""
    query = select(Booking).where(Booking.case_id == case_id, Booking.state == "booked")
    booking = work.session.exec(query).first()
    if booking is None or booking.end_at > work.now:
        return ""
    if any(step.state == "open" for step in steps.steps_of(work, case_id)):
        return ""
    steps.close(work, case, disposition=USED)
    return _("{number} is closed: nothing is left to do.").format(number=spoken(work, case))


def reopen(work: Work, case: Case, why: str) -> Receipt:
    """Open a booking again that ended by itself; one that was cancelled is booked anew."""
    work.require("room.book")
    number = spoken(work, case)
    if case.closed_at is None:
        raise Refusal(_("{number} is open already.").format(number=number))
    if case.state != "closed":
        sentence = _("{number} was cancelled: book the room anew, or undo.")
        raise Refusal(sentence.format(number=number))
    work.write(case.id, "reason", why)
    reopening.reopen(work, case)
    return Receipt(number, _("{number} is open again.").format(number=number), case.id)

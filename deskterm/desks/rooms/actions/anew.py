"""What of the rooms desk is in the index, read again from its records."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core import search
from deskterm.core.tables import Case
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import keeping
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.orders import faults

_FAULTS = (
    "SELECT c.id FROM cases c WHERE c.letter = 'B' AND EXISTS ("  # noqa: S608 - constants only
    "SELECT 1 FROM runs r JOIN playbooks b ON b.id = r.playbook_id"
    f" WHERE r.case_id = c.id AND b.name = '{faults.PLAYBOOK}')"
)


def _bookings(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each("SELECT id FROM bookings"):
        booking = work.get(Booking, row["id"])
        case = work.get(Case, booking.case_id)
        with search.as_of(work, case.entered_at):
            doc = keeping.doc(work, case, booking)
        yield doc, case.entered_at


def _faults(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each(_FAULTS):
        case = work.get(Case, row["id"])
        with search.as_of(work, case.entered_at):
            doc = faults.doc(work, case)
        yield doc, case.opened_at


ANEW: search.Anew = {"booking": _bookings, "fault": _faults}
"""How the records of each kind are read again."""

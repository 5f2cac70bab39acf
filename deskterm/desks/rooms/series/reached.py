"""How far a change of a series reaches: this and what follows, or all that is still to come."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select

from deskterm.core.errors import Refusal
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions.telling import spoken
from deskterm.desks.rooms.model import HOLDING, Booking, Series

ONE_BY_ONE = 6
"""So many numbers are said one by one."""


def series_of(work: Work, case: Case, booking: Booking) -> Series:
    """The series of a booking, or a sentence that it has none."""
    if booking.series_id is None:
        sentence = _("{number} belongs to no series; leave out “following” and “all”.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    return work.get(Series, booking.series_id)


def reached(work: Work, row: Series, booking: Booking, reach: str) -> list[Booking]:
    """What of a series is still to come, from this booking on or all of it, by its dates."""
    query = (
        select(Booking)
        .join(Case, col(Case.id) == Booking.case_id)
        .where(
            Booking.series_id == row.id,
            col(Booking.state).in_((*HOLDING, "listed")),
            col(Booking.start_at) > work.now,
            col(Case.closed_at).is_(None),
        )
    )
    if reach == "following":
        query = query.where(col(Booking.occurrence) >= booking.occurrence)
    ordered = query.order_by(col(Booking.occurrence), col(Booking.id))
    return list(work.session.exec(ordered).all())


def listed(work: Work, bookings: Collection[Booking]) -> str:
    """The numbers of these bookings; of many the first and the last."""
    found = [spoken(work, work.get(Case, each.case_id)) for each in bookings]
    return ", ".join(found) if len(found) <= ONE_BY_ONE else f"{found[0]} … {found[-1]}"

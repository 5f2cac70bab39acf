"""How satisfied the caller was: kept with the call, and with its newest closing."""

from __future__ import annotations

from sqlmodel import col, select

from deskterm.core.work import Work
from deskterm.desks.calls.model import Call, Closing


def last_closing(work: Work, case_id: int) -> Closing | None:
    """The row of a call's newest closing, reopened since or not."""
    query = select(Closing).where(Closing.case_id == case_id)
    return work.session.exec(query.order_by(col(Closing.id).desc())).first()


def rate(work: Work, call: Call, rating: int | None) -> None:
    """Keep how satisfied the caller was, with the call and with its newest closing."""
    call.satisfaction = rating
    work.keep(call)
    if closing := last_closing(work, call.case_id):
        closing.satisfaction = rating
        work.keep(closing)

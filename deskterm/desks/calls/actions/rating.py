"""How satisfied the caller was: kept with the call, and with its newest closing."""

from __future__ import annotations

from sqlmodel import col, select

from deskterm.core.undo import Line
from deskterm.core.work import Work
from deskterm.desks.calls.model import Call, Closing


def last_closing(work: Work, case_id: int) -> Closing | None:
    """The row of a call's newest closing, reopened since or not."""
    query = select(Closing).where(Closing.case_id == case_id)
    return work.session.exec(query.order_by(col(Closing.id).desc())).first()


def rate(work: Work, call: Call, rating: int) -> dict[str, int | None]:
    """Keep how satisfied the caller was, with the call and with its newest closing.

    Answers the facts that undoing it needs: a closing at which nobody was asked has no
    mark although the call has one.
    """
    call.satisfaction = rating
    work.keep(call)
    closing = last_closing(work, call.case_id)
    if closing is None:
        return {}
    was, closing.satisfaction = closing.satisfaction, rating
    work.keep(closing)
    return {"closing": closing.id, "was_closing": was}


def unrate(work: Work, call: Call, was: int | None, line: Line) -> None:
    """How satisfied the caller was is as it stood before, with the call and with the closing."""
    call.satisfaction = was
    work.keep(call)
    if line["closing"]:
        closing = work.get(Closing, line["closing"])
        closing.satisfaction = line["was_closing"]
        work.keep(closing)

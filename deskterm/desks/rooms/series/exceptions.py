"""Dates of a series that are not as its rule has them: left out, or moved by hand."""

from __future__ import annotations

from sqlmodel import col, select

from deskterm.core.work import Work
from deskterm.desks.rooms.model import SeriesException


def standing(work: Work, series_id: int) -> dict[str, SeriesException]:
    """The exceptions of a series that hold, by the date that the rule gave."""
    query = select(SeriesException).where(
        SeriesException.series_id == series_id, col(SeriesException.withdrawn_at).is_(None)
    )
    return {each.day: each for each in work.session.exec(query.order_by(col(SeriesException.id)))}


def keep(work: Work, series_id: int, day: str, kind: str) -> None:
    """Remember that a date is not as the rule has it, once: later changes of the series mind it."""
    before = standing(work, series_id).get(day)
    if before is not None and before.kind == kind:
        return
    if before is not None:
        before.withdrawn_at = work.now
        work.keep(before)
    new(work, series_id, day, kind, before.id if before else None)


def new(work: Work, series_id: int, day: str, kind: str, was: int | None = None) -> None:
    """The same of a date of which nothing else is remembered but the exception `was`."""
    kept = work.keep(
        SeriesException(
            series_id=series_id,
            day=day,
            kind=kind,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    facts = {"series": series_id, "exception": kept.id, "day": day, "what": kind, "was": was}
    work.record("series.excepted", **facts)

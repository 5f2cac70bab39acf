"""A series ends earlier, goes on as another, or takes place at other times: its own row of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from deskterm.core.work import Work
from deskterm.desks.rooms.model import Booking, Series, SeriesException
from deskterm.desks.rooms.series import exceptions
from deskterm.desks.rooms.series.planning import Times

CHANGED = ("until_on", "count", "begins", "ends", "room_id", "zone", "first_on", "withdrawn_at")
"""What of a series a change changes."""


def change(work: Work, row: Series, **now: Any) -> None:  # noqa: ANN401 - columns of several types
    """Give a series other values, with its journal line."""
    was = {f"was_{name}": getattr(row, name) for name in now}
    for name, value in now.items():
        setattr(row, name, value)
    work.keep(row)
    work.record("series.changed", series=row.id, changed=" ".join(now), **was)


def end(work: Work, row: Series, last: date) -> None:
    """Let a series end on this day; one of which nothing was left is withdrawn."""
    gone = {"withdrawn_at": work.now} if f"{last}" < row.first_on else {}
    change(work, row, until_on=f"{last}", count=None, **gone)


def retime(work: Work, row: Series, times: Times) -> None:
    """From now on it takes place at these times, in this room."""
    change(
        work,
        row,
        begins=f"{times.begins:%H:%M}",
        ends=f"{times.ends:%H:%M}",
        room_id=times.room["id"],
    )


def begun(work: Work, row: Series) -> bool:
    """Whether a date of it has come: it stays on record as it was."""
    query = select(Booking.id).where(Booking.series_id == row.id, Booking.start_at <= work.now)
    return work.session.exec(query.limit(1)).first() is not None


def split(work: Work, row: Series, since: str) -> Series:
    """The series that goes on from this date, with its bookings and exceptions; the old one ends.

    A series that has no earlier date stays as it is.
    """
    if since <= row.first_on:
        return row
    new = work.keep(Series(**_copied(work, row, since)))
    bookings = _since(work, row, since)
    held = {day: each for day, each in exceptions.standing(work, row.id).items() if day >= since}
    for each in bookings:
        each.series_id = new.id
        work.keep(each)
    for exception in held.values():
        exception.series_id = new.id
        work.keep(exception)
    work.record("series.split", series=row.id, new=new.id, since=since)
    end(work, row, date.fromisoformat(since) - timedelta(days=1))
    return new


def _copied(work: Work, row: Series, since: str) -> dict[str, Any]:
    """The same series from a date on; counted dates become a last day."""
    last = row.until_on or max(
        [each.occurrence or "" for each in _since(work, row, since)]
        + [*exceptions.standing(work, row.id)]
    )
    kept = row.model_dump(exclude={"id", "follows_id", "entered_at", "operator"})
    return kept | {
        "first_on": since,
        "until_on": last,
        "count": None,
        "follows_id": row.id,
        "entered_at": work.now,
        "operator": work.operator,
    }


def _since(work: Work, row: Series, since: str) -> list[Booking]:
    query = select(Booking).where(Booking.series_id == row.id, col(Booking.occurrence) >= since)
    return list(work.session.exec(query.order_by(col(Booking.occurrence))).all())


def join(work: Work, old: int, new: int) -> None:
    """What went on as another series belongs to the one before again."""
    for table in (Booking, SeriesException):
        for each in work.session.exec(select(table).where(table.series_id == new)).all():
            each.series_id = old
            work.keep(each)
    row = work.get(Series, new)
    row.withdrawn_at = work.now
    work.keep(row)

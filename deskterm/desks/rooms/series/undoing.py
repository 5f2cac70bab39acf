"""How each thing that was done with a series is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskterm.core.undo import Line
from deskterm.core.work import Work
from deskterm.desks.rooms.model import Series, SeriesException
from deskterm.desks.rooms.series import splitting


def withdraw(work: Work, line: Line) -> None:
    """There is no such series after all; its bookings go with their own lines."""
    row = work.get(Series, line["series"])
    row.withdrawn_at = work.now
    work.keep(row)


def unexcept(work: Work, line: Line) -> None:
    """A date is as it was remembered before."""
    kept = work.get(SeriesException, line["exception"])
    kept.withdrawn_at = work.now
    work.keep(kept)
    if line["was"]:
        before = work.get(SeriesException, line["was"])
        before.withdrawn_at = None
        work.keep(before)


def unchange(work: Work, line: Line) -> None:
    """A series has the end, the times and the room that it had."""
    row = work.get(Series, line["series"])
    for name in line["changed"].split():
        timed = name == "withdrawn_at"
        setattr(row, name, line.instant(f"was_{name}") if timed else line[f"was_{name}"])
    work.keep(row)


def unsplit(work: Work, line: Line) -> None:
    """A series goes on where it ended."""
    splitting.join(work, line["series"], line["new"])


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "series.kept": withdraw,
    "series.excepted": unexcept,
    "series.changed": unchange,
    "series.split": unsplit,
}
"""What takes back a journal line of each kind."""

"""A day of a room as a bar: set-up, meeting, clearing, closed and now; and where it is free.

Pure: instants in, pieces out. A meeting hides the set-up of another, and now hides one cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from deskterm.core.bars import Bar, Piece, Scale
from deskterm.desks.rooms.rules import Taken, on_the_wall

SETUP, MEETING, UNSETTLED, CLEARING, CLOSED, NOW = ">", "█", "▒", "<", "/", "│"
FIRST, LAST = 7, 23
"""The hours of a day that are always shown; more where something lasts longer."""
SHORTEST = timedelta(minutes=15)
"""What is free for less is no gap."""

Spans = Sequence[tuple[datetime, datetime]]


class Frame(NamedTuple):
    """The stretch of a day that is drawn."""

    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends - self.begins) / _MINUTE)

    def at(self, instant: datetime) -> int:
        """Minutes from its beginning; never outside it."""
        inside = min(max(instant, self.begins), self.ends)
        return int((inside - self.begins) / _MINUTE)

    def has(self, instant: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.begins <= instant < self.ends


_MINUTE = timedelta(minutes=1)


def hours(day: date, zone: tzinfo, taken: Iterable[Taken]) -> tuple[int, int]:
    """From which hour to which a day is drawn, so that nothing of it is left out."""
    first, last = FIRST, LAST
    for each in taken:
        begins = each.held_from.astimezone(zone)
        ends = (each.held_to - _MINUTE).astimezone(zone)
        first = min(first, begins.hour if begins.date() == day else 0)
        last = max(last, ends.hour + 1 if ends.date() == day else 24)
    return first, last


def frame(day: date, zone: tzinfo, shown: tuple[int, int]) -> Frame:
    """Those hours of a day of the wall clock as instants."""
    midnight = datetime.combine(day, time.min)
    begins, ends = (on_the_wall(midnight + timedelta(hours=hour), zone).at for hour in shown)
    return Frame(begins, ends)


def scale(drawn: Frame, zone: tzinfo) -> Scale:
    """The hours that stand above the bars of a frame, as the wall clock shows them."""
    marks = []
    at = drawn.begins
    while at < drawn.ends:
        marks.append((drawn.at(at), f"{at.astimezone(zone):%H}"))
        at += timedelta(hours=1)
    return Scale(drawn.minutes, tuple(marks))


def bar(taken: Sequence[Taken], closed: Spans, drawn: Frame, now: datetime | None = None) -> Bar:
    """A room's day within a frame."""

    def piece(begins: datetime, ends: datetime, sign: str) -> Piece:
        return Piece(drawn.at(begins), drawn.at(ends), sign)

    pieces = [piece(begins, ends, CLOSED) for begins, ends in closed]
    for each in taken:
        pieces.append(piece(each.held_from, each.start, SETUP))
        pieces.append(piece(each.end, each.held_to, CLEARING))
    pieces += [
        piece(each.start, each.end, MEETING if each.state == "booked" else UNSETTLED)
        for each in taken
    ]
    if now is not None and drawn.has(now):
        pieces.append(Piece(drawn.at(now), drawn.at(now) + 1, NOW))
    return Bar(drawn.minutes, tuple(pieces))


def gaps(
    taken: Iterable[Taken], closed: Spans, drawn: Frame, margin: tuple[timedelta, timedelta]
) -> Iterator[tuple[datetime, datetime]]:
    """When a meeting could begin and end, with its own set-up and clearing around it."""
    setup, clear = margin
    shut = [(each.held_from - clear, each.held_to + setup) for each in taken]
    free = drawn.begins
    for begins, ends in sorted([*shut, *closed]):
        until = min(begins, drawn.ends)
        if until - free >= SHORTEST:
            yield free, until
        free = max(free, ends)
    if drawn.ends - free >= SHORTEST:
        yield free, drawn.ends


def from_now(gap: tuple[datetime, datetime], now: datetime) -> tuple[datetime, datetime] | None:
    """What is left of a gap, from the next five minutes on; None where that is too short."""
    step = timedelta(minutes=5)
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    soon = epoch + -(-(now - epoch) // step) * step
    begins, ends = max(gap[0], soon), gap[1]
    return (begins, ends) if ends - begins >= SHORTEST else None

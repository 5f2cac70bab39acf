"""How each thing that was done with rooms is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deskterm.core.tables import Case
from deskterm.core.undo import Line
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import keeping
from deskterm.desks.rooms.actions.moving import PLACED
from deskterm.desks.rooms.model import Booking, Closure


def unbook(work: Work, line: Line) -> None:
    """A room was not booked after all: it is free again."""
    _turn(work, line, "cancelled")


def restore(work: Work, line: Line) -> None:
    """A booking is in the state it was in; the store refuses where the room was taken since."""
    _turn(work, line, line["was"] or "booked")


def unturn(work: Work, line: Line) -> None:
    """A booking is held, or waits, as it did."""
    booking = work.get(Booking, line["booking"])
    booking.expires_at = line.instant("was_expires")
    _turn(work, line, line["was"])


def reopen_room(work: Work, line: Line) -> None:
    """A room was not closed after all."""
    closure = work.get(Closure, line["closure"])
    closure.ended_at = work.now
    work.keep(closure)


def reclose(work: Work, line: Line) -> None:
    """A room is closed as it was."""
    closure = work.get(Closure, line["closure"])
    closure.ended_at = None
    work.keep(closure)


def _turn(work: Work, line: Line, state: str) -> None:
    booking = work.get(Booking, line["booking"])
    booking.state = state
    work.keep(booking)


def move_back(work: Work, line: Line) -> None:
    """A booking is where and when it was; the store refuses where the room was taken since."""
    booking = work.get(Booking, line["booking"])
    case = work.get(Case, booking.case_id)
    for name in PLACED:
        was: Any = line[f"was_{name}"]
        setattr(booking, name, line.instant(f"was_{name}") if name in _TIMES else was)
    case.room_id = booking.room_id
    work.keep(booking)
    work.keep(case)
    keeping.index(work, case, booking)


_TIMES = ("start_at", "end_at", "held_from", "held_to")

UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "room.booked": unbook,
    "room.asked": unbook,
    "room.held": unbook,
    "room.listed": unbook,
    "room.moved": move_back,
    "room.cancelled": restore,
    "room.unused": restore,
    "room.approved": restore,
    "room.declined": restore,
    "room.firmed": unturn,
    "room.expired": unturn,
    "room.offered": unturn,
    "room.closed": reopen_room,
    "room.opened": reclose,
}
"""What takes back a journal line of each kind."""

"""What the rooms desk changes: rooms are booked, bookings are moved, held, approved and go."""

from __future__ import annotations

from deskterm.desks.rooms.actions.approving import approve
from deskterm.desks.rooms.actions.booking import book
from deskterm.desks.rooms.actions.ending import cancel, no_show
from deskterm.desks.rooms.actions.finding import book_line, find_room
from deskterm.desks.rooms.actions.holding import expire, firm, hold, wait
from deskterm.desks.rooms.actions.moving import move
from deskterm.desks.rooms.actions.over import reopen, settle, sweep
from deskterm.desks.rooms.actions.shutting import shut
from deskterm.desks.rooms.actions.taken import RoomTaken
from deskterm.desks.rooms.actions.undoing import UNDOES

__all__ = [
    "UNDOES",
    "RoomTaken",
    "approve",
    "book",
    "book_line",
    "cancel",
    "expire",
    "find_room",
    "firm",
    "hold",
    "move",
    "no_show",
    "reopen",
    "settle",
    "shut",
    "sweep",
    "wait",
]

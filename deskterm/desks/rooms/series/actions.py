"""What can be done with a series."""

from __future__ import annotations

from deskterm.desks.rooms.series.approving import approve
from deskterm.desks.rooms.series.booking import series
from deskterm.desks.rooms.series.changing import cancel, move
from deskterm.desks.rooms.series.undoing import UNDOES

__all__ = ["UNDOES", "approve", "cancel", "move", "series"]

"""What the vehicles desk changes: trips, fuel slips, papers that fall due."""

from deskterm.desks.vehicles.actions.papers import paper
from deskterm.desks.vehicles.actions.slips import slip
from deskterm.desks.vehicles.actions.trips import back, out, send
from deskterm.desks.vehicles.actions.undoing import UNDOES

__all__ = ["UNDOES", "back", "out", "paper", "send", "slip"]

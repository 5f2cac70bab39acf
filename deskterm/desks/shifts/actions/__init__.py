"""What the shifts desk does: signing on and off, the roster, handing a shift over."""

from deskterm.desks.shifts.actions.handing import Open, give, take
from deskterm.desks.shifts.actions.planning import roster
from deskterm.desks.shifts.actions.signing import sign_off, sign_on, verify
from deskterm.desks.shifts.actions.undoing import UNDOES

__all__ = ["UNDOES", "Open", "give", "roster", "sign_off", "sign_on", "take", "verify"]

"""What the vehicles desk changes: trips, fuel slips, papers that fall due."""

from deskterm.desks.vehicles.actions.checks import check, train
from deskterm.desks.vehicles.actions.costs import cost
from deskterm.desks.vehicles.actions.fleet_undoing import UNDOES as FLEET_UNDOES
from deskterm.desks.vehicles.actions.norms import UNDOES as _NORM_UNDOES
from deskterm.desks.vehicles.actions.norms import norm
from deskterm.desks.vehicles.actions.papers import licence, paper
from deskterm.desks.vehicles.actions.renewing import renew
from deskterm.desks.vehicles.actions.repairs import approve, repair
from deskterm.desks.vehicles.actions.requests import cancel, trip
from deskterm.desks.vehicles.actions.slip_changes import UNDOES as _SLIP_UNDOES
from deskterm.desks.vehicles.actions.slip_changes import correct, withdraw
from deskterm.desks.vehicles.actions.slips import slip
from deskterm.desks.vehicles.actions.stock import buy, issue
from deskterm.desks.vehicles.actions.suppliers import shop
from deskterm.desks.vehicles.actions.trips import Going, back, dispatch, out, send
from deskterm.desks.vehicles.actions.undoing import UNDOES as _TRIP_UNDOES

UNDOES = {**_TRIP_UNDOES, **_SLIP_UNDOES, **_NORM_UNDOES}
"""What takes back a journal line of a trip, a slip or a norm."""

__all__ = [
    "FLEET_UNDOES",
    "UNDOES",
    "Going",
    "approve",
    "back",
    "buy",
    "cancel",
    "check",
    "correct",
    "cost",
    "dispatch",
    "issue",
    "licence",
    "norm",
    "out",
    "paper",
    "renew",
    "repair",
    "send",
    "shop",
    "slip",
    "train",
    "trip",
    "withdraw",
]

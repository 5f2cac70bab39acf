"""Every table of the program, gathered from core and desks."""

from __future__ import annotations

from sqlmodel import SQLModel

from deskterm.core import register, tables
from deskterm.desks.calls import model as calls
from deskterm.desks.guards import model as guards
from deskterm.desks.rooms import model as rooms
from deskterm.desks.shifts import model as shifts
from deskterm.desks.vehicles import fleet_model as fleet
from deskterm.desks.vehicles import model as vehicles
from deskterm.shell.forms import model as forms
from deskterm.shell.nightly import model as nights

MODULES = (tables, register, calls, guards, rooms, vehicles, fleet, shifts, nights, forms)
METADATA = SQLModel.metadata

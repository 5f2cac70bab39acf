"""The screens behind F3 to F9, each a list, a record and a form over the desks' own queries."""

from __future__ import annotations

from deskterm.core.site import Site
from deskterm.shell.screens.calls import Calls
from deskterm.shell.screens.find import Find
from deskterm.shell.screens.guards import Guards
from deskterm.shell.screens.records import Records
from deskterm.shell.screens.rooms import Rooms
from deskterm.shell.screens.shift import Shift
from deskterm.shell.screens.vehicles import Vehicles
from deskterm.tui.screen import DeskScreen

_SCREENS = {
    screen.name_: screen for screen in (Calls, Guards, Rooms, Vehicles, Shift, Records, Find)
}


def make(name: str, site: Site) -> DeskScreen:
    """The screen of this name."""
    return _SCREENS[name](site)

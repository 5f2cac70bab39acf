"""`deskterm doctor --reindex`: every record read again, and the whole index written anew.

Nothing of the index is needed for it: one that was lost or spoiled comes back whole, and
a store from before something was put into the index has it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core import search
from deskterm.core.office import Office
from deskterm.core.work import Work
from deskterm.desks.calls.actions.anew import ANEW as CALLS
from deskterm.desks.guards.actions.anew import ANEW as GUARDS
from deskterm.desks.rooms.actions.anew import ANEW as ROOMS
from deskterm.desks.shifts.actions.anew import ANEW as SHIFTS
from deskterm.desks.vehicles.actions.anew import ANEW as VEHICLES
from deskterm.shell.site.anew import registers

ANEW = (registers, *{**CALLS, **GUARDS, **ROOMS, **SHIFTS, **VEHICLES}.values())
"""How all that is in the index is read again."""

_DESTROYED = (
    "SELECT c.id FROM archives x JOIN cases c ON c.year = x.year WHERE x.destroyed_at IS NOT NULL"
    " AND c.letter IN ('C', 'R') AND c.closed_at IS NOT NULL"
)
"""SQL: the cases of years whose texts were destroyed."""


def reindex(office: Office, progress: search.Progress | None = None) -> int:
    """Read every record again and write the index anew, in one act; answers how many are in it."""
    with office.work() as work:
        return search.anew(work, _records(work), progress)


def _records(work: Work) -> Iterator[search.Dated]:
    """All that is to be found, the records of years apart whose texts were destroyed."""
    gone = {row["id"] for row in work.reader.each(_DESTROYED)}
    for read in ANEW:
        yield from (each for each in read(work) if each[0].case_id not in gone)

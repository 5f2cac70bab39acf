"""An event that could not be taken in, beside what of ours it met."""

from __future__ import annotations

from dataclasses import dataclass

from deskterm.core import numbers
from deskterm.core.work import Work
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.rooms.rules import Taken
from deskterm.shell.calendars import queries
from deskterm.shell.calendars.event import Event
from deskterm.shell.calendars.own import agreed
from deskterm.shell.calendars.rooms_named import Rooms
from deskterm.shell.rejects import Reject


@dataclass(frozen=True)
class Sides:
    """Says both sides of what does not fit together."""

    work: Work
    rooms: Rooms
    source: str
    margins: bool

    def reject(self, event: Event, reason: str) -> Reject:
        """The row of a rejects file: their event, and our bookings at that time."""
        local = self.work.office.site.local
        theirs = [event.key, event.words, event.room]
        theirs += [f"{local(at):%Y-%m-%d %H:%M}" for at in (event.start, event.end)]
        met = self._met(event)
        ours = [
            ", ".join(self._number(each) for each in met),
            ", ".join(each.holder for each in met if each.holder),
            ", ".join(
                f"{local(each.start):%Y-%m-%d %H:%M}-{local(each.end):%H:%M}" for each in met
            ),
        ]
        return Reject(event.line, reason, [*theirs, *ours])

    def _met(self, event: Event) -> list[Taken]:
        room = self.rooms.known(event.room)
        if room is None:
            return []
        asked = agreed(event, margins=self.margins)
        since, until = rooms.hold(room, event.start, event.end)
        span = since if asked.setup else event.start, until if asked.clear else event.end
        found = queries.case_of(self.work.reader, self.source, event.key)
        return rooms.held(self.work.reader, room["id"], *span, found[0] if found else None)

    def _number(self, taken: Taken) -> str:
        this_year = self.work.office.site.local(self.work.now).year
        return numbers.spoken("B", taken.year, taken.number, this_year)

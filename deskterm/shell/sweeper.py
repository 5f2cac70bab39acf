"""What ends by itself ends at the console too: looked for now and then, and kept in an act."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskterm.shell.telephone import Telephone

if TYPE_CHECKING:
    from deskterm.core.office import Office
    from deskterm.core.reader import Reader

HOLDS_EVERY = timedelta(seconds=3)
ENDS_EVERY = timedelta(minutes=1)
"""How often it is looked whether a hold has run out, and whether a meeting is over."""


class Sweeper(Telephone):
    """Lets holds go that have run out, and closes bookings that are over; writes only then."""

    _holds_at: datetime | None = None
    _ends_at: datetime | None = None

    def every_second(self) -> None:
        """Look, every few seconds, in the thread that reads."""
        super().every_second()
        now = self.office.now()
        if self._holds_at and now - self._holds_at < HOLDS_EVERY:
            return
        self._holds_at = now
        ends = self._ends_at is None or now - self._ends_at >= ENDS_EVERY
        if ends:
            self._ends_at = now
        self.ask("sweep", partial(_wanted, ends), self._sweep_if)

    def _sweep_if(self, wanted: bool) -> None:  # noqa: FBT001 - the answer of a query
        if wanted:
            self.run_worker(self._sweep(), group="swept", exit_on_error=False)

    async def _sweep(self) -> None:
        for sentence in await self._in(self._writes, partial(sweep, self.office)):
            self.say(sentence)


def _wanted(ends: bool, reader: Reader, now: datetime) -> bool:  # noqa: FBT001 - bound first
    from deskterm.desks.rooms import queries  # noqa: PLC0415 - behind the first frame

    return queries.run_out(reader, now) or (ends and bool(queries.over(reader, now)))


def sweep(office: Office) -> list[str]:
    """Keep, in an act of nobody's, what ended by itself; answers whom to ring, in words."""
    from deskterm.desks.rooms import actions  # noqa: PLC0415 - behind the first frame

    with office.work() as work:
        return actions.sweep(work)

"""What ends by itself ends at the console too: looked for now and then, and kept in an act."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskterm.shell.telephone import Telephone

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        acts = sweep(self.office)
        while (said := await self._in(self._writes, partial(next, acts, None))) is not None:
            for sentence in said:
                self.say(sentence)


def _wanted(ends: bool, reader: Reader, now: datetime) -> bool:  # noqa: FBT001 - bound first
    from deskterm.desks.rooms import queries  # noqa: PLC0415 - behind the first frame

    return queries.run_out(reader, now) or (ends and bool(queries.over(reader, now, 1)))


def sweep(office: Office) -> Iterator[list[str]]:
    """Keep, in acts of nobody's, what ended by itself; after each, whom to ring, in words."""
    from deskterm.desks.rooms import actions  # noqa: PLC0415 - behind the first frame

    is_more = True
    while is_more:
        with office.work() as work:
            said, is_more = actions.sweep(work)
        yield said

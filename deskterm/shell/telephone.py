"""The telephone at the console: who rings stands over the desk line, and one key takes the call."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskterm.core.instants import instant
from deskterm.core.spans import until
from deskterm.core.words import _
from deskterm.shell.parking import Parking
from deskterm.tui.panel import Facts

if TYPE_CHECKING:
    from deskterm.core.reader import Reader, Row
    from deskterm.core.receipt import Receipt
    from deskterm.core.work import Work

LOOKS_EVERY = timedelta(seconds=5)
"""How often one console looks whether a telephone has stopped ringing."""


class RingBar(Facts):
    """A line for each telephone that rings; takes no room while none does."""

    DEFAULT_CSS = """
    RingBar { display: none; height: auto; max-height: 3; padding: 0 1; }
    RingBar.-ringing { display: block; }
    """

    def ring(self, rows: list[Row], now: datetime) -> None:
        """Show who rings, and since when."""
        self.set_class(bool(rows), "-ringing")
        self.show([("", _said(row, now), "life") for row in rows])


def _said(row: Row, now: datetime) -> str:
    who = " ".join([row["phone"] or _("no number"), row["place"], *row["names"][:2]])
    sentence = _("☎ {who} has rung for {time} · Ctrl+Y takes it")
    return sentence.format(who=" ".join(who.split()), time=until(now - instant(row["at"])))


class Telephone(Parking):
    """Rings, is taken at one console, or stops and stands in the queue as missed."""

    rings: list[Row] = []  # noqa: RUF012 - replaced, never changed
    """The telephones that ring now, the first one first."""
    _looked: datetime | None = None

    def look_at_telephone(self) -> None:
        """Read who rings."""
        self.ask("rings", lambda reader, _now: _ringing(reader), self._draw_rings)

    def _draw_rings(self, rows: list[Row]) -> None:
        new = {row["id"] for row in rows} - {row["id"] for row in self.rings}
        self.rings = rows
        self.query_one(RingBar).ring(rows, self.office.now())
        if new:
            self.ring_bell()

    def ring_bell(self) -> None:
        """Sound the terminal's bell, where it may."""

    def every_second(self) -> None:
        """Draw how long it rings; what rang too long is missed."""
        now = self.office.now()
        if not self.rings:
            return
        self.query_one(RingBar).ring(self.rings, now)
        if self._looked is None or now - self._looked >= LOOKS_EVERY:
            self._looked = now
            self.run_worker(self._expire(), group="rings-out", exit_on_error=False)

    async def _expire(self) -> None:
        from deskterm.shell.ring import expire  # noqa: PLC0415 - behind the first frame

        await self._in(self._writes, partial(expire, self.office))

    def action_take(self) -> None:
        """Take the call that rings first: what is half typed is parked, the call is prefilled."""
        if not self.rings:
            self.say(_("No telephone rings."))
            return
        ring = self.rings[0]
        self.act(partial(self._taken, ring), partial(self._prefill, ring), self._not_taken)

    def _taken(self, ring: Row, work: Work) -> Receipt:
        from deskterm.desks.calls.actions import take_ring  # noqa: PLC0415

        return take_ring(work, ring["id"])

    def _not_taken(self, no: Exception) -> None:
        self.say(str(no))
        self.look_at_telephone()

    def _prefill(self, ring: Row, _kept: Receipt) -> None:
        from deskterm.shell.ring import prefill  # noqa: PLC0415

        def then(text: str) -> None:
            if (parked := self.half_typed()) is not None:
                self.put_aside(parked)
            self.action_line()
            self.line.fill(text)

        self.ask("prefill", lambda reader, _now: prefill(reader, ring), then)


def _ringing(reader: Reader) -> list[Row]:
    from deskterm.desks.calls import queries  # noqa: PLC0415

    return queries.ringing(reader)

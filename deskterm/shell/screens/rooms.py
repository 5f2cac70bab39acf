"""F5: rooms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.rooms.states import BOOKING_STATES
from deskterm.shell import board, board_state
from deskterm.shell.screens.base import SiteScreen
from deskterm.shell.where import named, number
from deskterm.tui.panel import Panel
from deskterm.tui.screen import Choice, Listing
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Rooms(SiteScreen):
    """F5: today as bars, and what is booked next."""

    name_, title, verb = "rooms", N_("Rooms"), "book"
    columns = (
        Column("record", N_("No."), 6),
        Column("day", N_("Day"), 5),
        Column("time", N_("Time"), 11),
        Column("room", N_("Room"), 8, grow=True),
        Column("holder", N_("For"), 12, priority=1, grow=True),
        Column("people", N_("People"), 6, priority=2, align="right"),
    )

    def compose(self) -> ComposeResult:
        """The bars of today above the list."""
        with Panel("", id="rooms-today"):
            yield Sheet(board.ROOMS, id="rooms-today-sheet")
        yield from super().compose()

    @property
    def sheet(self) -> Sheet:
        """The list of bookings."""
        return self.query_one("#rooms-sheet", Sheet)

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """A window of the bookings to come."""
        found = rooms.next_bookings(reader, now, limit, offset)
        rows = [self._row(row, now) for row in found]
        total = offset + len(rows) + (len(rows) == limit)
        return Listing(rows, total)

    def _row(self, row: Row, now: datetime) -> Row:
        start, end = (
            self.site.local(instant(row["start_at"])),
            self.site.local(instant(row["end_at"])),
        )
        return {
            "key": row["case_id"],
            "case_id": row["case_id"],
            "record": number(row, now),
            "day": f"{start:%m-%d}",
            "time": f"{start:%H:%M}-{end:%H:%M}",
            "room": named(row, "room_"),
            "holder": _whose(row),
            "people": row["people"],
        }

    def reread(self) -> None:
        """The bars too."""
        super().reread()
        self.console.ask("rooms-today", self._today, self._draw_today)

    def _today(self, reader: Reader, now: datetime) -> list[Row]:
        days = rooms.day(reader, self.site.local(now).date(), self.site.zone, now)
        return board_state.room_rows(days, now, self.site)

    def _draw_today(self, rows: list[Row]) -> None:
        self.query_one("#rooms-today-sheet", Sheet).show(rows, len(rows), 0)
        title = _("Rooms today") + f"  {board_state.hours_heading()}"
        self.query_one("#rooms-today", Panel).retitle(title)

    def case_choices(self, reader: Reader, now: datetime, case_id: int) -> list[Choice]:
        """A booking can be moved, cancelled and noted; more, by the state that it is in."""
        row = reader.row(
            "SELECT c.*, b.state AS booking, b.start_at FROM cases c"
            " LEFT JOIN bookings b ON b.case_id = c.id WHERE c.id = :id",
            id=case_id,
        )
        if row is None or row["closed_at"]:
            return []
        said = number(row, self.site.local(now))
        return [
            *_next_for(row, now, said),
            *([_order(said)] if row["booking"] == "booked" else []),
            Choice(_("Move"), f"move {said} ", unfinished=True),
            Choice(_("Cancel"), f"cancel {said} ", unfinished=True),
            Choice(_("Note"), f"note {said} ", unfinished=True),
        ]


def _order(said: str) -> Choice:
    """Fill in the service order."""
    return Choice(_("Service order"), f"order {said} ", unfinished=True)


def _whose(row: Row) -> str:
    """Who has the room, and whether that is settled."""
    unsettled = "" if row["state"] == "booked" else _(BOOKING_STATES[row["state"]])
    said = (unsettled, row["holder"] or row["words"] or "")
    return " ".join(word for word in said if word)


def _next_for(row: Row, now: datetime, said: str) -> list[Choice]:
    """What comes next for a booking in its state, one key each."""
    if row["booking"] == "waiting":
        return [
            Choice(_("Approve"), f"approve {said} ", unfinished=True),
            Choice(_("Not approved"), f"approve {said} off ", unfinished=True),
        ]
    if row["booking"] == "held":
        return [Choice(_("Book it"), f"firm {said}")]
    if row["booking"] == "booked" and instant(row["start_at"]) <= now:
        return [Choice(_("Nobody came"), f"noshow {said}")]
    return []

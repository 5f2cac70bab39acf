"""F5: rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical

from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.lexicon import equipment
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.shell import room_bars
from deskterm.shell.room_bars import Asked, Sight
from deskterm.shell.screens.base import SiteScreen
from deskterm.shell.where import named, number
from deskterm.tui.bars import Bars, Beside
from deskterm.tui.detail import Choice, Detail
from deskterm.tui.panel import Facts, Line, Panel

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from deskterm.core.site import Site

OFFERED = -1
"""Stands for what was searched, where else a case's id is."""
REDRAWN = 20.0
"""Seconds after which now stands elsewhere."""


class Rooms(SiteScreen):
    """F5: a day of all rooms as bars, or a week of one; what is booked then stands below."""

    name_, title, verb = "rooms", N_("Rooms"), "book"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("record", N_("No."), 5),
        Column("day", N_("Day"), 5, priority=3),
        Column("time", N_("Time"), 11),
        Column("room", N_("Room"), 7, grow=True),
        Column("holder", N_("For"), 8, priority=1, grow=True),
        Column("people", N_("People"), 6, priority=2, align="right"),
    )

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.code = ""
        """The room whose week is shown; blank while a day is."""
        self.day: date | None = None
        """The day that is shown, where it is not today."""
        self.offered = Detail()

    def compose_list(self) -> ComposeResult:
        """The bars, and what is booked below them."""
        with Vertical(id="rooms-left"):
            with Panel(self.title, id="rooms-list"):
                yield Bars(id="rooms-sheet")
                yield Facts(id="rooms-legend")
            with Panel(N_("Booked then"), id="rooms-booked"):
                yield Beside(self.columns, empty=N_("Nothing is booked."), id="rooms-booked-sheet")

    def on_mount(self) -> None:
        """Now moves on by itself, and a new day begins."""
        self.bars.at = self._minute()
        self.set_interval(REDRAWN, self._redraw)

    def _redraw(self) -> None:
        if self.display:
            self.reread()

    def _minute(self) -> int:
        """This moment, in the hours that are always shown."""
        local = self.site.local(self.console.office.now())
        return max(0, 60 * (local.hour - 7) + local.minute)

    @property
    def bars(self) -> Bars:
        """The bars."""
        return self.query_one("#rooms-sheet", Bars)

    @property
    def sheet(self) -> Bars:
        """What has the keys: the bars."""
        return self.bars

    def _asked(self, now: datetime) -> Asked:
        return Asked(self.day or self.site.local(now).date(), self.code)

    def _read(self, offset: int, limit: int) -> None:
        def query(reader: Reader, now: datetime) -> tuple[Sight, list[Row]]:
            seen = room_bars.look(reader, self.site, now, self._asked(now))
            return seen, room_bars.booked(reader, self.site, now, seen)

        self.console.ask("rooms-list", query, self._show)

    def _show(self, found: tuple[Sight, list[Row]]) -> None:
        seen, booked = found
        self.query_one("#rooms-list", Panel).retitle(seen.title)
        self.query_one("#rooms-legend", Facts).show([("", room_bars.legend(), "dim")])
        listed = self.query_one("#rooms-booked-sheet", Beside)
        listed.show(booked, len(booked), 0)
        self.bars.show_under(seen.scale, seen.rows)
        if self.opened is not None:
            self._look_at({"key": self.opened, "case_id": self.opened})
        elif self.selected:
            self._look_at(self.selected)

    @on(Bars.Moved)
    def _follow(self, event: Bars.Moved) -> None:
        """The list below goes along."""
        if event.row is None:
            self.tell(Detail())
        elif event.row["case_id"]:
            self.query_one("#rooms-booked-sheet", Beside).select(event.row["case_id"])

    @on(Bars.Turned)
    def _turned(self, event: Bars.Turned) -> None:
        event.stop()
        now = self.console.office.now()
        self.opened = None
        self.day = self._asked(now).turned(event.by).day if event.by else None
        self.reread()

    @on(Bars.Widened)
    def _widened(self, event: Bars.Widened) -> None:
        event.stop()
        row = self.bars.row
        if row is None:
            return
        self.code, self.day = ("" if self.code else row["code"]), row["day"]
        self.reread()

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The booking; or what is free there, and the lines that book it."""
        if row["case_id"] == OFFERED:
            return self.offered
        free = row.get("free")
        return _free(self.site, now, free) if free else super().detail(reader, now, row)

    def offer(self, lines: Sequence[tuple[str, str]]) -> None:
        """Put lines on the digits: what was searched for, to be booked with one key."""
        choices = [Choice(label, line) for label, line in lines[:9]]
        self.offered = Detail([_("A digit books it.")], choices, _("Free rooms"))
        self.opened = OFFERED
        self.tell(self.offered)
        self.screen.set_focus(self.page)

    @on(SiteScreen.Said)
    def _taken(self) -> None:
        """What was searched has served."""
        self.opened = None

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


def _free(site: Site, now: datetime, free: Row) -> Detail:
    """What is free there and then, and the lines that book it; the end is the operator's."""
    room = free["room"]
    begins, ends = site.local(free["begins"]), site.local(free["ends"])
    today = begins.date() == site.local(now).date()
    said = f"{room['code']} " + ("" if today else f"{begins:%Y-%m-%d} ") + f"{begins:%H:%M}-"
    facts: list[Line] = [
        (_("Free"), f"{begins:%Y-%m-%d %H:%M}-{ends:%H:%M}", "ok"),
        (_("Room"), f"{room['code']} {named(room, '')}"),
        (_("Seats"), str(room["capacity"])),
        (_("Equipped with"), equipment(room["features"].split())),
    ]
    choices = [
        Choice(_("Book"), f"book {said}", unfinished=True),
        Choice(_("Hold"), f"hold {said}", unfinished=True),
    ]
    return Detail([fact for fact in facts if fact[1]], choices, _("Free"))


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

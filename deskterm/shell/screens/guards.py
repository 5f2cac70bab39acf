"""F4: guards."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.guards import queries as guards
from deskterm.shell import board, board_state
from deskterm.shell.details import facts
from deskterm.shell.screens.base import SiteScreen
from deskterm.tui.screen import Choice, Detail, Listing


class Guards(SiteScreen):
    """F4: who is where, since when."""

    name_, title, verb = "guards", N_("Guards"), "status"
    columns = tuple(
        Column(column.name, title, column.width, column.priority, grow=column.grow)
        for column, title in zip(
            board.GUARDS,
            ("", N_("No."), N_("Name"), N_("State"), N_("Where"), N_("Since")),
            strict=True,
        )
    )
    states = ("en-route", "on-scene", "at-hospital", "returning", "available", "break", "off-duty")

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """All guards; a site has few."""
        rows = board_state.guard_rows(guards.roster(reader), now)
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The call he is on, and every status that can follow."""
        chosen = [
            Choice(_(guards.STATES[state]), f"{row.get('code', '')} {state}")
            for state in self.states
        ]
        chosen += [
            Choice(_("Heard of"), f"heard {row.get('code', '')}"),
            Choice(_("Roll call"), "roll"),
        ]
        case_id = row.get("case_id")
        return Detail(facts(reader, self.site, now, case_id) if case_id else (), chosen)

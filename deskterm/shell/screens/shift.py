"""F7: the shift."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from deskterm.core.layout import Column
from deskterm.core.people import ROLES
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.shifts import queries as shifts
from deskterm.desks.shifts.forms import SignOn
from deskterm.shell.screens.base import SiteScreen
from deskterm.shell.where import named
from deskterm.tui.field import TextField
from deskterm.tui.screen import Choice, Detail, Listing

if TYPE_CHECKING:
    from deskterm.core.kinds import FieldSpec


class Shift(SiteScreen):
    """F7: who is on; sign on and off."""

    name_, title, verb = "shift", N_("Shift"), "sign-on"
    columns = (
        Column("code", N_("No."), 10),
        Column("name", N_("Name"), 10, grow=True),
        Column("role", N_("Role"), 18, priority=1),
        Column("console", N_("At"), 8),
    )

    def more_specs(self) -> list[FieldSpec]:
        """Operator and PIN."""
        return list(SignOn.specs())

    form_waits = False

    def take_focus(self) -> None:
        """Somebody wants to sign on: straight into the form, whose PIN is not shown."""
        if self.form:
            self.form.query(TextField).last().password = True
            self.form.focus_first()

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """Everybody who can sign on, who is on first."""
        found = shifts.operators(reader, limit, offset)
        rows = [
            {
                "key": row["id"],
                "code": row["code"],
                "name": named(row, ""),
                "role": _(ROLES[row["role"]]),
                "console": row["console"] or "",
                "_style": "ok" if row["console"] else "",
            }
            for row in found
        ]
        return Listing(rows, offset + len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """Signing off."""
        return Detail((), [Choice(_("Sign off here"), "off")])

"""F9: one box over everything."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Input

from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.search import find
from deskterm.core.words import N_, _
from deskterm.shell.look_up import DOC_KINDS
from deskterm.shell.screens.base import SiteScreen
from deskterm.tui.field import TextField
from deskterm.tui.screen import Detail, Listing

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Find(SiteScreen):
    """F9: one box over everything."""

    name_, title = "find", N_("Find")
    columns = (
        Column("day", N_("Day"), 10, priority=1),
        Column("kind", N_("What"), 9),
        Column("text", N_("Words"), 20, grow=True),
    )

    def compose(self) -> ComposeResult:
        """The box above the list."""
        with Vertical(id="find-box"):
            yield TextField(id="find-words")
        yield from super().compose()

    def take_focus(self) -> None:
        """Into the box."""
        self.screen.set_focus(self.query_one("#find-words", TextField))

    def look_for(self, words: str) -> None:
        """Look for these words, and go to what is found."""
        self.query_one("#find-words", TextField).value = words
        self.screen.set_focus(self.sheet)

    @on(Input.Changed, "#find-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.reread()

    @on(Input.Submitted, "#find-words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self.sheet)

    def _read(self, offset: int, limit: int) -> None:
        self._words = self.query_one("#find-words", TextField).value
        super()._read(offset, limit)

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """The newest records in which the words stand."""
        rows = [
            {
                "key": f"{row['kind']}-{row['ref']}",
                "day": f"{self.site.local(instant(row['at'])):%Y-%m-%d}",
                "kind": _(DOC_KINDS.get(row["kind"]) or str(row["kind"])),
                "text": row["body"],
                "case_id": row["case_id"],
            }
            for row in find(reader, self._words)
        ]
        return Listing(rows, len(rows), _("Find · {count}").format(count=len(rows)))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The case behind it, or the text itself."""
        try:
            return (
                super().detail(reader, now, row)
                if row.get("case_id")
                else Detail([("", row["text"])])
            )
        except NotFound:
            return Detail([("", row["text"])])

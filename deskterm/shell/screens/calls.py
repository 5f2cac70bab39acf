"""F3: calls."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.reader import Reader
from deskterm.core.words import N_, _
from deskterm.desks.calls import queries as calls
from deskterm.shell import board, board_state
from deskterm.shell.screens.base import SiteScreen
from deskterm.tui.detail import Listing


class Calls(SiteScreen):
    """F3: every call, the open ones first."""

    name_, title, verb = "calls", N_("Calls"), "call"
    columns = board.CALLS

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """A window of the calls."""
        counts = calls.counts(reader, now)
        rows = calls.calls(reader, limit, offset, open_first=True)
        title = _("Calls · {open} open · {total} in all").format(**counts)
        return Listing(board_state.call_rows(rows, now, self.site), counts["total"], title)

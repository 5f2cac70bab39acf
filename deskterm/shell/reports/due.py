"""What falls due in the coming week."""

from __future__ import annotations

from datetime import timedelta

from deskterm.core import queue
from deskterm.core.instants import instant
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.board_state import BoardState, due_rows
from deskterm.shell.reports.cells import local

WEEK = timedelta(days=7)

_COLUMNS = (
    Column("due", N_("Due"), 19),
    Column("step", N_("No."), 9),
    Column("title", N_("Step"), 20, grow=True),
    Column("where", N_("Where"), 14, 1),
    Column("who", N_("By"), 16, 2),
)


@report("due", N_("What falls due within a week from now, overdue steps first."))
def due(reader: Reader, asked: Asked) -> Table:
    found = queue.due(reader, 100_000)
    soon = [row for row in found if instant(row["due"]) < asked.now + WEEK]
    soon.sort(key=lambda row: str(row["due"]))
    rows = due_rows(BoardState(due=soon), asked.now)
    times = {row["id"]: local(row["due"], asked.site.zone) for row in soon}
    kept = [
        {**{column.name: row.get(column.name) for column in _COLUMNS}, "due": times[row["key"]]}
        for row in rows
    ]
    return Table(_COLUMNS, kept, _("Due within a week"))

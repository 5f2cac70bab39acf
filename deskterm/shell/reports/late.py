"""What is late now."""

from __future__ import annotations

from deskterm.core import queue
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.board_state import BoardState, due_rows

_COLUMNS = (
    Column("left", N_("Due"), 9, align="right"),
    Column("step", N_("No."), 9),
    Column("title", N_("Step"), 20, grow=True),
    Column("where", N_("Where"), 14),
    Column("who", N_("By"), 16),
)


@report("late", N_("What is past its clock now, by grade and then by time."))
def late(reader: Reader, asked: Asked) -> Table:
    state = BoardState(due=queue.due(reader, 100_000))
    rows = [row for row in due_rows(state, asked.now) if row["_style"] == "overdue"]
    kept = [{column.name: row[column.name] for column in _COLUMNS} for row in rows]
    return Table(_COLUMNS, kept, _("Overdue"))

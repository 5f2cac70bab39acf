"""How many calls of each category, and what became of them."""

from __future__ import annotations

from typing import Any

from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.cells import TOLD, seconds, title

_FIVE_MINUTES = 300
COUNTED = (
    " FROM cases c JOIN calls k ON k.case_id = c.id JOIN categories g ON g.code = k.category"
    f" WHERE {TOLD} AND c.disposition IS NOT 'undone'"
)
"""SQL: the calls of a period; one whose logging was undone is none."""
_REPLY = seconds("c.opened_at", "k.answered_at")
_FIGURES = (
    "count(*) AS calls, sum(c.closed_at IS NULL) AS open, sum(c.state = 'closed') AS closed,"
    " sum(c.state = 'cancelled') AS cancelled, sum(k.answered_at IS NOT NULL) AS answered,"
    f" sum(k.answered_at IS NOT NULL AND {_REPLY} <= {_FIVE_MINUTES}) AS within_5m,"
    " sum(k.answered_at IS NULL) AS unknown"
)
_COLUMNS = (
    Column("category", N_("Category"), 14, grow=True),
    Column("calls", N_("Calls"), 6, align="right"),
    Column("open", N_("Unclosed"), 8, align="right"),
    Column("closed", N_("Closed"), 6, 2, align="right"),
    Column("cancelled", N_("Cancelled"), 9, 2, align="right"),
    Column("answered", N_("Answered"), 8, align="right"),
    Column("within_5m", N_("In 5 min"), 8, align="right"),
    Column("unknown", N_("Unknown"), 8, align="right"),
)


@report("calls", N_("Calls by category: open, closed, answered; unknown counted apart."))
def calls(reader: Reader, asked: Asked) -> Table:
    sql = f"SELECT g.en, g.zh, {_FIGURES}{COUNTED} GROUP BY g.code ORDER BY g.number"
    found = [{"category": title(row), **row} for row in reader.rows(sql, **asked.bounds)]
    return Table(_COLUMNS, [_all(found), *found], _("Calls"))


def _all(found: list[Row]) -> Row:
    names = [column.name for column in _COLUMNS[1:]]
    total: dict[str, Any] = {name: sum(row[name] for row in found) for name in names}
    return {"category": _("all"), **total}

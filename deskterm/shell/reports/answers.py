"""How soon callers had a reply: within five minutes, or the limit that the work has (H1.2)."""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.calls import COUNTED
from deskterm.shell.reports.cells import grouped, seconds, share_of, title

_FIVE_MINUTES = 300
_LIMIT = (
    "CASE WHEN instr(' ' || c.flags || ' ', ' written ') THEN (SELECT max(s.due_at) FROM steps s"
    " WHERE s.case_id = c.id AND s.name LIKE 'written-reply%' AND s.state <> 'off') END"
)
"""SQL: when the written reply of a call is due, by its own procedure's clock; NULL where the
five minutes hold."""
_REPLIES = (
    f"SELECT g.number, g.en, g.zh, {seconds('c.opened_at', 'k.answered_at')} AS reply_s,"
    f" k.answered_at, {_LIMIT} AS limit_at{COUNTED} ORDER BY g.number"
)
_COLUMNS = (
    Column("category", N_("Category"), 16, grow=True),
    Column("limit", N_("Limit"), 8, 1),
    Column("calls", N_("Calls"), 6, align="right"),
    Column("answered", N_("Answered"), 8, 1, align="right"),
    Column("in_time", N_("In time"), 7, align="right"),
    Column("share", N_("Share %"), 7, align="right"),
    Column("median_s", N_("Median s"), 9, align="right"),
    Column("p90_s", N_("90th s"), 9, align="right"),
    Column("unknown", N_("Unknown"), 7, align="right"),
)


@report("answer", N_("From call to reply: in time, median, 90th; written ones apart."))
def answer(reader: Reader, asked: Asked) -> Table:
    found = reader.rows(_REPLIES, **asked.bounds)
    at_once = [row for row in found if row["limit_at"] is None]
    written = [row for row in found if row["limit_at"] is not None]
    rows = [_row(_("all"), _("5 min"), at_once)]
    rows += [_row(name, _("5 min"), of) for name, of in grouped(at_once, title).items()]
    for name, of in grouped(written, title).items():
        rows.append(_row(_("{category}, written").format(category=name), _("its own"), of))
    return Table(_COLUMNS, rows, _("Call to reply"))


def _row(name: str, limit: str, found: Sequence[Row]) -> Row:
    known = [row for row in found if row["reply_s"] is not None]
    spans = [row["reply_s"] for row in known]
    in_time = sum(map(_in_time, known))
    return {
        "category": name,
        "limit": limit,
        "calls": len(found),
        "answered": len(known),
        "in_time": in_time,
        "share": round(100 * in_time / len(known), 1) if known else None,
        "median_s": share_of(spans, 0.5),
        "p90_s": share_of(spans, 0.9),
        "unknown": len(found) - len(known),
    }


def _in_time(row: Row) -> bool:
    if row["limit_at"] is None:
        return bool(row["reply_s"] <= _FIVE_MINUTES)
    return bool(row["answered_at"] <= row["limit_at"])

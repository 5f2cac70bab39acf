"""How soon callers had a reply: within five minutes, or the limit that the work has (H1.2)."""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.calls import COUNTED
from deskterm.shell.reports.cells import seconds, share_of
from deskterm.shell.reports.groups import TIMES, Groups

_FIVE_MINUTES = 300
_LIMIT = (
    "CASE WHEN instr(' ' || c.flags || ' ', ' written ') THEN (SELECT max(s.due_at) FROM steps s"
    " WHERE s.case_id = c.id AND s.name LIKE 'written-reply%' AND s.state <> 'off') END"
)
"""SQL: when the written reply of a call is due, by its own procedure's clock; NULL where the
five minutes hold."""
_REPLIES = (
    f"SELECT {{key}} AS key, {seconds('c.opened_at', 'k.answered_at')} AS reply_s,"
    f" k.answered_at, {_LIMIT} AS limit_at{COUNTED}"
)
_COLUMNS = (
    Column("limit", N_("Limit"), 8, 1),
    Column("calls", N_("Calls"), 6, align="right"),
    Column("answered", N_("Answered"), 8, 1, align="right"),
    Column("in_time", N_("In time"), 7, align="right"),
    Column("share", N_("Share %"), 7, align="right"),
    Column("median_s", N_("Median s"), 9, align="right"),
    Column("p90_s", N_("90th s"), 9, align="right"),
    Column("unknown", N_("Unknown"), 7, align="right"),
)


_KEYS = {"category": "g.code", "operator": "c.opened_by"}


@report(
    "answer",
    N_("From call to reply: in time, median, 90th; written ones apart."),
    by=("category", *TIMES, "operator"),
)
def answer(reader: Reader, asked: Asked) -> Table:
    groups = Groups(reader, asked, _KEYS, "c.opened_at")
    found = reader.rows(_REPLIES.format(key=groups.sql), **asked.bounds)
    at_once = [row for row in found if row["limit_at"] is None]
    written = [row for row in found if row["limit_at"] is not None]
    rows = [{groups.by: _("all"), **_row(_("5 min"), at_once), TOTAL: True}]
    for name, of in groups.gather(at_once).items():
        rows.append({groups.by: name, **_row(_("5 min"), of)})
    for name, of in groups.gather(written).items():
        if of:
            said = _("{category}, written").format(category=name)
            rows.append({groups.by: said, **_row(_("its own"), of), TOTAL: groups.is_time})
    picture = Picture(groups.kind, N_("Seconds to reply"), groups.by, ("median_s", "p90_s"))
    return Table((groups.column, *_COLUMNS), rows, _("Call to reply"), (picture,))


def _row(limit: str, found: Sequence[Row]) -> Row:
    known = [row for row in found if row["reply_s"] is not None]
    spans = [row["reply_s"] for row in known]
    in_time = sum(map(_in_time, known))
    return {
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

"""How many calls of each category, and what became of them."""

from __future__ import annotations

from collections import Counter

from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.cells import TOLD, seconds
from deskterm.shell.reports.groups import TIMES, WEEKDAYS, Groups, wall_clock

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
    Column("calls", N_("Calls"), 6, align="right"),
    Column("open", N_("Unclosed"), 8, align="right"),
    Column("closed", N_("Closed"), 6, 2, align="right"),
    Column("cancelled", N_("Cancelled"), 9, 2, align="right"),
    Column("answered", N_("Answered"), 8, align="right"),
    Column("within_5m", N_("In 5 min"), 8, align="right"),
    Column("unknown", N_("Unknown"), 8, align="right"),
)
_KEYS = {"category": "g.code", "operator": "c.opened_by", "channel": "k.channel"}


@report(
    "calls",
    N_("Calls by category: open, closed, answered; unknown counted apart."),
    by=("category", *TIMES, "operator", "channel"),
)
def calls(reader: Reader, asked: Asked) -> Table:
    groups = Groups(reader, asked, _KEYS, "c.opened_at")
    sql = f"SELECT {groups.sql} AS key, {_FIGURES}{COUNTED} GROUP BY 1"
    found = list(reader.each(sql, **asked.bounds))
    rows = [_sums(groups.by, _("all"), found)]
    rows[0][TOTAL] = True
    rows += [_sums(groups.by, name, of) for name, of in groups.gather(found).items()]
    picture = Picture(groups.kind, N_("Calls"), groups.by, ("calls", "within_5m"))
    return Table((groups.column, *_COLUMNS), rows, _("Calls"), (picture,))


def _sums(by: str, name: str, found: list[Row]) -> Row:
    return {by: name, **{each.name: sum(row[each.name] for row in found) for each in _COLUMNS}}


_HOURS = (
    Column("weekday", N_("Weekday"), 10, grow=True),
    Column("hour", N_("Hour"), 6),
    Column("calls", N_("Calls"), 6, align="right"),
)


@report("call-hours", N_("At which hours of which weekdays the telephone rings most."))
def call_hours(reader: Reader, asked: Asked) -> Table:
    counted: Counter[tuple[int, int]] = Counter()
    sql = f"SELECT substr(c.opened_at, 1, 16) AS key, count(*) AS calls{COUNTED} GROUP BY 1"
    for row in reader.each(sql, **asked.bounds):
        at = wall_clock(row["key"], asked.site.zone)
        counted[at.weekday(), at.hour] += row["calls"]
    rows: list[Row] = [
        {"weekday": _(day), "hour": f"{hour:02d}:00", "calls": counted[place, hour]}
        for place, day in enumerate(WEEKDAYS)
        for hour in range(24)
        if counted
    ]
    picture = Picture("heat", N_("Calls by weekday and hour"), "hour", ("calls",), by="weekday")
    return Table(_HOURS, rows, _("Calls by weekday and hour"), (picture,))

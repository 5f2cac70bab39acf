"""Which steps were done late, by whose they are.

Counted are the steps of the records that were opened in the period, whatever became of
them; a step that was put off is due when it was put off to. One without a time yet, one
that does not apply, and one that was dropped with its record is not counted; a skipped one is
neither in time nor late, and stands apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core.instants import stamp
from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.words import N_, _
from deskterm.shell.reports.cells import seconds, share_of
from deskterm.shell.reports.groups import Groups

_DUE = "coalesce(s.put_off_to, s.due_at)"
_LATE = seconds(_DUE, "s.done_at")
_STEPS = (
    " AS key, s.state, {due} < :now AS past, {late} AS late_s"
    " FROM cases c JOIN steps s ON s.case_id = c.id"
    " WHERE c.desk IN ('calls', 'guards', 'rooms', 'vehicles', 'shifts')"
    " AND c.opened_at >= :since AND c.opened_at < :until AND c.disposition IS NOT 'undone'"
    " AND s.state IN ('open', 'done', 'skipped') AND {due} IS NOT NULL"
)
_COLUMNS = (
    Column("steps", N_("Steps"), 6, align="right"),
    Column("in_time", N_("In time"), 7, align="right"),
    Column("late", N_("Late"), 6, align="right"),
    Column("share", N_("Late %"), 7, align="right"),
    Column("median_s", N_("Late s, median"), 14, 2, align="right"),
    Column("p90_s", N_("Late s, 90th"), 12, 1, align="right"),
    Column("open_late", N_("Open and late"), 13, align="right"),
    Column("open", N_("Open, in time"), 13, 2, align="right"),
    Column("skipped", N_("Skipped"), 8, 1, align="right"),
)
_KEYS = {"role": "s.role", "desk": "c.desk"}


@report(
    "overdue",
    N_("Steps done late, and still open past their clocks, by role."),
    by=("role", "desk", "day", "week", "month"),
)
def overdue(reader: Reader, asked: Asked) -> Table:
    groups = Groups(reader, asked, _KEYS, _DUE)
    sql = f"SELECT {groups.sql}{_STEPS.format(due=_DUE, late=_LATE)}"
    found = reader.rows(sql, **asked.bounds, now=stamp(asked.now))
    rows = [{groups.by: _("all"), **_row(found), TOTAL: True}]
    for name, of in groups.gather(found).items():
        said = _(ROLE_WORDS[name]) if name in ROLE_WORDS and groups.by == "role" else name
        rows.append({groups.by: said, **_row(of)})
    picture = Picture(groups.kind, N_("Late steps"), groups.by, ("late", "open_late"))
    return Table((groups.column, *_COLUMNS), rows, _("Overdue steps"), (picture,))


def _row(found: Sequence[Row]) -> Row:
    done = [row["late_s"] for row in found if row["state"] == "done"]
    late = [span for span in done if span > 0]
    still = [bool(row["past"]) for row in found if row["state"] == "open"]
    return {
        "steps": len(found),
        "in_time": len(done) - len(late),
        "late": len(late),
        "share": round(100 * len(late) / len(done), 1) if done else None,
        "median_s": share_of(late, 0.5),
        "p90_s": share_of(late, 0.9),
        "open_late": sum(still),
        "open": len(still) - sum(still),
        "skipped": len(found) - len(done) - len(still),
    }

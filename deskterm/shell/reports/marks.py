"""How satisfied residents were when their calls ended (Q1.3)."""

from __future__ import annotations

from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, months, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.cells import grouped, title

_ENDED = (
    " FROM cases c JOIN calls k ON k.case_id = c.id WHERE +c.letter = 'C' AND c.state = 'closed'"
    " AND c.closed_at >= :since AND c.closed_at < :until"
    " AND coalesce(c.disposition, '') NOT IN ('imported', 'duplicate')"
)
"""SQL: calls at whose end somebody could be asked; not those of another register, or told twice."""
_COLUMNS = (
    Column("month", N_("Month"), 8),
    Column("category", N_("Category"), 14, grow=True),
    Column("asked", N_("Asked"), 6, align="right"),
    Column("given", N_("Given"), 6, align="right"),
    Column("mean", N_("Mean"), 6, align="right"),
    Column("content", N_("4-5"), 5, align="right"),
    Column("share", N_("4-5 %"), 6, align="right"),
    Column("unknown", N_("Unknown"), 7, align="right"),
)


@report(
    "satisfaction",
    N_("Satisfaction by category and month; unknown counted apart."),
    by=("month", "category"),
)
def satisfaction(reader: Reader, asked: Asked) -> Table:
    found = _by_month(reader, asked)
    rows = [{**_row(_("all"), _("all"), found), TOTAL: True}]
    if asked.by == "month":
        rows += [_row(row["month"], title(row), [row]) for row in found]
        picture = Picture("line", N_("Mean mark by month"), "month", ("mean",), by="category")
        return Table(_COLUMNS, rows, _("Satisfaction"), (picture,))
    found.sort(key=lambda row: int(row["number"]))
    rows += [_row("", name, of) for name, of in grouped(found, title).items()]
    picture = Picture("bar", N_("Mean mark"), "category", ("mean",))
    return Table(_COLUMNS[1:], rows, _("Satisfaction"), (picture,))


def _by_month(reader: Reader, asked: Asked) -> list[Row]:
    ends = reader.row(
        f"SELECT min(c.closed_at) AS first, max(c.closed_at) AS last{_ENDED}", **asked.bounds
    )
    if not ends or ends["first"] is None:
        return []
    listed = months(asked.site, ends["first"], ends["last"])
    named = {f"m{place}": text for place, month in enumerate(listed) for text in month[:1]}
    named |= {f"s{place}": month[1] for place, month in enumerate(listed)}
    named |= {f"u{place}": month[2] for place, month in enumerate(listed)}
    values = ", ".join(f"(:m{place}, :s{place}, :u{place})" for place in range(len(listed)))
    return reader.rows(
        f"WITH months(month, begins, ends) AS (VALUES {values}),"  # noqa: S608 - constants and names of values
        f" marks AS MATERIALIZED (SELECT k.category, k.satisfaction, c.closed_at{_ENDED})"
        " SELECT m.month, g.number, g.en, g.zh, count(*) AS asked, count(r.satisfaction) AS given,"
        " total(r.satisfaction) AS sum, total(r.satisfaction >= 4) AS content"
        " FROM marks r JOIN months m ON r.closed_at >= m.begins AND r.closed_at < m.ends"
        " JOIN categories g ON g.code = r.category GROUP BY m.month, g.code"
        " ORDER BY m.month, g.number",
        **asked.bounds,
        **named,
    )


def _row(month: str, category: str, found: list[Row]) -> Row:
    asked, given = (sum(row[name] for row in found) for name in ("asked", "given"))
    content = int(sum(row["content"] for row in found))
    return {
        "month": month,
        "category": category,
        "asked": asked,
        "given": given,
        "mean": round(sum(row["sum"] for row in found) / given, 2) if given else None,
        "content": content,
        "share": round(100 * content / given, 1) if given else None,
        "unknown": asked - given,
    }

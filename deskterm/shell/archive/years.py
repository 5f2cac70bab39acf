"""Which years are archived, and from when on one may be destroyed."""

from __future__ import annotations

from datetime import date

from deskterm.core.instants import instant
from deskterm.core.layout import Column, Table
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _

KEPT_YEARS = 2
"""Full years that a register is kept after it was handed over."""

_COLUMNS = (
    Column("year", N_("Year"), 6),
    Column("calls", N_("Calls"), 7, align="right"),
    Column("open", N_("Unclosed"), 8, align="right"),
    Column("state", N_("State"), 18, grow=True),
    Column("archived", N_("Archived"), 11),
    Column("by", N_("Archived by"), 11, 1),
    Column("destroyable", N_("May go from"), 12),
    Column("destroyed", N_("Destroyed"), 11),
    Column("destroyed_by", N_("Destroyed by"), 12, 1),
)
_YEARS = (
    "SELECT c.year, count(*) AS calls, sum(c.closed_at IS NULL) AS open, a.at, a.operator,"
    " a.destroyed_at, a.destroyed_by FROM cases c JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN archives a ON a.year = c.year WHERE c.letter = 'C' GROUP BY c.year ORDER BY c.year"
)


def destroyable_from(year: int) -> date:
    """The first day on which a year's register may be destroyed.

    It is handed over at the start of the next year and kept for two years from then.
    """
    return date(year + 1 + KEPT_YEARS, 1, 1)


def archive_of(reader: Reader, year: int) -> Row | None:
    """What is on record of a year's archive."""
    return reader.row("SELECT * FROM archives WHERE year = :year", year=year)


def years(office: Office) -> Table:
    """Every year that has calls: whether it is archived, and when it may be destroyed."""
    today = office.site.local(office.now()).date()
    with office.read() as reader:
        found = reader.rows(_YEARS)
    rows = [
        {
            "year": row["year"],
            "calls": row["calls"],
            "open": row["open"],
            "state": _state(row, today),
            "archived": _day(office, row["at"]),
            "by": row["operator"],
            "destroyable": destroyable_from(row["year"]).isoformat(),
            "destroyed": _day(office, row["destroyed_at"]),
            "destroyed_by": row["destroyed_by"],
        }
        for row in found
    ]
    return Table(_COLUMNS, rows, _("Help registers by year"))


def _state(row: Row, today: date) -> str:
    if row["year"] >= today.year:
        return _("running")
    if row["at"] is None:
        return _("to be archived")
    if row["destroyed_at"] is not None:
        return _("destroyed")
    return _("may be destroyed") if today >= destroyable_from(row["year"]) else _("kept")


def _day(office: Office, at: str | None) -> str | None:
    return None if at is None else f"{office.site.local(instant(at)):%Y-%m-%d}"

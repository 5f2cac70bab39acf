"""The day as it was entered."""

from __future__ import annotations

from deskterm.core import numbers
from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.look_up import DOC_KINDS
from deskterm.shell.reports.cells import TOLD, local
from deskterm.shell.where import where

_CALLS = (
    "SELECT c.entered_at AS entered, c.opened_at AS at, 'call' AS kind, c.letter, c.year, c.number,"  # noqa: S608 - constants only
    " p.code AS place, p.name AS place_name, p.english AS place_english, c.place_said,"
    " coalesce(nullif(k.caller, ''), r.name, '') AS caller, c.opened_by AS operator,"
    f" {shown('t.body')} AS body, {hidden()} AS hidden"
    " FROM cases c JOIN calls k ON k.case_id = c.id LEFT JOIN places p ON p.id = c.place_id"
    " LEFT JOIN residents r ON r.id = k.resident_id"
    " LEFT JOIN texts t ON t.case_id = c.id AND t.field = 'words' AND t.replaced_at IS NULL"
    f" WHERE {TOLD}"
)
_OTHERS = (
    "SELECT c.entered_at AS entered, c.opened_at AS at, 'booking' AS kind, d.body,"
    " c.opened_by AS operator FROM cases c CROSS JOIN docs d ON d.kind = 'booking' AND d.ref = c.id"
    " WHERE c.desk = 'rooms' AND c.opened_at >= :since AND c.opened_at < :until"
    " AND c.disposition IS NOT 'undone' UNION ALL"
    " SELECT s.entered_at, s.at, 'slip', d.body, s.operator FROM vehicles v"
    " JOIN slips s ON s.vehicle_id = v.id AND s.at >= :since AND s.at < :until"
    " CROSS JOIN docs d ON d.kind = 'slip' AND d.ref = s.id WHERE s.withdrawn_at IS NULL"
)
_COLUMNS = (
    Column("at", N_("At"), 16),
    Column("kind", N_("What"), 9),
    Column("words", N_("Words"), 30, grow=True),
    Column("operator", N_("Operator"), 8, 1),
)


@report("day", N_("Every call, booking and slip, in the order they were entered."))
def day(reader: Reader, asked: Asked) -> Table:
    found = [*reader.each(_CALLS, **asked.bounds), *reader.each(_OTHERS, **asked.bounds)]
    rows = [
        {
            "at": (local(row["at"], asked.site.zone) or "")[:16],
            "kind": _(DOC_KINDS[row["kind"]]),
            "words": _call(row) if row["kind"] == "call" else row["body"],
            "operator": row["operator"],
        }
        for row in sorted(found, key=lambda row: str(row["entered"]))
    ]
    return Table(_COLUMNS, rows, _("The day"))


def _call(row: Row) -> str:
    words = masked(row["body"], is_hidden=bool(row["hidden"]))
    number = numbers.full(row["letter"], row["year"], row["number"])
    return " ".join(part for part in (number, where(row), row["caller"], words) if part)

"""Paid services that were not paid for yet (H4.6)."""

from __future__ import annotations

from deskterm.core import numbers
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _, language
from deskterm.shell.reports.cells import local, money
from deskterm.shell.where import where

_OWED = (
    "SELECT c.letter, c.year, c.number, h.agreed_cents, h.amount_cents,"
    " coalesce(h.amount_at, h.agreed_at) AS since_at, k.phone,"
    " coalesce(nullif(k.caller, ''), r.name, '') AS caller, p.code AS place,"
    " p.name AS place_name, p.english AS place_english, c.place_said, h.code,"
    " (SELECT s.name || char(31) || s.english FROM prices s WHERE s.code = h.code"
    " ORDER BY s.begins DESC LIMIT 1) AS service"
    " FROM charges h JOIN cases c ON c.id = h.case_id JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN residents r ON r.id = k.resident_id LEFT JOIN places p ON p.id = c.place_id"
    " WHERE h.withdrawn_at IS NULL AND h.paid_at IS NULL"
    " AND (h.amount_cents > 0"
    " OR (h.amount_cents IS NULL AND h.agreed_cents > 0 AND c.state <> 'cancelled'))"
    " AND h.agreed_at >= :since AND h.agreed_at < :until ORDER BY since_at, h.id"
)
_COLUMNS = (
    Column("number", N_("No."), 13),
    Column("service", N_("Service"), 12, 2, grow=True),
    Column("agreed", N_("Agreed"), 9, 1, align="right"),
    Column("amount", N_("Amount"), 9, align="right"),
    Column("since", N_("Since"), 19),
    Column("place", N_("Where"), 12),
    Column("caller", N_("Caller"), 10),
    Column("phone", N_("Phone"), 13, 1),
)


@report("unpaid", N_("What is agreed or charged and not paid, and since when."))
def unpaid(reader: Reader, asked: Asked) -> Table:
    found = reader.rows(_OWED, **asked.bounds)
    rows = [
        {
            "number": numbers.full(row["letter"], row["year"], row["number"]),
            "service": _service(row["service"]) or row["code"] or "",
            "agreed": money(row["agreed_cents"]),
            "amount": money(row["amount_cents"]),
            "since": local(row["since_at"], asked.site.zone),
            "place": where(row),
            "caller": row["caller"],
            "phone": row["phone"],
        }
        for row in found
    ]
    owed = sum(row["amount_cents"] or 0 for row in found)
    return Table(_COLUMNS, rows, _("Unpaid: {amount} charged").format(amount=money(owed)))


def _service(names: str | None) -> str:
    name, _sign, english = (names or "").partition("\x1f")
    return (english or name) if language() == "en" else name

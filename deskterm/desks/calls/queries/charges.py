"""Paid services: the price list of a day, what was agreed and charged, what is not paid."""

from __future__ import annotations

from datetime import date

from deskterm.core.confidential import hidden, shown
from deskterm.core.reader import Reader, Row

_CHARGES = (
    "SELECT h.id, h.case_id, c.letter, c.year, c.number, h.code, l.name, l.english, l.unit,"  # noqa: S608 - constants only
    f" h.words_id, {shown('t.body')} AS words, {hidden()} AS hidden,"
    " h.agreed_cents, h.agreed_at, h.agreed_by,"
    " h.amount_cents, h.amount_at, h.amount_by, h.paid_at, h.paid_by, k.caller, k.phone,"
    " p.code AS place, p.name AS place_name, p.english AS place_english, c.place_said"
    " FROM charges h JOIN cases c ON c.id = h.case_id LEFT JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN places p ON p.id = c.place_id LEFT JOIN texts t ON t.id = h.words_id"
    " LEFT JOIN prices l ON l.code = h.code"
    " AND l.begins = (SELECT max(begins) FROM prices WHERE code = h.code)"
    " WHERE h.withdrawn_at IS NULL"
)


def price_list(reader: Reader, day: date) -> list[Row]:
    """The price list in force on a day, in the order of its codes.

    Columns: code, name, english, unit, cents, begins (Q1.1).
    """
    return reader.rows(
        "SELECT code, name, english, unit, cents, max(begins) AS begins FROM prices"
        " WHERE begins <= :day GROUP BY code ORDER BY code",
        day=day.isoformat(),
    )


def charges(reader: Reader, case_id: int) -> list[Row]:
    """What was agreed and charged on a call, in the order of the agreeing.

    Columns: id, case_id, letter, year, number, code, name and english and unit (of the
    price list), words_id and words (what for, where the list does not have it), hidden,
    agreed_cents, agreed_at, agreed_by, amount_cents, amount_at, amount_by, paid_at,
    paid_by, caller, phone, place, place_name, place_english, place_said.
    """
    return reader.rows(f"{_CHARGES} AND h.case_id = :case ORDER BY h.id", case=case_id)


def unpaid(reader: Reader) -> list[Row]:
    """What was charged and is not paid, the oldest first; columns as `charges`."""
    return reader.rows(
        f"{_CHARGES} AND h.amount_cents IS NOT NULL AND h.paid_at IS NULL"
        " ORDER BY h.amount_at, h.id"
    )

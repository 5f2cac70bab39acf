"""Who else called about a call."""

from __future__ import annotations

from deskterm.core.reader import Reader, Row


def callers(reader: Reader, case_id: int) -> list[Row]:
    """Those who joined a call after it was logged, in the order in which they did.

    Columns: id, name, phone, at, entered_at, operator, resident_id, resident,
    resident_english, place (where the resident lives).
    """
    return reader.rows(
        "SELECT w.id, w.name, w.phone, w.at, w.entered_at, w.operator, w.resident_id,"
        " r.name AS resident, r.english AS resident_english, p.code AS place FROM callers w"
        " LEFT JOIN residents r ON r.id = w.resident_id LEFT JOIN places p ON p.id = r.place_id"
        " WHERE w.case_id = :case AND w.withdrawn_at IS NULL ORDER BY w.at, w.id",
        case=case_id,
    )

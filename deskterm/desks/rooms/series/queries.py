"""What is read of a series: plain SQL, without the ORM."""

from __future__ import annotations

from deskterm.core.reader import Reader, Row


def of_case(reader: Reader, case_id: int) -> Row | None:
    """The series that a booking belongs to, or None.

    Columns: id, rule, first_on, until_on, count, begins, ends, room, room_name, room_english,
    occurrence (of this booking).
    """
    return reader.row(
        "SELECT s.id, s.rule, s.first_on, s.until_on, s.count, s.begins, s.ends, r.code AS room,"
        " r.name AS room_name, r.english AS room_english, b.occurrence"
        " FROM bookings b JOIN series s ON s.id = b.series_id JOIN rooms r ON r.id = s.room_id"
        " WHERE b.case_id = :case",
        case=case_id,
    )


def dates(reader: Reader, series_id: int) -> list[Row]:
    """The bookings of a series by the dates that its rule gave.

    Columns: occurrence, case_id, year, number, state, start_at, moved (the kind of its exception).
    """
    return reader.rows(
        "SELECT b.occurrence, b.case_id, c.year, c.number, b.state, b.start_at, e.kind AS moved"
        " FROM bookings b JOIN cases c ON c.id = b.case_id"
        " LEFT JOIN series_exceptions e ON e.series_id = b.series_id AND e.day = b.occurrence"
        " AND e.withdrawn_at IS NULL WHERE b.series_id = :series ORDER BY b.occurrence, b.id",
        series=series_id,
    )


def left_out(reader: Reader, series_id: int) -> list[str]:
    """The dates of a series that were left out from the beginning: they have no booking."""
    rows = reader.rows(
        "SELECT e.day FROM series_exceptions e WHERE e.series_id = :series AND e.kind = 'dropped'"
        " AND e.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM bookings b"
        " WHERE b.series_id = e.series_id AND b.occurrence = e.day) ORDER BY e.day",
        series=series_id,
    )
    return [row["day"] for row in rows]

"""What whoever answers a call from a place must know."""

from __future__ import annotations

from datetime import date

from deskterm.core.reader import Reader, Row


def cautions(reader: Reader, place_id: int, today: date) -> list[Row]:
    """The cautions about a place that hold today, in the order in which they were given.

    Columns: number (by which one is taken off), id, body, begins, ends (the last day; None
    until it is taken off).
    """
    rows = reader.rows(
        "SELECT n.id, t.body, n.begins, n.ends FROM place_notes n JOIN texts t ON t.id = n.text_id"
        " WHERE n.place_id = :place AND n.ended_at IS NULL AND coalesce(n.ends, :day) >= :day"
        " ORDER BY n.id",
        place=place_id,
        day=today.isoformat(),
    )
    return [{"number": number, **row} for number, row in enumerate(rows, start=1)]

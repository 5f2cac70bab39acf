"""Who was sent where, and the times of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.desks.guards import rules

PAIR = 2

COLUMNS = {
    status: "clear_at" if status == "available" else f"{status.replace('-', '_')}_at"
    for status in rules.ORDER
}
"""Where the time of each status stands in an assignment."""

_TIMES = (
    "SELECT a.id, a.case_id, c.letter, c.year, c.number, g.code, g.name, g.english,"
    " a.assigned_at, a.en_route_at, a.on_scene_at, a.at_hospital_at, a.returning_at, a.clear_at,"
    " a.filled, a.word_at"
    " FROM assignments a JOIN cases c ON c.id = a.case_id JOIN people g ON g.id = a.person_id"
    " WHERE a.withdrawn_at IS NULL"
)


def two_were_sent(reader: Reader, case_id: int) -> bool:
    """Whether two guards or more were sent to the case, still out or not."""
    sent = reader.value(
        "SELECT count(DISTINCT person_id) FROM assignments"
        " WHERE case_id = :case AND withdrawn_at IS NULL",
        case=case_id,
    )
    return int(sent) >= PAIR


def of_case(reader: Reader, case_id: int) -> list[Row]:
    """Every assignment of a case with its stamps, in the order they were made.

    Columns: id, case_id, letter, year, number, code, name, english, assigned_at,
    en_route_at, on_scene_at, at_hospital_at, returning_at, clear_at, word_at; `filled`
    are the statuses whose time a later one gave, `out_of_order` those that lie before
    one which goes before them. Neither is ever measured.
    """
    return _flagged(reader.rows(f"{_TIMES} AND a.case_id = :case ORDER BY a.id", case=case_id))


def times(
    reader: Reader, since: datetime, until: datetime, limit: int = 500, offset: int = 0
) -> list[Row]:
    """Assignments made from `since` up to `until`, oldest first; columns as `of_case`."""
    return _flagged(
        reader.rows(
            f"{_TIMES} AND a.assigned_at >= :since AND a.assigned_at < :until"
            " ORDER BY a.assigned_at, a.id LIMIT :limit OFFSET :offset",
            since=stamp(since),
            until=stamp(until),
            limit=limit,
            offset=offset,
        )
    )


def _flagged(rows: Iterable[Row]) -> list[Row]:
    return [
        {
            **row,
            "filled": row["filled"].split(),
            "out_of_order": rules.out_of_order(told(row)),
        }
        for row in rows
    ]


def told(row: Row) -> dict[str, datetime | None]:
    """The times of an assignment's row by status; None where it is unknown or was filled."""
    filled = row["filled"].split() if isinstance(row["filled"], str) else row["filled"]
    return {
        status: instant(row[column]) if row[column] and status not in filled else None
        for status, column in COLUMNS.items()
    }


def took(row: Row, begin: str, end: str) -> timedelta | None:
    """How long it took from one status to another; None where it was never told in order."""
    return rules.measured(told(row), begin, end)

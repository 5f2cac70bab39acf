"""The one queue: everything open, whatever desk it came from, by grade and then by due time."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, Row

SOON = timedelta(minutes=5)

_DUE = "coalesce(s.put_off_to, s.due_at)"
_OPEN = "s.state = 'open' AND s.due_at IS NOT NULL"


def due(reader: Reader, limit: int = 50, offset: int = 0) -> list[Row]:
    """A window of the queue: one row for each open step that has a time.

    Columns: id, case_id, letter, year, number, label, round, rounds, role, grade,
    due (stored instant), put_off_to, acknowledged_at, paperwork, en and zh (titles),
    place, place_name, place_english, place_said, room_name, room_english, plate, subject.
    """
    return reader.rows(
        f"SELECT s.id, s.case_id, c.letter, c.year, c.number, s.label, s.round, s.rounds,"  # noqa: S608 - constants only
        f" s.role, c.grade, {_DUE} AS due, s.put_off_to, s.acknowledged_at, s.paperwork,"
        " w.en, w.zh, p.code AS place, p.name AS place_name, p.english AS place_english,"
        " r.subject, c.place_said, m.name AS room_name, m.english AS room_english, v.plate"
        " FROM steps s JOIN cases c ON c.id = s.case_id JOIN runs r ON r.id = s.run_id"
        " JOIN step_words w ON w.playbook_id = r.playbook_id AND w.name = s.name"
        " LEFT JOIN places p ON p.id = c.place_id"
        " LEFT JOIN rooms m ON m.id = c.room_id LEFT JOIN vehicles v ON v.id = c.vehicle_id"
        f" WHERE {_OPEN} ORDER BY c.grade, {_DUE}, s.id LIMIT :limit OFFSET :offset",
        limit=limit,
        offset=offset,
    )


def counts(reader: Reader, now: datetime) -> Row:
    """How many steps are overdue, due soon, and later."""
    row = reader.row(
        f"SELECT count(*) AS total, sum({_DUE} < :now) AS overdue,"  # noqa: S608
        f" sum({_DUE} >= :now AND {_DUE} < :soon) AS soon FROM steps s WHERE {_OPEN}",
        now=stamp(now),
        soon=stamp(now + SOON),
    )
    found = row or {}
    total, overdue, soon = (int(found.get(name) or 0) for name in ("total", "overdue", "soon"))
    return {"total": total, "overdue": overdue, "soon": soon, "later": total - overdue - soon}


def ringing(reader: Reader, now: datetime) -> int:
    """How many of the desk's own steps are overdue and not acknowledged; paperwork never rings."""
    return int(
        reader.value(
            f"SELECT count(*) FROM steps s WHERE {_OPEN} AND s.role = 'desk'"  # noqa: S608
            f" AND s.paperwork = 0 AND s.acknowledged_at IS NULL AND {_DUE} < :now",
            now=stamp(now),
        )
    )

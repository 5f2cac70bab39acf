"""Roll calls, and who has which equipment."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.desks.guards.rules import is_silent, natural

_ANSWERS = (
    "SELECT p.code, p.name, p.english, a.id AS assignment_id, a.case_id, c.letter, c.year,"
    " c.number, g.state, a.clear_at, r.answered_at FROM roll_answers r"
    " JOIN assignments a ON a.id = r.assignment_id JOIN people p ON p.id = a.person_id"
    " JOIN guards g ON g.person_id = p.id JOIN cases c ON c.id = a.case_id"
    " WHERE r.roll_id = :roll AND a.withdrawn_at IS NULL"
)

_EQUIPMENT = (
    "SELECT e.code, e.name, e.english, e.kind, i.id AS issue_id, i.out_at, p.code AS guard,"
    " p.name AS guard_name, p.english AS guard_english FROM equipment e"
    " LEFT JOIN issues i ON i.equipment = e.code AND i.back_at IS NULL"
    " LEFT JOIN people p ON p.id = i.person_id"
)


def roll(reader: Reader) -> Row | None:
    """The newest roll call, under way or ended; None before the first.

    Columns: id, at, operator, ended_at, and `answers`: who was called, a row each, with
    code, name, english, assignment_id, case_id, letter, year, number, state, answered_at.
    """
    found = reader.row("SELECT * FROM roll_calls ORDER BY id DESC LIMIT 1")
    if found is None:
        return None
    answers = reader.rows(_ANSWERS, roll=found["id"])
    return {**found, "answers": sorted(answers, key=lambda row: natural(row["code"]))}


def missing(roll: Row) -> list[Row]:
    """Who of a roll call has not answered."""
    return [row for row in roll["answers"] if row["answered_at"] is None]


def silent(roll: Row, now: datetime) -> list[Row]:
    """Who of a roll call should have answered by now."""
    return [row for row in missing(roll) if is_silent(instant(roll["at"]), None, now)]


def equipment(reader: Reader) -> list[Row]:
    """Everything that is handed out, in whosever hands it is.

    Columns: code, name, english, kind; and while somebody has it: issue_id, out_at, guard
    (his code), guard_name, guard_english.
    """
    rows = reader.rows(f"{_EQUIPMENT} WHERE e.active = 1 OR i.id IS NOT NULL")
    return sorted(rows, key=lambda row: natural(row["code"]))


def in_hands(reader: Reader, guard: str | None = None) -> list[Row]:
    """What somebody has now, of one guard or of all; columns as `equipment`."""
    rows = reader.rows(
        f"{_EQUIPMENT} WHERE i.id IS NOT NULL AND coalesce(:guard, p.code) = p.code", guard=guard
    )
    return sorted(rows, key=lambda row: natural(row["code"]))

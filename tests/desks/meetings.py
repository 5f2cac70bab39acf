"""Bookings as a desk makes them, for the tests of rooms."""

from __future__ import annotations

from typing import Any

from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.desks.rooms import queries
from deskterm.shell.say import say_line


def say(office: Office, line: str, *, anyway: bool = False, by: str = "lin") -> str:
    return say_line(office, line, by, anyway=anyway).sentence


def case_of(office: Office, number: str) -> int:
    with office.read() as reader:
        sql = "SELECT id FROM cases WHERE letter = 'B' AND number = :number"
        return int(reader.value(sql, number=int(number[1:])))


def booking(office: Office, number: str) -> dict[str, Any]:
    with office.read() as reader:
        return queries.booking(reader, case_of(office, number)) or {}


def when(office: Office, number: str) -> str:
    """Room and time on the site's wall clock."""
    kept = booking(office, number)
    start, end = (office.site.local(instant(kept[name])) for name in ("start_at", "end_at"))
    return f"{kept['room']} {start:%m-%d %H:%M}-{end:%H:%M}"


def due(office: Office, number: str) -> dict[str, list[str]]:
    """Every open step with the times of its rounds, on the site's wall clock."""
    sql = "SELECT name, due_at FROM steps WHERE case_id = :case AND state = 'open' ORDER BY due_at"
    found: dict[str, list[str]] = {}
    with office.read() as reader:
        for row in reader.rows(sql, case=case_of(office, number)):
            at = office.site.local(instant(row["due_at"])) if row["due_at"] else None
            found.setdefault(row["name"], []).append(f"{at:%H:%M}" if at else "")
    return found


def lines(office: Office, number: str) -> list[str]:
    with office.read() as reader:
        sql = "SELECT kind FROM journal WHERE case_id = :case ORDER BY seq"
        return [row["kind"] for row in reader.rows(sql, case=case_of(office, number))]


def text(office: Office, number: str, field: str) -> str | None:
    with office.read() as reader:
        sql = (
            "SELECT body FROM texts WHERE case_id = :case AND field = :field"
            " AND replaced_at IS NULL ORDER BY id DESC"
        )
        found: str | None = reader.value(sql, case=case_of(office, number), field=field)
        return found


def done(office: Office, number: str, name: str) -> str:
    """Tick the step of this name."""
    with office.read() as reader:
        sql = "SELECT label FROM steps WHERE case_id = :case AND name = :name AND state = 'open'"
        label = reader.value(sql, case=case_of(office, number), name=name)
    return say(office, f"done {number}.{label}")

"""What the guards desk reads: plain SQL over a reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_
from deskterm.desks.guards.rules import Candidate, natural, suggest

PAIR = 2

STATES: Mapping[str, str] = {
    "off-duty": N_("off duty"),
    "available": N_("available"),
    "assigned": N_("assigned"),
    "en-route": N_("en route"),
    "on-scene": N_("on scene"),
    "at-hospital": N_("at hospital"),
    "returning": N_("returning"),
    "break": N_("on break"),
}
"""Every state of a guard and how it is said."""

KINDS = {
    "guard.assigned": N_("sent"),
    "guard.stamped": N_("stamped"),
    "guard.cleared": N_("clear"),
    "guard.changed": N_("state changed"),
}
"""What the journal lines of this desk say happened."""

_TIMES = (
    "SELECT a.id, a.case_id, c.letter, c.year, c.number, g.code, g.name, g.english,"
    " a.assigned_at, a.en_route_at, a.on_scene_at, a.at_hospital_at, a.returning_at, a.clear_at"
    " FROM assignments a JOIN cases c ON c.id = a.case_id JOIN people g ON g.id = a.person_id"
)


def two_were_sent(reader: Reader, case_id: int) -> bool:
    """Whether two guards or more were sent to the case, still out or not."""
    sent = reader.value(
        "SELECT count(DISTINCT person_id) FROM assignments WHERE case_id = :case", case=case_id
    )
    return int(sent) >= PAIR


def roster(reader: Reader) -> list[Row]:
    """Every guard, G2 before G10: who, where, what he does and since when.

    Columns: person_id, code, name, english, phone, post, post_name, post_english, state,
    since, until; and of the call he is out on: assignment_id, case_id, letter, year,
    number, assigned_at.
    """
    rows = reader.rows(
        "SELECT g.person_id, p.code, p.name, p.english, p.phone, g.post, s.name AS post_name,"
        " s.english AS post_english, g.state, g.since, g.until, a.id AS assignment_id,"
        " a.case_id, c.letter, c.year, c.number, a.assigned_at"
        " FROM guards g JOIN people p ON p.id = g.person_id LEFT JOIN posts s ON s.code = g.post"
        " LEFT JOIN assignments a ON a.person_id = g.person_id AND a.clear_at IS NULL"
        " LEFT JOIN cases c ON c.id = a.case_id WHERE p.active = 1"
    )
    return sorted(rows, key=lambda row: natural(row["code"]))


def out_on(reader: Reader, case_id: int) -> list[str]:
    """Who is still out on a case, by code and name, as a sentence names them."""
    rows = reader.rows(
        "SELECT p.code, p.name FROM assignments a JOIN people p ON p.id = a.person_id"
        " WHERE a.case_id = :case AND a.clear_at IS NULL",
        case=case_id,
    )
    rows.sort(key=lambda row: natural(row["code"]))
    return [f"{row['code']} {row['name']}" for row in rows]


def of_case(reader: Reader, case_id: int) -> list[Row]:
    """Every assignment of a case with its stamps, in the order they were made.

    Columns: id, case_id, letter, year, number, code, name, english, assigned_at,
    en_route_at, on_scene_at, at_hospital_at, returning_at, clear_at.
    """
    return reader.rows(f"{_TIMES} WHERE a.case_id = :case ORDER BY a.id", case=case_id)


def times(
    reader: Reader, since: datetime, until: datetime, limit: int = 500, offset: int = 0
) -> list[Row]:
    """Assignments made from `since` up to `until`, oldest first; columns as `of_case`."""
    return reader.rows(
        f"{_TIMES} WHERE a.assigned_at >= :since AND a.assigned_at < :until"
        " ORDER BY a.assigned_at, a.id LIMIT :limit OFFSET :offset",
        since=stamp(since),
        until=stamp(until),
        limit=limit,
        offset=offset,
    )


def building_of(reader: Reader, case_id: int) -> str:
    """The building that a case's place stands in; blank where there is none."""
    found = reader.value(
        "SELECT p.building FROM cases c JOIN places p ON p.id = c.place_id WHERE c.id = :case",
        case=case_id,
    )
    return str(found or "")


def suggested(reader: Reader, building: str, count: int = 2) -> list[Candidate]:
    """Whom to send to a building, best first: free, near, rested."""
    rows = reader.rows(
        "SELECT p.code, p.name, g.state, g.since, m.minutes FROM guards g"
        " JOIN people p ON p.id = g.person_id"
        " LEFT JOIN post_minutes m ON m.post = g.post AND m.building = :building"
        " WHERE p.active = 1 AND g.state IN ('available', 'break')"
        " AND NOT EXISTS (SELECT 1 FROM assignments a"
        " WHERE a.person_id = g.person_id AND a.clear_at IS NULL)",
        building=building,
    )
    return suggest(
        (
            Candidate(row["code"], row["name"], row["state"], row["minutes"], instant(row["since"]))
            for row in rows
        ),
        count,
    )


def suggested_for(reader: Reader, case_id: int, count: int = 2) -> list[Candidate]:
    """Whom to send to a case, best first."""
    return suggested(reader, building_of(reader, case_id), count)

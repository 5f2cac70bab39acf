"""Who is on, where, and whom to send."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.desks.guards.rules import Candidate, natural, suggest


def roster(reader: Reader) -> list[Row]:
    """Every guard, G2 before G10: who, where, what he does and since when.

    Columns: person_id, code, name, english, phone, post, post_name, post_english, state,
    since, until; and of the call he is out on: assignment_id, case_id, letter, year,
    number, assigned_at, word_at.
    """
    rows = reader.rows(
        "SELECT g.person_id, p.code, p.name, p.english, p.phone, g.post, s.name AS post_name,"
        " s.english AS post_english, g.state, g.since, g.until, a.id AS assignment_id,"
        " a.case_id, c.letter, c.year, c.number, a.assigned_at, a.word_at"
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
        "SELECT p.code, p.name, g.state, m.minutes, coalesce((SELECT b.clear_at"
        " FROM assignments b WHERE b.person_id = g.person_id AND b.withdrawn_at IS NULL"
        " ORDER BY b.clear_at DESC LIMIT 1), g.since) AS free_at"
        " FROM guards g JOIN people p ON p.id = g.person_id"
        " LEFT JOIN post_minutes m ON m.post = g.post AND m.building = :building"
        " WHERE p.active = 1 AND g.state IN ('available', 'break')"
        " AND NOT EXISTS (SELECT 1 FROM assignments a"
        " WHERE a.person_id = g.person_id AND a.clear_at IS NULL)",
        building=building,
    )
    return suggest((_candidate(row, instant(row["free_at"])) for row in rows), count)


def _candidate(row: Row, since: datetime) -> Candidate:
    return Candidate(row["code"], row["name"], row["state"], row["minutes"], since)


def suggested_for(reader: Reader, case_id: int, count: int = 2) -> list[Candidate]:
    """Whom to send to a case, best first."""
    return suggested(reader, building_of(reader, case_id), count)


def left_at_posts(reader: Reader, without: Collection[str] = ()) -> list[Row]:
    """Every post with the guards who are free there once some are gone, by their codes.

    Columns: code, name, english, count (who would be left), now (who is there).
    """
    posts = reader.rows("SELECT code, name, english FROM posts ORDER BY rowid")
    free = reader.rows(
        "SELECT g.post, p.code FROM guards g JOIN people p ON p.id = g.person_id"
        " WHERE p.active = 1 AND g.state = 'available' AND g.post IS NOT NULL"
    )
    for post in posts:
        here = [row["code"] for row in free if row["post"] == post["code"]]
        post["count"], post["now"] = len(set(here) - set(without)), len(here)
    return posts


def roll_minutes(reader: Reader, case_id: int) -> int:
    """How often a guard out on this case is asked for a word, by its category; 0 is never."""
    found = reader.value(
        "SELECT g.roll_call_minutes FROM calls k JOIN categories g ON g.code = k.category"
        " WHERE k.case_id = :case",
        case=case_id,
    )
    return int(found or 0)

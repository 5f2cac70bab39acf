"""What calendars need of the store: bookings with their UIDs and how often they were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskterm.core.confidential import hidden, shown
from deskterm.core.reader import Reader, Row
from deskterm.shell.calendars.map_file import SOURCE

_CHANGES = (
    "(kind GLOB 'room.*' OR kind IN ('case.confided', 'act.undone', 'line.undone', 'order.typed')"
    " OR (kind IN ('text.written', 'text.replaced')"
    " AND json_extract(facts, '$.field') IN ('words', 'order-attention')))"
)
"""SQL: whether a journal line changed what a calendar shows of a booking."""


def _text(field: str) -> str:
    return (
        f"(SELECT {shown('t.body')} FROM texts t WHERE t.case_id = b.case_id"  # noqa: S608 - constants only
        f" AND t.field = '{field}' AND t.replaced_at IS NULL ORDER BY t.id DESC LIMIT 1)"
    )


_BOOKINGS = (
    "SELECT b.case_id, c.year, c.number, c.opened_at, c.flags, c.confidential,"  # noqa: S608 - constants only
    f" {hidden()} AS hidden, b.state, b.start_at, b.end_at, b.held_from, b.held_to, b.holder,"
    f" b.people, b.wants, {_text('words')} AS words, {_text('order-attention')} AS note,"
    " r.code AS room, r.name AS room_name, r.english AS room_english, r.setup_minutes,"
    " r.clear_minutes, i.source, i.key, i.version,"
    f" (SELECT count(DISTINCT act) - 1 FROM journal WHERE case_id = b.case_id AND {_CHANGES})"
    " AS changes,"
    " (SELECT at FROM journal WHERE case_id = b.case_id ORDER BY seq DESC LIMIT 1) AS changed_at"
    " FROM bookings b JOIN cases c ON c.id = b.case_id JOIN rooms r ON r.id = b.room_id"
    " LEFT JOIN imported i ON i.record = 'cases:' || b.case_id"
    " WHERE b.state <> 'listed'"
)
_OWN = re.compile(r"B-(\d{4})-(\d{6,9})@([0-9a-f]{16})\.deskterm", re.ASCII)


def bookings(reader: Reader, since: str, until: str) -> Iterator[Row]:
    """What has or had a room at any time of a period, in the order of time.

    Words that are hidden from whoever reads are NULL, and `hidden` is 1. `source`, `key` and
    `version` are those of the calendar that it came from.
    """
    return reader.each(
        f"{_BOOKINGS} AND b.end_at > :since AND b.start_at < :until ORDER BY b.start_at, b.id",
        since=since,
        until=until,
    )


def booked(reader: Reader, case_id: int) -> Row | None:
    """One booking as `bookings` has it."""
    return reader.row(f"{_BOOKINGS} AND b.case_id = :case", case=case_id)


def store_id(reader: Reader) -> str:
    """A word that no other store has: of the line that its journal begins with."""
    return str(reader.value("SELECT hash FROM journal WHERE seq = 1") or "0")[:16]


def uid(row: Row, store: str) -> str:
    """The UID of a booking: the one it came with, else one of its number and this store."""
    if row["key"] is None:
        return f"B-{row['year']}-{row['number']:06d}@{store}.deskterm"
    return str(row["key"]) if row["source"] == SOURCE else f"{row['key']}@{row['source']}"


def sequence(row: Row) -> int:
    """How often a booking was changed, in the calendar that it came from and here."""
    begun = str(row["version"] or "").partition(" ")[0]
    return int(row["changes"]) + (int(begun) if begun.isdigit() else 0)


def case_of(reader: Reader, source: str, key: str) -> tuple[int, str] | None:
    """The booking that an event became, and its version then; or the one of ours that it is."""
    tries = [(source, key)]
    named, at, other = key.rpartition("@")
    if source == SOURCE and at:
        tries.append((other, named))
    for each in tries:
        row = reader.row(
            "SELECT record, version FROM imported WHERE source = :source AND key = :key"
            " AND record GLOB 'cases:*'",
            source=each[0],
            key=each[1],
        )
        if row:
            return int(row["record"].removeprefix("cases:")), str(row["version"])
    return _own(reader, key)


def _own(reader: Reader, key: str) -> tuple[int, str] | None:
    match = _OWN.fullmatch(key)
    if match is None or match[3] != store_id(reader):
        return None
    found = reader.value(
        "SELECT b.case_id FROM bookings b JOIN cases c ON c.id = b.case_id"
        " WHERE c.letter = 'B' AND c.year = :year AND c.number = :number",
        year=int(match[1]),
        number=int(match[2]),
    )
    return (int(found), "") if found else None


def dates_of(reader: Reader, source: str, uid: str) -> list[tuple[str, int]]:
    """Every date of a series that was taken in: its key, and the case of its booking."""
    rows = reader.rows(
        "SELECT key, record FROM imported WHERE source = :source"
        " AND (key = :uid OR (key > :uid || ' ' AND key < :uid || '!'))",
        source=source,
        uid=uid,
    )
    return [(row["key"], int(row["record"].removeprefix("cases:"))) for row in rows]

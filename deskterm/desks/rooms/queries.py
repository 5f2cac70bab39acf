"""What the rooms desk reads: plain SQL, without the ORM."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.desks.rooms import rules
from deskterm.desks.rooms.rules import Taken, Wall

_LONGEST = timedelta(hours=26)
"""Longer than any booking, an hour set back included."""

_HELD = (
    "SELECT b.case_id, b.start_at, b.end_at, b.held_from, b.held_to, b.holder, c.year, c.number,"
    " b.state, b.expires_at FROM bookings b JOIN cases c ON c.id = b.case_id"
    " WHERE b.room_id = :room AND b.state IN ('booked', 'held', 'waiting')"
)
_BOOKING = (
    "SELECT b.case_id, c.letter, c.year, c.number, c.state AS case_state, c.flags, b.state,"
    " b.start_at, b.end_at, b.held_from, b.held_to, b.holder, b.people, b.wants, b.expires_at,"
    " t.body AS words,"
    " r.code AS room, r.name AS room_name, r.english AS room_english, r.size, r.capacity"
    " FROM bookings b JOIN cases c ON c.id = b.case_id JOIN rooms r ON r.id = b.room_id"
    " LEFT JOIN texts t ON t.case_id = b.case_id AND t.field = 'words' AND t.replaced_at IS NULL"
)


class RoomDay(NamedTuple):
    """A room, and what holds it on a day, in the order of time."""

    room: Row
    taken: list[Taken]


def rooms(reader: Reader) -> list[Row]:
    """The rooms that can be booked, the largest first.

    Columns: id, code, name, english, size, capacity, setup_minutes, clear_minutes, features, hours.
    """
    return reader.rows(
        "SELECT id, code, name, english, size, capacity, setup_minutes, clear_minutes, features,"
        " hours"
        " FROM rooms WHERE active = 1 ORDER BY capacity DESC, code"
    )


def held(
    reader: Reader, room_id: int, since: datetime, until: datetime, but: int | None = None
) -> list[Taken]:
    """The bookings that hold a room at any time from `since` to before `until`, in order.

    The booking of the case `but` is left out.

    Bookings of a room never overlap, so the newest that begins before `until` is looked
    at first and the search ends at the first that is over by `since`: as fast among a
    million bookings as among ten.
    """
    sql = f"{_HELD} AND b.held_from < :until ORDER BY b.held_from DESC"
    found = reader.each(sql, room=room_id, until=stamp(until))
    meeting = takewhile(lambda row: row["held_to"] > stamp(since), found)
    return [_taken(row) for row in meeting if row["case_id"] != but][::-1]


def following(
    reader: Reader, room_id: int, since: datetime, but: int | None = None
) -> Iterator[Taken]:
    """The bookings whose hold of a room begins at `since` or later, in order, read one by one."""
    sql = f"{_HELD} AND b.held_from >= :since ORDER BY b.held_from"
    found = reader.each(sql, room=room_id, since=stamp(since))
    return (_taken(row) for row in found if row["case_id"] != but)


def _taken(row: Row) -> Taken:
    return Taken(
        row["case_id"],
        instant(row["start_at"]),
        instant(row["end_at"]),
        instant(row["held_from"]),
        instant(row["held_to"]),
        row["holder"],
        row["year"],
        row["number"],
        row["state"],
        instant(row["expires_at"]) if row["expires_at"] else None,
    )


def hold(room: Row, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """A meeting's time in a room with the room's set-up before it and its clearing after it."""
    setup, clear = room["setup_minutes"], room["clear_minutes"]
    return start - timedelta(minutes=setup), end + timedelta(minutes=clear)


def free(
    reader: Reader,
    start: datetime,
    end: datetime,
    but: int | None = None,
    now: datetime | None = None,
) -> list[Row]:
    """The rooms free for a meeting at this time, the smallest first; columns of `rooms`.

    With `now`, what a hold that has run out had is free.
    """
    smallest_first = sorted(rooms(reader), key=lambda room: (room["capacity"], room["code"]))
    return [
        room
        for room in smallest_first
        if not any(each.has(now) for each in held(reader, room["id"], *hold(room, start, end), but))
    ]


def closures(reader: Reader, room_id: int, since: datetime, until: datetime) -> list[Row]:
    """The times in which a room is closed between two instants.

    Columns: id, begins_at, ends_at (instants), reason.
    """
    rows = reader.rows(
        "SELECT c.id, c.begins_at, c.ends_at, t.body AS reason FROM closures c"
        " JOIN texts t ON t.id = c.reason_id WHERE c.room_id = :room AND c.ends_at > :since"
        " AND c.begins_at < :until AND c.ended_at IS NULL ORDER BY c.begins_at",
        room=room_id,
        since=stamp(since),
        until=stamp(until),
    )
    times = ("begins_at", "ends_at")
    return [{**row, **{name: instant(row[name]) for name in times}} for row in rows]


def closed(reader: Reader, room: Row, begins: Wall, ends: Wall) -> bool:
    """Whether a meeting would go on outside a room's hours, or while the room is closed."""
    if rules.outside(room["hours"], begins.shown, ends.shown):
        return True
    return bool(closures(reader, room["id"], begins.at, ends.at))


def fitting(
    reader: Reader,
    now: datetime,
    span: tuple[Wall, Wall],
    people: int | None,
    features: Collection[str],
) -> list[Row]:
    """The rooms that are free and open and fit, the smallest first; columns of `rooms`."""
    begins, ends = span
    return [
        room
        for room in free(reader, begins.at, ends.at, now=now)
        if rules.fits(room["capacity"], room["features"], people, features)
        and not closed(reader, room, begins, ends)
    ]


def day(reader: Reader, day: date, zone: ZoneInfo, now: datetime | None = None) -> list[RoomDay]:
    """Every room with what holds it on this day of the site's calendar; `rules.bar` draws it.

    With `now`, holds that have run out are left out.
    """
    start, end = rules.bounds(day, zone)
    return [
        RoomDay(room, [each for each in held(reader, room["id"], start, end) if each.has(now)])
        for room in rooms(reader)
    ]


def next_bookings(reader: Reader, now: datetime, limit: int = 50, offset: int = 0) -> list[Row]:
    """A window of the bookings that are not over, by their start; columns of `booking`."""
    return reader.rows(
        f"{_BOOKING} WHERE b.start_at > :since AND b.end_at > :now"
        " AND b.state IN ('booked', 'held', 'waiting')"
        " AND (b.expires_at IS NULL OR b.expires_at > :now)"
        " ORDER BY b.start_at, r.code LIMIT :limit OFFSET :offset",
        since=stamp(now - _LONGEST),
        now=stamp(now),
        limit=limit,
        offset=offset,
    )


def booking(reader: Reader, case_id: int) -> Row | None:
    """The booking of this case, or None.

    Columns: case_id, letter, year, number, case_state, flags, state, start_at, end_at, held_from,
    held_to, expires_at (stored instants), holder, people, wants, words, room, room_name,
    room_english, size, capacity.
    """
    return reader.row(f"{_BOOKING} WHERE b.case_id = :case_id", case_id=case_id)

"""What the rooms desk reads: plain SQL, without the ORM."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskterm.core.errors import NotFound
from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _
from deskterm.desks.rooms import rules
from deskterm.desks.rooms.rules import Taken, Wall

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
    closed: Sequence[tuple[datetime, datetime]] = ()
    """When no meeting may be in it."""


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
    """Every room with what holds it on this day of the site's calendar, and when it is closed.

    With `now`, holds that have run out are left out.
    """
    start, end = rules.bounds(day, zone)
    shut = _shut(reader, start, end)
    return [
        RoomDay(
            room,
            [each for each in held(reader, room["id"], start, end) if each.has(now)],
            [*_outside(room["hours"], day, zone), *shut.get(room["id"], ())],
        )
        for room in rooms(reader)
    ]


def week(
    reader: Reader, code: str, first: date, zone: ZoneInfo, now: datetime | None = None
) -> list[tuple[date, RoomDay]]:
    """The seven days of one room from `first` on, like `day`; refused where it is unknown."""
    room = next((each for each in rooms(reader) if each["code"] == code), None)
    if room is None:
        raise NotFound(_("There is no room {code}.").format(code=code))
    found = []
    for number in range(7):
        each = first + timedelta(days=number)
        start, end = rules.bounds(each, zone)
        taken = [one for one in held(reader, room["id"], start, end) if one.has(now)]
        closed = [*_outside(room["hours"], each, zone)]
        closed += _shut(reader, start, end).get(room["id"], ())
        found.append((each, RoomDay(room, taken, closed)))
    return found


def _outside(hours: str, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    for begins, ends in rules.closed_times(hours, day, 1):
        yield rules.on_the_wall(begins, zone).at, rules.on_the_wall(ends, zone).at


def _shut(
    reader: Reader, since: datetime, until: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    """By room, the closures between two instants."""
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in reader.each(
        "SELECT room_id, begins_at, ends_at FROM closures WHERE ended_at IS NULL"
        " AND ends_at > :since AND begins_at < :until",
        since=stamp(since),
        until=stamp(until),
    ):
        span = instant(row["begins_at"]), instant(row["ends_at"])
        found.setdefault(row["room_id"], []).append(span)
    return found


def of_cases(reader: Reader, case_ids: Collection[int]) -> list[Row]:
    """These bookings by their start; columns of `booking`."""
    marks = ", ".join(str(int(case_id)) for case_id in case_ids)
    return reader.rows(f"{_BOOKING} WHERE b.case_id IN ({marks}) ORDER BY b.start_at, r.code")


def booking(reader: Reader, case_id: int) -> Row | None:
    """The booking of this case, or None.

    Columns: case_id, letter, year, number, case_state, flags, state, start_at, end_at, held_from,
    held_to, expires_at (stored instants), holder, people, wants, words, room, room_name,
    room_english, size, capacity.
    """
    return reader.row(f"{_BOOKING} WHERE b.case_id = :case_id", case_id=case_id)


def run_out(reader: Reader, now: datetime) -> bool:
    """Whether a hold has run out and still has its room."""
    sql = "SELECT 1 FROM bookings WHERE state = 'held' AND expires_at <= :now LIMIT 1"
    return reader.value(sql, now=stamp(now)) is not None


def over(reader: Reader, now: datetime, limit: int) -> list[int]:
    """The bookings whose meeting is over and of which nothing is left to do, at most `limit`.

    One that was reopened by hand is not among them.
    """
    sql = (
        "SELECT c.id FROM cases c JOIN bookings b ON b.case_id = c.id"
        " WHERE c.desk = 'rooms' AND c.closed_at IS NULL AND b.state = 'booked'"
        " AND b.end_at <= :now AND EXISTS (SELECT 1 FROM steps s WHERE s.case_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.case_id = c.id AND s.state = 'open')"
        " AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.case_id = c.id"
        " AND j.kind = 'case.reopened') LIMIT :limit"
    )
    return [row["id"] for row in reader.each(sql, now=stamp(now), limit=limit)]

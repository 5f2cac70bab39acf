"""How the rooms are used: by room, by hour of the day, by department; and whether tea came in time.

A use is a booking that stands; what was cancelled, and what nobody came to, is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from deskterm.core.instants import instant, stamp
from deskterm.core.layout import Column, Table
from deskterm.core.picture import TOTAL, Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.desks.rooms import queries
from deskterm.desks.rooms.bars import FIRST, LAST
from deskterm.shell.reports.cells import seconds
from deskterm.shell.room_bars import WEEKDAYS
from deskterm.shell.where import named

_SPAN = seconds("start_at", "end_at")
_COUNTED = (
    "sum(state = 'booked') AS bookings, sum(state = 'cancelled') AS cancelled,"  # noqa: S608 - constants only
    " sum(state = 'no-show') AS no_shows,"
    f" round(total(CASE WHEN state = 'booked' THEN {_SPAN} END) / 3600, 2) AS hours"
    " FROM bookings WHERE start_at >= :since AND start_at < :until AND NOT EXISTS"
    " (SELECT 1 FROM cases c WHERE c.id = case_id AND c.disposition = 'undone')"
)
_BY_ROOM = f"SELECT room_id, {_COUNTED} GROUP BY room_id"
_BY_DEPARTMENT = (
    f"SELECT holder, total(CASE WHEN state = 'booked' THEN people END) AS people,"
    f" sum(state = 'booked' AND people IS NULL) AS unknown, {_COUNTED}"
    " GROUP BY holder ORDER BY hours DESC, holder"
)
_TEA = (
    "WITH rounds AS (SELECT b.room_id, s.state, s.done_at, coalesce(lead(s.due_at)"
    " OVER (PARTITION BY s.run_id ORDER BY s.round), b.end_at) AS until"
    " FROM bookings b JOIN steps s ON s.case_id = b.case_id JOIN runs r ON r.id = s.run_id"
    " WHERE b.start_at >= :since AND b.start_at < :until AND b.state = 'booked' AND s.name = 'tea'"
    " AND s.state IN ('open', 'done', 'skipped') AND r.dropped_at IS NULL)"
    " SELECT room_id, count(*) AS rounds, sum(state = 'done') AS known,"
    " sum(state = 'done' AND done_at <= until) AS in_time FROM rounds"
    " WHERE state <> 'skipped' AND until <= :now GROUP BY room_id"
)
"""A round is in time while the next one is not due yet, the last while the meeting lasts (M3.5)."""

_ROOMS = (
    Column("code", N_("No."), 4),
    Column("name", N_("Room"), 14, grow=True),
    Column("bookings", N_("Bookings"), 8, align="right"),
    Column("hours", N_("Hours"), 7, align="right"),
    Column("cancelled", N_("Cancelled"), 9, align="right"),
    Column("no_shows", N_("No-shows"), 8, align="right"),
    Column("tea", N_("Tea rounds"), 10, 1, align="right"),
    Column("in_time", N_("In time"), 7, 1, align="right"),
    Column("share", N_("In time %"), 9, 1, align="right"),
    Column("unknown", N_("Unknown"), 7, 2, align="right"),
)


@report("rooms", N_("Each room's use, no-shows, and tea rounds kept in time."))
def room_use(reader: Reader, asked: Asked) -> Table:
    used = {row["room_id"]: row for row in reader.rows(_BY_ROOM, **asked.bounds)}
    rounds = reader.rows(_TEA, **asked.bounds, now=stamp(asked.now))
    tea = {row["room_id"]: row for row in rounds}
    rows = [
        {
            "code": room["code"],
            "name": named(room, ""),
            **_use(used.get(room["id"])),
            **_rounds(tea.get(room["id"])),
        }
        for room in queries.rooms(reader)
    ]
    drawn = Picture("bar", N_("Hours used"), "name", ("hours",))
    return Table(_ROOMS, rows, _("Rooms"), (drawn,))


def _use(row: Row | None) -> Row:
    nothing = {"bookings": 0, "hours": 0.0, "cancelled": 0, "no_shows": 0}
    return {name: (row or nothing)[name] for name in nothing}


def _rounds(row: Row | None) -> Row:
    """Rounds whose time is over; of those that were ticked, how many in time."""
    found = row or {"rounds": 0, "known": 0, "in_time": 0}
    known = found["known"]
    return {
        "tea": found["rounds"],
        "in_time": found["in_time"],
        "share": round(100 * found["in_time"] / known, 1) if known else None,
        "unknown": found["rounds"] - known,
    }


_HOURS = (
    Column("hour", N_("Hour"), 6),
    Column("room", N_("Room"), 14, grow=True),
    Column("bookings", N_("Bookings"), 8, align="right"),
    Column("hours", N_("Hours"), 7, align="right"),
)
_MEETINGS = (
    "SELECT room_id, start_at, end_at FROM bookings WHERE start_at >= :since AND start_at < :until"
    " AND state = 'booked' ORDER BY start_at"
)


@report("room-hours", N_("At which hours of the day the rooms are used, and which."))
def room_hours(reader: Reader, asked: Asked) -> Table:
    spans: dict[tuple[int, int], list[timedelta]] = defaultdict(list)
    for row in reader.each(_MEETINGS, **asked.bounds):
        begins, ends = instant(row["start_at"]), instant(row["end_at"])
        for hour, span in by_hour(begins, ends, asked.site.zone):
            spans[hour, row["room_id"]].append(span)
    rows = []
    for hour in sorted({hour for hour, _room in spans}):
        every = [span for (at, _room), found in spans.items() if at == hour for span in found]
        rows.append(_hour(hour, _("all"), every) | {TOTAL: True})
        rows += [
            _hour(hour, named(room, ""), spans[hour, room["id"]])
            for room in queries.rooms(reader)
            if (hour, room["id"]) in spans
        ]
    heat = Picture("heat", N_("Hours used"), "hour", ("hours",), by="room")
    return Table(_HOURS, rows, _("Rooms by hour"), (heat,))


def by_hour(begins: datetime, ends: datetime, zone: tzinfo) -> Iterator[tuple[int, timedelta]]:
    """Each hour of the wall clock that a meeting lasts into, and for how long."""
    for _day, hour, span in by_day(begins, ends, zone):
        yield hour, span


def by_day(begins: datetime, ends: datetime, zone: tzinfo) -> Iterator[tuple[int, int, timedelta]]:
    """The same with the weekday that the wall clock shows, Monday as 0."""
    while begins < ends:
        shown = begins.astimezone(zone)
        left = timedelta(hours=1) - timedelta(
            minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond
        )
        until = min(ends, begins + left)
        yield shown.weekday(), shown.hour, until - begins
        begins = until


def _hour(hour: int, room: str, spans: list[timedelta]) -> Row:
    total = sum(spans, timedelta())
    return {
        "hour": f"{hour:02d}:00",
        "room": room,
        "bookings": len(spans),
        "hours": round(total.total_seconds() / 3600, 2),
    }


_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_WEEK = (
    Column("hour", N_("Hour"), 6),
    *(Column(name, title, 5, align="right") for name, title in zip(_DAYS, WEEKDAYS, strict=True)),
    Column("all", N_("all"), 6, align="right"),
)


@report("room-week", N_("At which hours of which weekdays the rooms are used: a heat map."))
def room_week(reader: Reader, asked: Asked) -> Table:
    used: dict[tuple[int, int], timedelta] = defaultdict(timedelta)
    for row in reader.each(_MEETINGS, **asked.bounds):
        begins, ends = instant(row["start_at"]), instant(row["end_at"])
        for day, hour, span in by_day(begins, ends, asked.site.zone):
            used[hour, day] += span
    shown = {hour for hour, _day in used} | {*range(FIRST, LAST)} if used else set()
    rows = [_week_hour(hour, [used[hour, day] for day in range(7)]) for hour in sorted(shown)]
    heat = Picture("heat", N_("Hours used"), "hour", _DAYS)
    return Table(_WEEK, rows, _("Rooms by weekday and hour"), (heat,))


def _week_hour(hour: int, spans: list[timedelta]) -> Row:
    """The hours used in one hour of the day, by weekday."""
    hours = [round(span / timedelta(hours=1), 2) for span in spans]
    total = round(sum(spans, timedelta()) / timedelta(hours=1), 2)
    return {"hour": f"{hour:02d}", **dict(zip(_DAYS, hours, strict=True)), "all": total}


_DEPARTMENTS = (
    Column("department", N_("Department"), 16, grow=True),
    Column("bookings", N_("Bookings"), 8, align="right"),
    Column("hours", N_("Hours"), 7, align="right"),
    Column("people", N_("People"), 7, align="right"),
    Column("unknown", N_("Not said"), 8, 1, align="right"),
    Column("cancelled", N_("Cancelled"), 9, align="right"),
    Column("no_shows", N_("No-shows"), 8, align="right"),
)


@report("room-users", N_("Which departments use the rooms, how long, how many people."))
def room_departments(reader: Reader, asked: Asked) -> Table:
    rows = [
        {
            "department": row["holder"] or _("not said"),
            **_use(row),
            "people": int(row["people"]),
            "unknown": row["unknown"],
        }
        for row in reader.rows(_BY_DEPARTMENT, **asked.bounds)
    ]
    return Table(_DEPARTMENTS, rows, _("Rooms by department"))

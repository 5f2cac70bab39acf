"""Rooms as bars, read in one moment and put into words; knows no Textual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from deskterm.core.bars import Scale
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import N_, _
from deskterm.desks.rooms import bars, queries
from deskterm.desks.rooms.queries import RoomDay
from deskterm.desks.rooms.rules import Taken
from deskterm.desks.rooms.states import BOOKING_STATES
from deskterm.shell.where import named, number

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
LEGEND = (
    (bars.MEETING, N_("meeting")),
    (bars.UNSETTLED, N_("held")),
    (bars.SETUP, N_("set-up")),
    (bars.CLEARING, N_("clearing")),
    (bars.CLOSED, N_("out of use")),
    (bars.NOW, N_("now")),
)


@dataclass(frozen=True)
class Asked:
    """What is looked at: a day, or with a room's code the week of that room."""

    day: date
    code: str = ""

    def turned(self, by: int) -> Asked:
        """So many days on, or weeks where a week is shown."""
        return Asked(self.day + timedelta(days=by * (7 if self.code else 1)), self.code)


class Sight(NamedTuple):
    """What is seen: a row for each bar, and the bookings of that time."""

    rows: list[Row]
    scale: Scale
    title: str
    case_ids: list[int]


def look(reader: Reader, site: Site, now: datetime, asked: Asked) -> Sight:
    """All rooms on one day; or one room on the seven days of a week."""
    if not asked.code:
        days = queries.day(reader, asked.day, site.zone, now)
        named_days = [(named(each.room, ""), asked.day, each) for each in days]
        title = day_said(asked.day, site.local(now).date())
        return _sight(site, now, named_days, title)
    monday = asked.day - timedelta(days=asked.day.weekday())
    week = queries.week(reader, asked.code, monday, site.zone, now)
    named_days = [(f"{_(WEEKDAYS[day.weekday()])} {day:%m-%d}", day, each) for day, each in week]
    room = named(week[0][1].room, "")
    title = _("{room} · week from {day}").format(room=room, day=f"{monday:%Y-%m-%d}")
    return _sight(site, now, named_days, title)


def day_said(day: date, today: date) -> str:
    """A day with its weekday; today, tomorrow and yesterday are said so."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get((day - today).days, "")
    said = _("Rooms · {weekday} {day}").format(weekday=_(WEEKDAYS[day.weekday()]), day=day)
    return f"{said} · {near}" if near else said


def legend() -> str:
    """What each sign means."""
    return "  ".join(f"{sign}\u00a0{_(label)}".replace(" ", "\u00a0") for sign, label in LEGEND)


Named = tuple[str, date, RoomDay]


def _sight(site: Site, now: datetime, days: Sequence[Named], title: str) -> Sight:
    zone = site.zone
    asked = [bars.hours(day, zone, each.taken) for _name, day, each in days]
    shown = (
        min((first for first, _last in asked), default=bars.FIRST),
        max((last for _first, last in asked), default=bars.LAST),
    )
    rows = []
    for name, day, each in days:
        drawn = bars.frame(day, zone, shown)
        stops = [*_stops(each, drawn, now)]
        bar = bars.bar(each.taken, each.closed, drawn, now)
        key = f"{each.room['code']} {day}"
        row = {"key": key, "code": each.room["code"], "day": day, "name": name}
        rows.append({**row, "bar": bar, "stops": stops})
    first = bars.frame(days[0][1], zone, shown) if days else bars.Frame(now, now)
    cases = [stop["case_id"] for row in rows for stop in row["stops"] if stop["case_id"]]
    return Sight(rows, bars.scale(first, zone), title, list(dict.fromkeys(cases)))


def _stops(day: RoomDay, drawn: bars.Frame, now: datetime) -> Iterator[Row]:
    """What the cursor can stand on: bookings and gaps, in the order of time."""
    margin = (
        timedelta(minutes=day.room["setup_minutes"]),
        timedelta(minutes=day.room["clear_minutes"]),
    )
    found = [(each.start, _stop(each, drawn)) for each in day.taken]
    found += [
        (left[0], _gap(day.room, left, drawn))
        for gap in bars.gaps(day.taken, day.closed, drawn, margin)
        if (left := bars.from_now(gap, now))
    ]
    for _at, stop in sorted(found, key=lambda pair: pair[0]):
        yield stop


def _stop(each: Taken, drawn: bars.Frame) -> Row:
    begins, ends = drawn.at(each.start), drawn.at(each.end)
    return {"key": each.case_id, "case_id": each.case_id, "begins": begins, "ends": ends}


def _gap(room: Row, left: tuple[datetime, datetime], drawn: bars.Frame) -> Row:
    begins, ends = left
    return {
        "key": f"free {room['code']} {ends.isoformat()}",
        "case_id": None,
        "begins": drawn.at(begins),
        "ends": drawn.at(ends),
        "free": {"room": room, "begins": begins, "ends": ends},
    }


def booked(reader: Reader, site: Site, now: datetime, seen: Sight) -> list[Row]:
    """The bookings of what is seen, one line each."""
    return [_booked(site, now, row) for row in queries.of_cases(reader, seen.case_ids)]


def _booked(site: Site, now: datetime, row: Row) -> Row:
    start, end = (site.local(instant(row[name])) for name in ("start_at", "end_at"))
    return {
        "key": row["case_id"],
        "case_id": row["case_id"],
        "record": number(row, now),
        "day": f"{start:%m-%d}",
        "time": f"{start:%H:%M}-{end:%H:%M}",
        "room": named(row, "room_"),
        "holder": _whose(row),
        "people": row["people"],
    }


def _whose(row: Row) -> str:
    """Who has the room, and whether that is settled."""
    unsettled = "" if row["state"] == "booked" else _(BOOKING_STATES[row["state"]])
    said = (unsettled, row["holder"] or row["words"] or "")
    return " ".join(word for word in said if word)

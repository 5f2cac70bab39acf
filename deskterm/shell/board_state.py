"""What the Board shows, read in one moment and put into words; knows no Textual."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deskterm.core import queue
from deskterm.core.bars import Scale
from deskterm.core.confidential import MASK, masked
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.site import Site
from deskterm.core.spans import until
from deskterm.core.states import CASE_STATES
from deskterm.core.words import _, language
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.desks.rooms import bars
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell.where import named, number, where

QUEUE_WINDOW = 60
CALLS_WINDOW = 30
BAR_CELLS = 24
_LIFE, _PROPERTY = 0, 1

GUARD_MARKS = {
    "available": "●",
    "assigned": "▷",
    "en-route": "▶",
    "on-scene": "◆",
    "at-hospital": "◆",
    "returning": "◁",
    "break": "○",
    "off-duty": " ",
}


@dataclass(frozen=True)
class BoardState:
    """What the Board shows, all of one moment of the store."""

    due: list[Row] = field(default_factory=list)
    counts: Row = field(default_factory=dict)
    ringing: int = 0
    calls: list[Row] = field(default_factory=list)
    calls_open: int = 0
    calls_today: int = 0
    guards: list[Row] = field(default_factory=list)
    rooms: list[rooms.RoomDay] = field(default_factory=list)
    vehicles: list[Row] = field(default_factory=list)


def read_board(reader: Reader, now: datetime, site: Site) -> BoardState:
    """Everything on the Board, in a handful of indexed queries."""
    counts = calls.counts(reader, now)
    return BoardState(
        due=queue.due(reader, QUEUE_WINDOW),
        counts=queue.counts(reader, now),
        ringing=queue.ringing(reader, now),
        calls=calls.open_calls(reader, CALLS_WINDOW),
        calls_open=counts["open"],
        calls_today=counts["today"],
        guards=guards.roster(reader),
        rooms=rooms.day(reader, site.local(now).date(), site.zone, now),
        vehicles=vehicles.fleet(reader, now),
    )


def recount(state: BoardState, now: datetime) -> Row:
    """How much is overdue, soon and later by this second; as read where the queue is very long."""
    if state.counts["total"] > len(state.due):
        return state.counts
    left = [instant(row["due"]) - now for row in state.due]
    overdue = sum(span < timedelta(0) for span in left)
    soon = sum(timedelta(0) <= span < queue.SOON for span in left)
    return {"overdue": overdue, "soon": soon, "later": len(left) - overdue - soon}


def due_rows(state: BoardState, now: datetime) -> list[Row]:
    """The queue as it reads at `now`: a mark, the time left, the step and where."""
    return [_due_row(row, now) for row in state.due]


def _due_row(row: Row, now: datetime) -> Row:
    left = instant(row["due"]) - now
    overdue, soon = left < timedelta(0), left < queue.SOON
    title = str(row["en"] if language() == "en" else row["zh"])
    title = f"{row['subject']} {title}".strip()
    if row["rounds"] > 1:
        rounds = _("{title}, round {round} of {rounds}")
        title = rounds.format(title=title, round=row["round"], rounds=row["rounds"])
    mark, style = ("!", "overdue") if overdue else ("~", "soon") if soon else ("", "")
    if overdue and row["acknowledged_at"]:
        mark = "^"
    return {
        "key": row["id"],
        "mark": mark,
        "left": until(left),
        "record": number(row, now),
        "step": f"{number(row, now)}.{row['label']}",
        "title": title,
        "where": where(row),
        "who": _(ROLE_WORDS[row["role"]]),
        "case_id": row["case_id"],
        "_style": style,
    }


def call_rows(rows: list[Row], now: datetime, site: Site) -> list[Row]:
    """Calls as one line each."""
    return [
        {
            "key": row["id"],
            "record": number(row, now),
            "at": _at(row["opened_at"], now, site),
            "category": str((row["en"] if language() == "en" else row["zh"]) or ""),
            "where": where(row),
            "words": _words(row),
            "state": _(CASE_STATES[row["state"]]),
            "case_id": row["id"],
            "_style": {_LIFE: "life"}.get(row["grade"], "") if row["closed_at"] is None else "dim",
        }
        for row in rows
    ]


def _words(row: Row) -> str:
    """A call's words; marked for whoever may read them though others may not."""
    said = masked(row["words"], is_hidden=bool(row["hidden"]))
    return f"{_(MASK)} {said}" if row["confidential"] and not row["hidden"] else said


def _at(stored: str, now: datetime, site: Site) -> str:
    local = site.local(instant(stored))
    today = local.date() == site.local(now).date()
    return f"{local:%H:%M}" if today else f"{local:%m-%d}"


def guard_rows(rows: list[Row], now: datetime, site: Site) -> list[Row]:
    """Guards as one line each: a mark, what they do, where, and for how long."""
    return [
        {
            "key": row["person_id"],
            "mark": GUARD_MARKS[row["state"]],
            "code": row["code"],
            "name": named(row, ""),
            "state": guards.label(site, row["state"]),
            "where": number(row, now) if row["case_id"] else named(row, "post_"),
            "since": until(now - instant(row["since"])) if row["state"] != "available" else "",
            "case_id": row["case_id"],
            "_style": {"available": "ok", "off-duty": "dim"}.get(row["state"], ""),
        }
        for row in rows
    ]


def room_rows(days: list[rooms.RoomDay], now: datetime, site: Site) -> list[Row]:
    """Rooms as bars over the hours of today."""
    drawn = _today(now, site)
    return [
        {
            "key": day.room["code"],
            "code": day.room["code"],
            "name": named(day.room, ""),
            "bar": bars.bar(day.taken, day.closed, drawn, now).drawn(BAR_CELLS),
        }
        for day in days
    ]


def hours_heading() -> str:
    """The hours above the bars."""
    hours = range(bars.FIRST, bars.LAST)
    marks = tuple((60 * place, f"{hour:02d}") for place, hour in enumerate(hours))
    return Scale(60 * len(hours), marks).drawn(BAR_CELLS)


def _today(now: datetime, site: Site) -> bars.Frame:
    shown = (bars.FIRST, bars.LAST)
    return bars.frame(site.local(now).date(), site.zone, shown)


def vehicle_rows(rows: list[Row], now: datetime) -> list[Row]:
    """Vehicles as one line each: free, or out for which record and for how long."""
    return [
        {
            "key": row["id"],
            "mark": "▶" if row["trip_id"] else "●",
            "plate": row["plate"],
            "name": named(row, "driver_") or named(row, ""),
            "state": f"{number(row, now)} {until(now - instant(row['sent_at']))}"
            if row["trip_id"]
            else _("free"),
            "case_id": row["case_id"],
            "_style": "" if row["trip_id"] else "ok",
        }
        for row in rows
    ]

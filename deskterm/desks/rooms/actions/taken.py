"""A room that others have: who, until when, and what is free instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge

from deskterm.core.errors import Refusal
from deskterm.core.reader import Row
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import queries, rules
from deskterm.desks.rooms.actions.telling import holder, room_name, span, time_
from deskterm.desks.rooms.actions.wanted import Wanted
from deskterm.desks.rooms.rules import Taken

LATE = timedelta(minutes=15)
"""A meeting that began this long ago is questioned: another day was probably meant."""

AHEAD = timedelta(days=14)
"""How far ahead a room's hours are looked at for its next free time."""


class RoomTaken(Refusal):
    """The room is held by another booking; the sentence says who, until when, and what is free."""


def refuse_if_taken(work: Work, wanted: Wanted) -> None:
    """Raise RoomTaken where another booking has the room at any time of this one's hold."""
    room, own = wanted.room, wanted.case_id
    held = queries.held(work.reader, room["id"], wanted.held_from, wanted.held_to, own)
    if not rules.clashes(wanted.held_from, wanted.held_to, held):
        return
    begin = _next_free(work, wanted, held[0].held_from)
    setup = wanted.begins.at - wanted.held_from
    told = {
        "room": room_name(room),
        "span": span(work, held[0].start, held[0].end),
        "holder": holder(work, held[0]),
        "free": time_(work, begin + setup, beside=wanted.begins.at),
    }
    elsewhere = others(work, wanted)
    if not elsewhere:
        sentence = _("{room} is taken {span} by {holder}; free from {free}.")
    elif abs(wanted.begins.at - work.now) <= LATE:
        sentence = _("{room} is taken {span} by {holder}; free from {free}, or {other} now.")
    else:
        sentence = _("{room} is taken {span} by {holder}; free from {free}, or {other} at {start}.")
    other = room_name(elsewhere[0]) if elsewhere else ""
    raise RoomTaken(sentence.format(**told, other=other, start=time_(work, wanted.begins.at)))


def _next_free(work: Work, wanted: Wanted, since: datetime) -> datetime:
    """When the hold of this meeting could begin next, while the room is open where it is now."""
    room = wanted.room
    taken: Iterator[Taken] = queries.following(work.reader, room["id"], since, wanted.case_id)
    if not queries.closed(work.reader, room, wanted.begins, wanted.ends):
        margin = wanted.begins.at - wanted.held_from, wanted.held_to - wanted.ends.at
        shut = _shut(work, wanted, *margin)
        taken = merge(taken, shut, key=lambda each: each.held_from)
    return rules.next_free(wanted.held_from, wanted.held_to, taken)


def _shut(work: Work, wanted: Wanted, setup: timedelta, clear: timedelta) -> list[Taken]:
    """The times in which the room is closed, as holds that the hold of a meeting must not meet.

    Setting up and clearing may go on while it is closed.
    """
    zone, room = work.office.site.zone, wanted.room
    until = wanted.begins.at + AHEAD
    closed = rules.closed_times(room["hours"], wanted.begins.shown.date(), AHEAD.days)
    spans = [
        (rules.on_the_wall(begins, zone).at, rules.on_the_wall(ends, zone).at)
        for begins, ends in closed
    ]
    spans += [
        (row["begins_at"], row["ends_at"])
        for row in queries.closures(work.reader, room["id"], wanted.begins.at, until)
    ]
    holds = [(begins + clear, ends - setup) for begins, ends in spans]
    return [Taken(0, *each, *each) for each in sorted(holds) if each[0] < each[1]]


def others(work: Work, wanted: Wanted) -> list[Row]:
    """Other rooms that are free and fit, those that lack least of what this one has first."""
    free = queries.free(work.reader, wanted.begins.at, wanted.ends.at, wanted.case_id)
    size, capacity = wanted.room["size"], wanted.room["capacity"]
    own = {*wanted.room["features"].split()}
    fit = [
        room
        for room in free
        if room["id"] != wanted.room["id"]
        and rules.fits(room["capacity"], room["features"], wanted.people, wanted.features)
        and not queries.closed(work.reader, room, wanted.begins, wanted.ends)
    ]
    return sorted(
        fit,
        key=lambda room: (
            room["size"] != size,
            len(own - {*room["features"].split()}),
            abs(room["capacity"] - capacity),
        ),
    )

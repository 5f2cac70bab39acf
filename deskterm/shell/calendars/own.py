"""A booking of ours as an event, with what a calendar says of it."""

from __future__ import annotations

from collections.abc import Mapping

from deskterm.core.confidential import masked
from deskterm.core.instants import instant
from deskterm.core.reader import Row
from deskterm.desks.rooms.actions.importing import Agreed
from deskterm.shell.calendars.event import CANCELLED, CONFIRMED, TENTATIVE, Event
from deskterm.shell.calendars.queries import sequence
from deskterm.shell.calendars.values import known_flags

STATUS: Mapping[str, str] = {"booked": CONFIRMED, "held": TENTATIVE, "waiting": TENTATIVE}
"""How sure a booking is, by its state; any other has its room no longer."""


def as_event(row: Row, key: str, line: int = 0) -> Event:
    """A row of `queries.bookings` as an event."""
    hidden = bool(row["hidden"])
    return Event(
        key=key,
        line=line,
        start=instant(row["start_at"]),
        end=instant(row["end_at"]),
        room=row["room"],
        words=masked(row["words"], is_hidden=hidden),
        holder=row["holder"],
        note=row["note"] or "",
        people=row["people"],
        wants=tuple(row["wants"].split()),
        flags=known_flags(row["flags"]),
        status=STATUS.get(row["state"], CANCELLED),
        confidential=bool(row["confidential"]),
        sequence=sequence(row),
        setup=row["held_from"] < row["start_at"] or not row["setup_minutes"],
        clear=row["held_to"] > row["end_at"] or not row["clear_minutes"],
    )


def agreed(event: Event, *, margins: bool) -> Agreed:
    """An event as the rooms desk takes it; without `margins` its times have set-up in."""
    return Agreed(
        start=event.start,
        end=event.end,
        words=event.words,
        holder=event.holder,
        note=event.note,
        people=event.people,
        wants=event.wants,
        flags=event.flags,
        tentative=event.status == TENTATIVE,
        confidential=event.confidential,
        setup=event.setup and margins,
        clear=event.clear and margins,
    )

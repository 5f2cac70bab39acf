"""The meetings of an iCalendar file: every date of every series, as its program means it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any

from icalendar import Event as Component
from icalendar.error import GloballyUniqueTZIDGuessed

from deskterm.core.words import _
from deskterm.shell.calendars import ics_text
from deskterm.shell.calendars.event import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    Calendar,
    Event,
    beyond,
    keyed,
    pieces,
    reject,
)
from deskterm.shell.calendars.ics_text import MOST_EVENTS, Block
from deskterm.shell.calendars.repeating import Length, Local, Times, occurrences, repeats
from deskterm.shell.calendars.values import known_flags, known_wants, whole_number
from deskterm.shell.calendars.zones import Zones

HOLDER = "X-DESKTERM-HOLDER"
PEOPLE = "X-DESKTERM-PEOPLE"
WANTS = "X-DESKTERM-WANTS"
FLAGS = "X-DESKTERM-FLAGS"
WITHOUT = "X-DESKTERM-WITHOUT"
"""What iCalendar has no property for, as this program writes it."""


@dataclass(frozen=True)
class _Told:
    """One VEVENT, and where it stands in the file."""

    line: int
    component: Component
    cancelled: bool


def read_ics(file: Path, site: tzinfo) -> Calendar:
    """Every meeting of a file; an event that cannot be read is rejected by itself.

    A time without a zone is one of the site's wall clock.
    """
    found = ics_text.blocks(file)
    times = Times(site, Zones(found.zones))
    calendar = Calendar(others=found.others)
    by_uid: dict[str, list[_Told]] = {}
    for block in found.events:
        try:
            told = _Told(block.line, _component(block), block.cancelled)
        except (ValueError, LookupError, TypeError) as error:
            calendar.rejected.append(reject(block.line, _unread(error), ""))
            continue
        by_uid.setdefault(_uid(told.component, block), []).append(told)
    for uid, tolds in by_uid.items():
        _gather(calendar, uid, tolds, times)
    return calendar


def _component(block: Block) -> Component:
    lines = ["BEGIN:VEVENT", *block.lines, "END:VEVENT", ""]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        found = Component.from_ical("\r\n".join(lines))
    if not isinstance(found, Component):
        raise TypeError(type(found).__name__)
    return found


def _unread(error: Exception) -> str:
    return _("the event cannot be read: {fault}").format(fault=str(error)[:120])


def _uid(event: Component, block: Block) -> str:
    """Its UID; of an event without one a digest, so that the same event is known again."""
    said = _text(event, "UID").strip()
    return said or "no-uid-" + sha256("\n".join(block.lines).encode()).hexdigest()[:24]


def _gather(calendar: Calendar, uid: str, tolds: Sequence[_Told], times: Times) -> None:
    """All that the file says of one UID, or one reject for it."""
    try:
        events = list(_of_uid(uid, tolds, times))
    except (ValueError, OverflowError) as error:
        first = tolds[0]
        words = _text(first.component, "SUMMARY")
        why = beyond() if isinstance(error, OverflowError) else str(error)
        calendar.rejected.append(reject(first.line, why, uid, words))
        return
    calendar.events += events
    if any("RECURRENCE-ID" not in told.component for told in tolds):
        calendar.whole.add(uid)
    if len(calendar.events) > MOST_EVENTS:
        raise ics_text.too_many()


def _of_uid(uid: str, tolds: Sequence[_Told], times: Times) -> Iterator[Event]:
    masters = [told for told in tolds if "RECURRENCE-ID" not in told.component]
    if len(masters) > 1:
        masters = sorted(masters, key=lambda told: whole_number(_text(told.component, "SEQUENCE")))
    changed = {
        _instead_of(told, times): told for told in tolds if "RECURRENCE-ID" in told.component
    }
    if masters:
        yield from _master(uid, masters[-1], changed, times)
    for instead, told in changed.items():
        yield from _one(told, keyed(uid, instead.at), times, _begins(told, times))


def _instead_of(told: _Told, times: Times) -> Local:
    """When the date of a series would begin that this event is instead of."""
    said = told.component["RECURRENCE-ID"]
    if "RANGE" in getattr(said, "params", {}):
        raise ValueError(
            _(
                "it changes this and all following dates at once, which is not understood;"
                " end the series there, and make a new one"
            )
        )
    return times.local("RECURRENCE-ID", said)


def _begins(told: _Told, times: Times) -> Local:
    if "DTSTART" not in told.component:
        raise ValueError(_("it does not say when it begins"))
    return times.local("DTSTART", told.component["DTSTART"])


def _master(uid: str, told: _Told, changed: dict[Local, _Told], times: Times) -> Iterator[Event]:
    begins = _begins(told, times)
    if not repeats(told.component) and not changed:
        yield from _one(told, uid, times, begins)
        return
    instants = {each.at for each in changed}
    days = {each.shown.date() for each in changed if each.whole_day}
    for at, each in occurrences(told.component, begins, times).items():
        if at not in instants and each.shown.date() not in days:
            yield from _one(told, keyed(uid, at), times, each, times.length(told.component, begins))


def _one(
    told: _Told, key: str, times: Times, begins: Local, length: Length | None = None
) -> Iterator[Event]:
    """One date of an event, a booking for each day that it goes on."""
    event = told.component
    how_long = length or times.length(event, begins)
    base = _said(told, key, begins.at, how_long.end(begins))
    without = _text(event, WITHOUT).split()
    parts = pieces(base.start, base.end, times.site)
    if len(parts) > MOST_EVENTS:
        raise ics_text.too_many()
    uid = _text(event, "UID").strip() or key
    for part in parts:
        yield replace(
            base,
            key=key if len(parts) == 1 or (part.first and key != uid) else keyed(uid, part.start),
            start=part.start,
            end=part.end,
            setup=part.first and "setup" not in without,
            clear=part.last and "clear" not in without,
        )


def _said(told: _Told, key: str, start: datetime, end: datetime) -> Event:
    event = told.component
    return Event(
        key=key,
        line=told.line,
        start=start,
        end=end,
        room=_room(event),
        words=_text(event, "SUMMARY").strip(),
        holder=_holder(event),
        note=_text(event, "DESCRIPTION").strip(),
        people=whole_number(_text(event, PEOPLE)) or None,
        wants=known_wants(_text(event, WANTS)),
        flags=known_flags(_text(event, FLAGS)),
        status=CANCELLED if told.cancelled else _status(event),
        confidential=_text(event, "CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"},
        sequence=whole_number(_text(event, "SEQUENCE")),
    )


def _status(event: Component) -> str:
    """What takes no time in its own calendar takes no room here."""
    if _text(event, "TRANSP").upper() == "TRANSPARENT":
        return CANCELLED
    said = _text(event, "STATUS").lower()
    return said if said in {TENTATIVE, CANCELLED} else CONFIRMED


def _room(event: Component) -> str:
    """Where it takes place: as it says itself, else the room that is invited to it."""
    if said := _text(event, "LOCATION").strip():
        return said
    for each in _each(event, "ATTENDEE"):
        params = getattr(each, "params", {})
        if str(params.get("CUTYPE", "")).upper() in {"ROOM", "RESOURCE"} and params.get("CN"):
            return str(params["CN"]).strip()
    return ""


def _holder(event: Component) -> str:
    said = _text(event, HOLDER) or _text(event, "CONTACT")
    if said:
        return said.strip()
    organizers = _each(event, "ORGANIZER")
    return str(getattr(organizers[0], "params", {}).get("CN", "")).strip() if organizers else ""


def _each(event: Component, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _text(event: Component, name: str) -> str:
    """A property as text; the first where it stands there more than once."""
    found = _each(event, name)
    return str(found[0]) if found else ""

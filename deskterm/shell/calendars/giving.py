"""Handing bookings out: as a calendar that any program reads, as CSV, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Timezone
from icalendar import Event as Component

import deskterm
from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.layout import Column, Table, as_csv, as_json, clean
from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.core.report import Period
from deskterm.core.site import Site
from deskterm.core.words import _, pick
from deskterm.shell.calendars import queries
from deskterm.shell.calendars.event import Event, unkeyed
from deskterm.shell.calendars.ics_read import FLAGS, HOLDER, PEOPLE, WANTS, WITHOUT
from deskterm.shell.calendars.own import as_event

_NAMES = (
    "uid",
    "number",
    "room",
    "room_name",
    "start",
    "end",
    "status",
    "state",
    "meeting",
    "holder",
    "people",
    "wants",
    "flags",
    "note",
    "confidential",
    "without",
    "sequence",
)
"""The columns, named alike in every language: a map refers to them."""
COLUMNS = tuple(Column(name, name, 12) for name in _NAMES)
FORMATS = ("ics", "csv", "json")
_MARGIN = timedelta(days=1)


def rooms_as(office: Office, form: str, first: str | None, last: str | None) -> tuple[bytes, int]:
    """Every booking of a period in this format, and how many there are.

    Whoever looks at the office is shown what they may see of confidential ones.
    """
    if form not in FORMATS:
        sentence = _("There is no format {name}; there are: {known}.")
        raise Refusal(sentence.format(name=form, known=", ".join(FORMATS)))
    site = office.site
    period = Period.of_days(site, first, last)
    with office.read() as reader:
        store = queries.store_id(reader)
        rows = list(queries.bookings(reader, period.since, period.until))
    events = [as_event(row, queries.uid(row, store)) for row in rows]
    if form == "ics":
        return _calendar(site, rows, events), len(rows)
    table = Table(COLUMNS, [_row(site, *each) for each in zip(rows, events, strict=True)])
    text = "\ufeff" + as_csv(table) if form == "csv" else as_json(table)
    return text.encode(), len(rows)


def _row(site: Site, row: Row, event: Event) -> dict[str, object]:
    start, end = (site.local(at).isoformat(timespec="seconds") for at in (event.start, event.end))
    return {
        "uid": event.key,
        "number": numbers.full("B", row["year"], row["number"]),
        "room": event.room,
        "room_name": _room_name(row),
        "start": start,
        "end": end,
        "status": event.status,
        "state": row["state"],
        "meeting": event.words,
        "holder": event.holder,
        "people": event.people,
        "wants": " ".join(event.wants),
        "flags": " ".join(event.flags),
        "note": event.note,
        "confidential": "yes" if event.confidential else "no",
        "without": " ".join(_without(event)),
        "sequence": event.sequence,
    }


def _room_name(row: Row) -> str:
    name = row["room_name"]
    return pick({"en": row["room_english"] or name, "zh": name})


def _without(event: Event) -> Iterator[str]:
    if not event.setup:
        yield "setup"
    if not event.clear:
        yield "clear"


def _calendar(site: Site, rows: list[Row], events: list[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", f"-//deskterm//{deskterm.__version__}//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", clean(site.title))
    calendar.add("X-WR-TIMEZONE", site.zone.key)
    if events and site.zone.key != "UTC":
        first = min(each.start for each in events) - _MARGIN
        last = max(each.end for each in events) + _MARGIN
        zone = Timezone.from_tzid(site.zone.key, first_date=first.date(), last_date=last.date())
        calendar.add_component(zone)
    for row, event in zip(rows, events, strict=True):
        calendar.add_component(_component(site, row, event))
    return bytes(calendar.to_ical())


def _component(site: Site, row: Row, event: Event) -> Component:
    found = Component()
    uid, occurrence = unkeyed(event.key)
    changed = instant(row["changed_at"]) if row["changed_at"] else instant(row["opened_at"])
    found.add("UID", clean(uid, limit=None))
    if occurrence:
        found.add("RECURRENCE-ID", occurrence)
    found.add("DTSTAMP", _seconds(changed))
    found.add("CREATED", _seconds(instant(row["opened_at"])))
    found.add("LAST-MODIFIED", _seconds(changed))
    found.add("SEQUENCE", event.sequence)
    found.add("DTSTART", _local(site, event.start))
    found.add("DTEND", _local(site, event.end))
    found.add("STATUS", event.status.upper())
    found.add("TRANSP", "OPAQUE")
    found.add("SUMMARY", _said(event.words))
    found.add("LOCATION", _said(_room_name(row)))
    found.add("X-DESKTERM-NUMBER", numbers.full("B", row["year"], row["number"]))
    if event.confidential:
        found.add("CLASS", "CONFIDENTIAL")
    _more(found, event)
    return found


def _more(found: Component, event: Event) -> None:
    """What is not said of every booking."""
    told = {
        "DESCRIPTION": event.note,
        "CONTACT": event.holder,
        HOLDER: event.holder,
        PEOPLE: str(event.people or ""),
        WANTS: " ".join(event.wants),
        FLAGS: " ".join(event.flags),
        WITHOUT: " ".join(_without(event)),
    }
    for name, said in told.items():
        if said:
            found.add(name, _said(said))


def _said(text: str) -> str:
    """Text that a calendar may hold: line ends stand, what a terminal obeys is made visible."""
    return clean(text, keep_newlines=True, limit=None)


def _local(site: Site, at: datetime) -> datetime:
    """A time of the site's clock; of an hour that comes twice, UTC tells which."""
    local = site.local(at)
    if site.zone.key == "UTC" or local.fold:
        return _seconds(at)
    return local.replace(microsecond=0)


def _seconds(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)

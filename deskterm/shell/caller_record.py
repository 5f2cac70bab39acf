"""Who called about a record: the first, everybody who joined, and when the telephone rang."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import _
from deskterm.desks.calls import queries as calls
from deskterm.shell.where import number

Fact = tuple[str, str]


def lines(reader: Reader, site: Site, now: datetime, row: Row) -> Iterator[Fact]:
    """The callers of a case, as labelled lines; `row` holds its caller and phone."""
    if first := _some(row["caller"] or _resident(reader, row["id"]), row["phone"]):
        yield _("Caller"), first
    for each in calls.callers(reader, row["id"]):
        at = f"{site.local(instant(each['at'])):%m-%d %H:%M}"
        known = "" if each["resident"] in {None, each["name"]} else each["resident"]
        yield _("Caller too"), _some(at, each["name"], known, each["place"], each["phone"])
    for ring in calls.rings_of(reader, row["id"]):
        known = calls.caller_of(reader, ring["phone"])
        at = f"{site.local(instant(ring['at'])):%m-%d %H:%M:%S}"
        yield _("Rang"), _some(at, ring["phone"], known["place"], ", ".join(known["names"]))
    if row["letter"] == "R" and row["parent_id"]:
        sql = "SELECT letter, year, number FROM cases WHERE id = :id"
        became = reader.row(sql, id=row["parent_id"]) or row
        yield _("Became"), number(became, now)


def _resident(reader: Reader, case_id: int) -> str | None:
    found = reader.value(
        "SELECT r.name FROM calls k JOIN residents r ON r.id = k.resident_id"
        " WHERE k.case_id = :case",
        case=case_id,
    )
    return None if found is None else str(found)


def _some(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)

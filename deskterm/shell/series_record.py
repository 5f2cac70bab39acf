"""The series that a booking belongs to, on its page: the rule in words, and its other dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from deskterm.core import numbers
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import _
from deskterm.desks.rooms.recurrence import Rule
from deskterm.desks.rooms.series import queries, words
from deskterm.desks.rooms.states import BOOKING_STATES

Fact = tuple[str, str]


def lines(reader: Reader, site: Site, case_id: int, year: int) -> Iterator[Fact]:
    """Of a booking in a series: the rule, which date it is, and every date by its month."""
    row = queries.of_case(reader, case_id)
    if row is None:
        return
    until = date.fromisoformat(row["until_on"]) if row["until_on"] else None
    rule = Rule(row["rule"], until, row["count"])
    room = words.room_name({"name": row["room_name"], "english": row["room_english"]})
    said = f"{words.rule(rule.text)} {row['begins']}-{row['ends']} {room}, {words.end(rule)}"
    yield _("Series"), said
    yield _("Its date"), row["occurrence"]
    for month, dates in groupby(queries.dates(reader, row["id"]), _month):
        yield month, "  ".join(_date(each, site, year) for each in dates)
    if left_out := queries.left_out(reader, row["id"]):
        yield _("Left out"), ", ".join(left_out)


def _month(row: Row) -> str:
    return str(row["occurrence"])[:7]


def _date(row: Row, site: Site, year: int) -> str:
    """A date of a series: its day and number, and what is not as the rule has it."""
    said = [row["occurrence"][8:], numbers.spoken("B", row["year"], row["number"], year)]
    if row["moved"] == "moved":
        said.append(f"→ {site.local(instant(row['start_at'])):%m-%d %H:%M}")
    if row["state"] != "booked":
        said.append(_(BOOKING_STATES[row["state"]]))
    return " ".join(said)

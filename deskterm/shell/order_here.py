"""What is known of a meeting room's matters while they are typed: who mends it, what is wanted."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.line import Parsed
from deskterm.core.reader import Reader
from deskterm.core.site import read_site
from deskterm.core.words import _
from deskterm.desks.rooms.orders import queries, rules
from deskterm.desks.rooms.orders.naming import names, things


def mender_pieces(reader: Reader, _now: datetime, parsed: Parsed) -> list[tuple[str, str]]:
    """The department that the words of a fault suggest (M4.1)."""
    said = parsed.values.get("words", "")
    if "department" in parsed.values or not said:
        return []
    whom = rules.mender(said, queries.faults(read_site(reader)))
    if whom is None:
        return [(_("who mends it? to: engineering or to: equipment"), "soon")]
    return [(names([whom]), "ok")]


def wanted_pieces(reader: Reader, now: datetime, parsed: Parsed) -> list[tuple[str, str]]:
    """What of a booking's wishes is not there yet (M2.1)."""
    site = read_site(reader)
    try:
        case_id = numbers.case_id(reader, parsed.values.get("case", ""), site.local(now))
    except Refusal:
        return []
    rest = [item.item for item in queries.items(reader, site, case_id) if item.at is None]
    return [(_("still wanted: {titles}").format(titles=things(rest)), "dim")] if rest else []

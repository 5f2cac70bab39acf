"""What is known before a call is saved: who lives there, what is open, what to say."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import places
from deskterm.core.reader import Reader, Row
from deskterm.core.site import read_site
from deskterm.desks.calls.queries.listing import rows_of
from deskterm.desks.calls.queries.residents import people, residents
from deskterm.desks.calls.rules import tail


def known_at(
    reader: Reader, now: datetime, *, place: str = "", phone: str = "", name: str = ""
) -> Row:
    """What is known before a call is saved, by its place, a phone number or a name.

    `place`: its row of `core.places`, or None; `people`: who lives there, or who has
    the phone or the name; `open`: open calls, columns as `calls`; `earlier`: how many
    closed calls; `last`: of each category among them en, zh, count and the last
    opened_at; `notices`: en, zh of what callers of that building are told today.
    """
    found = places.find(reader, place) if place else None
    who = residents(reader, found["id"]) if found else people(reader, phone, name)
    if found is None and not place and len({row["place_id"] for row in who}) == 1:
        found = places.by_id(reader, who[0]["place_id"])
    where, key = ("c.place_id = :key", found["id"] if found else None)
    if found is None and phone:
        where, key = "k.phone_tail = :key", tail(phone)
    last = _last(reader, where, key) if key else []
    return {
        "place": found,
        "people": who,
        "open": _open_there(reader, where, key) if key else [],
        "earlier": sum(row["count"] for row in last),
        "last": last,
        "notices": _notices(reader, now, found["building"]) if found else [],
    }


def _open_there(reader: Reader, where: str, key: object) -> list[Row]:
    window = (
        f"SELECT c.id FROM cases c JOIN calls k ON k.case_id = c.id WHERE {where}"  # noqa: S608 - constants only
        " AND c.closed_at IS NULL ORDER BY c.opened_at DESC LIMIT 20"
    )
    return rows_of(reader, window, key=key)


def _last(reader: Reader, where: str, key: object) -> list[Row]:
    return reader.rows(
        "SELECT g.code AS category, g.en, g.zh, count(*) AS count, max(c.opened_at) AS opened_at"  # noqa: S608
        " FROM cases c JOIN calls k ON k.case_id = c.id JOIN categories g ON g.code = k.category"
        f" WHERE {where} AND c.closed_at IS NOT NULL GROUP BY g.code ORDER BY opened_at DESC",
        key=key,
    )


def _notices(reader: Reader, now: datetime, building: str) -> list[Row]:
    return reader.rows(
        "SELECT id, building, begins, ends, en, zh FROM notices"
        " WHERE building IN ('', :building) AND begins <= :day AND ends >= :day ORDER BY id",
        building=building,
        day=read_site(reader).local(now).date().isoformat(),
    )

"""What is known before a call is saved: who lives there, what is open, what to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deskterm.core import places
from deskterm.core.reader import Reader, Row
from deskterm.core.site import read_site
from deskterm.desks.calls.queries.cautions import cautions
from deskterm.desks.calls.queries.listing import rows_of
from deskterm.desks.calls.queries.residents import people, residents, unit_of
from deskterm.desks.calls.rules import digits, tail

EARLIER = 1000
"""So many earlier calls are counted: at a gate there are more than anybody reads."""


def known_at(
    reader: Reader, now: datetime, *, place: str = "", phone: str = "", name: str = ""
) -> Row:
    """What is known before a call is saved, by its place, a phone number or a name.

    `place`: its row of `core.places`, or None; `people`: who lives there, or who has
    the phone or the name; `cautions`: as the query of that name; `open`: open calls,
    columns as `calls`; `earlier`: how many closed calls, of the last thousand; `last`: of
    each category among them en, zh, count and the last opened_at; `notices`: en, zh, ends
    of what callers of that building are told today.
    """
    found = places.find(reader, place) if place else None
    who = residents(reader, found["id"]) if found else meant(reader, phone, name)
    if found is None and not place and (unit := unit_of(who)):
        found = places.by_id(reader, unit)
    here = _Here.at(found, phone)
    last = _last(reader, here)
    today = read_site(reader).local(now).date()
    return {
        "place": found,
        "people": who,
        "cautions": cautions(reader, found["id"], today) if found else [],
        "open": _open_there(reader, here),
        "earlier": sum(row["count"] for row in last),
        "last": last,
        "notices": _notices(reader, today, found["building"]) if found else [],
    }


def meant(reader: Reader, phone: str, name: str) -> list[Row]:
    """Who is meant by a name, among several by the phone number; else who has the number."""
    named = people(reader, name=name) if name else []
    having = people(reader, phone=phone) if phone else []
    if not named:
        return having
    both = {row["id"] for row in having}
    return [row for row in named if row["id"] in both] or named


_SAME_NUMBER = "k.phone_tail = :key AND replace(replace(k.phone, '-', ''), ' ', '') LIKE :like"
"""The index finds those with the same end; the few are looked at whole."""


@dataclass(frozen=True)
class _Here:
    """What an earlier call must have in common with the one that is typed."""

    cases: str = ""
    calls: str = ""
    key: object = None
    like: str = ""

    @classmethod
    def at(cls, place: Row | None, phone: str) -> _Here:
        """The same place, else the same phone number."""
        if place:
            return cls("c.place_id = :key", "1", place["id"])
        number = digits(phone)
        return cls("1", _SAME_NUMBER, tail(phone), f"%{number}") if number else cls()


def _open_there(reader: Reader, here: _Here) -> list[Row]:
    if here.key is None:
        return []
    window = (
        f"SELECT c.id FROM cases c JOIN calls k ON k.case_id = c.id WHERE {here.cases}"  # noqa: S608 - constants only
        f" AND {here.calls} AND c.closed_at IS NULL ORDER BY c.opened_at DESC LIMIT 20"
    )
    return rows_of(reader, window, key=here.key, like=here.like)


def _last(reader: Reader, here: _Here) -> list[Row]:
    if here.key is None:
        return []
    return reader.rows(
        "SELECT g.code AS category, g.en, g.zh, count(*) AS count, max(e.opened_at) AS opened_at"  # noqa: S608
        " FROM (SELECT c.opened_at, k.category FROM cases c JOIN calls k ON k.case_id = c.id"
        f" WHERE {here.cases} AND {here.calls} AND c.closed_at IS NOT NULL"
        " AND coalesce(c.disposition, '') <> 'undone' ORDER BY c.opened_at DESC LIMIT :most) e"
        " JOIN categories g ON g.code = e.category GROUP BY g.code ORDER BY opened_at DESC",
        key=here.key,
        like=here.like,
        most=EARLIER,
    )


def _notices(reader: Reader, today: date, building: str) -> list[Row]:
    return reader.rows(
        "SELECT id, building, begins, ends, en, zh FROM notices"
        " WHERE building IN ('', :building) AND begins <= :day AND ends >= :day ORDER BY id",
        building=building,
        day=today.isoformat(),
    )


def notices_now(reader: Reader, today: date) -> list[Row]:
    """The notices in force today, of every building."""
    return reader.rows(
        "SELECT id, building, begins, ends, en, zh FROM notices"
        " WHERE begins <= :day AND ends >= :day ORDER BY id",
        day=today.isoformat(),
    )

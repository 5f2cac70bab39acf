"""Telephones that ring, and calls that nobody took."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.site import read_site
from deskterm.core.words import language
from deskterm.desks.calls.naming import WHOLE, same_phone
from deskterm.desks.calls.queries.residents import people, unit_of
from deskterm.desks.calls.rules import digits, tail

RINGS_FOR = 45
"""Seconds after which a telephone that nobody took has stopped, unless the site says otherwise."""

LATELY = 200
"""So many of the last rings are looked through for the one that a call came by."""

_MISSED = (
    "SELECT r.id, r.phone, r.at, r.case_id, c.letter, c.year, c.number FROM rings r"
    " JOIN cases c ON c.id = r.case_id"
)


def ringing(reader: Reader) -> list[Row]:
    """Every telephone that rings now, the first one first.

    Columns: id, phone, at, place (the unit's code, if the number is known to be of one
    unit), place_id, names (who has the number).
    """
    rows = reader.rows("SELECT id, phone, at FROM rings WHERE state = 'ringing' ORDER BY id")
    return [{**row, **caller_of(reader, row["phone"])} for row in rows]


def missed(reader: Reader) -> list[Row]:
    """Every missed call that was not rung back yet, the first one first.

    Columns as `ringing`, of the first time that it rang, and case_id, letter, year, number,
    times (how often it rang).
    """
    rows = reader.rows(
        f"{_MISSED} WHERE c.desk = 'calls' AND c.letter = 'R' AND c.closed_at IS NULL ORDER BY r.id"
    )
    found: dict[int, Row] = {}
    for row in rows:
        first = found.setdefault(
            row["case_id"], {**row, **caller_of(reader, row["phone"]), "times": 0}
        )
        first["times"] += 1
    return list(found.values())


def missed_from(reader: Reader, phone: str) -> list[int]:
    """The open records of missed calls from this number."""
    rows = reader.rows(
        f"{_MISSED} WHERE c.desk = 'calls' AND c.letter = 'R' AND c.closed_at IS NULL ORDER BY r.id"
    )
    return list(dict.fromkeys(row["case_id"] for row in rows if _same(row["phone"], phone)))


def rings_of(reader: Reader, case_id: int) -> list[Row]:
    """How often the telephone rang for a record; columns: id, phone, at, state, taken_at."""
    return reader.rows(
        "SELECT id, phone, at, state, taken_at FROM rings WHERE case_id = :case ORDER BY id",
        case=case_id,
    )


def lately_from(reader: Reader, phone: str, since: datetime) -> list[Row]:
    """The rings from this number since then, or that showed none alike, the newest first.

    Columns: id, state, at, case_id.
    """
    rows = reader.rows(
        "SELECT id, phone, phone_tail, state, at, case_id FROM rings"
        " WHERE id > (SELECT coalesce(max(id), 0) FROM rings) - :lately AND phone_tail = :tail"
        " AND at >= :since ORDER BY id DESC",
        since=stamp(since),
        lately=LATELY,
        tail=tail(phone),
    )
    return [row for row in rows if row["phone"] == phone or _same(row["phone"], phone)]


def rung_out(reader: Reader, now: datetime) -> list[int]:
    """The rings that nobody took for as long as a telephone rings here."""
    seconds = read_site(reader).number("ring_seconds", RINGS_FOR)
    rows = reader.rows(
        "SELECT id FROM rings WHERE state = 'ringing' AND at < :limit ORDER BY id",
        limit=stamp(now - timedelta(seconds=seconds)),
    )
    return [int(row["id"]) for row in rows]


def caller_of(reader: Reader, phone: str) -> Row:
    """What is known of whoever rings: place and place_id of the one unit, and names."""
    alike = people(reader, phone=phone) if tail(phone) else []
    who = [row for row in alike if _same(row["phone"], phone)]
    english = language() == "en"
    place_id = unit_of(who)
    return {
        "place": who[0]["place"] if place_id else "",
        "place_id": place_id,
        "names": [(row["english"] or row["name"]) if english else row["name"] for row in who],
    }


def _same(known: str, said: str) -> bool:
    """Whether both are one number; the end alone, or none at all, does not say so."""
    one, other = digits(known), digits(said)
    if len(other) < WHOLE:
        return bool(one) and one == other
    return same_phone(known, said)

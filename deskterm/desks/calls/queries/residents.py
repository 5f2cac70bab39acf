"""Who lives where, and who is meant by a number or a name."""

from __future__ import annotations

import json

from deskterm.core.reader import Reader, Row
from deskterm.desks.calls.naming import EVERYDAY, number_said, same_phone
from deskterm.desks.calls.rules import fold, tail

_PEOPLE = (
    "SELECT r.id, r.name, r.english, r.pinyin, r.initials, r.phone, r.role, r.notes, r.place_id,"
    " p.code AS place FROM residents r JOIN places p ON p.id = r.place_id WHERE r.active = 1"
)
_SAID = (
    "(r.name = :name OR r.initials = :folded OR lower(r.english) = :folded"
    " OR replace(r.pinyin, ' ', '') = :tight)"
)
"""Each of these stands on an index of its own."""


def residents(reader: Reader, place_id: int) -> list[Row]:
    """Who lives in a unit.

    Columns: id, name, english, pinyin, initials, phone, role, notes, place_id, place.
    """
    return reader.rows(f"{_PEOPLE} AND r.place_id = :place ORDER BY r.id", place=place_id)


def people(reader: Reader, phone: str = "", name: str = "", limit: int = 20) -> list[Row]:
    """Who has this phone number or its end, or is meant by this name; columns as `residents`."""
    if phone:
        rows = reader.rows(f"{_PEOPLE} AND r.phone_tail = :tail ORDER BY r.id", tail=tail(phone))
        return [row for row in rows if same_phone(row["phone"], phone)][:limit]
    if number := number_said(name):
        return people(reader, phone=number, limit=limit)
    if not name.strip():
        return []
    return reader.rows(
        f"{_PEOPLE} AND {_SAID} ORDER BY r.id LIMIT :limit",
        name=name.strip(),
        folded=fold(name),
        tight=fold(name).replace(" ", ""),
        limit=limit,
    )


def somebody(reader: Reader, said: str) -> bool:
    """Whether a word among others means a resident: it is no word of any sentence, nor of a call.

    What suggests a category is what it says, whoever's initials it may be. A number with
    blanks in it is several numbers, or a whole one, which is known by its shape.
    """
    word = fold(said)
    several = " " in word and number_said(said)
    if word in EVERYDAY or several or not people(reader, name=said, limit=1):
        return False
    told = reader.each("SELECT words FROM categories")
    return not any(word == fold(each) for row in told for each in json.loads(row["words"]))


def unit_of(rows: list[Row]) -> int | None:
    """The one unit that all of these people live in."""
    units = {int(row["place_id"]) for row in rows}
    return units.pop() if len(units) == 1 else None

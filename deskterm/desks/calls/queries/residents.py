"""Who lives where, and who has this number or name."""

from __future__ import annotations

from deskterm.core.reader import Reader, Row
from deskterm.desks.calls.rules import digits, fold, tail

_PEOPLE = (
    "SELECT r.id, r.name, r.english, r.pinyin, r.initials, r.phone, r.role, r.notes, r.place_id,"
    " p.code AS place FROM residents r JOIN places p ON p.id = r.place_id WHERE r.active = 1"
)


def residents(reader: Reader, place_id: int) -> list[Row]:
    """Who lives in a unit.

    Columns: id, name, english, pinyin, initials, phone, role, notes, place_id, place.
    """
    return reader.rows(f"{_PEOPLE} AND r.place_id = :place ORDER BY r.id", place=place_id)


def people(reader: Reader, phone: str = "", name: str = "", limit: int = 20) -> list[Row]:
    """Who has this phone number, or this name, pinyin or initials; columns as `residents`."""
    if phone:
        rows = reader.rows(f"{_PEOPLE} AND r.phone_tail = :tail ORDER BY r.id", tail=tail(phone))
        return [row for row in rows if digits(row["phone"]).endswith(digits(phone))][:limit]
    if not name.strip():
        return []
    return reader.rows(
        f"{_PEOPLE} AND (r.name = :name OR r.initials = :folded OR lower(r.english) = :folded"
        " OR replace(r.pinyin, ' ', '') = :tight) ORDER BY r.id LIMIT :limit",
        name=name.strip(),
        folded=fold(name),
        tight=fold(name).replace(" ", ""),
        limit=limit,
    )

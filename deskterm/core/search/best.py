"""The one record that was meant: by its number, its unit, its phone, its name or its plate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.reader import Reader
from deskterm.core.search.asked import Query
from deskterm.core.search.tokens import GROUP, is_hanzi

MOST = 6
"""At most so many stand before the newest."""
_ASKED = 3
"""Of so many words each may be what something is known by."""

Key = tuple[str, int]

_OF_PHONE = (
    "SELECT 'resident' AS kind, id FROM residents WHERE phone_tail = :tail AND active = 1"
    " AND replace(replace(phone, '-', ''), ' ', '') LIKE '%' || :digits ORDER BY id LIMIT 4"
)
_NAMED = (
    "SELECT 'resident' AS kind, id FROM residents WHERE name = :said AND active = 1"
    " ORDER BY id LIMIT 4"
)
_CODED = (
    "SELECT 'guard' AS kind, id FROM people WHERE code = :code AND role = 'guard' UNION ALL"
    " SELECT 'vehicle', id FROM vehicles WHERE plate = :code"
)
_ENGLISH = (
    "SELECT id FROM residents WHERE lower(english) = :said AND active = 1 ORDER BY id LIMIT 4"
)
_UNIT = (
    "SELECT id FROM places WHERE building IN (:building, :padded) AND kind = 'unit'"
    " AND active = 1 AND lower(ltrim(room, '0')) = :room"
    " AND :entrance IN ('', lower(ltrim(entrance, '0'))) ORDER BY id LIMIT 2"
)

_OWN = "'call', 'booking', 'paper', 'missed', 'trip', 'repair', 'cost', 'handover', 'fault'"
"""Kinds whose records stand for a case, by its id."""


def exact(reader: Reader, query: Query, now: datetime | None) -> list[Key]:
    """Kind and ref of what was meant exactly, if anything was; it has yet to be looked at."""
    found = [key for token in query.places for key in _unit(reader, token)]
    for word in query.words[:_ASKED]:
        found += _known_by(reader, word, now)
    if len(query.words) > 1:
        whole = " ".join(query.words)
        found += [("resident", int(row["id"])) for row in reader.each(_ENGLISH, said=whole)]
    return list(dict.fromkeys(found))[:MOST]


def _unit(reader: Reader, token: str) -> Iterator[Key]:
    building, *inside = token[2:].split("_")
    if len(inside) == 2:  # noqa: PLR2004 - an entrance and a room
        told = {"building": building.upper(), "padded": building.upper().zfill(2)}
        for row in reader.each(_UNIT, **told, entrance=inside[0], room=inside[1]):
            yield "place", int(row["id"])


def _known_by(reader: Reader, word: str, now: datetime | None) -> Iterator[Key]:
    digits = word.replace("-", "")
    if digits.isdigit():
        if len(digits) >= GROUP:
            tail = digits[-GROUP:]
            yield from _keys(reader, _OF_PHONE, tail=tail, digits=digits)
    elif word[-1].isdigit():
        yield from _keys(reader, _CODED, code=word.upper())
        if now is not None and word[0].isascii():
            yield from _numbered(reader, word, now)
    elif is_hanzi(word) and len(word) in _NAME:
        yield from _keys(reader, _NAMED, said=word)


_NAME = range(2, 5)
"""How long a Chinese name may be."""


def _keys(reader: Reader, sql: str, **values: str) -> Iterator[Key]:
    for row in reader.each(sql, **values):
        yield row["kind"], int(row["id"])


def _numbered(reader: Reader, word: str, now: datetime) -> Iterator[Key]:
    """The record of this number; which of a case's records it is, its letter says."""
    try:
        case_id = numbers.case_id(reader, word, now)
    except Refusal:
        return
    kinds = "SELECT kind, ref AS id FROM docs WHERE ref = :case AND case_id = :case AND kind IN"
    yield from _keys(reader, f"{kinds} ({_OWN})", case=str(case_id))

"""Finding a place: a unit as people say it, a public place by name, what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from deskterm.core.reader import Reader, Row
from deskterm.core.words import _

NEAREST = 4
CLOSE = 2
"""A room number this many slips away was probably meant."""

_COLUMNS = "id, code, kind, building, entrance, floor, room, name, english, notes"
_BREAKS = re.compile("号楼|号院|[栋幢座楼号门梯#]|单元|[‐‑‒–—―−_/、]")
_UNIT = re.compile(
    r"(?P<building>[a-z]?\d{1,3}|[a-z])-(?:(?P<entrance>[a-z]|\d{1,2})-(?P<room>\d{1,5}[a-z]?)"
    r"|(?P<only>\d{3,5}[a-z]?))"
)


class Unit(NamedTuple):
    """The parts of a unit as it was said; `entrance` is blank where it was left out."""

    building: str
    entrance: str
    room: str


def unit(said: str) -> Unit | None:
    """The unit that these words are shaped like, or None: `12-3-1502`, `１２号楼3单元1502室`."""
    text = unicodedata.normalize("NFKC", said).lower()
    text = "".join(text.split()).rstrip("室户房号")
    match = _UNIT.fullmatch(re.sub("-+", "-", _BREAKS.sub("-", text)))
    if match is None:
        return None
    return Unit(match["building"], match["entrance"] or "", match["room"] or match["only"])


def by_id(reader: Reader, place_id: int) -> Row | None:
    """The place with this id."""
    return reader.row(f"SELECT {_COLUMNS} FROM places WHERE id = :id", id=place_id)  # noqa: S608


def find(reader: Reader, said: str) -> Row | None:
    """The one place that these words name; None when there is none, or more than one.

    A unit may be said without its entrance, or without leading zeros, as long as
    only one unit is left. Columns: id, code, kind, building, entrance, floor, room,
    name, english, notes.
    """
    exact = reader.row(
        f"SELECT {_COLUMNS} FROM places WHERE code = :code AND active = 1",  # noqa: S608
        code=said.strip(),
    )
    if exact:
        return exact
    wanted = unit(said)
    found = _units(reader, wanted) if wanted else []
    found = found or _public(reader, said)
    return found[0] if len(found) == 1 else None


def _units(reader: Reader, wanted: Unit) -> list[Row]:
    return [
        row
        for row in _of_building(reader, wanted.building)
        if _bare(row["room"]) == _bare(wanted.room)
        and (not wanted.entrance or _bare(row["entrance"]) == _bare(wanted.entrance))
    ]


def _of_building(reader: Reader, building: str) -> list[Row]:
    spelled = building.upper()
    return reader.rows(
        f"SELECT {_COLUMNS} FROM places WHERE building IN (:said, :bare, :padded)"  # noqa: S608
        " AND kind = 'unit' AND active = 1 ORDER BY building, room, entrance",
        said=spelled,
        bare=_bare(spelled).upper(),
        padded=spelled.zfill(2),
    )


def _public(reader: Reader, said: str) -> list[Row]:
    word = _fold(said)
    rows = reader.each(
        f"SELECT {_COLUMNS} FROM places WHERE kind = 'public' AND active = 1"  # noqa: S608
    )
    return [
        row for row in rows if word in {_fold(row[name]) for name in ("code", "name", "english")}
    ]


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _bare(part: str) -> str:
    return part.lower().lstrip("0")


def alike(reader: Reader, said: str) -> list[str]:
    """The codes of the units that these words may name, where they name more than one."""
    wanted = unit(said)
    codes = [str(row["code"]) for row in _units(reader, wanted)] if wanted else []
    return codes if len(codes) > 1 else []


def nearest(reader: Reader, said: str, limit: int = NEAREST) -> list[str]:
    """The codes of the units that a misspelt one was probably meant for, best first.

    First what is close behind the same entrance, then in the same building; where
    the building is unknown, the same room in the other ones.
    """
    wanted = unit(said)
    if wanted is None:
        return []
    rows = _of_building(reader, wanted.building) or reader.rows(
        f"SELECT {_COLUMNS} FROM places WHERE kind = 'unit' AND active = 1"  # noqa: S608
    )
    ranked = sorted(rows, key=lambda row: (*_slip(row, wanted), row["code"]))
    return [str(row["code"]) for row in ranked[:limit]]


def _slip(row: Row, wanted: Unit) -> tuple[int, int, bool, int]:
    room = slips(_bare(row["room"]), _bare(wanted.room))
    building = slips(_bare(row["building"]), _bare(wanted.building))
    elsewhere = _bare(row["entrance"]) != _bare(wanted.entrance)
    return int(elsewhere or room > CLOSE), room, elsewhere, building


def slips(one: str, other: str) -> int:
    """How many wrong, missing, extra or swapped characters lie between two numbers."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, right in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def in_words(place: Row) -> str:
    """The address as it is read back: `building 12, entrance 3, 1502`; a public place by name."""
    if place["kind"] == "public":
        return str(place["name"])
    if not place["entrance"]:
        sentence = _("building {building}, {room}")
    else:
        sentence = _("building {building}, entrance {entrance}, {room}")
    return sentence.format(**{part: place[part] for part in ("building", "entrance", "room")})

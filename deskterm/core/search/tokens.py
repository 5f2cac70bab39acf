"""What the index holds of a text: its words, and the places and days that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

PREFIX = 6
"""Beginnings of words up to this length are looked up as they stand; longer ones are rechecked."""
GROUP = 4
"""A run of digits is indexed in groups of so many, so that a phone's tail is found."""
WHOLE = 40
"""More of one word than this is not indexed."""

_DASHES = re.compile("[‐‑‒–—―−]")
_RUNS = re.compile(
    r"[0-9]+|[a-z]+|[^\W\d_\x00-\u2fff]+|[^\W\d_\u3000-\U0010ffff]+",
)

_CODE = re.compile(r"(?<![a-z])[a-z]{1,3}[0-9]+")
"""A code or the short form of a number: `c412`, `g2`."""
_APART, _NO_MORE = r"(?<![0-9:-])", r"(?![0-9:-])"
_UNIT = re.compile(
    rf"{_APART}(?P<building>[a-z]?\d{{1,3}}|(?<![a-z])[a-z])"
    r"(?:(?P<house>号楼|号院|[栋幢座])|[楼#]|-)\s*"
    r"(?:(?P<entrance>\d{1,2}|[a-z])(?:单元|门|-)\s*)?"
    rf"(?P<room>\d{{1,5}}[a-z]?)?(?:[室户房]|号(?!楼))?{_NO_MORE}"
)
_DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>[01]?\d)(?:-(?P<day>[0-3]?\d))?(?!\d)")


def fold(text: str) -> str:
    """Text as it is compared: full-width as half-width, capitals as small letters, one dash."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).lower()
    return _DASHES.sub("-", folded)


def is_hanzi(run: str) -> bool:
    """Whether a run is of characters that stand for themselves, each and in pairs."""
    return run[0] > "\u2fff"


def is_code(word: str) -> bool:
    """Whether a folded word is a code, which is looked up as one."""
    return _CODE.fullmatch(word) is not None


def runs(word: str) -> list[str]:
    """The parts of a folded word: digits, Latin letters, hanzi, other letters."""
    return _RUNS.findall(word)


def tokens(text: str, kind: str = "") -> set[str]:
    """What the index holds of a record with this text, and of this kind."""
    folded = fold(text)
    found: set[str] = {f"_k{kind}"} if kind else set()
    for run in _RUNS.findall(folded):
        if run[0] > "\u2fff":
            found.update(run)
            found.update(map("".join, pairwise(run)))
        else:
            found.add(run[:WHOLE])
            if run[0] <= "9" and len(run) > GROUP:
                found.update(run[i : i + GROUP] for i in range(len(run) - GROUP + 1))
    found.update(code[:WHOLE] for code in _CODE.findall(folded))
    if "-" in folded or _SPELLED.search(folded):
        for place in places(folded):
            found.update(place)
        for day in days(folded):
            found.update(day)
    return found


_SPELLED = re.compile(r"\d\s*(?:号楼|号院|[栋幢座楼#])|[a-z]\s*[栋幢座楼]")


def places(folded: str) -> Iterator[tuple[str, ...]]:
    """The tokens of each place that is named: of its building, its entrance and itself."""
    for match in _UNIT.finditer(folded):
        if named := shape(match):
            yield named


def shape(match: re.Match[str]) -> tuple[str, ...]:
    """The tokens of one place, the narrowest last; nothing where it is too little to be one."""
    building, entrance, room = (bare(match[name]) for name in ("building", "entrance", "room"))
    if not entrance and room.isdigit() and len(match["room"]) <= 2 and not match["house"]:  # noqa: PLR2004
        entrance, room = room, ""
    if match["building"].isalpha() and not entrance and not match["house"]:
        return ()
    if not (entrance or room or match["house"]):
        return ()
    found = [f"_p{building}"]
    if entrance:
        found.append(f"_p{building}_{entrance}")
    if room:
        found.append(f"_p{building}__{room}")
    if entrance and room:
        found.append(f"_p{building}_{entrance}_{room}")
    return tuple(found)


def bare(part: str | None) -> str:
    """A part of a unit without leading zeros; all of it where it is nothing else."""
    return (part or "").lstrip("0") or ("0" if part else "")


def units(folded: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """Where a folded text names a place, and the tokens of that place."""
    for match in _UNIT.finditer(folded):
        if named := shape(match):
            yield match, named


def days(folded: str) -> Iterator[tuple[str, ...]]:
    """The tokens of each day that is named: of its month, and of itself."""
    for match in _DAY.finditer(folded):
        month = f"{match['year']}{int(match['month']):02d}"
        yield (
            (f"_m{month}", f"_d{month}{int(match['day']):02d}") if match["day"] else (f"_m{month}",)
        )

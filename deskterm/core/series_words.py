"""What is said about the dates of a series: how many, which not, which elsewhere, how far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, NamedTuple

from deskterm.core import recurring, spellings, times
from deskterm.core.lexicon import Lexicon, fold, key
from deskterm.core.words import N_


class Reach(NamedTuple):
    """How far a change of a series reaches, and how that was said."""

    code: str
    """`this`, `following` or `all`."""
    said: str


class Shift(NamedTuple):
    """A single date of a series that takes place elsewhere; what is None stays."""

    day: date
    to: date | None = None
    start: time | None = None
    end: time | None = None
    room: str | None = None


_COUNT = re.compile(r"共?(\d{1,4}) ?(?:times|dates|meetings|[次回期])", re.ASCII)


def count(text: str, _lexicon: Lexicon) -> str | None:
    """How many times: `10 times`, `共10次`; a mere number in a field of its own."""
    word = fold(text)
    match = _COUNT.fullmatch(word) or re.fullmatch(r"(\d{1,4})", word, re.ASCII)
    return str(int(match[1])) if match else None


_DROP = re.compile(r"(?:drop|except|without|but not|除了|除|跳过|去掉|不含) ?(.+)")


def dropped(text: str, lexicon: Lexicon) -> str | None:
    """Dates after a word that leaves them out: `drop 2026-12-24`."""
    match = _DROP.fullmatch(fold(text))
    return _listed(match[1], lexicon) if match else None


def dates(text: str, lexicon: Lexicon) -> str | None:
    """Dates, with or without that word before them."""
    return dropped(text, lexicon) or _listed(fold(text), lexicon)


def _listed(text: str, lexicon: Lexicon) -> str | None:
    found = [times.day(word, lexicon) for word in re.split(r"[ ,、;]+", text) if word]
    return " ".join(dict.fromkeys(day for day in found if day)) if found and all(found) else None


_room = spellings.listed("rooms", r"[A-Z0-9]{1,8}")


def shifted(text: str, lexicon: Lexicon) -> str | None:
    """A date and where it goes: `12-31@16:00`, `12-31@2027-01-02`, `12-31@C`, or all of that."""
    first, *rest = (part.strip() for part in fold(text).split("@"))
    day = times.day(first, lexicon)
    if day is None or not rest:
        return None
    found = [_part(part, lexicon) for part in rest]
    kinds = [each[0] for each in found if each]
    if not all(found) or len({*kinds}) < len(rest):
        return None
    return "@".join([day, *(each[1] for each in sorted(filter(None, found)))])


def all_shifted(text: str, lexicon: Lexicon) -> str | None:
    """Several of these."""
    found = [shifted(word, lexicon) for word in text.split()]
    return " ".join(each for each in found if each) if found and all(found) else None


def _part(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """What one part of a shift says: a day, a time or a room."""
    if day := times.day(text, lexicon):
        return "1 day", day
    if ":" in text or not text.isdigit():
        at = times.period(text, lexicon) or times.time_of_day(text, lexicon)
        if at:
            return "2 time", at
    room = _room(text, lexicon)
    return ("3 room", room) if room else None


def shift_of(text: str) -> Shift:
    """The shift of a canonical text."""
    first, *rest = text.split("@")
    told: dict[str, date | time | str] = {}
    for part in rest:
        if ":" in part:
            start, _dash, end = part.partition("-")
            told["start"] = time.fromisoformat(start)
            told |= {"end": time.fromisoformat(end)} if end else {}
        elif part.count("-") > 1:
            told["to"] = date.fromisoformat(part)
        else:
            told["room"] = part
    return Shift(date.fromisoformat(first), **told)  # type: ignore[arg-type]


def shifts(text: str) -> tuple[Shift, ...]:
    """The shifts of a canonical text."""
    return tuple(shift_of(each) for each in text.split())


def days_of(text: str) -> tuple[date, ...]:
    """The dates of a canonical text."""
    return tuple(date.fromisoformat(each) for each in text.split())


_REACHES = {
    key(word): code
    for code, words in {
        "this": "this|this only|only this|仅此|仅此次|只此|只此次",
        "following": "following|this and following|from here on|此后|此次及以后|以后",
        "all": "all|all of them|the whole series|全部|全部各次|整个系列",
    }.items()
    for word in words.split("|")
}


def reach(text: str, _lexicon: Lexicon) -> str | None:
    """How far a change of a series reaches, as it was typed."""
    return text.strip() if key(text) in _REACHES else None


def said_in(reach: Reach | None, words: str) -> str:
    """Words that began with one for a series where there is none: it belongs to them."""
    return f"{reach.said} {words}".strip() if reach else words


def reach_of(text: str) -> Reach:
    """What these words mean."""
    return Reach(_REACHES[key(text)], text)


_RULE = {
    "name": "rule",
    "noun": N_("how often"),
    "example": "weekly mo we",
    "find": recurring.rule,
    "sight": recurring.rule,
    "spans": 9,
}
_TIMES = {
    "name": "count",
    "noun": N_("a number of dates"),
    "example": "10 times",
    "find": count,
    "sight": spellings.sure(count, r".*\D.*"),
    "value": int,
    "spans": 2,
}
_DROPS = {
    "name": "drops",
    "noun": N_("dates to leave out"),
    "example": "drop 2026-12-24",
    "find": dates,
    "sight": dropped,
    "value": days_of,
    "spans": 6,
    "many": True,
}
_SHIFTS = {
    "name": "shifts",
    "noun": N_("dates that go elsewhere"),
    "example": "2026-12-31@16:00",
    "find": all_shifted,
    "sight": shifted,
    "value": shifts,
    "many": True,
}
_REACH = {
    "name": "reach",
    "noun": N_("how far it reaches"),
    "example": "this, following, all",
    "find": reach,
    "sight": reach,
    "value": reach_of,
    "spans": 4,
    "leading": True,
}
KINDS: tuple[Mapping[str, Any], ...] = (_RULE, _TIMES, _DROPS, _SHIFTS, _REACH)
"""The kinds of value that these are."""

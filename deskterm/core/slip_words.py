"""What stands on a fuel slip besides litres, amount and odometer: price, card, trip meter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from deskterm.core import times
from deskterm.core.lexicon import Finder, Lexicon, fold
from deskterm.core.words import N_

_MARKED = r"(?:¥|rmb|cny)?"
_UNIT = r"(?:元|块|¥|rmb|cny|yuan)?"
_A_LITRE = r"(?:/|每|per) ?(?:l|litre|liter|升|公升)"
_PRICE = re.compile(
    rf"(?:单价[:：]? ?)?{_MARKED} ?(\d{{1,4}})(?:\.(\d{{1,3}}))? ?{_UNIT} ?({_A_LITRE})?", re.ASCII
)


def price(text: str, lexicon: Lexicon) -> str | None:
    """What a litre costs, `7.85/L`, in a field of its own: the unit may be left out."""
    return priced(text, lexicon) or _spelled(text, bare=True)


def priced(text: str, _lexicon: Lexicon) -> str | None:
    """The same among other words: `7.85/L`, `7.85元/升`, `单价7.85`."""
    return _spelled(text, bare=False)


def _spelled(text: str, *, bare: bool) -> str | None:
    word = fold(text)
    match = _PRICE.fullmatch(word)
    if match is None or not (bare or match[3] or word.startswith("单价")):
        return None
    whole, part = int(match[1]), match[2] or ""
    return f"{whole}.{part:0<2}/L" if whole or part.strip("0") else None


def mills(text: str) -> int:
    """The thousandths of `7.85/L`."""
    whole, _point, part = text.removesuffix("/L").partition(".")
    return int(f"{whole}{part:0<3}")


_CARD = re.compile(r"(?:card|油卡|卡号|卡) ?[:：#]? ?([a-z0-9][a-z0-9-]{2,30})", re.ASCII)


def card(text: str, lexicon: Lexicon) -> str:
    """A card's number, with or without the word before it."""
    return carded(text, lexicon) or text.strip()


def carded(text: str, _lexicon: Lexicon) -> str | None:
    """A card's number after a word that says so: `card FC-0002`, `卡号FC-0002`."""
    match = _CARD.fullmatch(fold(text))
    return match[1].upper() if match and re.search(r"\d", match[1]) else None


_ODOMETER = re.compile(r"(?:odometer|odo|里程表?|总里程|表数)[ :]*(.+)")


def odometer(find: Finder) -> Finder:
    """As `find`, where a word for the odometer may stand before it: `里程88210`."""

    def read(text: str, lexicon: Lexicon) -> str | None:
        match = _ODOMETER.fullmatch(fold(text))
        return find(match[1] if match else text, lexicon)

    return read


_TRIP = re.compile(
    r"(trip|trip meter|小计|小计里程)? ?[:：]? ?(\d{1,4})(?:\.(\d))? ?(?:km|公里)?", re.ASCII
)


def trip(text: str, _lexicon: Lexicon) -> str | None:
    """What the trip meter shows, `379.4`, in a field of its own."""
    match = _TRIP.fullmatch(fold(text))
    return f"{int(match[2])}.{match[3] or 0}" if match else None


def tripped(text: str, lexicon: Lexicon) -> str | None:
    """The same after a word that says so: `trip 379.4`, `小计379.4`."""
    match = _TRIP.fullmatch(fold(text))
    return trip(text, lexicon) if match and match[1] else None


def metres(text: str) -> int:
    """The metres of `379.4`."""
    return int(text.replace(".", "")) * 100


_SINCE = re.compile(r"(?:from|since|自|从) ?(.+?) ?起?|(.+?) ?起", re.ASCII)


def since(text: str, lexicon: Lexicon) -> str | None:
    """The date after a word that says from: `from 2027-01-01`, `2027-01-01起`."""
    match = _SINCE.fullmatch(fold(text))
    return times.day((match[1] or match[2]).strip(), lexicon) if match else None


def first_day(text: str, lexicon: Lexicon) -> str | None:
    """A date, with or without a word for from before it."""
    return since(text, lexicon) or times.day(text, lexicon)


_SEASONS: Mapping[str, str] = {
    word: season
    for season, words in {
        "summer": "summer 夏 夏季 夏天",
        "winter": "winter 冬 冬季 冬天",
        "all": "all-year 全年",
    }.items()
    for word in words.split()
}


def season(text: str, _lexicon: Lexicon) -> str | None:
    """The season in which a norm holds."""
    return _SEASONS.get(fold(text).replace(" ", "-"))


KINDS: tuple[dict[str, Any], ...] = (
    {
        "name": "unit-price",
        "noun": N_("a price per litre"),
        "example": "7.85/L",
        "find": price,
        "sight": priced,
        "value": mills,
        "spans": 3,
        "numeric": True,
    },
    {
        "name": "fuel-card",
        "noun": N_("a fuel card"),
        "example": "FC-0001",
        "find": card,
        "sight": carded,
        "spans": 2,
        "limit": 40,
    },
    {
        "name": "trip-meter",
        "noun": N_("a reading of the trip meter"),
        "example": "379.4",
        "find": trip,
        "sight": tripped,
        "value": metres,
        "spans": 3,
        "numeric": True,
    },
    {
        "name": "since",
        "noun": N_("a first day"),
        "example": "2027-01-01",
        "find": first_day,
        "sight": first_day,
        "value": date.fromisoformat,
        "spans": 2,
    },
    {
        "name": "season",
        "noun": N_("a season"),
        "example": "winter",
        "find": season,
        "sight": season,
        "leading": True,
    },
)
"""The kinds of value that only slips and norms have."""

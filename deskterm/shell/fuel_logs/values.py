"""What a fuel log's cells can say: numbers, distances, volumes, instants, in every common form."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from deskterm.core.words import _

METRES: Final = {"km": Decimal(1000), "mi": Decimal("1609.344")}
"""What one of each unit of distance is."""
MILLILITRES: Final = {
    "l": Decimal(1000),
    "us-gal": Decimal("3785.411784"),
    "imp-gal": Decimal("4546.09"),
}
"""What one of each unit of volume is."""
SPELLED: Final = {
    "km": ("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "公里", "千米"),
    "mi": ("mi", "mile", "miles", "英里"),
    "l": ("l", "liter", "liters", "litre", "litres", "ltr", "升"),
    "us-gal": ("us-gal", "us_gallon", "us gallon", "us gallons", "us gal", "gal us", "gallons us"),
    "imp-gal": (
        "imp-gal",
        "uk_gallon",
        "imperial_gallon",
        "uk gallon",
        "uk gallons",
        "imperial gallon",
        "imperial gallons",
        "imp gal",
        "gal uk",
        "gallons uk",
    ),
}
"""How a column that holds units may spell them; `gal` alone says too little."""
ORDERS: Final = ("dmy", "mdy", "ymd")
"""In which order day, month and year stand where the year does not come first."""
DECIMALS: Final = (".", ",")

_GROUPS = {".": ",' ", ",": ".' "}
_NUMBER = {
    point: re.compile(
        rf"([+-]?)(\d{{1,3}}(?:([{groups}])\d{{3}}(?:\3\d{{3}})*)|\d{{1,12}})?"
        rf"(?:{re.escape(point)}(\d{{0,20}}))?"
    )
    for point, groups in _GROUPS.items()
}
_MONEY_SIGNS = re.compile(r"^(?:[A-Z]{3}|[^\w\s.,'+-])?\s*|\s*(?:[A-Z]{3}|元|[^\w\s.,'+-])?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = (
    (re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"), "ymd"),
    (re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"), "ymd"),
    (re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"), "dmy"),
    (re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"), "mdy"),
    (re.compile(r"(?P<d>\d{1,2})[ .-]+(?P<m>[A-Za-z]{3,9})[ .,-]+(?P<y>\d{4})"), "word"),
    (re.compile(r"(?P<m>[A-Za-z]{3,9})[ .]+(?P<d>\d{1,2})[ ,]+(?P<y>\d{4})"), "word"),
)
_TIME = re.compile(
    r"(?P<h>\d{1,2})[:.](?P<n>\d{2})(?:[:.](?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?"
)
_FIRST_YEAR = 1950
_NOON = 12


def folded(text: str) -> str:
    """Text as headers and words are compared: half-width, small letters, one blank between."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def number(text: str, point: str = ".") -> Decimal:
    """The number that is written here, with this decimal sign; ValueError says what is wrong."""
    said = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER[point].fullmatch(said)
    if found is None or not (found[2] or found[4]):
        sentence = _("“{text}” is no number with “{point}” as its decimal sign")
        raise ValueError(sentence.format(text=said[:40], point=point))
    whole = re.sub(r"\D", "", found[2] or "0")
    return Decimal(f"{found[1]}{whole}.{found[4]}" if found[4] else f"{found[1]}{whole}")


def money(text: str, point: str = ".") -> Decimal:
    """The same for an amount, whatever currency sign stands before or after it."""
    return number(_MONEY_SIGNS.sub("", unicodedata.normalize("NFKC", text).strip()), point)


def rounded(value: Decimal) -> int:
    """The nearest whole number, a half away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def unit(text: str, more: dict[str, str], known: dict[str, Decimal]) -> str:
    """The unit that a cell names, by the map's own words first."""
    said = folded(text).replace("(", "").replace(")", "")
    if said in more:
        return more[said]
    found = next((name for name, words in SPELLED.items() if said in words), "")
    if found not in known:
        sentence = _("“{text}” is no known unit; known are {known}")
        raise ValueError(sentence.format(text=text[:40], known=", ".join(known)))
    return found


def instant(text: str, order: str, zone: tzinfo) -> tuple[datetime, bool]:
    """The instant that is written here, and whether a time of day is; noon where none is.

    A time that the clocks skip is refused; of an hour that they show twice it is the first.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    day, rest = _day(said, order)
    found = _TIME.fullmatch(rest.lstrip("Tt ,")) if rest else None
    if rest and found is None:
        raise ValueError(_("“{text}” is no date").format(text=said[:40]))
    try:
        local = datetime(*day, *_clock(found))  # noqa: DTZ001 - the zone comes next
    except ValueError:
        sentence = _("“{text}” is no date with its parts in the order {order}")
        raise ValueError(sentence.format(text=said[:40], order=order)) from None
    if local.year < _FIRST_YEAR:
        raise ValueError(_("“{text}” is too long ago").format(text=said[:40]))
    return _aware(local, found, zone), found is not None


def _aware(local: datetime, time: re.Match[str] | None, zone: tzinfo) -> datetime:
    told = time["zone"] if time else None
    if told:
        return local.replace(tzinfo=_offset(told))
    at = local.replace(tzinfo=zone)
    utc = at.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(_("{time} is skipped by daylight saving").format(time=local))
    return at


def _offset(told: str) -> timezone:
    if told in "Zz":
        return UTC
    minutes = int(told[1:3]) * 60 + int(told[-2:])
    return timezone(timedelta(minutes=-minutes if told[0] == "-" else minutes))


def _day(said: str, order: str) -> tuple[tuple[int, int, int], str]:
    for shape, kind in _DAYS:
        found = shape.match(said)
        if found is None or kind not in {"ymd", "word", order}:
            continue
        month = _month(found["m"])
        rest = said[found.end() :]
        if month is not None and not rest[:1].isdigit():
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)  # noqa: PLR2004
            return (year, month, int(found["d"])), rest
    raise ValueError(_("“{text}” is no date").format(text=said[:40]))


def _month(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    short = said[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _clock(found: re.Match[str] | None) -> tuple[int, int, int, int]:
    if found is None:
        return _NOON, 0, 0, 0
    hour = int(found["h"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "Pp" else 0)
    return (
        hour,
        int(found["n"]),
        int(found["s"] or 0),
        int((found["f"] or "0").ljust(3, "0")[:3]) * 1000,
    )

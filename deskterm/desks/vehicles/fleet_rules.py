"""The rules of the fleet: when maintenance comes next, who approves, what stock is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from dateutil.relativedelta import relativedelta

APPROVERS: Final = {
    "part": "fleet-lead",
    "minor": "fleet-lead",
    "medium": "company-gm",
    "major": "investment-gm",
}
"""Whose word a repair of each grade needs before work starts (V4.6)."""

GRADES: Final = tuple(APPROVERS)
"""From the least to the gravest."""


def weighed(grade: str, cents: int | None, limits: Mapping[str, int]) -> str:
    """The least grade from the one that was said on which may cost so much.

    A grade that is not in `limits` may cost anything.
    """
    graver = GRADES[GRADES.index(grade) :]
    return next(each for each in graver if (cents or 0) <= limits.get(each, cents or 0))


def beyond(paid: int, estimate: int, percent: int) -> bool:
    """Whether more is paid than the estimate and so many per cent of it."""
    return paid * 100 > estimate * (100 + percent)


_LETTER: Final = re.compile(r"[^\W\d_]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def says_who(words: str) -> bool:
    """Whether words can name who said so, and how: two words, or two Chinese characters."""
    named = [word for word in words.split() if _LETTER.search(word)]
    return len(named) > 1 or len(_HAN.findall(words)) > 1


SHORT_LIST: Final = 3
"""So many shops are short-listed before one is appointed (V4.5)."""

_ASKED: Final = re.compile(
    r"(?:for |为|替)? ?(?P<who>.+?)(?: to |: | ?[：去到前往]+ ?)(?P<what>.+)", re.IGNORECASE
)


class Asked(NamedTuple):
    """Who asks for a trip, and what for."""

    who: str
    what: str


def asked_for(words: str) -> Asked | None:
    """What `for Finance to the airport` says; None where it does not say both."""
    if not (match := _ASKED.fullmatch(words.strip())):
        return None
    return Asked(match["who"].strip(), match["what"].strip())


class Next(NamedTuple):
    """When maintenance comes next: by a day, by a reading, or by whichever is first."""

    day: date | None
    km: int | None


def next_service(
    done: date, reading: int | None, every_km: int | None, every_months: int | None
) -> Next:
    """The next first-level maintenance, by the vehicle's own interval."""
    day = done + relativedelta(months=every_months) if every_months else None
    km = reading + every_km if every_km and reading is not None else None
    return Next(day, km)


def worth(bought: Iterable[tuple[int, int | None]], quantity: int) -> int | None:
    """What so much of it is worth in cents at the average price; None while a price is unknown."""
    pairs = list(bought)
    cents = [paid for _count, paid in pairs if paid is not None]
    if not pairs or len(cents) < len(pairs):
        return None
    return round(sum(cents) * quantity / sum(count for count, _paid in pairs))


def unproved(listed: int, *, tried: bool) -> list[str]:
    """What a shop lacks that is to be appointed: `three` on the short list, a `trial`."""
    lacks = [] if listed >= SHORT_LIST else ["three"]
    return lacks if tried else [*lacks, "trial"]

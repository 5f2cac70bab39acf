"""Words that were meant as a date or a time and can be none.

Left among the words they would book another day than the one that was said.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from deskterm.core.errors import Refusal
from deskterm.core.words import _

_YEARLY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)
_SHORT = (
    re.compile(r"(?P<month>\d{1,2})[-/月](?P<day>\d{1,2})[日号]?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.", re.ASCII),
)
_TIMES = re.compile(r"(\d{0,2})[:：](\d\d)(?:[-~](\d{1,2})[:：](\d\d))?", re.ASCII)
_MONTHS, _LEAP, _COMMON = 12, 2024, 2023
_LAST_HOUR, _LAST_MINUTE = 24, 59


def refuse(words: str | None, *, dated: bool) -> None:
    """Refuse words that are no date and no time; with a date said, a short one may be a name."""
    for word in re.split(r"[\s@,;，；、]+", words or ""):
        if _no_date(word) or (not dated and _no_short_date(word)):
            sentence = _("There is no date {word}; type it like 2026-11-24.")
            raise Refusal(sentence.format(word=word))
        if _no_time(word):
            sentence = _("There is no time {word}; type it like 14:00-15:30.")
            raise Refusal(sentence.format(word=word))


def _no_date(word: str) -> bool:
    """Whether a whole date is one that the calendar has not: 2027-02-31."""
    match = _YEARLY.fullmatch(word)
    if match is None:
        return False
    try:
        date(*(int(each) for each in match.groups()))
    except ValueError:
        return True
    return False


def _no_short_date(word: str) -> bool:
    """Whether a date without its year is one that its month lacks: 02-30, 31.4."""
    match = next(filter(None, (shape.fullmatch(word) for shape in _SHORT)), None)
    if match is None:
        return False
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= _MONTHS:
        return "月" in word
    return monthrange(_COMMON, month)[1] < day <= monthrange(_LEAP, 1)[1]


def _no_time(word: str) -> bool:
    """Whether a time is one that no clock shows: 10:75, or the rest of it, :75."""
    match = _TIMES.fullmatch(word)
    if match is None:
        return False
    hours = [int(each) for each in (match[1] or "99", match[3] or "0")]
    minutes = [int(each) for each in (match[2], match[4] or "0")]
    return max(hours) > _LAST_HOUR or max(minutes) > _LAST_MINUTE

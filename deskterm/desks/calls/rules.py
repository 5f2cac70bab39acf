"""Which category a call's words suggest, and other pure rules of the calls desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

AHEAD = timedelta(hours=12)
"""A time of day that lies further ahead than this was meant for today, and is over."""

TAIL = 4
"""So many last digits of a phone number are what people remember."""

BRANCHES = {
    "escort": "medical-escort",
    "ambulance": "medical-ambulance",
    "nursing": "medical-nursing",
    "paid": "paid-service",
    "referral": "referral",
}
"""What a call can branch into, and the playbook that is added to it then."""

BRANCH_WORDS = {
    word: branch
    for branch, words in {
        "escort": "escort hospital 护送 送医 送医院",
        "ambulance": "ambulance 120 救护车 急救车",
        "nursing": "nursing nurse 护理 陪护",
        "paid": "paid 有偿 收费 有偿服务",
        "referral": "referral refer 转请 转介",
    }.items()
    for word in words.split()
}
"""What people say or type for a branch."""

OFF_WORDS = frozenset({"off", "取消"})
"""What takes a branch off again, before or after its name."""


@dataclass(frozen=True)
class Topic:
    """A category, or an incident kind, and the words that suggest it."""

    code: str
    grade: int
    words: tuple[str, ...]


def suggest(words: str, topics: Iterable[Topic]) -> str | None:
    """The topic whose words say most of this text: their lengths together, then their number.

    Of two that say as much, the graver one; None when no word of any is there.
    """
    text = fold(words)
    best: tuple[int, int, int] | None = None
    found = None
    for topic in topics:
        said = hits(text, topic.words)
        score = (sum(_width(word) for word in said), len(said), -topic.grade)
        if said and (best is None or score > best):
            best, found = score, topic.code
    return found


def hits(text: str, words: Iterable[str]) -> list[str]:
    """Which of these words stand in a folded text; none that is part of another one found."""
    said = {word for word in map(fold, words) if word and _pattern(word).search(text)}
    return sorted(word for word in said if not any(word in other for other in said - {word}))


@lru_cache(maxsize=8192)
def _pattern(word: str) -> re.Pattern[str]:
    before = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?:e?s|ed|ing)?(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return re.compile(before + re.escape(word) + after)


def _width(word: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in word)


def fold(text: str) -> str:
    """Words as they are compared: half-width, small letters, plain apostrophes, single blanks."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(plain.split())


def tail(phone: str) -> str:
    """The last four digits of a phone number; fewer where it has no more."""
    return digits(phone)[-TAIL:]


def digits(phone: str) -> str:
    """A phone number without blanks, dashes and brackets."""
    plain = unicodedata.normalize("NFKC", phone)
    return "".join(char for char in plain if char in "0123456789")


def coming(now: datetime, at: time) -> datetime:
    """The instant that this time of day was meant for: the next one, if it is not far ahead.

    `now` carries the site's zone. What lies more than twelve hours ahead was meant
    for today and is over; that instant is given, for the caller to refuse.
    """
    today = datetime.combine(now.date(), at, now.tzinfo)
    tomorrow = datetime.combine(now.date() + timedelta(days=1), at, now.tzinfo)
    return tomorrow if today <= now and tomorrow - now <= AHEAD else today


def branch_of(words: str) -> tuple[str, str] | None:
    """The branch that the first word names, and the words after it; None if it names none."""
    first, _blank, rest = words.strip().partition(" ")
    branch = BRANCH_WORDS.get(fold(first).rstrip(":,"))
    return (branch, rest.strip()) if branch else None


EVENTS = (
    "guards-sent",
    "guards-en-route",
    "guards-on-scene",
    "guards-at-hospital",
    "guards-returning",
    "vehicle-sent",
    "vehicle-out",
    "answered",
)
"""What may have happened on a call before it branches, in the order it is likely to."""

_ENDS = {"guards": "guards-clear", "vehicle": "vehicle-back"}


def still_true(happened: Collection[str]) -> list[str]:
    """Which events still hold for a branch that begins now: not those of guards who went home."""
    over = [kind for kind, end in _ENDS.items() if end in happened]
    return [name for name in EVENTS if name in happened and name.split("-")[0] not in over]


def caller_among(
    residents: Sequence[dict[str, Any]], name: str, phone: str
) -> dict[str, Any] | None:
    """The one of these residents who has this name or reading, or else this phone number."""
    said = fold(name)
    if said:
        readings = ("name", "english", "pinyin", "initials")
        named = [
            row
            for row in residents
            if said in {fold(row[part]) for part in readings}
            or said == fold(row["pinyin"]).replace(" ", "")
        ]
    else:
        named = [row for row in residents if phone and digits(row["phone"]) == digits(phone)]
    return named[0] if len(named) == 1 else None

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

INSTEAD_WORDS = frozenset({"instead", "改为", "改成", "换成"})
"""What puts a medical branch in the place of the others, before or after its name."""

MEDICAL_BRANCHES = ("escort", "ambulance", "nursing")

SUPERVISOR, DIRECTOR, MANAGER = "supervisor", "director", "manager"
"""Who is asked when the desk cannot settle something; the manager about an escort alone (H2.6)."""


def wishes_meant(wishes: Collection[str], words: str, *, medical: bool) -> list[str]:
    """Which branches that were said are wanted: one that only ends a sentence, by a patient alone.

    "The passage is blocked by an ambulance" asks for none.
    """
    ends: set[str] = set()
    for word in reversed(fold(words).split()):
        branch = BRANCH_WORDS.get(word.strip(",，;；、。:：."), "")
        if branch not in wishes:
            break
        ends.add(branch)
    return [name for name in MEDICAL_BRANCHES if name in wishes and (medical or name not in ends)]


DAYS = "day"
"""The setting `reply_days` where a written inquiry is answered by calendar days, not workdays."""


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


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Words as they are compared: half-width, small letters, plain apostrophes, single blanks."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(plain.split())


def tail(phone: str) -> str:
    """The last four digits of a phone number; fewer where it has no more."""
    return digits(phone)[-TAIL:]


_OFF = re.compile(r"(?:off|取消|解除|撤下)(?: ?(\d{1,3}))?", re.ASCII)


def taken_off(words: str) -> int | None:
    """Which caution is taken off by these words; 0 where it is not said which, None by others."""
    match = _OFF.fullmatch(fold(words))
    return int(match[1] or 0) if match else None


_LAST_DAY = re.compile(
    r"(?:.* )?(?:until|till) ((?:\S*\d\S*|[a-z]{3,9}\.? \d\S*)(?: \S+){0,2})"
    r"|.*(?:到|至) ?(?=.*\d)([\d年月日号初底末./ -]{1,16})"
)


def no_last_day(words: str) -> str:
    """What stands where words end in a last day that could not be read as a date; else blank."""
    match = _LAST_DAY.fullmatch(fold(words))
    return (match[1] or match[2]).strip() if match else ""


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
    "branched",
)
"""What may have happened on a call before it branches, in the order it is likely to."""

_ENDS = {"guards": "guards-clear", "vehicle": "vehicle-back"}


def still_true(happened: Collection[str]) -> list[str]:
    """Which events still hold for a branch that begins now: not those of guards who went home."""
    over = [kind for kind, end in _ENDS.items() if end in happened]
    return [name for name in EVENTS if name in happened and name.split("-")[0] not in over]


def opening_flags(reply_days: str, *, written: bool) -> str:
    """The conditions that a call begins with: in writing, and by which days it is answered."""
    if not written:
        return ""
    return "written calendar-days" if reply_days == DAYS else "written"


def next_rung(told: Collection[str], own: str = "") -> str:
    """Whom the desk asks next: the supervisor first, then the director; never `own` role."""
    return DIRECTOR if SUPERVISOR in {*told, own} else SUPERVISOR


def passes_over(rung: str, told: Collection[str], own: str = "") -> bool:
    """Whether the director would hear of it before the supervisor did."""
    return rung == DIRECTOR and not {SUPERVISOR, DIRECTOR, MANAGER} & {*told, own}


_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")


def referral(words: str) -> tuple[str, str]:
    """The party that was asked and what they said: what stands before and after the colon.

    The colon of a time of day is none.
    """
    party, said = ([*_COLON.split(words, maxsplit=1), ""])[:2]
    return party.strip(), said.strip()


_CENTS = re.compile(r"(\d{1,7})\.(\d\d)", re.ASCII)
_WHOLE = re.compile(r"\d{1,7}", re.ASCII)
_MONEY = {"yuan", "rmb", "cny", "元"}


def priced(words: str) -> tuple[str, int | None]:
    """What is paid for and its price in cents: the amount written out, else a last number."""
    said = [word for word in words.split() if fold(word) not in _MONEY]
    plain = [unicodedata.normalize("NFKC", word) for word in said]
    for at, word in enumerate(plain):
        if match := _CENTS.fullmatch(word):
            return " ".join(said[:at] + said[at + 1 :]), int(match[1]) * 100 + int(match[2])
    if plain and _WHOLE.fullmatch(plain[-1]):
        return " ".join(said[:-1]), int(plain[-1]) * 100
    return " ".join(said), None


def yuan(cents: int) -> str:
    """Cents as an amount is written: `30.00`."""
    return f"{cents // 100}.{cents % 100:02d}"


def listed(words: str, prices: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The row of the price list that is meant: by its code or name, or a part of one name only."""
    said = fold(words)
    if not said:
        return None
    named = ("code", "name", "english")
    exact = [row for row in prices if said in {fold(row[part]) for part in named}]
    near = [
        row for row in prices if len(said) > 1 and said in fold(f"{row['name']} {row['english']}")
    ]
    found = exact or near
    return found[0] if len(found) == 1 else None


def disposition(*, referred: bool, outcome: bool, answered: bool) -> str | None:
    """How a call ended, by what is on record: referred, met, answered; None where nothing is."""
    if referred:
        return "referred"
    if outcome:
        return "met"
    return "answered" if answered else None

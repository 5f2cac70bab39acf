"""How often something takes place, as people type it in English and Chinese.

The one spelling of a rule is that of RFC 5545, `FREQ=WEEKLY;BYDAY=MO,WE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from deskterm.core.lexicon import Lexicon, fold

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_HANZI = "一二三四五六日"
_NUMBERS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ORDINALS = {word: n for n, word in enumerate(["first", "second", "third"], start=1)}
_ORDINALS |= {"fourth": 4, "fifth": 5, "last": -1}
_UNITS = {
    unit: freq
    for freq, units in {
        "DAILY": "day days 天 日",
        "WEEKLY": "week weeks 周 星期 礼拜",
        "MONTHLY": "month months 月",
        "YEARLY": "year years 年",
    }.items()
    for unit in units.split()
}
_HEADS = {
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "biweekly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "隔天": ("DAILY", 2),
    "隔日": ("DAILY", 2),
    "隔周": ("WEEKLY", 2),
    "双周": ("WEEKLY", 2),
    "每双周": ("WEEKLY", 2),
    "每季度": ("MONTHLY", 3),
}
_WORKING = {"weekdays", "every weekday", "every workday", "每个工作日", "每工作日", "工作日"}
_HEAD = re.compile(rf"({'|'.join(sorted(_HEADS, key=len, reverse=True))}) ?(.*)")
_EVERY = re.compile(
    r"(?:every (other|\d{1,3})? ?(days?|weeks?|months?|years?)(?= |$)"
    r"|每(\d{1,3}|[一两二三四五六七八九十](?=[个周星礼天月年]))?个?"
    r"(天|日|周|星期|礼拜|月|年)) ?(.*)"
)
_RFC = re.compile(r"freq=[a-z]+(?:;[a-z]+=[a-z0-9,+-]+)*")
_EVERY_DAY = re.compile(r"every (.+)")


def rule(text: str, _lexicon: Lexicon) -> str | None:
    """The rule that these words say: `weekly mo we`, `monthly 2nd tue`, `每两周`, `每月31日`."""
    word = fold(text)
    if _RFC.fullmatch(word):
        return word.upper()
    if word in _WORKING:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    freq, interval, rest = _begun(word)
    if not freq:
        named = _EVERY_DAY.fullmatch(word)
        days = _week(named[1]) if named else ""
        return f"FREQ=WEEKLY;{days}" if days else None
    on = _RESTS[freq](rest) if rest else ""
    if on is None:
        return None
    every = f"INTERVAL={interval}" if interval > 1 else ""
    return ";".join(part for part in (f"FREQ={freq}", every, on) if part)


def _begun(word: str) -> tuple[str, int, str]:
    """The frequency and interval that this begins with, and what follows; else no frequency."""
    if match := _HEAD.fullmatch(word):
        return *_HEADS[match[1]], match[2]
    if match := _EVERY.fullmatch(word):
        said = match[1] or match[3] or "1"
        number = 2 if said == "other" else _NUMBERS.get(said) or int(said)
        return (_UNITS[match[2] or match[4]], number, match[5]) if number else ("", 0, "")
    return "", 0, ""


_BETWEEN = re.compile(r"[ ,、;+&/]+|(?<![a-z])(?:and|on|the)(?![a-z])|和|及|与|的|在")
_LONG = {
    "MO": "mo mon monday",
    "TU": "tu tue tues tuesday",
    "WE": "we wed wednesday",
    "TH": "th thu thur thurs thursday",
    "FR": "fr fri friday",
    "SA": "sa sat saturday",
    "SU": "su sun sunday",
}
_NAMES = {name: code for code, names in _LONG.items() for name in names.split()}
_NAMES |= {
    before + hanzi: code
    for before in ("", "周", "星期", "礼拜")
    for hanzi, code in zip(_HANZI + "天", (*DAYS, "SU"), strict=True)
}
_RANGE = re.compile(r"(.+?)(?:-|~|到|至)(.+)")


def _words(rest: str) -> list[str]:
    return [word for word in _BETWEEN.split(rest) if word]


def _week(rest: str) -> str | None:
    """`BYDAY=MO,WE` of `mo we`, of `一三`, of `mo-fr`."""
    found: list[str] = []
    for word in _words(rest):
        days = _some_days(word)
        if not days:
            return None
        found += days
    return _by("BYDAY", sorted({*found}, key=DAYS.index))


def _some_days(word: str) -> list[str]:
    """The days that one word names: a day, from one to another, or several in Chinese."""
    if word in _NAMES:
        return [_NAMES[word]]
    if match := _RANGE.fullmatch(word):
        first, last = _NAMES.get(match[1]), _NAMES.get(match[2])
        if first and last and DAYS.index(first) < DAYS.index(last):
            return list(DAYS[DAYS.index(first) : DAYS.index(last) + 1])
    plain = re.sub(r"周|星期|礼拜", "", word)
    return [_NAMES[each] for each in plain] if all(each in _NAMES for each in plain) else []


_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|日|号)?", re.ASCII)
_NTH = re.compile(r"第?([\d一二三四五]|最后一)(?:个)?(周.|星期.|礼拜.)")
_LAST_DAY = {"last day", "last", "最后一天", "月末", "月底"}


def _month(rest: str) -> str | None:
    """`BYMONTHDAY=31` of `31`, `BYDAY=2TU` of `2nd tue`."""
    if rest in _LAST_DAY:
        return "BYMONTHDAY=-1"
    words = _words(rest)
    dates: list[str] = []
    days: list[str] = []
    while words:
        if nth := _nth(words):
            days.append(nth)
        elif day := _date(words[0]):
            dates.append(day)
            words.pop(0)
        else:
            return None
    return None if dates and days else _by("BYDAY", days) or _by("BYMONTHDAY", dates)


def _nth(words: list[str]) -> str | None:
    """The weekday of a month that the first words name; they are taken off."""
    if match := _NTH.fullmatch(words[0]):
        number = -1 if match[1] == "最后一" else _NUMBERS.get(match[1]) or int(match[1])
        words.pop(0)
        return _numbered(number, _NAMES[match[2]])
    ordinal = _DATE.fullmatch(words[0])
    number = int(ordinal[1]) if ordinal else _ORDINALS.get(words[0], 0)
    day = _NAMES.get(words[1]) if len(words) > 1 else None
    if not day or not (found := _numbered(number, day)):
        return None
    del words[:2]
    return found


def _numbered(number: int, day: str) -> str | None:
    return f"{number}{day}" if -1 <= number <= max(_ORDINALS.values()) and number else None


def _date(word: str) -> str | None:
    match = _DATE.fullmatch(word)
    return match[1].lstrip("0") if match and 1 <= int(match[1]) <= 31 else None  # noqa: PLR2004 - a month's


_OF_YEAR = re.compile(r"(\d{1,2})[-/月](\d{1,2})[日号]?", re.ASCII)


def _year(rest: str) -> str | None:
    """`BYMONTH=2;BYMONTHDAY=29` of `02-29`."""
    match = _OF_YEAR.fullmatch(rest)
    if match is None or not (1 <= int(match[1]) <= 12 and _date(match[2])):  # noqa: PLR2004 - months
        return None
    return f"BYMONTH={int(match[1])};BYMONTHDAY={int(match[2])}"


def _by(name: str, values: list[str]) -> str:
    return f"{name}={','.join(values)}" if values else ""


_RESTS: dict[str, Callable[[str], str | None]] = {
    "DAILY": lambda _rest: None,
    "WEEKLY": _week,
    "MONTHLY": _month,
    "YEARLY": _year,
}

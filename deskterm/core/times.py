"""Dates and times as people type them, in English and Chinese."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from deskterm.core.errors import Refusal
from deskterm.core.lexicon import Lexicon, fold
from deskterm.core.words import _


class Period(NamedTuple):
    """From one time of day to another; past midnight when the end is not after the start."""

    start: time
    end: time


class Deadline(NamedTuple):
    """A time of day until which something holds; without a day, the next that comes."""

    at: time
    day: date | None = None


@dataclass(frozen=True)
class Told:
    """When something happened, as told afterwards: so many minutes ago, or at a time of day.

    A time of day without its `day` is the last one that was; what lies further back
    than that is told with its date.
    """

    minutes: int = 0
    at: time | None = None
    day: date | None = None

    def instant(self, now: datetime) -> datetime:
        """The UTC instant meant at `now`, which carries the site's zone; never one to come."""
        if self.at is None:
            return now.astimezone(UTC) - timedelta(minutes=self.minutes)
        told = datetime.combine(self.day or now.date(), self.at, now.tzinfo)
        if self.day is None and told - now > timedelta(hours=6):
            told -= timedelta(days=1)
        if told > now:
            shape = "%H:%M" if told.date() == now.date() else "%Y-%m-%d %H:%M"
            sentence = _("{told} is still to come; it is {now} now.")
            raise Refusal(sentence.format(told=f"{told:{shape}}", now=f"{now:%H:%M}"))
        return told.astimezone(UTC)


_DAYS = {"today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "后天": 2}
_DAYS |= {"yesterday": -1, "昨天": -1, "昨日": -1}
_WEEK = (
    "mon monday 一|tue tuesday 二|wed wednesday 三|thu thursday 四|fri friday 五|sat saturday 六"
)
_WEEKDAYS = {
    spelled: number
    for number, words in enumerate(f"{_WEEK}|sun sunday 日 天".split("|"))
    for word in words.split()
    for spelled in ((word,) if word.isascii() else ("周" + word, "星期" + word, "礼拜" + word))
}
_DATES = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII), (0, 1, 2)),
    (re.compile(r"()(\d{1,2})[-/月](\d{1,2})[日号]?", re.ASCII), (0, 1, 2)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", re.ASCII), (2, 1, 0)),
)


def day(text: str, lexicon: Lexicon) -> str | None:
    """A date, `2026-11-24`; one without its year is the nearest to today."""
    word, today = fold(text), lexicon.today
    for pattern, order in _DATES:
        if match := pattern.fullmatch(word):
            year, month, day = (int(match.groups()[place] or 0) for place in order)
            return _dated(year, month, day, today)
    if today is None or not (word in _DAYS or word in _WEEKDAYS):
        return None
    ahead = _DAYS[word] if word in _DAYS else (_WEEKDAYS[word] - today.weekday()) % 7
    return (today + timedelta(days=ahead)).isoformat()


def _dated(year: int, month: int, day: int, today: date | None) -> str | None:
    """The date; without a year, the one nearest to today."""
    if not year and today is None:
        return None
    near = today or date(year, 1, 1)
    dates = []
    for candidate in (year,) if year else (near.year - 1, near.year, near.year + 1):
        with suppress(ValueError):
            dates.append(date(candidate, month, day))
    return min(dates, key=lambda each: abs(each - near)).isoformat() if dates else None


_UNTIL = re.compile(r"(?:until|till|直到|至|到) ?(.+)")


def until(text: str, lexicon: Lexicon) -> str | None:
    """The date after a word that says until."""
    match = _UNTIL.fullmatch(fold(text))
    return day(match[1], lexicon) if match else None


def last_day(text: str, lexicon: Lexicon) -> str | None:
    """A date, with or without a word for until before it."""
    return until(text, lexicon) or day(text, lexicon)


_NOON, _HOUR, _DAY = 12, 60, 24 * 60
_HALF = re.compile(r"^(?:凌晨|早上|上午|中午|下午|傍晚|晚上)|[ap]m$")
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d\d)|(\d\d)|[点时](?:(\d{1,2})分?|(半|[13]刻|整))?)?", re.ASCII
)
_PARTS = {"半": 30, "1刻": 15, "3刻": 45, "整": 0}
_NUMERALS = str.maketrans("一二两三四五六七八九", "1223456789")


def _half(text: str) -> str:
    named = _HALF.search(text)
    return named[0] if named else ""


def _minutes(text: str, half: str = "") -> int | None:
    """Minutes since midnight, up to 24:00; in this `half` of the day if the text names none."""
    word = text.replace(" ", "")
    if "点" in word:
        word = re.sub("十(?=[一二])", "1", word).replace("十", "10").translate(_NUMERALS)
    if not (match := _CLOCK.fullmatch(_HALF.sub("", word))):
        return None
    told = match[2] or match[3] or match[4]
    minute = int(told) if told else _PARTS.get(match[5] or "", 0)
    minutes = _hour(int(match[1]), _half(word) or half) * _HOUR + minute
    return minutes if minute < _HOUR and minutes <= _DAY else None


def _hour(hour: int, half: str) -> int:
    if half in {"pm", "下午", "傍晚", "晚上"} and hour <= _NOON:
        return hour % _NOON + (24 if half == "晚上" and hour == _NOON else _NOON)
    if half in {"am", "凌晨", "早上", "上午"}:
        return 0 if hour == _NOON else hour
    return hour + _NOON if half == "中午" and hour in {1, 2} else hour


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR % 24:02}:{minutes % _HOUR:02}"


def time_of_day(text: str, _lexicon: Lexicon) -> str | None:
    """A time of day, `14:30`."""
    minutes = _minutes(fold(text))
    return None if minutes is None else _clock(minutes)


def period(text: str, _lexicon: Lexicon) -> str | None:
    """Two times; `2-3pm` and `下午2点到3点` name the half of the day once for both."""
    if not (match := re.fullmatch(r"(.+?) ?(?:-|~|到|至|to) ?(.+)", fold(text))):
        return None
    start, end = _minutes(match[1]), _minutes(match[2])
    if start is None or end is None:
        return None
    later, earlier = _minutes(match[2], _half(match[1])), _minutes(match[1], _half(match[2]))
    end = later if later is not None and later > start else end
    start = earlier if earlier is not None and earlier < end else start
    return None if (end - start) % _DAY == 0 else f"{_clock(start)}-{_clock(end)}"


_GLUED_DAY = re.compile(r"(昨天|昨日|今天|今日|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号])(.+)")
_AGO = re.compile(r"-(?:(\d{1,2})(?:h|小时))?(?:(\d{1,3})(?:m|min|分钟?))?", re.ASCII)


def told_time(text: str, lexicon: Lexicon) -> str | None:
    """So many minutes ago, `-4m`, at a time of day, `@14:05`, or on a day, `@11-25 03:12`."""
    plain = fold(text)
    if plain.startswith("@"):
        return _at_a_time(plain[1:].strip(), lexicon)
    word = plain.replace(" ", "")
    match = _AGO.fullmatch(f"-{word[:-1]}" if word.endswith("前") else word)
    if not match or not (match[1] or match[2]):
        return None
    minutes = int(match[1] or 0) * _HOUR + int(match[2] or 0)
    return f"-{minutes}m" if minutes <= _DAY else None


def _at_a_time(text: str, lexicon: Lexicon) -> str | None:
    """A time of day as told, with its day where one stands before it."""
    if at := time_of_day(text, lexicon):
        return f"@{at}"
    date_said, _blank, time_said = text.rpartition(" ")
    match = _GLUED_DAY.fullmatch(text)
    if match and not date_said:
        date_said, time_said = match.groups()
    on, minutes = _day_that_was(date_said.strip(), lexicon), _minutes(time_said)
    told = on and minutes is not None and minutes < _DAY
    return f"@{on} {_clock(minutes or 0)}" if told else None


def _day_that_was(text: str, lexicon: Lexicon) -> str | None:
    """A date as told afterwards: without its year, or as a weekday, the last one that was."""
    found, today = day(text, lexicon), lexicon.today
    if found is None or today is None or found <= today.isoformat():
        return found
    on, word = date.fromisoformat(found), fold(text)
    if word in _WEEKDAYS:
        return (on - timedelta(days=7)).isoformat()
    if word in _DAYS or str(on.year) in word:
        return found
    return _dated(on.year - 1, on.month, on.day, today)


def until_time(text: str, lexicon: Lexicon) -> str | None:
    """The time after a word that says until, with its day where one is said."""
    match = _UNTIL.fullmatch(fold(text))
    return _timed(match[1], lexicon) if match else None


def deadline(text: str, lexicon: Lexicon) -> str | None:
    """A time of day, with or without its day, and with or without a word for until before it."""
    return until_time(text, lexicon) or _timed(fold(text), lexicon)


def _timed(text: str, lexicon: Lexicon) -> str | None:
    if at := time_of_day(text, lexicon):
        return at
    date_said, _blank, time_said = text.rpartition(" ")
    on, at = day(date_said, lexicon), time_of_day(time_said, lexicon)
    return f"{on} {at}" if on and at else None


def ends_at(text: str) -> Deadline:
    """The deadline of a canonical text."""
    on, _blank, at = text.rpartition(" ")
    return Deadline(time.fromisoformat(at), date.fromisoformat(on) if on else None)


def between(text: str) -> Period:
    """The period of a canonical text."""
    start, end = text.split("-")
    return Period(time.fromisoformat(start), time.fromisoformat(end))


def when_told(text: str) -> Told:
    """The told time of a canonical text."""
    if text.startswith("@"):
        on, _blank, at = text[1:].rpartition(" ")
        return Told(at=time.fromisoformat(at), day=date.fromisoformat(on) if on else None)
    return Told(minutes=int(text[1:-1]))

"""Days as people say them in a search: `2026-03`, `last march`, `上周`, `昨天`, `去年3月`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

MOST = 62
"""So many days, or months, are looked up in the texts one by one."""


class Span(NamedTuple):
    """The days from one to another, the last included."""

    first: date
    last: date

    def tokens(self) -> list[str]:
        """What the index holds of texts that name one of these days."""
        if (self.last - self.first).days >= MOST or self == month(self.first):
            return [f"_m{each.first:%Y%m}" for each in self._months()][:MOST]
        count = (self.last - self.first).days + 1
        return [f"_d{self.first + timedelta(days=n):%Y%m%d}" for n in range(count)]

    def _months(self) -> list[Span]:
        found = [month(self.first)]
        while found[-1].last < self.last and len(found) < MOST:
            found.append(month(found[-1].last + timedelta(days=1)))
        return found


def month(day: date) -> Span:
    """The month of a day."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(first, following - timedelta(days=1))


def _year(number: int) -> Span:
    return Span(date(number, 1, 1), date(number, 12, 31))


def _week(day: date) -> Span:
    first = day - timedelta(days=day.weekday())
    return Span(first, first + timedelta(days=6))


def _day(day: date) -> Span:
    return Span(day, day)


def _months_ago(today: date, count: int) -> Span:
    found = month(today)
    for _n in range(count):
        found = month(found.first - timedelta(days=1))
    return found


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?P<wd>mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
_HANZI_DAYS = "一二三四五六日天"

Read = Callable[[re.Match[str], date], Span]


def _last_named(match: re.Match[str], today: date) -> Span:
    """The last month of this name that is over."""
    number = _MONTHS.index(match["name"][:3]) + 1
    return month(date(today.year - (number >= today.month), number, 1))


def _last_weekday(match: re.Match[str], today: date) -> Span:
    back = (today.weekday() - _WEEKDAYS.index(match["wd"][:3])) % 7 or 7
    return _day(today - timedelta(days=back))


def _week_day(weeks: int) -> Read:
    def read(match: re.Match[str], today: date) -> Span:
        place = min(_HANZI_DAYS.index(match["wd"]), 6)
        return _day(_week(today).first + timedelta(days=7 * weeks + place))

    return read


def _spelled(match: re.Match[str], today: date) -> Span:
    """`2026年3月5日`, `去年3月`, `3月5日`: without a year, the last one that has begun."""
    said = match["year"] or ""
    named = {"去年": -1, "前年": -2, "今年": 0}
    years = today.year + named[said] if said in named else int(said or 0)
    number = int(match["month"])
    if not years:
        years = today.year - ((number, int(match["day"] or 1)) > (today.month, today.day))
    return (
        _day(date(years, number, int(match["day"])))
        if match["day"]
        else month(date(years, number, 1))
    )


def _iso(match: re.Match[str], _today: date) -> Span:
    whole = match["day"]
    first = date(int(match["year"]), int(match["month"]), int(whole or 1))
    return _day(first) if whole else month(first)


_SPELLED = (
    r"(?P<year>(?:19|20)\d\d(?=年)|去年|前年|今年)?年?的?(?P<month>1[0-2]|0?[1-9])月份?"
    r"(?:(?P<day>[0-3]?\d)[日号])?"
)
_SHAPES: tuple[tuple[str, Read], ...] = (
    (r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?", _iso),
    (_SPELLED, _spelled),
    (r"(?P<year>(?:19|20)\d\d)年", lambda match, _today: _year(int(match["year"]))),
    (r"today|今天|今日", lambda _match, today: _day(today)),
    (r"yesterday|昨天|昨日|昨晚", lambda _match, today: _day(today - timedelta(days=1))),
    (r"前天", lambda _match, today: _day(today - timedelta(days=2))),
    (rf"上(?:周|星期|礼拜)(?P<wd>[{_HANZI_DAYS}])", _week_day(-1)),
    (rf"[本这](?:周|星期|礼拜)(?P<wd>[{_HANZI_DAYS}])", _week_day(0)),
    (r"last week|上周|上星期|上个?礼拜|上个星期", lambda _m, today: _week(today - timedelta(7))),
    (r"this week|本周|这周|这个?星期|本星期", lambda _match, today: _week(today)),
    (r"next week|下周|下个?星期", lambda _match, today: _week(today + timedelta(7))),
    (r"last month|上个?月", lambda _match, today: _months_ago(today, 1)),
    (r"this month|本月|这个?月", lambda _match, today: month(today)),
    (r"last year|去年", lambda _match, today: _year(today.year - 1)),
    (r"this year|今年", lambda _match, today: _year(today.year)),
    (r"前年", lambda _match, today: _year(today.year - 2)),
    (rf"last {_WEEKDAY}", _last_weekday),
    (rf"last {_NAMED}", _last_named),
    (
        rf"{_NAMED} (?P<year>(?:19|20)\d\d)",
        lambda match, _today: month(
            date(int(match["year"]), _MONTHS.index(match["name"][:3]) + 1, 1)
        ),
    ),
)
_READ = [(re.compile(rf"(?<![^\s]){shape}(?![0-9a-z-])"), read) for shape, read in _SHAPES]

_TRIGGER = re.compile(
    r"[年月周日号天晚]|星期|礼拜|\d-\d|today|yester|last |this |next |[a-z] \d{4}"
)
"""What stands in anything that may name a day."""


def cut(text: str, today: date) -> tuple[str, tuple[str, Span] | None]:
    """The text without the first day that it names where a word begins; and that day."""
    if not _TRIGGER.search(text):
        return text, None
    for shape, read in _READ:
        match = shape.search(text)
        if match is None:
            continue
        try:
            span = read(match, today)
        except ValueError:
            continue
        return f"{text[: match.start()]} {text[match.end() :]}", (match[0], span)
    return text, None


def whole(said: str, today: date) -> Span | None:
    """The days that these words name, if that is all they do."""
    rest, found = cut(said, today)
    return found[1] if found and not rest.strip() else None

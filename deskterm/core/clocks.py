"""When steps fall due: the clocks that playbooks are written in.

A clock is a moment plus or minus some times, rounds between two of them, or the
earliest of several. Reading one (`parse_clock`) and asking when it falls due
(`due_times`) are the whole time model; nothing here knows what time it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import normalize

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MOST_ROUNDS: Final = 1000
MOST_NUMBER: Final = 100_000
MOST_WORDS: Final = 60
KEYWORDS: Final = frozenset({"every", "first", "of", "from", "to"})

_WORKDAYS: Final = 5
"""Of a week, and so the number of Saturday."""
_ELAPSED: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_DAYS: Final = {"d": 1, "w": 7}
_MONTHS: Final = {"month": 1, "year": 12}
_FORMS: Final = {
    "m": "m min mins minute minutes",
    "h": "h hour hours",
    "d": "d day days",
    "w": "w week weeks",
    "workday": "workday workdays",
    "month": "month months",
    "year": "year years",
}
_UNITS: Final = {form: unit for unit, forms in _FORMS.items() for form in forms.split()}
_WORD: Final = re.compile(r"[^\W\d](?:\w|-(?=\w))*|[0-9]+|\S")
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_SIGNS: Final = {0x2212: "-", 0x2013: "-", 0x3001: ","}
"""What NFKC leaves of a minus, a dash and the Chinese comma of lists."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark `message` for the catalogues; whoever shows a ClockError translates it."""
    return message


SENTENCES: Final = {
    "short": N_('the clock breaks off; write it in full, like "opened + 5m"'),
    "long": N_("a clock of {found} words is too long; at most {most}"),
    "moment": N_('"{found}" is no moment; write a name in small letters, like "guards-sent"'),
    "blanks": N_('"{found}" runs together; put blanks round the minus: "{right}"'),
    "number": N_('"{found}" is no number; write one before the unit, like "opened + 5m"'),
    "large": N_("{found} is too large a number; at most {most}"),
    "unit": N_('"{found}" is no unit of time; write m, h, d, w, workday, month or year'),
    "back": N_('"- 0 workday" is unclear; write "+ 0 workday" (the next) or "- 1 workday"'),
    "zero": N_('"every {found}" would never end; write at least 1, like "every 15m"'),
    "word": N_('"{found}" stands where "{right}" belongs; write "{like}"'),
    "left": N_('"{found}" cannot follow "{before}"; go on with + or -, or end there'),
    "far": N_('"{found}" leaves the calendar, which has the years 1 to 9999'),
    "naive": N_('the moment "{found}" names no instant; it needs a time zone'),
}
_LIKE: Final = {
    "from": "every 15m from start to end",
    "to": "every 15m from start to end",
    "of": "first of start - 30m, opened + 1d",
}


class ClockError(ValueError):
    """A clock that cannot be read or reckoned; the message says what would be right.

    `code` is stable: `SENTENCES[code]` filled with `values` is the message, so that
    it can be said in another language where it is shown.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(SENTENCES[code].format(**values))
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Calendar:
    """The site's own time: its zone, and the days on which it works."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether the site works on this day; an extra workday wins over a holiday."""
        if day in self.extra_workdays:
            return True
        return day.weekday() < _WORKDAYS and day not in self.holidays

    def local(self, moment: datetime) -> datetime:
        """What the site's clocks show at an instant, naive; `fold` tells a doubled hour."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def instant(self, local: datetime) -> datetime:
        """The instant at which the site's clocks show this.

        With `fold` 0 a time that the zone skips moves forward by the gap, and a
        doubled one is the first of the two.
        """
        return local.replace(tzinfo=self.zone).astimezone(UTC)


def workdays_after(day: date, number: int, calendar: Calendar) -> date:
    """The workday so many workdays after `day`, or before it when negative.

    Zero is `day` itself, or the next workday when it is not one.
    """
    if number == 0 and not calendar.is_workday(day):
        number = 1
    step = timedelta(days=1 if number > 0 else -1)
    left = abs(number)
    while left:
        weeks = (left - 1) // _WORKDAYS
        weeks = weeks and min(weeks, _plain_weeks(day, step, calendar))
        day += step * (weeks * 7 or 1)
        left -= weeks * _WORKDAYS or calendar.is_workday(day)
    return day


def _plain_weeks(day: date, step: timedelta, calendar: Calendar) -> int:
    """How many whole weeks on from `day` hold nothing but weekdays and weekends."""
    named = calendar.holidays | calendar.extra_workdays
    ahead = [(each - day) // step for each in named]
    return (min((days for days in ahead if days > 0), default=MOST_NUMBER * 7) - 1) // 7


def months_after(day: date, number: int) -> date:
    """The same day so many months on; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with its sign, `- 30m`."""

    number: int
    unit: str
    """m or h (elapsed time); d, w, workday, month or year (the clock on the wall)."""

    def __str__(self) -> str:
        blank = "" if len(self.unit) == 1 else " "
        return f"{abs(self.number)}{blank}{self.unit}"

    def after(self, local: datetime, calendar: Calendar) -> datetime:
        """The local time that is this much later; one that does not move keeps its `fold`."""
        if self.unit in _ELAPSED:
            elapsed = self.number * _ELAPSED[self.unit]
            return calendar.local(calendar.instant(local) + elapsed)
        moved = self._day(local.date(), calendar) - local.date()
        return local + moved if moved else local

    def _day(self, day: date, calendar: Calendar) -> date:
        if self.unit == "workday":
            return workdays_after(day, self.number, calendar)
        if self.unit in _DAYS:
            return day + timedelta(days=self.number * _DAYS[self.unit])
        return months_after(day, self.number * _MONTHS[self.unit])


Moments: TypeAlias = Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Sum:
    """A moment plus or minus some times: `start - 1d + 2h`."""

    moment: str
    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        signed = (f" {'-' if term.number < 0 else '+'} {term}" for term in self.terms)
        return self.moment + "".join(signed)

    def at(self, moments: Moments, calendar: Calendar) -> datetime | None:
        """The instant in UTC; None while the moment has not happened."""
        moment = moments.get(self.moment)
        if moment is None:
            return None
        if moment.tzinfo is None:
            raise ClockError("naive", found=self.moment)
        try:
            local = calendar.local(moment)
            for term in self.terms:
                local = term.after(local, calendar)
            return calendar.instant(local)
        except (OverflowError, ValueError) as error:
            raise ClockError("far", found=str(self)) from error


@dataclass(frozen=True, slots=True)
class StepClock:
    """When a step falls due: once, at the first of `starts`, or in rounds until `end`."""

    starts: tuple[Sum, ...]
    every: Term | None = None
    end: Sum | None = None

    def __str__(self) -> str:
        starts = ", ".join(str(start) for start in self.starts)
        if self.every:
            return f"every {self.every} from {starts} to {self.end}"
        return f"first of {starts}" if len(self.starts) > 1 else starts

    @property
    def moments(self) -> tuple[str, ...]:
        """The names of the moments that it waits for, each once."""
        sums = (*self.starts, self.end) if self.end else self.starts
        return tuple(dict.fromkeys(each.moment for each in sums))

    def times(self, moments: Moments, calendar: Calendar) -> tuple[datetime, ...]:
        """The instants in UTC, at most `MOST_ROUNDS`; none while what it waits for is unknown."""
        known = [at for start in self.starts if (at := start.at(moments, calendar))]
        start = min(known, default=None)
        if start is None or self.every is None or self.end is None:
            return (start,) if start else ()
        end = self.end.at(moments, calendar)
        if end is None:
            return ()
        return tuple(takewhile(lambda at: at < end, _rounds(self.every, start, calendar)))


def _rounds(every: Term, start: datetime, calendar: Calendar) -> Iterator[datetime]:
    """Each counted from the first, so that the 31st stays the 31st after a February."""
    try:
        local = Term(0, every.unit).after(calendar.local(start), calendar)
        for n in range(MOST_ROUNDS):
            if every.unit != "workday":
                round_ = Term(n * every.number, every.unit)
                yield calendar.instant(round_.after(local, calendar))
                continue
            yield calendar.instant(local)
            local = every.after(local, calendar)
    except (OverflowError, ValueError):
        return  # after the year 9999, so after any end


def is_moment_name(name: str) -> bool:
    """Whether a clock can refer to a moment of this name."""
    return bool(_NAME.fullmatch(name)) and name not in KEYWORDS and not _parted(name)


def _parted(word: str) -> str:
    """`start - 30m` for `start-30m`; nothing for a name that is only a name."""
    before, minus, after = word.rpartition("-")
    unit = after.lstrip("0123456789")
    return f"{before} - {after}" if minus and unit != after and unit in _UNITS else ""


def _take(words: list[str], right: str = "") -> str:
    if not words:
        raise ClockError("short")
    word = words.pop(0)
    if right and word != right:
        raise ClockError("word", found=word, right=right, like=_LIKE[right])
    return word


def _term(words: list[str], sign: str = "+") -> Term:
    digits = _take(words)
    if not (digits.isascii() and digits.isdigit()):
        raise ClockError("number", found=digits)
    if len(digits) > len(str(MOST_NUMBER)) or int(digits) > MOST_NUMBER:
        raise ClockError("large", found=digits, most=MOST_NUMBER)
    word = _take(words)
    if right := _parted(word):
        raise ClockError("blanks", found=digits + word, right=digits + right)
    if word not in _UNITS:
        raise ClockError("unit", found=word)
    number = int(digits) if sign == "+" else -int(digits)
    if sign == "-" and number == 0 and _UNITS[word] == "workday":
        raise ClockError("back")
    return Term(number, _UNITS[word])


def _sum(words: list[str]) -> Sum:
    moment = _take(words)
    if right := _parted(moment):
        raise ClockError("blanks", found=moment, right=right)
    if not is_moment_name(moment):
        raise ClockError("moment", found=moment)
    terms = []
    while words and words[0] in {"+", "-"}:
        terms.append(_term(words, words.pop(0)))
    return Sum(moment, tuple(terms))


def _plain(words: list[str]) -> StepClock:
    return StepClock((_sum(words),))


def _every(words: list[str]) -> StepClock:
    every = _term(words)
    if every.number == 0:
        raise ClockError("zero", found=str(every))
    _take(words, "from")
    start = _sum(words)
    _take(words, "to")
    return StepClock((start,), every, _sum(words))


def _first(words: list[str]) -> StepClock:
    _take(words, "of")
    starts = [_sum(words)]
    while words and words[0] == ",":
        words.pop(0)
        starts.append(_sum(words))
    return StepClock(tuple(starts))


_KINDS: Final = {"every": _every, "first": _first, "": _plain}


def parse_clock(text: str) -> StepClock:
    """The clock that this text writes, or a ClockError with a sentence that says what is wrong.

    Full-width signs and digits mean what their half-width twins mean.
    """
    if not text.isascii():
        text = normalize("NFKC", text).translate(_SIGNS)
    words = _WORD.findall(text)
    if len(words) > MOST_WORDS:
        raise ClockError("long", found=len(words), most=MOST_WORDS)
    kind = words.pop(0) if words and words[0] in _KINDS else ""
    clock = _KINDS[kind](words)
    if words:
        raise ClockError("left", found=words[0], before=str(clock))
    return clock


def due_times(
    clocks: Mapping[str, StepClock], moments: Moments, calendar: Calendar
) -> dict[str, tuple[datetime, ...]]:
    """When each step falls due; nothing while its moment has not happened.

    `moments` holds what is known so far: when the case opened, the times the
    operator typed, and when each finished step was done. Calling this again
    after a step is done is all it takes to start the clocks that follow it.
    """
    return {step: clock.times(moments, calendar) for step, clock in clocks.items()}

"""Which nights are to be done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from deskterm.core.errors import Refusal
from deskterm.core.layout import clean
from deskterm.core.words import _

_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def to_do(done: Collection[date], ahead: Collection[date], today: date) -> list[date]:
    """The days that are over and not done yet, the oldest first; the first time yesterday alone.

    `ahead` are days that were marked done by a clock that stood ahead of this one: not done.
    """
    day = min([*done, *ahead, today - _DAY])
    days = (day + _DAY * nth for nth in range(max((today - day).days, 0)))
    return [each for each in days if each not in done]


def ends_month(day: date) -> bool:
    """Whether the night after this day begins a month, in which the last one is reported."""
    return (day + _DAY).day == 1


def wants_whole(last_whole: date | None, day: date) -> bool:
    """Whether a week is over since the chain was walked from its first line."""
    return last_whole is None or day - last_whole >= WEEK


def one(said: str, today: date) -> date:
    """The day that somebody named; refused where it is none, or is not over."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        sentence = _("{text} is not a day; write it like 2026-11-23.")
        raise Refusal(sentence.format(text=clean(said))) from None
    if day >= today:
        raise Refusal(_("{day} is not over yet.").format(day=day))
    return day

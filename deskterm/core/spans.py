"""Spans of time as an operator reads them at a glance."""

from __future__ import annotations

from datetime import timedelta

from deskterm.core.words import _

_HOUR, _DAY = 3600, 86_400


def until(span: timedelta) -> str:
    """The time left, or overdue with a minus: `-02:14`, `12:00`, `3h05`, `1d 3h`, `6d`.

    Minutes and seconds below an hour; nothing finer than a clock needs.
    """
    seconds = int(span.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < _HOUR:
        return f"{sign}{seconds // 60:02d}:{seconds % 60:02d}"
    if seconds < _DAY:
        return f"{sign}{seconds // _HOUR}h{seconds % _HOUR // 60:02d}"
    days, hours = divmod(seconds // _HOUR, 24)
    if days < 7 and hours:  # noqa: PLR2004 - in the last week hours still matter
        return _("{sign}{days}d {hours}h").format(sign=sign, days=days, hours=hours)
    return _("{sign}{days}d").format(sign=sign, days=days)

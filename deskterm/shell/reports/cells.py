"""What the reports share: times and sums as they stand in a cell, spans as SQL reckons them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TypeVar

from deskterm.core.layout import Amount, When
from deskterm.core.reader import Row
from deskterm.core.report import percentile
from deskterm.core.words import language
from deskterm.desks.calls.rules import yuan

Key = TypeVar("Key", bound=Hashable)


TOLD = "c.desk = 'calls' AND +c.letter = 'C' AND c.opened_at >= :since AND c.opened_at < :until"
"""SQL: the calls that were told of in a period; missed ones, which have a letter of their own,
are none. The plus keeps the numbers' index out of it, which holds every call there is."""


def local(text: str | None, zone: tzinfo) -> When | None:
    """A stored instant on the site's wall clock, to the second; None is unknown."""
    if text is None:
        return None
    at = datetime.fromisoformat(text).astimezone(zone)
    return When(at.isoformat(" ", "seconds")[:19])


def minute(text: str | None, zone: tzinfo) -> When | None:
    """The same, to the minute."""
    at = local(text, zone)
    return When(at[:16]) if at else None


def money(cents: int | None) -> Amount | None:
    """Integer cents as they are written: 30.00; None is unknown."""
    return None if cents is None else Amount(yuan(cents))


def share_of(values: Sequence[float], share: float) -> float | None:
    """The percentile of spans in seconds, to the millisecond; None where none is known."""
    found = percentile(values, share)
    return None if found is None else round(found, 3)


def title(row: Row) -> str:
    """The `en` or `zh` of a row, whichever is spoken now."""
    return str((row["en"] if language() == "en" else row["zh"]) or "")


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """The rows by their key, in the order in which the keys first come."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def seconds(begin: str, end: str) -> str:
    """SQL: from one instant to another in seconds, to the millisecond; NULL is unknown."""
    return f"round((julianday({end}) - julianday({begin})) * 86400, 3)"


STAMPS = ("en-route", "on-scene", "at-hospital", "returning")
"""The statuses of an assignment whose stamp a later one can fill."""


def column(status: str) -> str:
    """The column of an assignment that holds the stamp of a status."""
    return f"{status.replace('-', '_')}_at"


def known(status: str) -> str:
    """SQL: an assignment's stamp of a status; NULL where a later one filled it."""
    filled = f"instr(' ' || a.filled || ' ', ' {status} ')"
    return f"CASE WHEN {filled} THEN NULL ELSE a.{column(status)} END"


def filled(status: str) -> str:
    """SQL: 1 where an assignment's stamp of this status was filled by a later one."""
    return f"(instr(' ' || a.filled || ' ', ' {status} ') > 0)"


def out_of_order() -> str:
    """SQL: 1 where a stamp of an assignment lies before one that comes before it."""
    columns = ["assigned_at", *map(column, STAMPS), "clear_at"]
    before = [
        f"a.{later} < a.{earlier}"
        for place, earlier in enumerate(columns)
        for later in columns[place + 1 :]
    ]
    return f"coalesce(max({', '.join(f'coalesce({one}, 0)' for one in before)}), 0)"

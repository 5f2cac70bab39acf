"""Casting: a copy of a scene at another time, with other people, for every clock anew."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from deskterm.core.clocks import Calendar
from deskterm.core.instants import stamp
from deskterm.core.search import fold
from deskterm.shell.demo.ledger import Ledger
from deskterm.shell.demo.mould import Due, Mould, Values

Stretch = Callable[[int], int]
"""From an offset of the scene to one of the copy, both in milliseconds."""

MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def scaled(by: float) -> Stretch:
    """Everything faster or slower."""
    return lambda offset: int(offset * by)


def bent(*knots: tuple[int, int]) -> Stretch:
    """Some offsets moved to others, what lies between in proportion, what follows as far behind."""
    from_, to = [one for one, _other in knots], [other for _one, other in knots]

    def bend(offset: int) -> int:
        place = bisect_right(from_, offset) - 1
        if place < 0 or place == len(knots) - 1:
            nearest = max(place, 0)
            return to[nearest] + offset - from_[nearest]
        span = from_[place + 1] - from_[place]
        return to[place] + (offset - from_[place]) * (to[place + 1] - to[place]) // span

    return bend


class Caster:
    """Makes copies of moulds into a ledger; chance gives salts and the acts' names."""

    def __init__(self, ledger: Ledger, calendar: Calendar, chance: random.Random) -> None:
        self.ledger = ledger
        self.calendar = calendar
        self.chance = chance
        self.numbers: dict[tuple[str, int], int] = {}

    def number(self, letter: str, at: datetime) -> dict[Any, Any]:
        """The next number under a letter, in every spelling."""
        year = self.calendar.local(at).year
        number = self.numbers[letter, year] = self.numbers.get((letter, year), 0) + 1
        said = {
            "full": f"{letter}-{year}-{number:06d}",
            "padded": f"{letter}{number:03d}",
            "short": f"{letter}{number}",
        }
        folded = {(name, "folded"): text.lower() for name, text in said.items()}
        return {"year": year, "number": number, **said, **folded}

    def cast(
        self, mould: Mould, opened: datetime, stretch: Stretch, own: Mapping[Any, Any]
    ) -> Values:
        """Keep a copy of a scene that begins at `opened`; `own` are the values that are its own."""
        values = self._values(mould, opened, stretch, own)
        for table, rows in mould.rows.items():
            self.ledger.add(table, mould.columns[table], [row(values) for row in rows])
        for doc in mould.docs:
            texts = [pattern.fill(values) for pattern in (doc.body, doc.keys, doc.masked)]
            self.ledger.index(doc.row(values), *texts)
        case = values[mould.case] if mould.case is not None else None
        for act in mould.acts:
            at: str = values[act.at]
            lines = [(kind, text % get(values)) for kind, text, get in act.lines]
            self.ledger.typed(
                at, self._act(opened, stretch(act.offset)), own["operator"], case, lines
            )
        return values

    def _act(self, opened: datetime, offset: int) -> str:
        """A UUID that begins with the time (version 7), so that the journal's index only grows."""
        time = f"{(opened - _EPOCH) // MILLISECOND + offset:012x}"
        rest = f"{self.chance.getrandbits(74):019x}"
        sign = "89ab"[int(rest[3], 16) % 4]
        return f"{time[:8]}-{time[8:]}-7{rest[:3]}-{sign}{rest[4:7]}-{rest[7:]}"

    def _values(
        self, mould: Mould, opened: datetime, stretch: Stretch, own: Mapping[Any, Any]
    ) -> Values:
        values: Values = [None] * len(mould.slots)
        for slot, value in mould.constants:
            values[slot] = value
        for slot, table in mould.ids:
            values[slot] = self.ledger.new_id(table)
        naive = opened.replace(tzinfo=None)
        for slot, offset in mould.times:
            values[slot] = _text(naive, stretch(offset))
        for slot, name in mould.own:
            values[slot] = own[name]
        for due in mould.dues:
            values[due.slot] = self._due(due, opened, naive, stretch)
        for text in mould.written:
            salt = values[text.salt] = f"{self.chance.getrandbits(64):016x}"
            values[text.digest] = sha256((salt + values[text.body]).encode()).hexdigest()
        return values

    def _due(self, due: Due, opened: datetime, naive: datetime, stretch: Stretch) -> str:
        if due.clock is None:
            after = min(stretch(offset) + more for offset, more in due.starts) + due.more
            return _text(naive, after)
        moments = {name: opened + stretch(at) * MILLISECOND for name, at in due.moments.items()}
        return stamp(due.clock.times(moments, self.calendar)[due.round])


def _text(naive: datetime, offset: int) -> str:
    """`stamp`, of an instant in UTC that carries no zone."""
    return (naive + timedelta(milliseconds=offset)).isoformat(timespec="milliseconds") + "Z"


def folded(own: Mapping[str, str]) -> dict[Any, str]:
    """Texts by name, and each once more as the index compares it."""
    return {**own, **{(name, "folded"): fold(text) for name, text in own.items()}}


def span(begins: datetime, ends: datetime, calendar: Calendar) -> str:
    """When a meeting is, as the index says it."""
    first, last = calendar.local(begins), calendar.local(ends)
    return f"{first:%Y-%m-%d %H:%M}-{last:%H:%M}"

"""A mould: all that one played scene left in the store, with gaps where copies differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from deskterm.core.clocks import StepClock

Values = list[Any]
"""The values of one copy, each where its mould has a slot for it."""
Get = Callable[[Values], Any]


class Pattern(NamedTuple):
    """A text with gaps."""

    text: str
    get: Get

    def fill(self, values: Values) -> str:
        """The text with these values in the gaps."""
        return str(self.text % self.get(values))


def pattern(text: str, slots: Sequence[int]) -> Pattern:
    """A text with `%s` for the values that stand in these slots."""
    if not slots:
        return Pattern(text, lambda _values: ())
    if len(slots) == 1:
        only = slots[0]
        return Pattern(text, lambda values: (values[only],))
    return Pattern(text, itemgetter(*slots))


@dataclass(frozen=True)
class Due:
    """When a step falls due: after moments of the scene by so much, or by the calendar."""

    slot: int
    starts: tuple[tuple[int, int], ...] = ()
    """Offset of a moment, and milliseconds after it; the earliest counts."""
    more: int = 0
    clock: StepClock | None = None
    """A clock that counts days of the calendar takes the moments themselves."""
    moments: Mapping[str, int] = field(default_factory=dict)
    round: int = 0


@dataclass(frozen=True)
class Written:
    """A text that somebody wrote: where its words, its salt and its digest stand."""

    body: int
    salt: int
    digest: int


@dataclass(frozen=True)
class Act:
    """One act: when it was typed, and its journal lines."""

    offset: int
    at: int
    """Where its instant stands."""
    lines: tuple[tuple[str, str, Get], ...]
    """Of each line the kind, and the facts as a text with gaps."""


@dataclass(frozen=True)
class Docs:
    """A record of the index."""

    row: Get
    """Kind, ref, case and instant."""
    body: Pattern
    keys: Pattern
    masked: Pattern


@dataclass
class Mould:
    """What one scene left, ready to be copied; offsets are milliseconds from its beginning."""

    slots: dict[Hashable, int] = field(default_factory=dict)
    constants: list[tuple[int, Any]] = field(default_factory=list)
    rows: dict[str, list[Get]] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ids: list[tuple[int, str]] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    docs: list[Docs] = field(default_factory=list)
    guards: list[tuple[int, str, int]] = field(default_factory=list)
    """Where each guard stands, and his state after the scene since an offset."""
    own: list[tuple[int, Hashable]] = field(default_factory=list)
    """What every copy has a value of its own for: where it stands, and its name."""
    case: int | None = None
    """Where the case's number in the store stands; a slip has none."""
    end: int = 0
    """Offset of the last act."""

    def slot(self, name: Hashable) -> int:
        """Where the value of this name stands."""
        return self.slots.setdefault(name, len(self.slots))

    def constant(self, value: object) -> int:
        """Where a value that every copy shares stands."""
        name = ("constant", type(value), value)
        if name not in self.slots:
            self.constants.append((self.slot(name), value))
        return self.slot(name)

    def time(self, offset: int) -> int:
        """Where an instant stands that is so far from the beginning."""
        name = ("time", offset)
        if name not in self.slots:
            self.times.append((self.slot(name), offset))
        return self.slot(name)

    def close(self) -> None:
        """Note what every copy must bring along."""
        self.own = [(slot, name) for name, slot in self.slots.items() if _is_own(name)]


def _is_own(name: Hashable) -> bool:
    return isinstance(name, str) or (
        isinstance(name, tuple) and (name[0] == "guard" or name[-1] == "folded")
    )

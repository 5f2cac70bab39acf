"""The few options of the uses that must start at once, read without a library."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

FLAGS = {f"--{name}": name for name in ("store", "language", "console", "operator")}
"""Options with a value, as every command has them."""


class Asked(NamedTuple):
    """Flags with their values, switches that were on, and the words that remain."""

    flags: dict[str, str | None]
    switches: frozenset[str]
    words: tuple[str, ...]


def read(arguments: Sequence[str], switches: Collection[str] = ()) -> Asked | None:
    """The arguments told apart; None when there is anything this does not know."""
    flags: dict[str, str | None] = {}
    on: set[str] = set()
    words: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in FLAGS:
            told = value if equals else next(rest, None)
            if not told:
                return None
            flags[FLAGS[name]] = told
        elif argument in switches:
            on.add(argument)
        elif argument.startswith("-"):
            return None
        else:
            words.append(argument)
    return Asked(flags, frozenset(on), tuple(words))

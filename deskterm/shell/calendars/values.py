"""Values of somebody else's file that may be left out or odd without the event being so."""

from __future__ import annotations

from deskterm.desks.rooms.orders.rules import ITEMS

FLAGS = ("staff", "important", "equipment-watch")
"""What is asked for with a booking besides things."""
_MOST = 9


def whole_number(said: str) -> int:
    """A whole number; 0 for what is none."""
    bare = said.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) <= _MOST else 0


def known_flags(said: str) -> tuple[str, ...]:
    """The conditions that are named, in their order."""
    named = {*said.replace(",", " ").split()}
    return tuple(flag for flag in FLAGS if flag in named)


def known_wants(said: str) -> tuple[str, ...]:
    """The wanted things that are named, as they were said."""
    return tuple(word for word in said.replace(",", " ").split() if word in ITEMS)

"""The bookings that a demo is made of."""

from __future__ import annotations

from typing import NamedTuple


class Meeting(NamedTuple):
    """A booking, from the call that asks for the room to the day after."""

    name: str
    size: str
    minutes: int
    wants: tuple[str, ...] = ()
    staff: bool = False
    state: str = "held"
    """`held`: over, every step done; `coming`; `cancelled`."""


MEETINGS = (
    Meeting("small", "small", 60),
    Meeting("small with tea", "small", 90, ("tea", "name-plates")),
    Meeting("large", "large", 120, ("banner", "tea"), staff=True),
    Meeting("small, coming", "small", 60, state="coming"),
    Meeting("large, coming", "large", 120, ("banner",), state="coming"),
    Meeting("small, cancelled", "small", 60, state="cancelled"),
)

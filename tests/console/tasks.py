"""The tasks of a desk that are measured in keys: what is pressed, typed and then seen.

Every press counts; the characters of literals (names, places, numbers, free text) do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.console.terminal import Terminal


class Key(str):
    """A key that is pressed, and counts."""

    __slots__ = ()


class Literal(str):
    """A literal that is typed."""

    __slots__ = ()


class Seen(str):
    """What the screen shows before the next key is pressed."""

    __slots__ = ()


Part = Key | Literal | Seen


@dataclass(frozen=True)
class Task:
    """Something an operator does all day, and how many keys it may take."""

    name: str
    what: str
    budget: int
    before: tuple[Part, ...]
    """What must have been done already; its keys do not count."""
    parts: tuple[Part, ...]

    def do(self, console: Terminal) -> int:
        """Do it; answers how many keys that took."""
        _do(console, self.before)
        begun = console.presses
        _do(console, self.parts)
        return console.presses - begun


def _do(console: Terminal, parts: tuple[Part, ...]) -> None:
    for part in parts:
        if isinstance(part, Key):
            console.press(part)
        elif isinstance(part, Literal):
            console.type(part)
            console.wait_for(part.strip())
        else:
            console.wait_for(part)


LINE, ENTER = Key("f12"), Key("enter")
SENT = (
    LINE,
    Literal("medical 12-3-1502 100-5550-2231 chest pain, to hospital"),
    ENTER,
    Seen("✓ C001"),
    LINE,
    Literal("send G2 G3 C001"),
    ENTER,
    Seen("sent to C001"),
)

TASKS = (
    Task(
        "T1",
        "log a repair call from a known resident",
        4,
        (),
        (LINE, Key("c"), Literal(" 12-3-1502 kitchen pipe burst"), ENTER, Seen("✓ C001 is kept")),
    ),
    Task(
        "T2",
        "medical call, hospital: log it, send two suggested guards and a vehicle",
        8,
        (),
        (
            LINE,
            Key("c"),
            Literal(" 12-3-1502 100-5550-2231 chest pain, to hospital"),
            ENTER,
            Seen("✓ C001 is kept: Medical emergency"),
            Key("s"),
            Key("tab"),
            Seen("沪A12345 C001"),
            ENTER,
            Seen("G2 钱进, G3 孙磊, 沪A12345 sent to C001"),
        ),
    ),
    Task(
        "T3",
        "mark a guard on scene",
        4,
        SENT,
        (LINE, Literal("G2 "), Key("o"), Key("s"), ENTER, Seen("✓ G2 钱进: on scene")),
    ),
    Task(
        "T4",
        "answer a spoken question and save it closed",
        5,
        (),
        (
            LINE,
            Key("c"),
            Literal(" 12-3-1502 where do I pay the parking fee?"),
            Key("ctrl+e"),
            Seen("✓ C001 is kept, answered and closed"),
        ),
    ),
    Task(
        "T9",
        "park a half-typed call, log another, come back",
        4,
        (LINE, Literal("call 12-3-1502 厨房水管漏水 and")),
        (
            Key("ctrl+k"),
            Seen("Parked (1)"),
            Literal("15-2-1203 lift stuck"),
            ENTER,
            Seen("✓ C001 is kept"),
            Key("ctrl+r"),
            Seen("call 12-3-1502 厨房水管漏水 and"),
        ),
    ),
)

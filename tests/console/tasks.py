"""The tasks of a desk that are measured in keys: what is pressed, typed and then seen.

Every press counts; the characters of literals (names, places, numbers, free text) do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.console.conftest import NAMES, PINS

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


class SignOn(str):
    """Whoever signs on at the console where another is on; no task counts its keys."""

    __slots__ = ()


Part = Key | Literal | Seen | SignOn


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
        elif isinstance(part, SignOn):
            sign_on_there(console, part)
        elif isinstance(part, Literal):
            console.type(part)
            console.wait_for(part.strip())
        else:
            console.wait_for(part)


def signing_on(operator: str) -> tuple[Part, ...]:
    """What is pressed and typed to sign on where another is on."""
    return (
        Key("ctrl+n"),
        Seen("› Operator"),
        Literal(operator),
        Key("tab"),
        Seen("› PIN"),
        Literal(PINS[operator]),
        Seen("•" * len(PINS[operator])),
        Key("enter"),
        Seen(f"{NAMES['en'][operator]} · desk"),
    )


def sign_on_there(console: Terminal, operator: str) -> None:
    """Sign somebody on where another is on; these keys do not count."""
    counted = console.presses
    for part in signing_on(operator):
        if isinstance(part, Key):
            console.press(part)
        elif isinstance(part, Seen):
            console.wait_for(part)
        else:
            console.type(part)
    console.presses = counted


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

FIVE_OPEN = tuple(
    part
    for nth, words in enumerate(("kitchen pipe burst", "lift noisy", "lamp broken"), 1)
    for part in (LINE, Literal(f"c 12-3-1502 {words}"), ENTER, Seen(f"✓ C{nth:03d} is kept"))
)
"""Three calls; the sample site's two notices are handed over with them."""

LAST_YEAR = f"{datetime.now(UTC).year - 1}-03-02"
LEAKED = (
    LINE,
    Literal(f"c 12-3-1502 kitchen pipe leaks @{LAST_YEAR} 14:05"),
    ENTER,
    Seen("is kept"),
    LINE,
    Literal("c 12-3-1502 leak under the sink"),
    ENTER,
    Seen("✓ C001 is kept"),
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
        "T5",
        "book a room tomorrow 14:00-15:30 for 12 with tea and name plates",
        6,
        (),
        (
            LINE,
            Key("b"),
            Key("k"),
            Literal(" A tomorrow 14:00-15:30 12"),
            Key("p"),
            Literal(" tea name plates"),
            Seen("Enter saves"),
            ENTER,
            Seen("✓ B001 Room A is booked"),
        ),
    ),
    Task(
        "T6",
        "enter a fuel slip",
        4,
        (),
        (
            LINE,
            Key("f"),
            Literal(" 沪A12345 45.2"),
            Key("l"),
            Literal(" 380.50 88210"),
            Seen("508 km since 87702 km"),
            ENTER,
            Seen("✓ F001 沪A12345 45.2 L"),
        ),
    ),
    Task(
        "T7",
        "find last year's leak at 12-3-1502 and open it",
        4,
        LEAKED,
        (
            Key("f9"),
            Literal("12-3-1502 leak last year"),
            Seen("Find · 1"),
            ENTER,
            ENTER,
            Seen(f"{LAST_YEAR} 14:05"),
        ),
    ),
    Task(
        "T8",
        "tick the most overdue step",
        2,
        (
            LINE,
            Literal("c 12-3-1502 kitchen pipe burst -20m"),
            ENTER,
            Seen("✓ C001 is kept"),
            Seen("2 overdue"),
        ),
        (Key("f2"), Key("space"), Seen("1 overdue")),
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
    Task(
        "T10",
        "hand over the shift with five open lines",
        8,
        FIVE_OPEN,
        (
            Key("f7"),
            Seen("Shift · 5 to hand over"),
            Key("1"),
            Seen("✓ H001 is handed over, 5 lines"),
            SignOn("chen"),
            Seen("Shift · 5 to answer"),
            *(
                part
                for left in (4, 3, 2, 1)
                for part in (Key("1"), Seen(f"Shift · {left} to answer"))
            ),
            Key("1"),
            Seen("✓ H001 is taken over"),
        ),
    ),
)

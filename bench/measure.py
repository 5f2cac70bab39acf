"""What is measured, each beside its floor and turn by turn with it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench import fuel, rooms
from bench.console import Console
from bench.figure import Figure, figure
from bench.floors.commit import Floor
from bench.store import DESKTERM
from bench.tasks import Stage
from tests.console.keys import sequence
from tests.console.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLOORS = Path(__file__).parent / "floors"
BARE = [sys.executable, str(FLOORS / "table.py")]
QUERY = [sys.executable, str(FLOORS / "query.py")]
NUMBER = re.compile(r"\b[A-Z]\d{3,}\b")
WORD = "leak"
CALL = "call 12-3-1502 kitchen pipe burst"
LINE = sequence("f12")


class Bench:
    """Measures one store; every figure comes from this run."""

    def __init__(self, store: Path, rounds: int) -> None:
        """`rounds` is how often a program is started; keys are pressed ten times as often."""
        self.store, self.rounds = store, rounds
        self.command = [str(DESKTERM), "--store", str(store)]
        home = str(store.parent)
        self.env = {"HOME": home, "DESKTERM_STORE": None, "XDG_CONFIG_HOME": home}
        self.env |= {"XDG_STATE_HOME": home, "DESKTERM_LANGUAGE": "en"}

    def figures(self) -> Iterator[Figure]:
        """All of them, in the order in which an operator would meet them."""
        yield self.start()
        yield from self.keys()
        yield self.find()
        yield figure("fuel: a month, 100,000 slips", *fuel.taken(max(3, self.rounds // 2)))
        yield self.kept()
        yield from self.rooms()
        yield from self.tasks()

    def start(self) -> Figure:
        """From the start of the process to a Board with its calls on it."""
        self._start(self.command)
        return figure(
            "start to live Board",
            *_in_turn(self.rounds, lambda: self._start(self.command), lambda: self._start(BARE)),
        )

    def keys(self) -> Iterator[Figure]:
        """From a key to the end of the frame it paints."""
        with ExitStack() as open_programs:
            console, bare = (self._opened(open_programs, it) for it in (self.command, BARE))
            cursor = _up_and_down()
            floor = _up_and_down()
            yield figure(
                "key to frame: Board cursor",
                *_in_turn(
                    self.rounds * 10,
                    lambda: console.frame(next(cursor)),
                    lambda: bare.frame(next(floor)),
                ),
            )
            console.wire.write(LINE)
            console.settle()
            letters = _typed_over(CALL)
            yield figure(
                "key to frame: desk line",
                *_in_turn(
                    self.rounds * 10,
                    lambda: console.frame(next(letters)),
                    lambda: bare.frame(next(floor)),
                ),
            )

    def find(self) -> Figure:
        """One look-up as a command, from its start to its end."""
        asked = [str(DESKTERM), "find", WORD, "--store", str(self.store)]
        floor = [*QUERY, str(self.store), WORD]
        _run(asked)
        return figure(
            "deskterm find",
            *_in_turn(self.rounds * 3, lambda: _run(asked), lambda: _run(floor)),
        )

    def kept(self) -> Figure:
        """One call: from Enter on the desk line to the Board that shows it."""
        raw = Floor(self.store.with_name("floor.db"))
        with ExitStack() as open_programs:
            console, bare = (self._opened(open_programs, it) for it in (self.command, BARE))
            floor = _up_and_down()
            return figure(
                "one call kept, Enter to screen",
                *_in_turn(
                    self.rounds,
                    lambda: _keep(console),
                    lambda: _timed(raw.keep) + bare.frame(next(floor)),
                ),
            )

    def rooms(self) -> Iterator[Figure]:
        """Conflict checks and day views, among many bookings beside few and the bare driver."""
        for name, taken, floor in rooms.figures():
            yield figure(name, *_in_turn(self.rounds * 3, taken, floor))

    def tasks(self) -> Iterator[Figure]:
        """Each measured task, from its last key to the screen that shows it done."""
        stage = Stage(self.store.parent, self.env)
        raw = Floor(self.store.with_name("floor-tasks.db"))
        with Console(BARE, self.env) as bare:
            bare.reaches(_live, bare.wire.started)
            floor = _up_and_down()
            for task in TASKS:
                yield figure(
                    f"{task.name}: last key to done",
                    *_in_turn(
                        max(3, self.rounds // 2),
                        lambda task=task: stage.timed(task),  # type: ignore[misc]
                        lambda: _timed(raw.keep) + bare.frame(next(floor)),
                    ),
                )

    def _start(self, command: list[str]) -> float:
        with Console(command, self.env) as console:
            return console.reaches(_live, console.wire.started)

    def _opened(self, programs: ExitStack, command: list[str]) -> Console:
        console = programs.enter_context(Console(command, self.env))
        console.reaches(_live, console.wire.started)
        return console


def _in_turn(
    times: int, taken: Callable[[], float], floor: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Both measured turn by turn, so that what slows the machine slows both."""
    pairs = [(floor(), taken()) for _ in range(times)]
    return [pair[1] for pair in pairs], [pair[0] for pair in pairs]


def _live(screen: str) -> bool:
    return bool(NUMBER.search(screen)) and "Board" in screen


def _up_and_down() -> Iterator[bytes]:
    while True:
        yield sequence("down")
        yield sequence("up")


def _typed_over(text: str) -> Iterator[bytes]:
    """The characters of `text` one by one, then as many backspaces, and again."""
    while True:
        yield from (character.encode() for character in text)
        yield from [sequence("backspace")] * len(text)


def _keep(console: Console) -> float:
    """Type a call on the desk line, press Enter, wait until its number is shown."""
    console.wire.write(LINE)
    console.settle()
    console.wire.write(CALL.encode())
    console.settle()
    known = set(NUMBER.findall(console.screen()))
    at = time.perf_counter()
    console.wire.write(sequence("enter"))
    return console.reaches(lambda screen: bool(set(NUMBER.findall(screen)) - known), at)


def _run(command: list[str]) -> float:
    return _timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def _timed(act: Callable[[], object]) -> float:
    at = time.perf_counter()
    act()
    return (time.perf_counter() - at) * 1000

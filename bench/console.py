"""A program on a terminal, with a stopwatch on its frames."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import pyte

from tests.console.dialect import Dialect
from tests.console.glass import Glass
from tests.console.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZE = (120, 40)
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
QUIET = 0.3


class Console:
    """Reads and answers at once; what the bytes look like is worked out off the clock."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str | None]) -> None:
        """Start the program."""
        self.wire = Wire(command, SIZE, env=env)
        self._answers = Dialect(lambda _: None, self.wire.write)
        self._glass = Glass(*SIZE)
        stream = pyte.ByteStream(self._glass)
        self._shown = Dialect(stream.feed, lambda _: None)
        self._replayed = 0
        self._open_frames = 0
        self._cut = b""
        """The end of what was read last, where a frame's mark may have been cut in two."""
        self.pressed = 0.0
        """When the last key was sent, by `time.perf_counter`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def settle(self, quiet: float = QUIET) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while self._read(quiet):
            pass

    def frame(self, keys: bytes) -> float:
        """Milliseconds from the first byte sent to the end of the frame that follows."""
        self.settle(0.02)
        seen, at = len(self.wire.arrivals), time.perf_counter()
        self.wire.write(keys)
        painted = b""
        while FRAME_ENDS not in painted:
            if not self._read(2.0):
                message = f"no frame followed {keys!r}:\n{self.screen()}"
                raise RuntimeError(message)
            painted = b"".join(arrival.data for arrival in self.wire.arrivals[seen:])
        return (self.wire.arrivals[-1].at - at) * 1000

    def reaches(self, true: Callable[[str], bool], since: float, limit: float = 20.0) -> float:
        """Milliseconds from `since` to the end of the first frame whose screen is `true`."""
        while True:
            self.settle()
            for at, screen in self._frames():
                if at >= since and true(screen):
                    return (at - since) * 1000
            if self.wire.ended or time.perf_counter() - since > limit:
                message = f"the screen never came:\n{self.screen()}"
                raise RuntimeError(message)

    def screen(self) -> str:
        """What is shown now."""
        for _ in self._frames():
            pass
        return "\n".join(self._glass.rows())

    def _read(self, wait: float) -> bytes:
        data = self.wire.read(wait)
        if data:
            self._answers.hear(data)
        return data

    def _marks(self, data: bytes) -> int:
        """How many more frames begin than end here; a mark that two readings share counts once."""
        read = self._cut + data
        self._cut = read[1 - len(FRAME_BEGINS) :]
        return read.count(FRAME_BEGINS) - read.count(FRAME_ENDS)

    def _frames(self) -> list[tuple[float, str]]:
        """The moments, since last asked, at which the screen was whole, with the screen."""
        found = []
        for at, data in self.wire.arrivals[self._replayed :]:
            self._shown.hear(data)
            self._open_frames += self._marks(data)
            if self._open_frames == 0:
                found.append((at, "\n".join(self._glass.rows())))
        self._replayed = len(self.wire.arrivals)
        return found

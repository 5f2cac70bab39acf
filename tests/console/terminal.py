"""A terminal with a real program in it: press keys, read the screen, see how it ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import pyte

from tests.console.dialect import Dialect
from tests.console.glass import Glass
from tests.console.keys import sequence
from tests.console.wire import Wire

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.console.wire import End

AFTER_ESCAPE = 0.2
"""Seconds; sooner, the next key would be read together with Escape as Alt and that key."""
QUIET = 0.05


class Terminal:
    """Drives one program as an operator does: by its keys and its screen.

    Nothing is read between calls, as with a terminal that has stalled: `settle`
    and the `wait_` methods read.
    """

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = (120, 40),
        *,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start `command` on `size` columns and rows; None in `env` unsets a variable."""
        self.presses = 0
        """Keys pressed so far; what was typed as a literal does not count."""
        self.glass = Glass(*size)
        self._stream = pyte.ByteStream(self.glass)
        self.wire = Wire(command, size, env=env, cwd=cwd)
        self._dialect = Dialect(self._stream.feed, self._say, self.glass.position)
        self._dialect.size = size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def press(self, *keys: str) -> None:
        """Press keys by name (`f2`, `enter`, `ctrl+x`, `shift+tab`) or as single characters."""
        for key in keys:
            self.send(sequence(key))
            self.presses += 1
            if key == "escape":
                self._read_for(AFTER_ESCAPE)

    def type(self, text: str) -> None:
        """Type a literal: a name, a number, free text. It is not counted in `presses`."""
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """Paste text the way terminals do when a program asked to be told of pastes."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, data: bytes) -> None:
        """Send bytes as they are, reading meanwhile if the program takes them slowly."""
        while data := data[self.wire.write(data) :]:
            self._read(QUIET)

    @property
    def screen(self) -> str:
        """The whole screen as text."""
        return "\n".join(self.glass.rows())

    def wait_for(self, text: str, timeout: float = 10.0) -> str:
        """The screen once it shows `text`."""
        return self.wait_until(lambda screen: text in screen, f"show {text!r}", timeout)

    def wait_gone(self, text: str, timeout: float = 10.0) -> str:
        """The screen once it no longer shows `text`."""
        return self.wait_until(lambda screen: text not in screen, f"clear {text!r}", timeout)

    def wait_until(
        self, true: Callable[[str], bool], what: str = "get there", timeout: float = 10.0
    ) -> str:
        """The screen once `true` of it; an AssertionError with the screen after `timeout`."""
        until = time.monotonic() + timeout
        while not true(screen := self.screen):
            left = until - time.monotonic()
            if not self._read(left) and (self.wire.ended or left <= 0):
                reason = "ended before it could" if self.wire.ended else f"did not in {timeout} s"
                message = f"the program {reason} {what}:\n{self.screen}"
                raise AssertionError(message)
        return screen

    def settle(self, quiet: float = QUIET, timeout: float = 10.0) -> str:
        """The screen once nothing has been written for `quiet` seconds."""
        until = time.monotonic() + timeout
        while self._read(quiet) and time.monotonic() < until:
            pass
        return self.screen

    def wait_end(self, timeout: float = 10.0) -> End:
        """How the program ended; what it still wrote is on the screen."""
        until = time.monotonic() + timeout
        while (end := self.wire.finish(0)) is None:
            if time.monotonic() > until:
                message = f"the program still runs after {timeout} s:\n{self.screen}"
                raise AssertionError(message)
            if self.wire.ended:
                self.wire.finish(0.05)
            else:
                self._read(0.05)
        while self._read(QUIET):
            pass
        return end

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal larger or smaller while the program runs."""
        self.glass.resize(rows, columns)
        self._dialect.size = columns, rows
        self.wire.resize(columns, rows)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.wire.signal(number)

    def close(self) -> None:
        """Close the window and see to it that the program is gone."""
        self.wire.close()

    def _say(self, answer: bytes) -> None:
        if answer:
            self.wire.write(answer)

    def _read(self, wait: float) -> bool:
        data = self.wire.read(wait)
        self._dialect.hear(data)
        return bool(data)

    def _read_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.wire.ended:
            self._read(left)

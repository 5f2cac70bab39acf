"""A program at the far end of a pseudo-terminal: its bytes, when they came, and its end."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEADER = Path(__file__).with_name("leader.py")
OURS_ALONE = ("TMUX", "STY", "NO_COLOR", "LINES", "COLUMNS", "LANGUAGE", "LC_CTYPE")
"""What this terminal says of itself that is not true of the one opened here."""


class Arrival(NamedTuple):
    """Bytes that came from the program, and when, by `time.perf_counter`."""

    at: float
    data: bytes


@dataclass
class End:
    """How the program ended: `status` is negative when a signal killed it."""

    status: int
    restored: bool | None
    """Whether it left the terminal's settings as it found them; None after a hang-up."""


class Wire:
    """Runs a program on a terminal of its own and carries bytes both ways."""

    def __init__(
        self,
        command: Sequence[str],
        size: tuple[int, int] = (120, 40),
        *,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start `command` on `size` columns and rows; None in `env` unsets a variable."""
        self.arrivals: list[Arrival] = []
        self.ended = False
        """True when the far end is closed: nothing more will come."""
        self.end: End | None = None
        self.pid = 0
        self._reported = b""
        self.master, slave = pty.openpty()
        os.set_blocking(self.master, False)
        self.resize(*size)
        self._report, write_end = os.pipe()
        self._leader = subprocess.Popen(
            [
                sys.executable,
                *("-I", "-S", str(LEADER)),
                *(os.ttyname(slave), str(write_end), *map(str, command)),
            ],
            env=_environment(env or {}),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            pass_fds=[write_end],
        )
        os.close(write_end)
        started = self._next_report()
        os.close(slave)
        if started is None:
            self.close()
            message = f"{command[0]} could not be started"
            raise RuntimeError(message)
        self.pid = started["pid"]
        self.started: float = started["at"]

    def _next_report(self) -> dict[str, Any] | None:
        while b"\n" not in self._reported:
            if not (more := os.read(self._report, 4096)):
                return None
            self._reported += more
        line, _, self._reported = self._reported.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def read(self, wait: float) -> bytes:
        """The next bytes, as soon as they come; nothing after `wait` seconds, or at the end."""
        if self.ended or not select.select([self.master], [], [], max(0.0, wait))[0]:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            data = b""
        if data:
            self.arrivals.append(Arrival(time.perf_counter(), data))
        else:
            self.ended = True
        return data

    @property
    def raw(self) -> bytes:
        """Every byte that the program has written."""
        return b"".join(arrival.data for arrival in self.arrivals)

    def write(self, data: bytes) -> int:
        """Send bytes as if typed; how many were taken before the program's input was full."""
        try:
            return os.write(self.master, data)
        except BlockingIOError:
            return 0

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program hears of it by SIGWINCH."""
        self.columns, self.rows = columns, rows
        packed = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, packed)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program itself, not to its terminal."""
        os.kill(self.pid, number)

    def finish(self, wait: float) -> End | None:
        """How the program ended, or None if it still runs after `wait` seconds."""
        if self.end is None and select.select([self._report], [], [], max(0.0, wait))[0]:
            told = self._next_report()
            self.end = End(**told) if told else None
        return self.end

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection or a closed window does."""
        if self.master >= 0:
            os.close(self.master)
            self.master, self.ended = -1, True

    def close(self) -> None:
        """Hang up, and see to it that nothing stays behind."""
        self.hang_up()
        if self._report < 0:
            return
        if self.pid and self.finish(3.0) is None:
            with contextlib.suppress(ProcessLookupError):
                self.signal(signal.SIGKILL)
            self.finish(3.0)
        os.close(self._report)
        self._report = -1
        self._leader.wait(timeout=10)


def _environment(wanted: Mapping[str, str | None]) -> dict[str, str]:
    plain = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    named = {**os.environ, **plain, "LC_ALL": "C.UTF-8", **dict.fromkeys(OURS_ALONE), **wanted}
    return {name: value for name, value in named.items() if value is not None}

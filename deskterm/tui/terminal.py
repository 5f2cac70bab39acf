"""The terminal held so that it can neither end nor freeze the console.

`App(driver_class=driver(save))` puts all of it in place. Stock Textual 8.2 ends at one byte that
is not UTF-8, stops at a terminal that does not read, and dies of signals with nothing saved.
"""

from __future__ import annotations

import codecs
import contextlib
import locale
import logging
import os
import select
import selectors
import signal
import termios
import threading
from collections.abc import Callable, Mapping
from functools import cache
from queue import Full, Queue
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from textual import events
from textual.drivers.linux_driver import LinuxDriver

from deskterm.core.words import _
from deskterm.tui.keystrokes import Keystrokes

if TYPE_CHECKING:
    from types import FrameType

    from textual.message import Message

Save = Callable[[int], None]
"""Keeps what is half typed; gets the number of the signal that ends the program."""

DYING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)
DEADLINE: Final = 2.5
"""Seconds from such a signal to the end, whatever else is going on."""

QUEUED_WRITES: Final = 60
_OUTPUT: Final = 2  # standard error, where Textual draws
WRITE_WAIT: Final = 0.1
"""How soon, in seconds, writing can be broken off."""
READ_SIZE: Final = 65536
WRITE_SIZE: Final = 4096
WIDTH_ANSWER: Final = 5.0
"""An answer about widths that comes later than so many seconds is a key."""

# Ends a frame, paste marking, mouse, the kitty keyboard, the other screen; wraps, shows the cursor.
_RESET = (
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)

_log = logging.getLogger(__name__)


def locale_refusal(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why this terminal's character set will not do, in a sentence; None if it will."""
    names = [environ.get("LC_ALL", "")]
    if not names[0]:
        # Python itself may have put UTF-8 into LC_CTYPE where LANG is a locale it lacks.
        names = [environ.get("LC_CTYPE", ""), environ.get("LANG", "")]
    for name in names:
        if name in {"", "C", "POSIX"}:
            continue
        codeset = name.partition("@")[0].partition(".")[2] or locale.getencoding()
        if codeset.lower().replace("-", "") != "utf8":
            return _(
                "This terminal is set to {codeset}, and deskterm speaks UTF-8 only: set the "
                "terminal to UTF-8, say export LC_ALL=C.UTF-8, and start again."
            ).format(codeset=codeset)
    return None


@cache
def one_cell_table() -> dict[int, str]:
    """Twins of one cell for the signs that terminals set for CJK draw two cells wide."""
    table = dict.fromkeys(range(0x2500, 0x2580), "+")
    table |= dict.fromkeys(range(0x2580, 0x25A0), "=")
    table |= {ord(sign): "-" for sign in "─━┄┅┈┉╌╍═╴╶╸╺╼╾—–―"}
    table |= {ord(sign): "|" for sign in "│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▌▋▊▉▐▕‖"}
    signs = "█▓▒░…·×→←↑↓“”‘’●○◎◆◇▶▷◀◁▲△▼▽■□★☆§°±÷※•\ufffd"
    twins = "##%:>.x><^v\"\"''*oo++>><<^^vv#o**So+/**?"
    return table | dict(zip(map(ord, signs), twins, strict=True))


class Writer(threading.Thread):
    """Writes frames to the terminal without ever making the console wait for it."""

    def __init__(self, fd: int, caught_up: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="deskterm-output")
        self.one_cell = False
        """Whether signs that may take two cells are drawn as their twins of one."""
        self._fd = _opened_anew(fd)
        self._caught_up = caught_up
        self._queue: Queue[str | None] = Queue(QUEUED_WRITES)
        self._lost = False
        self._halted = False

    def write(self, text: str) -> None:
        """Queue some text. While the terminal lags behind too far, everything is dropped."""
        if self._lost:
            return
        try:
            self._queue.put_nowait(text)
        except Full:
            self._lost = True

    def run(self) -> None:
        """Write until told to stop; after losses, ask for all of it once the terminal reads."""
        while (text := self._queue.get()) is not None:
            self._send(text.translate(one_cell_table()) if self.one_cell else text)
            if self._lost and self._queue.empty():
                self._lost = False
                self._caught_up()

    def stop(self, last: bytes = b"", patience: float = 0.5) -> None:
        """Write what is queued; if the terminal will not have it, write only `last`."""
        try:
            self._queue.put(None, timeout=patience)
            self.join(patience)
        except Full:
            pass
        if self.is_alive():
            self.break_off(last)
        os.close(self._fd)

    def break_off(self, last: bytes) -> None:
        """Write `last` at once, in place of all that the terminal has not read yet."""
        self._halted = True
        self.join(2 * WRITE_WAIT)
        try:
            termios.tcflush(self._fd, termios.TCOFLUSH)
            os.write(self._fd, last)
        except (OSError, termios.error):
            return

    def _send(self, text: str) -> None:
        data = memoryview(text.encode("utf-8", "replace"))
        while data and not self._halted:
            try:
                if select.select([], [self._fd], [], WRITE_WAIT)[1]:
                    data = data[os.write(self._fd, data[:WRITE_SIZE]) :]
            except BlockingIOError:
                continue
            except OSError:
                return


def _opened_anew(fd: int) -> int:
    """The same terminal, of which a write takes only what there is room for.

    Opened once more, since the shell and standard input share the settings of the other.
    """
    try:
        return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return os.dup(fd)


class DeskDriver(LinuxDriver):
    """Textual's driver for a terminal that may stall, hang up, or send anything."""

    _out: Writer | None = None
    _width_asked = 0.0
    _dying = False
    _given_back = False
    _told = -1

    def keep(self, number: int) -> None:
        """Keep what is half typed before this signal ends the program."""

    def write(self, data: str) -> None:
        """Queue data for the terminal."""
        if self._out is not None:
            self._out.write(data)

    def start_application_mode(self) -> None:
        """Take the terminal over, and the signals that end a program."""
        self._given_back = False
        self._out = Writer(_OUTPUT, self._repaint_soon)
        self._out.start()
        self._mind_signals()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._width_asked = monotonic()
        self.write("\r…\x1b[6n\r\x1b[K")

    def close(self) -> None:
        """Give the terminal back."""
        super().close()
        if self._out is not None:
            self._out.stop(_RESET)
        self._given_back = True
        for number, before in self._before.items():
            signal.signal(number, before)
        signal.set_wakeup_fd(-1)
        os.close(self._told)

    def run_input_thread(self) -> None:
        """Read keys until told to stop, or until the terminal is gone."""
        keystrokes = Keystrokes(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(keystrokes.wait()):
                    data = self._read()
                    if not data:
                        os.kill(os.getpid(), signal.SIGHUP)
                        return
                    for message in keystrokes.feed(decode(data)):
                        self.process_message(message)
                for message in keystrokes.tick():
                    self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Pass on what was read, but for the answer to the question of widths."""
        if isinstance(message, events.CursorPosition):
            if monotonic() - self._width_asked < WIDTH_ANSWER:
                self._width_told(message.x)
            return
        super().process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_SIZE)
        except OSError:
            return b""

    def _width_told(self, cells: int) -> None:
        self._width_asked = 0.0
        if cells == len("…") + 1 and self._out is not None:
            self._out.one_cell = True
            self._repaint_soon()

    def _repaint_soon(self) -> None:
        """Ask for a whole frame, from any thread."""
        self._loop.call_soon_threadsafe(self._app.call_later, self._app.refresh)

    def _mind_signals(self) -> None:
        """Die in order: save, leave, and be gone in time even if the main thread hangs.

        Python runs handlers in the main thread alone; the pipe reaches the watcher at once.
        """
        heard, self._told = os.pipe()
        os.set_blocking(self._told, False)
        signal.set_wakeup_fd(self._told, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._die) for number in DYING}
        threading.Thread(target=self._watch, args=(heard,), daemon=True).start()

    def _watch(self, heard: int) -> None:
        with os.fdopen(heard, "rb", buffering=0) as numbers:
            while (number := numbers.read(1)) and number[0] not in DYING:
                pass
        if number:
            sleep(DEADLINE)
            if not self._given_back:
                self._reset()
            os._exit(128 + number[0])

    def _die(self, number: int, _frame: FrameType | None) -> None:
        if self._dying:
            return
        self._dying = True
        try:
            self.keep(number)
        except Exception:  # noqa: BLE001 - whatever it is, the end comes next
            _log.exception("What was half typed could not be kept")
        leave = self._app.exit
        self._loop.call_soon_threadsafe(lambda: leave(return_code=128 + number))

    def _reset(self) -> None:
        """Put the terminal in order at once, even one that does not read."""
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        if self._out is not None:
            self._out.break_off(_RESET)


def driver(save: Save) -> type[DeskDriver]:
    """A driver that calls `save` before a signal ends the program."""

    class SavingDriver(DeskDriver):
        def keep(self, number: int) -> None:
            save(number)

    return SavingDriver

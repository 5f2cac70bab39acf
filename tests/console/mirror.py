"""A small program for the tests of the terminal itself: it shows what it gets."""

import os
import signal
import sys
import termios
import tty


def _show(text: str) -> None:
    sys.stdout.write(text + "\r\n")
    sys.stdout.flush()


def _size(*_: object) -> None:
    columns, rows = os.get_terminal_size()
    _show(f"size {columns}x{rows}")


def _read() -> bytes:
    try:
        return os.read(0, 1024)
    except OSError:
        # The terminal is gone, and the signal that says so is on its way.
        signal.pause()
        return b""


def main() -> int:
    """Show each read as hexadecimal until `q` (leave tidily) or `!` (leave a mess)."""
    before = termios.tcgetattr(0)
    tty.setraw(0)
    signal.signal(signal.SIGWINCH, _size)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _show("\x1b[?1049h\x1b[?1000h\x1b]0;a title\x07ready 瑞金广场 ok")
    while (data := _read()) not in (b"q", b"!", b""):
        if data == b"?":
            sys.stdout.write("\x1b[6n")
            sys.stdout.flush()
        else:
            _show(f"got {data.hex(' ')}")
    if data == b"q":
        sys.stdout.write("\x1b[?1000l\x1b[?1049l")
        termios.tcsetattr(0, termios.TCSADRAIN, before)
        _show("goodbye")
    return 3


if __name__ == "__main__":
    sys.exit(main())

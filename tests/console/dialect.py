"""What programs ask a terminal in escape sequences, and what this one answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SPOKEN = re.compile(
    rb"\x1b\[\?(?P<mode>\d+)\$p"  # is this mode known?
    rb"|\x1b\[(?P<window>1[468])t"
    rb"|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)"
    rb"|(?P<cursor>\x1b\[6n)"
    rb"|(?P<keyboard>\x1b\[\?u)"
    rb"|(?P<version>\x1b\[>0?q)"
    rb"|(?P<second>\x1b\[>0?c)"
    rb"|(?P<first>\x1b\[0?c)"
    # Told, not asked; a screen that does not know them would print their tails.
    rb"|\x1b\[[<=>?][0-9;]*[uqcSm]"
    rb"|\x1b\[[0-9;]*[ $][pqy]"
    rb"|\x1bP.*?\x1b\\"
    rb"|\x1b_.*?\x1b\\"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.DOTALL,
)
CUT = re.compile(rb"\x1b(?:\[[0-9;:<=>? $]*|\][^\x07\x1b]*\x1b?|[P_][^\x1b]*\x1b?)?\Z")
"""The beginning of a sequence whose other half has not come."""
MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
USUALLY_ON = {7, 25}
"""Wrapping and the visible cursor."""
KNOWN_MODES = {2026: 2}
"""Mode 2026 is there and off: frames come whole, and a stopwatch sees where one ends."""


class Dialect:
    """Passes what is to be shown on, and answers what is asked, in the order of both."""

    def __init__(
        self,
        show: Callable[[bytes], None],
        say: Callable[[bytes], object],
        cursor: Callable[[], tuple[int, int]] = lambda: (0, 0),
    ) -> None:
        """`cursor` tells the column and row, from 0, for the program that asks."""
        self.size = (120, 40)
        self._show, self._say, self._cursor = show, say, cursor
        self._cut = b""

    def hear(self, data: bytes) -> None:
        """Take bytes as they come; a sequence cut in two waits for its other half."""
        data = self._cut + data
        cut = CUT.search(data)
        end = cut.start() if cut else len(data)
        data, self._cut = data[:end], data[end:]
        at = 0
        for found in SPOKEN.finditer(data):
            self._show(data[at : found.start()])
            self._say(self._answer(found))
            at = found.end()
        self._show(data[at:])

    def _answer(self, asked: re.Match[bytes]) -> bytes:
        match asked.lastgroup:
            case "mode":
                number = int(asked["mode"])
                return b"\x1b[?%d;%d$y" % (number, KNOWN_MODES.get(number, 0))
            case "cursor":
                column, row = self._cursor()
                return b"\x1b[%d;%dR" % (row + 1, column + 1)
            case "window":
                return self._window(asked["window"])
            case "colour":
                shade = b"ffff" if asked["colour"] == b"10" else b"0000"
                return b"\x1b]%b;rgb:%b\x1b\\" % (asked["colour"], b"/".join([shade] * 3))
            case other:
                return FIXED.get(other or "", b"")

    def _window(self, kind: bytes) -> bytes:
        columns, rows = self.size
        return {
            b"14": b"\x1b[4;%d;%dt" % (rows * 20, columns * 10),
            b"16": b"\x1b[6;20;10t",
            b"18": b"\x1b[8;%d;%dt" % (rows, columns),
        }[kind]


FIXED = {
    "keyboard": b"\x1b[?0u",
    "version": b"\x1bP>|deskterm-tests 1\x1b\\",
    "first": b"\x1b[?62;22c",
    "second": b"\x1b[>1;4000;0c",
}


def modes_left(raw: bytes) -> set[int]:
    """The private modes that a program changed and did not put back: none, if it is tidy."""
    now: dict[int, bool] = {}
    for numbers, letter in MODES.findall(raw):
        now |= dict.fromkeys(map(int, numbers.split(b";")), letter == b"h")
    return {mode for mode, on in now.items() if on != (mode in USUALLY_ON)}

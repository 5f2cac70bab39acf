"""Bytes from a terminal as keys and pastes, where the stock parser of Textual 8.2 loses some."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual import events
from textual._time import get_time
from textual._xterm_parser import BRACKETED_PASTE_END as PASTE_END
from textual._xterm_parser import BRACKETED_PASTE_START as PASTE_START
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY

if TYPE_CHECKING:
    from textual.message import Message

ESCAPE = "\x1b"

ESCAPE_WAIT: Final = ESCAPE_DELAY if "ESCDELAY" in os.environ else 0.03
"""How long the rest of a key may take to come, in seconds."""

PASTE_WAIT: Final = 2.0
"""After so many silent seconds the end of a paste counts as lost."""

IDLE_WAIT: Final = 0.1
"""How long to wait for the next byte while nothing is half read, in seconds."""

# What follows an escape in a sequence: CSI, SS3, SS2, DCS, OSC, SOS, PM, APC; or one more.
_INTRODUCERS = frozenset("[ONP]X^_\x1b")


def printable(character: str | None) -> bool:
    """Whether a key is text.

    Python counts neither the input method's wide space nor the private-use forms of rare
    hanzi as printable; at a Chinese desk they are text.
    """
    if character is None or len(character) != 1:
        return False
    kept = character.isprintable() or character == "\u200d"
    return kept or unicodedata.category(character) in {"Zs", "Co"}


def means_escape(sequence: str) -> bool:
    """Whether Escape and one more key came as one, so that only Escape counts.

    Terminals and tmux glue keys together that come within half a second; taken for Alt, the
    pair would be a yes where the operator said no.
    """
    return sequence[:1] == ESCAPE and len(sequence) == 1 + 1 and sequence[1] not in _INTRODUCERS


def _started(data: str, marker: str) -> int:
    """How many characters at the end of `data` may be the beginning of `marker`."""
    return next((size for size in range(len(marker) - 1, 0, -1) if data.endswith(marker[:size])), 0)


class Keystrokes(XTermParser):
    """Escape always cancels, soon; a paste is text and nothing else, and always ends."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's own
        super().__init__(debug)
        self._held = ""
        self._paste: list[str] | None = None
        self._touched = monotonic()

    def wait(self) -> float:
        """Seconds until something half read has to be given up."""
        if self._paste is None and self._held:
            return max(0.0, self._touched + ESCAPE_WAIT - monotonic())
        if self._timeout_time is not None:
            return min(IDLE_WAIT, max(0.0, self._timeout_time - get_time()))
        return IDLE_WAIT

    def feed(self, data: str) -> Iterable[Message]:
        """Read what came."""
        self._touched = monotonic()
        data, self._held = self._held + data, ""
        while data:
            marker = PASTE_START if self._paste is None else PASTE_END
            before, found, data = data.partition(marker)
            if not found:
                size = _started(before, marker)
                before, self._held = before[: len(before) - size], before[len(before) - size :]
            yield from self._read(before)
            if found:
                yield from self._turn()

    def tick(self) -> Iterable[Message]:
        """Give up what has been half read for too long."""
        silent = monotonic() - self._touched
        if self._paste is not None:
            if silent > PASTE_WAIT:
                yield from self._read(self._held)
                self._held = ""
                yield from self._turn()
            return
        if self._held and silent >= ESCAPE_WAIT:
            held, self._held = self._held, ""
            yield from super().feed(held)
            self._timeout_time = get_time()
        yield from super().tick()

    def _read(self, text: str) -> Iterable[Message]:
        if self._paste is not None:
            self._paste.append(text)
        elif text:
            yield from super().feed(text)
            if self._timeout_time is not None:
                self._timeout_time = min(self._timeout_time, get_time() + ESCAPE_WAIT)

    def _turn(self) -> Iterable[Message]:
        """A paste starts, or ends."""
        if self._paste is None:
            self._paste = []
            return
        text, self._paste = "".join(self._paste), None
        if text:
            yield events.Paste(text)

    def _sequence_to_key_events(
        self,
        sequence: str,
        alt: bool = False,  # noqa: FBT001, FBT002 - Textual's own
    ) -> Iterable[events.Key]:
        if alt or means_escape(sequence):
            yield events.Key("escape", ESCAPE)
            return
        yield from super()._sequence_to_key_events(sequence, alt)

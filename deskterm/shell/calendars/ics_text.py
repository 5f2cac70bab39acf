"""The text of an iCalendar file, told apart into its events before anything else reads it.

What no calendar looks like is refused here, in one sentence and without much work:
a file that was cut off, nested without end, too large, or no text at all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.kinds import short
from deskterm.core.words import _
from deskterm.shell.site.rows import EncodingError, decode

MOST_BYTES = 32_000_000
LONGEST_LINE = 1_000_000
DEEPEST = 8
"""How far components stand within others; alarms within events within a calendar are three."""
MOST_EVENTS = 20_000

_MARK = re.compile(r"(BEGIN|END):\s*([^\s:;]+)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One component: where it begins, and its own lines without those within it."""

    line: int
    lines: list[str] = field(default_factory=list)
    cancelled: bool = False
    """Whether its calendar takes everything in it back."""


@dataclass
class Blocks:
    """What a calendar file holds."""

    events: list[Block] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def read_bytes(file: Path) -> bytes:
    """The bytes of a file that is small enough to be one; refused otherwise."""
    try:
        if file.stat().st_size > MOST_BYTES:
            sentence = _("{file} is larger than {limit} MB; take in a shorter time at once.")
            raise Refusal(sentence.format(file=file.name, limit=MOST_BYTES // 1_000_000))
        raw = file.read_bytes()
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=file, fault=error.strerror)) from error
    if b"\0" in raw:
        sentence = _("{file} has NUL bytes in it: it is not text; nothing was taken in.")
        raise Refusal(sentence.format(file=file.name))
    return raw


def text_of(file: Path, raw: bytes) -> str:
    """The text of a file in UTF-8 or GB18030."""
    try:
        return decode(raw)
    except EncodingError:
        raise Refusal(_("{file} is neither UTF-8 nor GB18030.").format(file=file.name)) from None


def blocks(file: Path) -> Blocks:
    """The events and the time zones of a calendar file."""
    lines = _unfolded(file)
    scan = _Scan(file.name, last=lines[-1][0] if lines else 0)
    for number, line in lines:
        scan.line(number, line)
    return scan.ended()


def _unfolded(file: Path) -> list[tuple[int, str]]:
    """The lines as they were before they were folded, by bytes: a fold may cut a hanzi in two."""
    numbers: list[int] = []
    parts: list[list[bytes]] = []
    for number, each in enumerate(read_bytes(file).split(b"\n"), start=1):
        line = each.removesuffix(b"\r")
        if len(line) > LONGEST_LINE:
            raise _too_long(file, number)
        if parts and line[:1] in {b" ", b"\t"}:
            parts[-1].append(line[1:])
        elif line.strip():
            numbers.append(number)
            parts.append([line])
    whole = [b"".join(each).replace(b"\r", b"") for each in parts]
    for number, line in zip(numbers, whole, strict=True):
        if len(line) > LONGEST_LINE:
            raise _too_long(file, number)
    text = text_of(file, b"\n".join(whole))
    return list(zip(numbers, text.split("\n"), strict=False))


def _too_long(file: Path, number: int) -> Refusal:
    sentence = _("{file}, line {line}: longer than any line of a calendar; nothing was taken in.")
    return Refusal(sentence.format(file=file.name, line=number))


def too_many() -> Refusal:
    """What is said of a file with more events than can be taken in at once."""
    sentence = _("There are more than {limit} events; take in a shorter time at once.")
    return Refusal(sentence.format(limit=MOST_EVENTS))


class _Scan:
    """Walks through the lines, and knows within which components it is."""

    def __init__(self, name: str, last: int) -> None:
        self.name = name
        self.last = last
        """The number of the last line, which may have been cut off itself."""
        self.stack: list[str] = []
        self.found = Blocks()
        self.zone: list[str] = []
        self.cancelled = False

    def line(self, number: int, line: str) -> None:
        """Take the next line."""
        mark = _MARK.fullmatch(line)
        if mark is None:
            self._plain(number, line)
        elif mark[1].upper() == "BEGIN":
            self._begin(number, mark[2].upper())
        else:
            self._end(number, mark[2].upper())
        if "VTIMEZONE" in self.stack:
            self.zone.append(line)

    def _plain(self, number: int, line: str) -> None:
        if not self.stack:
            sentence = _("{file} is no calendar: line {line} stands in no BEGIN:VCALENDAR.")
            raise Refusal(sentence.format(file=self.name, line=number))
        if self.stack[-1] == "VEVENT":
            self.found.events[-1].lines.append(line)
        elif self.stack[-1] == "VCALENDAR" and line.upper().startswith("METHOD:"):
            self.cancelled = line[7:].strip().upper() == "CANCEL"

    def _begin(self, number: int, name: str) -> None:
        if len(self.stack) == DEEPEST:
            sentence = _("{file}, line {line}: components within components without end.")
            raise Refusal(sentence.format(file=self.name, line=number))
        if name == "VEVENT":
            self.found.events.append(Block(number, [], self.cancelled))
            if len(self.found.events) > MOST_EVENTS:
                raise too_many()
        elif name == "VCALENDAR":
            self.cancelled = False
        elif self.stack in ([], ["VCALENDAR"]) and name != "VTIMEZONE":
            self.found.others[short(name)] += 1
        self.stack.append(name)

    def _end(self, number: int, name: str) -> None:
        if number == self.last and self.stack and self.stack[-1] != name:
            return
        if not self.stack or self.stack[-1] != name:
            sentence = _("{file}, line {line}: END:{name} closes nothing that is open.")
            raise Refusal(sentence.format(file=self.name, line=number, name=short(name)))
        self.stack.pop()
        if name == "VTIMEZONE":
            self.found.zones.append("\r\n".join([*self.zone, "END:VTIMEZONE"]))
            self.zone = []

    def ended(self) -> Blocks:
        """What there was; refused where the file stops in the middle, or has no meeting."""
        if self.stack:
            sentence = _(
                "{file} stops in the middle: END:{name} is missing; nothing was taken in."
                " Get the whole file once more."
            )
            raise Refusal(sentence.format(file=self.name, name=short(self.stack[0])))
        if not self.found.events:
            held = ", ".join(self.found.others) or _("nothing")
            sentence = _(
                "{file} has no events (VEVENT) that a room could be booked for, but {held}."
            )
            raise Refusal(sentence.format(file=self.name, held=held))
        return self.found

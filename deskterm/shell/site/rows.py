"""Rows of a CSV file that somebody else wrote: decoded, counted by line, faults told apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from deskterm.core.words import _

if TYPE_CHECKING:
    from collections.abc import Collection

ENCODINGS = ("utf-8-sig", "gb18030")
"""In this order: the other way round UTF-8 reads as nonsense without an error."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the file, or the `fault` because of which it cannot be read."""

    line: int
    """Where it begins, counted from 1."""
    cells: list[str]
    fault: str = ""
    raw: str = ""
    """The lines as they stand in the file."""


class EncodingError(ValueError):
    """The bytes are text in none of the encodings; `line` has the first that is not."""

    def __init__(self, line: int) -> None:
        super().__init__(_("this is neither UTF-8 nor GB18030 text; save the file as UTF-8"))
        self.line = line


def decode(raw: bytes, encodings: tuple[str, ...] = ENCODINGS) -> str:
    """The text of a file in the first encoding that fits it without a doubt."""
    line = 0
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = line or raw.count(b"\n", 0, error.start) + 1
    raise EncodingError(line)


def split(text: str, delimiter: str = ",", *, loose: bool = False) -> Iterator[Row]:
    """Every record, the header first; blank lines are left out.

    `loose` is for writers that put a blank after each delimiter, before a quote too.

    A quote that never closes would swallow all that follows. The line on which it
    opens is a fault by itself, and reading goes on with the next.
    """
    lines = list(io.StringIO(text, newline=""))
    width = 0
    at = 0
    while at < len(lines):
        for row, end in _until_fault(lines, at, width, (delimiter, loose)):
            at = end
            width = width or len(row.cells)
            if row.fault or any(cell.strip() for cell in row.cells):
                yield row


def _until_fault(
    lines: list[str], start: int, width: int, form: tuple[str, bool]
) -> Iterator[tuple[Row, int]]:
    """Rows from a line on, each with the line where reading goes on; ends after a fault."""
    begun = start
    delimiter, loose = form
    rest = islice(lines, start, None)
    reader = csv.reader(rest, delimiter=delimiter, skipinitialspace=loose, strict=True)
    while begun < len(lines):
        try:
            cells = next(reader, [])
        except csv.Error as error:
            yield _fault(lines, begun, start + reader.line_num, str(error)), begun + 1
            return
        end = max(start + reader.line_num, begun + 1)
        if end - begun > 1 and _swallowed(lines[begun + 1 : end], width, delimiter):
            yield _fault(lines, begun, end, ""), begun + 1
            return
        yield Row(begun + 1, cells, raw="".join(lines[begun:end])), end
        begun = end


def _swallowed(inner: list[str], width: int, delimiter: str) -> bool:
    """Whether a line inside a quoted field is a whole record by itself."""
    return width > 1 and any(line.count(delimiter) == width - 1 for line in inner)


def _fault(lines: list[str], begun: int, end: int, reason: str) -> Row:
    if end - begun > 1:
        sentence = _("a quote opens here and does not close; it would swallow {count} lines")
        fault = sentence.format(count=end - begun - 1)
    elif end == len(lines) and "unexpected end" in reason:
        fault = _("the file ends inside a quoted value")
    elif "expected after" in reason:
        fault = _("a quoted value goes on after its closing quote; write a quote inside as two")
    else:
        fault = _("the line cannot be read as CSV ({reason})").format(reason=reason)
    return Row(begun + 1, [], fault, lines[begun])


def meant(word: str, known: Collection[str]) -> str:
    """The end of a sentence about an unknown word: the nearest known one, or what is known."""
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    if near:
        return _("did you mean {nearest}?").format(nearest=near[0])
    listed = ", ".join(list(known)[:12])
    return _("known are {known}").format(known=listed) if listed else _("there is none")

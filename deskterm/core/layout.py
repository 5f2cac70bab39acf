"""Text and tables as they are drawn: nothing drives the terminal, widths are in cells."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

from deskterm.core.picture import Picture
from deskterm.core.words import _

NEWLINE = "⏎"
"""What stands for a new line wherever there is only one line."""

GAP = 2
"""Cells between two columns."""

# What a terminal obeys, what is drawn as nothing, and what changes how its neighbours are
# drawn (joiners, emoji selectors, skin tones, flags): terminals disagree on their widths.
_VEILED = (
    "\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0001\U000e0020-\U000e007f"
)
# Halves of characters, and numbers that never will be characters.
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_unsafe = re.compile(f"[{_VEILED}{_BROKEN}]")
_broken = re.compile(f"[{_BROKEN}]")


def _sign(match: re.Match[str]) -> str:
    """One sign for one unsafe character."""
    if match[0] == "\n":
        return NEWLINE
    if match[0] == "\x7f":
        return "␡"
    return chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd"


def _name(match: re.Match[str]) -> str:
    """The same, but by number where no sign tells it from others."""
    sign = _sign(match)
    if sign != "\ufffd" or _broken.match(match[0]):
        return sign
    return f"<{ord(match[0]):04X}>"


def _name_in_lines(match: re.Match[str]) -> str:
    return "\n" if match[0] == "\n" else _name(match)


def clean(text: object, *, keep_newlines: bool = False, limit: int | None = 500) -> str:
    """Any text as something that can be drawn: what is invisible or obeyed becomes visible.

    Nothing is left out in silence: past `limit` characters there is a `…`.
    """
    raw = str(text)
    if limit is not None and len(raw) > limit:
        raw = raw[:limit] + "…"
    if keep_newlines:
        return _unsafe.sub(_name_in_lines, raw.replace("\r\n", "\n"))
    return _unsafe.sub(_name, raw)


def shown(text: str) -> str:
    """The same, one sign for each character: for a text field, where a caret counts them."""
    return _unsafe.sub(_sign, text)


def cut(text: str, cells: int) -> str:
    """Text in at most so many cells, ending in `…` where something was left out."""
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    return set_cell_size(text, cells - 1).rstrip() + "…"


def pad(text: str, cells: int, align: Literal["left", "right"] = "left") -> str:
    """Text in exactly so many cells: cut, or filled up with spaces."""
    kept = cut(text, cells)
    blank = " " * (cells - cell_len(kept))
    return blank + kept if align == "right" else kept + blank


_OPENING = frozenset("“‘（《〈「『【(")
_CLOSING = frozenset("”’），。、；：？！》〉」』】…·),.;:?!")


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before `at`: after a space, or between two hanzi."""
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        return before == " "
    if before in _OPENING or after in _CLOSING:
        return False
    return cell_len(after) > 0 and max(cell_len(before), cell_len(after)) > 1


def _line_end(text: str, start: int, stop: int, cells: int) -> int:
    used, last = 0, start
    for at in range(start, stop):
        if at > start and _may_break(text, at):
            last = at
        used += cell_len(text[at])
        if used > cells and text[at] != " ":
            return last if last > start else max(at, start + 1)
    return stop


def breaks(text: str, cells: int) -> list[tuple[int, int]]:
    """Where the lines of `text` start and end when it is wrapped to so many cells."""
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        at, stop = start, start + len(paragraph)
        while True:
            end = _line_end(text, at, stop, max(cells, 2))
            lines.append((at, at + len(text[at:end].rstrip(" "))))
            if end >= stop:
                break
            at = end
        start = stop + 1
    return lines


def wrap(text: str, cells: int) -> list[str]:
    """The lines of `text`, none wider than so many cells."""
    return [text[start:end] for start, end in breaks(text, cells)]


class When(str):
    """A local time as it is written, `2026-11-23 14:31[:40]`; a workbook keeps it as a date."""

    __slots__ = ()


class Amount(str):
    """Money as it is written, `30.00`; a workbook keeps it as a number."""

    __slots__ = ()


class Column(NamedTuple):
    """One column of a sheet or a table."""

    name: str
    """The key of its value in a row."""
    title: str
    """A word marked with `N_`; translated when it is drawn."""
    width: int
    """In cells; the least it takes where it may grow."""
    priority: int = 0
    """Where there is no room for all, the highest number goes first."""
    align: Literal["left", "right"] = "left"
    grow: bool = False
    """Shares what room is left over."""

    def cell(self, value: object, width: int) -> str:
        """A value in exactly so many cells, safe to draw; unknown is blank, never zero."""
        return pad(plain(value), width, self.align)

    def head(self, width: int) -> str:
        """The title in exactly so many cells."""
        return pad(word(self.title), width, self.align)


def word(marked: str) -> str:
    """A word marked with `N_` in the language spoken now; none stays none."""
    return _(marked) if marked else ""


def plain(value: object) -> str:
    """One value of a row as one line of text; unknown is blank, never zero."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return clean(value)


def fit(columns: Sequence[Column], width: int) -> list[tuple[Column, int]]:
    """The columns that have room, with the cells each gets; the least important go first."""
    kept = list(columns)
    while len(kept) > 1 and _needs(kept) > width:
        # Of equals the last goes.
        least = max(range(len(kept)), key=lambda place: (kept[place].priority, place))
        del kept[least]
    spare = width - _needs(kept)
    growing = [column for column in kept if column.grow]
    shares = {
        column.name: spare // len(growing) + (place < spare % len(growing))
        for place, column in enumerate(growing)
    }
    if spare < 0:
        return [(kept[0], max(width, 0))]
    return [(column, column.width + shares.get(column.name, 0)) for column in kept]


def _needs(columns: Sequence[Column]) -> int:
    return sum(column.width for column in columns) + GAP * (len(columns) - 1)


class Table(NamedTuple):
    """What a report found: rows by column name, for every way of writing them down."""

    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    title: str = ""
    pictures: tuple[Picture, ...] = ()
    """What is drawn of it in the terminal and on a page."""


def as_text(table: Table, width: int) -> str:
    """The table for a terminal or a printer of so many cells."""
    fitted = fit(table.columns, width)
    lines = [
        [column.head(cells) for column, cells in fitted],
        ["-" * cells for _column, cells in fitted],
    ]
    lines += (
        [column.cell(row.get(column.name), cells) for column, cells in fitted] for row in table.rows
    )
    text = [cut(clean(table.title), width)] if table.title else []
    text += [(" " * GAP).join(line).rstrip() for line in lines]
    if not table.rows:
        text.append(_("Nothing."))
    return "\n".join(text) + "\n"


_FORMULA = tuple("=+-@＝＋－＠\t\r")


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: `'` before what looks like one."""
    return f"'{text}" if _formula_like(text) else text


def as_typed(text: str) -> str:
    """What `inert` was given."""
    return text[1:] if text.startswith("'") and _formula_like(text) else text


def _formula_like(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(_FORMULA) or bare.lstrip().startswith(_FORMULA)


def as_csv(table: Table) -> str:
    """Every column, whatever its priority; numbers stay numbers, text is never a formula."""
    return "".join(csv_lines(table.columns, table.rows))


class _Echo:
    """What a CSV writer writes, given back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The same line by line, for rows too many to hold; a line that has line ends in it is one."""
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield str(writer.writerow([inert(word(column.title)) for column in columns]))
    for row in rows:
        yield str(writer.writerow([_csv_value(row.get(column.name)) for column in columns]))


def _csv_value(value: object) -> object:
    if isinstance(value, bool):
        return plain(value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, str) and value.isascii() and value.isprintable() and value[:1].isalnum():
        return value  # nothing to make inert or visible: most of a register
    return clean(inert(str(value)), keep_newlines=True, limit=None)


def as_json(table: Table) -> str:
    """A list of objects with the raw values, by column name.

    What a terminal would obey is written as its number, which reads back as the same.
    """
    names = [column.name for column in table.columns]
    rows = [{name: row.get(name) for name in names} for row in table.rows]
    text = json.dumps(rows, ensure_ascii=False, indent=1, default=str)
    return _unsafe.sub(_escape, text) + "\n"


def _escape(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]

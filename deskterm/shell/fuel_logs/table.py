"""Finding the fuel log in a file: its section, its header, and which column is what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.words import _
from deskterm.shell.fuel_logs.mapping import BY, COLUMNS, FuelMap
from deskterm.shell.fuel_logs.values import folded
from deskterm.shell.site.rows import EncodingError, Row, decode, split

LOOKED_AT = 60
"""So many rows down the header is looked for: titles may stand above it."""
_NEEDED = ("date", "volume", "odometer")
_ALL = (*COLUMNS, "total", "price", "currency", "odometer", "trip", "volume", "full", "missed")


@dataclass(frozen=True)
class Columns:
    """Where in a row each thing stands, and in what unit."""

    at: dict[str, int]
    units: dict[str, str | int]
    """The unit of a measure, or the column that says it row by row."""
    empty: tuple[int, ...] = ()
    """Columns that have to be blank or zero."""
    absent: tuple[str, ...] = ()
    """Columns that the map names and the file has not."""


@dataclass
class Found:
    """The fuel log of a file, row by row."""

    header: list[str]
    columns: Columns
    rows: list[Row] = field(default_factory=list)
    outside: int = 0
    """Rows of other sections, which were left alone."""
    cut: bool = False
    """The file does not end with the end of a line."""


def open_log(file: Path, mapped: FuelMap) -> Found:
    """The rows of the fuel log in this file; refused where it has none that the map fits."""
    try:
        text = decode(file.read_bytes(), mapped.encodings)
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=file, fault=error.strerror)) from error
    except EncodingError as error:
        raise Refusal(f"{file.name}: {error}") from error
    rows = list(split(text, mapped.delimiter, loose=True))
    if not rows:
        raise Refusal(_("{file} is empty.").format(file=file.name))
    inside = _section(rows, mapped.section)
    place, columns = _header(file, inside, mapped)
    header = [name.strip() for name in inside[place].cells]
    outside = len(rows) - len(inside)
    return Found(header, columns, inside[place + 1 :], outside, text[-1] not in "\r\n")


def _section(rows: list[Row], section: str) -> list[Row]:
    """The rows between the section's title and the next one; all where there is no such title."""
    titles = [_title(row, section) for row in rows]
    wanted = folded(section)
    if not section or wanted not in titles:
        return rows
    start = titles.index(wanted) + 1
    end = next((at for at in range(start, len(rows)) if titles[at]), len(rows))
    return rows[start:end]


def _title(row: Row, section: str) -> str:
    if row.fault or not row.cells or any(cell.strip() for cell in row.cells[1:]):
        return ""
    marked = section.startswith("#")
    first = folded(row.cells[0])
    return first if (first.startswith("#") if marked else len(row.cells) == 1) else ""


def _header(file: Path, rows: Sequence[Row], mapped: FuelMap) -> tuple[int, Columns]:
    nearest: tuple[list[str], list[str]] | None = None
    for place, row in enumerate(islice(rows, LOOKED_AT)):
        if row.fault:
            continue
        missing = [told for told in (_missing(name, row, mapped) for name in _NEEDED) if told]
        if not missing:
            return place, _columns(row.cells, mapped)
        if nearest is None or len(missing) < len(nearest[0]):
            nearest = missing, row.cells
    missing, cells = nearest or ([], [])
    sentence = _("{file} has no column {names}; it has: {known}. Is this the right map?")
    names, known = ", ".join(missing), ", ".join(cell.strip()[:40] for cell in cells[:40])
    raise Refusal(sentence.format(file=file.name, names=names, known=known))


def _missing(name: str, row: Row, mapped: FuelMap) -> str:
    """The column that is missed, as the map spells it; blank where it is there or not asked for."""
    names = _named(name, mapped)
    return "" if not names or _place(row.cells, names) is not None else " / ".join(names)


def _named(name: str, mapped: FuelMap) -> tuple[str, ...]:
    return tuple(mapped.measures[name]) if name in mapped.measures else mapped.columns[name]


def _place(header: Sequence[str], names: Iterable[str]) -> int | None:
    folds = [folded(cell) for cell in header]
    for name in names:
        if name.startswith("#") and name[1:].isdigit():
            if int(name[1:]) <= len(header):
                return int(name[1:]) - 1
        elif folded(name) in folds:
            return folds.index(folded(name))
    return None


def _columns(header: Sequence[str], mapped: FuelMap) -> Columns:
    at = {name: _place(header, _named(name, mapped)) for name in _ALL if name != "empty"}
    absent = [
        " / ".join(_named(name, mapped))
        for name, place in at.items()
        if place is None and _named(name, mapped)
    ]
    known = {name: place for name, place in at.items() if place is not None}
    units = {name: _unit(header, mapped, name) for name in mapped.measures if name in known}
    empty = [_place(header, [name]) for name in mapped.columns["empty"]]
    none = tuple(place for place in empty if place is not None)
    return Columns(known, units, none, tuple(absent))


def _unit(header: Sequence[str], mapped: FuelMap, name: str) -> str | int:
    """The unit that the map gives the column which this file has."""
    named = mapped.measures[name]
    column = next(each for each in named if _place(header, [each]) is not None)
    unit = named[column]
    if unit == "as trip":
        trip = [each for each in mapped.measures["trip"] if _place(header, [each]) is not None]
        if not trip:
            sentence = _(
                "The unit of “{column}” is that of the trip, and the file has no such column."
            )
            raise Refusal(sentence.format(column=column))
        return mapped.measures["trip"][trip[0]]
    if not unit.startswith(BY):
        return unit
    place = _place(header, [unit.removeprefix(BY)])
    if place is None:
        sentence = _("The unit of “{column}” stands in a column “{unit}”, which the file has not.")
        raise Refusal(sentence.format(column=column, unit=unit.removeprefix(BY)))
    return place

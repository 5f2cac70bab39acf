"""Reading a foreign call register: rows of a CSV file become calls with their runs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.layout import as_typed
from deskterm.core.words import _
from deskterm.shell.map_file import NEEDED_STAMPS, Map
from deskterm.shell.rejects import Reject

FIELD_LIMIT = 1_000_000
"""Characters of one value; more is a quote that does not close."""


@dataclass(frozen=True)
class ForeignRun:
    """One unit on one call, with the stamps that are known."""

    unit: str
    stamps: dict[str, datetime]


@dataclass
class ForeignCall:
    """A call as the foreign register has it, in our words."""

    key: str
    opened: datetime
    category: str
    place: str
    words: str
    runs: list[ForeignRun] = field(default_factory=list)
    whole: bool = True
    """Whether every row of it could be taken."""


@dataclass
class Register:
    """All that a file says."""

    header: list[str]
    calls: dict[str, ForeignCall] = field(default_factory=dict)
    rejected: list[Reject] = field(default_factory=list)


def read_register(file: Path, mapped: Map) -> Register:
    """The calls of a file; refused where it is no such register, rows by rows otherwise.

    A row that cannot be taken is rejected by itself: the call is kept with its other rows.
    """
    text = _text(file, mapped)
    header, rows = _rows(file, text, mapped)
    found = Register(header)
    broken: set[str] = set()
    for line, row in rows:
        try:
            _take(_named(header, row), mapped, found.calls)
        except ValueError as error:
            cut = (line, row) == rows[-1] and len(row) < len(header) and text[-1] not in "\r\n"
            reason = _("the file ends in the middle of this line") if cut else str(error)
            found.rejected.append(Reject(line, reason, row))
            broken.add(dict(zip(header, row, strict=False)).get(mapped.key, "").strip())
    for key in broken & set(found.calls):
        found.calls[key].whole = False
    return found


def _text(file: Path, mapped: Map) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=file, fault=error.strerror)) from error
    for encoding in mapped.encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(_("{file} is neither UTF-8 nor GB18030.").format(file=file.name))


def _rows(file: Path, text: str, mapped: Map) -> tuple[list[str], list[tuple[int, list[str]]]]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapped.delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    ended = 0
    try:
        header = [name.strip() for name in next(reader, [])]
        ended = reader.line_num
        for row in reader:
            rows.append((ended + 1, row))
            ended = reader.line_num
    except csv.Error as error:
        sentence = _(
            "{file}: from line {line} on it is no CSV ({fault}); a quote may not be closed."
        )
        told = sentence.format(file=file.name, line=ended + 1, fault=error)
        raise Refusal(told) from error
    if absent := sorted(mapped.columns - set(header)):
        sentence = _("{file} has no column {names}; it has: {known}.")
        names, known = ", ".join(absent), ", ".join(header)
        raise Refusal(sentence.format(file=file.name, names=names, known=known))
    return header, [(line, row) for line, row in rows if any(cell.strip() for cell in row)]


def _named(header: list[str], row: list[str]) -> dict[str, str]:
    if len(row) != len(header):
        sentence = _("{found} fields instead of {wanted}")
        raise ValueError(sentence.format(found=len(row), wanted=len(header)))
    return dict(zip(header, row, strict=True))


def _take(row: dict[str, str], mapped: Map, calls: dict[str, ForeignCall]) -> None:
    key = _needed(row, mapped.key)
    run = _run(row, mapped) if mapped.unit else None
    opened = mapped.instant(_needed(row, mapped.opened))
    call = calls.get(key)
    if opened is None:
        raise ValueError(_("{column} is empty").format(column=mapped.opened))
    if call and run and any(run.unit == other.unit for other in call.runs):
        raise ValueError(_("{unit} is on this call already").format(unit=run.unit))
    if call is None:
        said = (as_typed(row[name]).strip() for name in mapped.words)
        call = calls[key] = ForeignCall(
            key,
            opened,
            mapped.categories.get(row[mapped.category].strip(), mapped.default),
            as_typed(row[mapped.place]).strip() if mapped.place else "",
            " · ".join(part for part in said if part),
        )
    if run:
        call.runs.append(run)


def _needed(row: dict[str, str], column: str) -> str:
    if not row[column].strip():
        raise ValueError(_("{column} is empty").format(column=column))
    return as_typed(row[column]).strip()


def _run(row: dict[str, str], mapped: Map) -> ForeignRun:
    unit = _needed(row, mapped.unit)
    for name in NEEDED_STAMPS:
        _needed(row, mapped.stamps[name])
    told = {name: mapped.instant(row[column]) for name, column in mapped.stamps.items()}
    return ForeignRun(unit, {name: at for name, at in told.items() if at})

"""Every table of a store as files: JSON to be read back, CSV to be looked at, and a manifest."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import deskterm
from deskterm.core import people
from deskterm.core.errors import Refusal
from deskterm.core.instants import stamp
from deskterm.core.journal import START
from deskterm.core.layout import clean, inert
from deskterm.core.office import Office
from deskterm.core.reader import Reader
from deskterm.core.store import SCHEMA
from deskterm.core.words import _
from deskterm.shell.archive.files import BOM, Folder

RIGHT = "archive"
MANIFEST = "manifest.json"
DATA, SHEETS = "data", "csv"
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    " AND name NOT LIKE 'docs_index%' AND name <> 'alembic_version' ORDER BY name"
)
"""What is handed out: all but the index, which is made anew from the records."""


@dataclass(frozen=True)
class Exported:
    """What was written."""

    folder: Path
    tables: int
    rows: int

    def sentence(self) -> str:
        """For people."""
        told = _("{rows} rows of {tables} tables stand in {folder}; the PINs' .pepper does not.")
        return told.format(rows=self.rows, tables=self.tables, folder=self.folder)


def export_all(office: Office, folder: Path) -> Exported:
    """Write everything into a new folder, by whoever looks at this office; the journal says so.

    All files belong to one moment. Words of confidential calls are among them.
    """
    people.require(office.viewer, RIGHT)
    _make(folder)
    with office.work(office.viewer.code if office.viewer else None) as work:
        work.record("site.exported", by=work.operator)
    folders = {name: Folder(folder / name) for name in (DATA, SHEETS)}
    top = Folder(folder)
    try:
        with office.read() as reader:
            tables = {
                row["name"]: _table(reader, row["name"], folders) for row in reader.rows(TABLES)
            }
            facts = _manifest(office, reader, tables)
        top.write(MANIFEST, [json.dumps(facts, ensure_ascii=False, indent=1) + "\n"])
    except BaseException:
        for each in (*folders.values(), top):
            each.take_back()
            with suppress(OSError):
                each.path.rmdir()
        raise
    return Exported(folder, len(tables), sum(table["rows"] for table in tables.values()))


def _make(folder: Path) -> None:
    """A new folder for its owner alone; an empty one that is there already will do."""
    there = folder.exists() or folder.is_symlink()
    if there and (not folder.is_dir() or any(folder.iterdir())):
        sentence = _("{path} exists already; it is left as it is. Name another folder.")
        raise Refusal(sentence.format(path=folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("{file} cannot be written: {fault}.")
        raise Refusal(sentence.format(file=folder, fault=error.strerror)) from error


def _manifest(office: Office, reader: Reader, tables: dict[str, Any]) -> dict[str, Any]:
    head = reader.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1") or {}
    return {
        "program": "deskterm",
        "version": deskterm.__version__,
        "schema": SCHEMA,
        "site": office.site.title,
        "made_at": stamp(office.now()),
        "journal": {"count": head.get("seq", 0), "head": head.get("hash", START)},
        "tables": tables,
    }


def _table(reader: Reader, name: str, folders: dict[str, Folder]) -> dict[str, Any]:
    """Write one table twice; answers its columns, how many rows, and each file's SHA-256."""
    columns = [row["name"] for row in reader.rows("SELECT name FROM pragma_table_info(:t)", t=name)]
    counted = 0

    def rows(write: Callable[[Sequence[Any]], str]) -> Iterator[str]:
        nonlocal counted
        counted = 0
        for row in reader.each(f'SELECT * FROM "{name}" ORDER BY rowid'):  # noqa: S608 - the store's own names
            counted += 1
            yield write([row[column] for column in columns])

    data, sheet = f"{name}.jsonl", f"{name}.csv"
    digests = {f"{DATA}/{data}": folders[DATA].write(data, rows(_json))}
    head = BOM + _csv(columns)
    digests[f"{SHEETS}/{sheet}"] = folders[SHEETS].write(sheet, _after(head, rows(_csv)))
    return {"columns": columns, "rows": counted, "sha256": digests}


def _after(head: str, rows: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rows


def _json(values: Sequence[Any]) -> str:
    return json.dumps(list(values)) + "\n"


class _Echo:
    """What a CSV writer writes, given back."""

    def write(self, text: str) -> str:
        return text


_WRITER = csv.writer(_Echo(), lineterminator="\n")


def _csv(values: Sequence[Any]) -> str:
    return str(_WRITER.writerow([_cell(value) for value in values]))


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    return clean(inert(value), keep_newlines=True, limit=None)

"""A store made from what was exported: equal to the one it came from, or none at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from deskterm.core import journal, search
from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.layout import clean
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.core.store import SCHEMA, create, open_engine
from deskterm.core.words import _
from deskterm.shell.schema import METADATA
from deskterm.shell.whole.exporting import DATA, MANIFEST, TABLES


def import_all(folder: Path, store: Path) -> int:
    """Make a new store of an exported folder; answers how many rows it has.

    Refused, with nothing left behind, where a file is missing or was changed, where the
    journal does not verify, or where there is a store already.
    """
    told = _manifest(folder)
    create(store, METADATA)
    try:
        _fill(folder, store, told)
        _prove(store, told)
    except BaseException:
        for end in ("", "-wal", "-shm"):
            store.with_name(store.name + end).unlink(missing_ok=True)
        raise
    return sum(table["rows"] for table in told["tables"].values())


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        told = _understood(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=path, fault=error.strerror)) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(_("{file} is no manifest of an export.").format(file=path)) from error
    if told["schema"] != SCHEMA:
        sentence = _("This export has schema {theirs}; this program reads {ours}.")
        raise Refusal(sentence.format(theirs=told["schema"], ours=SCHEMA))
    for name, table in told["tables"].items():
        file = _file(folder, name)
        if _digest(file) != table["sha256"]:
            sentence = _("{file} is not as it was exported; nothing was taken in.")
            raise Refusal(sentence.format(file=file))
    return told


def _understood(told: dict[str, Any]) -> dict[str, Any]:
    """What is needed of a manifest, each of its kind, or a fault that says it is none."""
    tables = {
        name: {
            "columns": _names(table["columns"]),
            "rows": int(table["rows"]),
            "sha256": str(table["sha256"][f"{DATA}/{name}.jsonl"]),
        }
        for name, table in dict(told["tables"]).items()
    }
    head = {"count": int(told["journal"]["count"]), "head": str(told["journal"]["head"])}
    return {"schema": told["schema"], "tables": tables, "journal": head}


def _names(columns: list[str]) -> list[str]:
    if not all(column.isidentifier() for column in columns):
        raise ValueError(columns)
    return columns


def _file(folder: Path, name: str) -> Path:
    """Where the rows of a table stand; a name that leads elsewhere is none of a table."""
    if not name.isidentifier():
        raise Refusal(_("There is no table {name} here.").format(name=clean(name)))
    path = folder / DATA / f"{name}.jsonl"
    if path.exists() and not path.is_file():
        raise Refusal(_("{file} is no file.").format(file=path))
    return path


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=path, fault=error.strerror)) from error


def _fill(folder: Path, store: Path, told: dict[str, Any]) -> None:
    """Every row in one transaction; what refers to another table may come before it."""
    engine = open_engine(store, guarded=False)
    try:
        with engine.begin() as connection:
            cursor: Any = connection.connection.cursor()
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            known = {row[0] for row in cursor.execute(TABLES)}
            for name in sorted(known ^ set(told["tables"])):
                there = _("The export has no table {name}.")
                sentence = there if name in known else _("There is no table {name} here.")
                raise Refusal(sentence.format(name=name))
            for name, table in told["tables"].items():
                marks = ", ".join("?" * len(table["columns"]))
                columns = ", ".join(f'"{column}"' for column in table["columns"])
                sql = f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'  # noqa: S608 - the store's own names
                cursor.executemany(sql, _rows(_file(folder, name)))
            search.fill(cursor)
    except (sqlite.Error, DBAPIError, ValueError, OverflowError, TypeError) as error:
        sentence = _("The export cannot be taken in: {error}.")
        fault = error.orig if isinstance(error, DBAPIError) else error
        raise StoreRefusal(sentence.format(error=fault)) from error
    finally:
        engine.dispose()


def _rows(path: Path) -> Iterator[list[Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _prove(store: Path, told: dict[str, Any]) -> None:
    """Counted, and the chain walked: the same lines to the same head."""
    office = Office(store, console="import")
    try:
        with office.read() as reader:
            chain = journal.verify(reader)
            counts = {
                name: reader.value(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - the store's own names
                for name in told["tables"]
            }
    finally:
        office.close()
    wrong = [name for name, table in told["tables"].items() if counts[name] != table["rows"]]
    head = told["journal"]
    if chain.broken_at is not None or (chain.count, chain.head) != (head["count"], head["head"]):
        wrong.append("journal")
    if wrong:
        sentence = _("The export does not hold together ({what}); nothing was taken in.")
        raise StoreRefusal(sentence.format(what=", ".join(wrong)))

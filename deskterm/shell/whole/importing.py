"""A store made from what was exported: equal to the one it came from, or none at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deskterm.core import journal, search
from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.office import Office
from deskterm.core.reader import sqlite
from deskterm.core.store import SCHEMA, create, open_engine
from deskterm.core.words import _
from deskterm.shell.schema import METADATA
from deskterm.shell.whole.exporting import DATA, MANIFEST


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
        told = json.loads(path.read_text(encoding="utf-8"))
        schema, tables = told["schema"], told["tables"]
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=path, fault=error.strerror)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(_("{file} is no manifest of an export.").format(file=path)) from error
    if schema != SCHEMA:
        sentence = _("This export has schema {theirs}; this program reads {ours}.")
        raise Refusal(sentence.format(theirs=schema, ours=SCHEMA))
    for name, table in tables.items():
        for file, digest in table["sha256"].items():
            if file.startswith(f"{DATA}/") and _digest(folder / file) != digest:
                sentence = _("{file} is not as it was exported; nothing was taken in.")
                raise Refusal(sentence.format(file=folder / file, table=name))
    return dict(told)


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
            known = {row[0] for row in cursor.execute("SELECT name FROM sqlite_master")}
            for name, table in told["tables"].items():
                if name not in known:
                    raise Refusal(_("There is no table {name} here.").format(name=name))
                marks = ", ".join("?" * len(table["columns"]))
                columns = ", ".join(f'"{column}"' for column in table["columns"])
                sql = f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'  # noqa: S608 - the store's own names
                cursor.executemany(sql, _rows(folder / DATA / f"{name}.jsonl"))
            search.fill(cursor)
    except sqlite.Error as error:
        sentence = _("The export cannot be taken in: {error}.")
        raise StoreRefusal(sentence.format(error=error)) from error
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

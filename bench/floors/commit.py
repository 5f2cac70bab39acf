"""The least that keeping a call could cost: five rows, one commit, on the disk."""

from __future__ import annotations

import sqlite3
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TABLES = """
    CREATE TABLE calls (id INTEGER PRIMARY KEY, place TEXT, told TEXT, at TEXT) STRICT;
    CREATE TABLE journal (seq INTEGER PRIMARY KEY, at TEXT, kind TEXT, call INTEGER) STRICT;
    CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT) STRICT;
    CREATE VIRTUAL TABLE docs_index USING fts5(tokens, content = '', detail = none);
"""
AT = "2026-11-23T06:31:40.123Z"
TOLD = "kitchen pipe burst"


class Floor:
    """A store with nothing around it."""

    def __init__(self, path: Path) -> None:
        """An empty one at `path`, as careful with its disk as the program's."""
        self._store = sqlite3.connect(path, isolation_level=None)
        self._store.execute("PRAGMA journal_mode = WAL")
        self._store.execute("PRAGMA synchronous = FULL")
        self._store.executescript(TABLES)
        self._ids = count(1)

    def keep(self) -> None:
        """Keep one call, its two journal lines and its row in the index."""
        number, ask = next(self._ids), self._store.execute
        ask("BEGIN IMMEDIATE")
        ask("INSERT INTO calls VALUES (?, ?, ?, ?)", (number, "12-3-1502", TOLD, AT))
        for kind in ("case.opened", "call.logged"):
            ask("INSERT INTO journal (at, kind, call) VALUES (?, ?, ?)", (AT, kind, number))
        ask("INSERT INTO docs VALUES (?, ?)", (number, TOLD))
        ask("INSERT INTO docs_index (rowid, tokens) VALUES (?, ?)", (number, TOLD))
        ask("COMMIT")

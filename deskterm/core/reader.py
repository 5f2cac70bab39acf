"""Reading the store: plain SQL over the database driver, without the ORM.

The Board's first frame and `deskterm find` stand on this alone; a reader inside
a transaction that writes (`Work.reader`) has the same three methods, so that one
query serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskterm.core.confidential import sight
from deskterm.core.people import Signed

if TYPE_CHECKING or find_spec("pysqlite3") is None:
    import sqlite3 as sqlite  # a machine without the wheel: `deskterm doctor` warns of it
else:
    from pysqlite3 import dbapi2 as sqlite

__all__ = ["BUSY_MS", "NoLongerWantedError", "Reader", "Row", "connect", "snapshot", "sqlite"]

Row = dict[str, Any]

BUSY_MS = 10_000


class NoLongerWantedError(Exception):
    """The answer was given up before it was found."""


class Reader:
    """Answers SQL with `:named` values; rows come as dictionaries by column name.

    `viewer` is who reads; what `core.confidential` hides is hidden from them.
    """

    def __init__(
        self, execute: Callable[[str, Mapping[str, Any]], Any], viewer: Signed | None = None
    ) -> None:
        self.viewer = viewer
        self.is_wanted = True
        """Whoever waits for the answer may say from another thread that nobody does any more."""
        self._run = execute
        self._sight = sight(viewer)

    def _execute(self, sql: str, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the driver's cursor
        return self._run(sql, {**self._sight, **values})

    def rows(self, sql: str, **values: Any) -> list[Row]:  # noqa: ANN401 - what SQL takes
        """Every row of the answer."""
        return list(self.each(sql, **values))

    def each(self, sql: str, **values: Any) -> Iterator[Row]:  # noqa: ANN401
        """The rows one by one, for answers too large to hold."""
        cursor = self._execute(sql, values)
        names = [column[0] for column in cursor.description]
        for found in cursor:
            if not self.is_wanted:
                raise NoLongerWantedError
            yield dict(zip(names, found, strict=True))

    def plain(self, sql: str, **values: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        """The rows as the driver gives them, where their names would cost more than the answer."""
        for found in self._execute(sql, values):
            if not self.is_wanted:
                raise NoLongerWantedError
            yield found

    def row(self, sql: str, **values: Any) -> Row | None:  # noqa: ANN401
        """The first row, or None."""
        return next(self.each(sql, **values), None)

    def value(self, sql: str, **values: Any) -> Any:  # noqa: ANN401
        """The first column of the first row, or None."""
        found = self._execute(sql, values).fetchone()
        return found[0] if found else None


def connect(path: Path) -> sqlite.Connection:
    """A connection that can only read, on an existing store; any thread may use it in turn."""
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
    )
    connection.execute("PRAGMA query_only = 1")
    return connection


@contextmanager
def snapshot(connection: sqlite.Connection, viewer: Signed | None = None) -> Iterator[Reader]:
    """A reader whose answers all belong to one moment of the store."""
    connection.execute("BEGIN")
    try:
        yield Reader(connection.execute, viewer)
    finally:
        connection.execute("ROLLBACK")

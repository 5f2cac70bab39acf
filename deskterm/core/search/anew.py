"""The index written anew: what every record says now, and nothing that has no record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from deskterm.core.instants import instant, stamp
from deskterm.core.search.index import Doc, Progress, cursor_of, fill, first_id, insert
from deskterm.core.search.tokens import fold

if TYPE_CHECKING:
    from deskterm.core.work import Work

Dated: TypeAlias = tuple[Doc, datetime | None]
"""A record as it is found, and when it happened; None where nothing says when."""

Anew: TypeAlias = Mapping[str, Callable[["Work"], Iterator[Dated]]]
"""By kind, how all its records are read again."""

CHUNK = 500
"""So many records are read at a time: memory does not grow with the store."""


def anew(work: Work, records: Iterable[Dated], progress: Progress | None = None) -> int:
    """Write the index from these records alone; answers how many are in it.

    A record that is in it already keeps its number and, where nothing says when it
    happened, its time. What is in it and not among them has no record, and goes.
    """
    cursor = cursor_of(work)
    cursor.execute("CREATE TEMP TABLE read_again (id INTEGER PRIMARY KEY)")
    for doc, at in records:
        if doc.body:
            number = _number(cursor, doc, at, work.now)
            cursor.execute("INSERT OR IGNORE INTO read_again VALUES (?)", (number,))
    work.session.flush()
    cursor.execute("DELETE FROM docs WHERE id NOT IN (SELECT id FROM read_again)")
    cursor.execute("DROP TABLE read_again")
    return fill(cursor, progress)


def _number(cursor: Any, doc: Doc, at: datetime | None, now: datetime) -> int:  # noqa: ANN401 - the driver's cursor
    """The number under which a record stands, with these words, from now on."""
    sql = "SELECT id, at, case_id, body, keys, masked FROM docs WHERE kind = ? AND ref = ?"
    number, *was = cursor.execute(sql, (doc.kind, doc.ref)).fetchone() or (None, None)
    then = stamp(at) if at else was[0] or stamp(now)
    told = [then, doc.case_id, doc.body, fold(doc.keys), doc.masked]
    if number is not None and was[0] == then and number >= first_id(instant(then)):
        if was != told:
            sql = "UPDATE docs SET case_id = ?, body = ?, keys = ?, masked = ? WHERE id = ?"
            cursor.execute(sql, (*told[1:], number))
        return int(number)
    cursor.execute("DELETE FROM docs WHERE kind = ? AND ref = ?", (doc.kind, doc.ref))
    return insert(cursor, doc, then)


@contextmanager
def as_of(work: Work, then: datetime) -> Iterator[None]:
    """Let a record be read as it was put into the index when it was kept."""
    now, work.now = work.now, then
    try:
        yield
    finally:
        work.now = now

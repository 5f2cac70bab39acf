"""Putting records into the index and taking them out, in the transaction of what they tell of.

A record's number in the index is its time, so that the newest come first by when they
happened, whenever that was told, and a span of days is a span of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from deskterm.core.instants import instant, stamp
from deskterm.core.search.tokens import fold, tokens

if TYPE_CHECKING:
    from deskterm.core.work import Work

TABLES = (
    """CREATE TABLE docs (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref INTEGER NOT NULL, case_id INTEGER,
        at TEXT NOT NULL, body TEXT NOT NULL, keys TEXT NOT NULL,
        masked TEXT NOT NULL DEFAULT '',
        CONSTRAINT doc_once UNIQUE (kind, ref)) STRICT""",
    """CREATE VIRTUAL TABLE docs_index USING fts5(
        tokens, content = '', detail = none, tokenize = "ascii tokenchars '_'",
        prefix = '1 2 3 4 5 6')""",
    "INSERT INTO docs_index(docs_index, rank) VALUES ('automerge', 16)",
    "INSERT INTO docs_index(docs_index, rank) VALUES ('crisismerge', 1000)",
)
"""The index's tables, the same in every store.

An index of a million records that puts its pieces together all at once stops an operator for
seconds; with these settings it does so a little with every act.
"""

SLOTS = 256
"""Numbers for the records of one second; what is more takes numbers of the next."""
BATCH = 5000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Doc:
    """A record as it is found: `kind` and `ref` name it, `body` is shown, `keys` only match.

    Whoever may not read the texts of the case finds it by `keys` and `masked` alone, and is
    shown `masked`.
    """

    kind: str
    ref: int
    body: str
    keys: str = ""
    case_id: int | None = None
    masked: str = ""


def first_id(at: datetime) -> int:
    """The first number of the records that happened in this second."""
    return int(at.timestamp() // 1) * SLOTS


def forget(work: Work, kind: str, ref: int) -> bool:
    """Take a record out of the index, if it is there; answers whether it was. The record stays."""
    return forget_all(work, [(kind, ref)]) > 0


def forget_all(work: Work, records: Iterable[tuple[str, int]]) -> int:
    """Take records out of the index, by their kind and ref; answers how many were in it.

    The index holds no text: it must be told the words that go.
    """
    cursor = cursor_of(work)
    count = 0
    for kind, ref in records:
        sql = "SELECT id, body, keys FROM docs WHERE kind = ? AND ref = ?"
        for doc, body, keys in cursor.execute(sql, (kind, ref)).fetchall():
            cursor.execute(
                "INSERT INTO docs_index(docs_index, rowid, tokens) VALUES ('delete', ?, ?)",
                (doc, indexed(kind, body, keys)),
            )
            cursor.execute("DELETE FROM docs WHERE id = ?", (doc,))
            count += 1
    return count


def compact(work: Work) -> None:
    """Write the index anew, without the words of what was taken out of it."""
    cursor_of(work).execute("INSERT INTO docs_index(docs_index) VALUES ('optimize')")


def keep(work: Work, doc: Doc, at: datetime | None = None) -> None:
    """Put a record into the index, or its new words in place of the old ones.

    Without an instant it stays where it was, or happened now; what says the same is left alone,
    what says nothing any more is found no more.
    """
    cursor = cursor_of(work)
    sql = "SELECT at, case_id, body, keys, masked FROM docs WHERE kind = ? AND ref = ?"
    was = cursor.execute(sql, (doc.kind, doc.ref)).fetchone()
    then = stamp(at) if at else was[0] if was else stamp(work.now)
    if was and tuple(was) == (then, doc.case_id, doc.body, fold(doc.keys), doc.masked):
        return
    if was:
        forget(work, doc.kind, doc.ref)
    if doc.body:
        add(work, [(doc, then)])


def keep_new(work: Work, docs: Iterable[Doc]) -> None:
    """Put many records into the index, none of which is in it yet."""
    at = stamp(work.now)
    add(work, ((doc, at) for doc in docs))


def add(work: Work, docs: Iterable[tuple[Doc, str]]) -> None:
    """Put records into the index that are not in it yet, each with its stored instant."""
    cursor = cursor_of(work)
    given: dict[int, int] = {}
    for doc, at in docs:
        first = first_id(instant(at))
        number = given[first] = insert(cursor, doc, at, given.get(first, first - 1) + 1)
        line = (number, indexed(doc.kind, doc.body, doc.keys))
        cursor.execute("INSERT INTO docs_index(rowid, tokens) VALUES (?, ?)", line)


def insert(cursor: Any, doc: Doc, at: str, start: int | None = None) -> int:  # noqa: ANN401 - the driver's cursor
    """Write down what a record says, which the index is not told yet; answers its number.

    It is the first free one from `start`, or from that of its second, on.
    """
    start = first_id(instant(at)) if start is None else start
    number = int(cursor.execute(f"SELECT {FREE}", [start] * 3).fetchone()[0])
    row = (number, doc.kind, doc.ref, doc.case_id, at, doc.body, fold(doc.keys), doc.masked)
    cursor.execute(_NEW, row)
    return number


_NEW = (
    "INSERT INTO docs (id, kind, ref, case_id, at, body, keys, masked)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


FREE = (
    "(CASE WHEN EXISTS (SELECT 1 FROM docs WHERE id = ?) THEN"
    " (SELECT d.id + 1 FROM docs d WHERE d.id >= ?"
    " AND NOT EXISTS (SELECT 1 FROM docs n WHERE n.id = d.id + 1) ORDER BY d.id LIMIT 1)"
    " ELSE ? END)"
)
"""SQL: the first free number from one on, which is given three times."""


def fill(cursor: Any, progress: Progress | None = None) -> int:  # noqa: ANN401 - the driver's cursor
    """Write the whole index anew from the records that are in it; answers how many.

    In the order of their numbers and by large pieces, for which an index is laid out best.
    """
    tell = progress or (lambda _done, _of: None)
    total = cursor.execute("SELECT count(*) FROM docs").fetchone()[0]
    cursor.execute("INSERT INTO docs_index(docs_index) VALUES ('delete-all')")
    _set(cursor, hashsize=PIECE, automerge=0, crisismerge=1000)
    done, last = 0, -(2**63)
    while rows := cursor.execute(_NEXT, (last, BATCH)).fetchall():
        cursor.executemany(
            "INSERT INTO docs_index(rowid, tokens) VALUES (?, ?)",
            [(number, indexed(kind, body, keys)) for number, kind, body, keys in rows],
        )
        done, last = done + len(rows), rows[-1][0]
        tell(done, total)
    cursor.execute("INSERT INTO docs_index(docs_index) VALUES ('optimize')")
    _set(cursor, hashsize=2**20, automerge=16)
    return int(total)


PIECE = 2**26
"""Bytes of the index that are laid out in memory before they are written."""
_NEXT = "SELECT id, kind, body, keys FROM docs WHERE id > ? ORDER BY id LIMIT ?"


def _set(cursor: Any, **settings: int) -> None:  # noqa: ANN401
    for setting in settings.items():
        cursor.execute("INSERT INTO docs_index(docs_index, rank) VALUES (?, ?)", setting)


def indexed(kind: str, body: str, keys: str) -> str:
    """The line that the index is told of a record."""
    return " ".join(sorted(tokens(f"{body} {keys}", kind)))


def cursor_of(work: Work) -> Any:  # noqa: ANN401 - the driver's own
    """A cursor of the driver, in the transaction of this work."""
    work.session.flush()
    return work.session.connection().connection.cursor()

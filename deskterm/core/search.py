"""One index over every record: Chinese from one character on, pinyin, phone tails, numbers.

Tokens are made here: each hanzi and each pair of neighbours, Latin words, digit
runs whole and as groups of four. The index holds no text (contentless, without
positions); every hit is checked against the words themselves, so that it answers
as a plain search would, only faster.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from deskterm.core.confidential import hidden
from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, Row

if TYPE_CHECKING:
    from deskterm.core.work import Work

TABLES = (
    """CREATE TABLE docs (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref INTEGER NOT NULL, case_id INTEGER,
        at TEXT NOT NULL, body TEXT NOT NULL, keys TEXT NOT NULL,
        masked TEXT NOT NULL DEFAULT '',
        CONSTRAINT doc_once UNIQUE (kind, ref)) STRICT""",
    """CREATE VIRTUAL TABLE docs_index USING fts5(
        tokens, content = '', detail = none, tokenize = 'ascii', prefix = '1 2 3')""",
)
"""The index's tables; the same in every store."""

QUERY_LIMIT = 24
"""Characters of a query that are looked at: a held key must not cost a second."""

_RUNS = re.compile(r"[0-9]+|[a-z]+|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+|[^\W\d_]+")


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


def fold(text: str) -> str:
    """Text as it is compared: full-width as half-width, capitals as small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def _hanzi(run: str) -> bool:
    return run[0] > "\u2fff"


def tokens(text: str) -> set[str]:
    """What the index holds of a text."""
    found: set[str] = set()
    for run in _RUNS.findall(fold(text)):
        if _hanzi(run):
            found.update(run)
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            found.add(run[:40])
            if run[0].isdigit():
                found.update(run[i : i + 4] for i in range(len(run) - 3))
    return found


def _wanted(word: str) -> Iterator[str]:
    for run in _RUNS.findall(word):
        if _hanzi(run):
            pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
            yield from (f'"{pair}"' for pair in pairs)
        elif run[0].isdigit() and len(run) > 4:  # noqa: PLR2004 - groups of four
            yield from (f'"{run[i : i + 4]}"' for i in range(len(run) - 3))
        else:
            yield f'"{run[:40]}"*'


def forget(work: Work, kind: str, ref: int) -> bool:
    """Take a record out of the index, if it is there; answers whether it was. The record stays."""
    return forget_all(work, [(kind, ref)]) > 0


def forget_all(work: Work, records: Iterable[tuple[str, int]]) -> int:
    """Take records out of the index, by their kind and ref; answers how many were in it.

    The index holds no text: it must be told the words that go.
    """
    work.session.flush()
    cursor = work.session.connection().connection.cursor()
    count = 0
    for record in records:
        found = cursor.execute("SELECT id, body, keys FROM docs WHERE kind = ? AND ref = ?", record)
        for doc, body, keys in found.fetchall():
            gone = (doc, _indexed(body, keys))
            cursor.execute(
                "INSERT INTO docs_index(docs_index, rowid, tokens) VALUES ('delete', ?, ?)", gone
            )
            cursor.execute("DELETE FROM docs WHERE id = ?", (doc,))
            count += 1
    return count


def compact(work: Work) -> None:
    """Write the index anew, without the words of what was taken out of it."""
    work.session.connection().exec_driver_sql(
        "INSERT INTO docs_index(docs_index) VALUES ('optimize')"
    )


def keep(work: Work, doc: Doc, at: datetime | None = None) -> None:
    """Put a record into the index, or its new words in place of the old ones."""
    forget(work, doc.kind, doc.ref)
    run = work.session.connection().exec_driver_sql
    new = (doc.kind, doc.ref, doc.case_id, stamp(at or work.now), doc.body, fold(doc.keys))
    row = run(
        "INSERT INTO docs (kind, ref, case_id, at, body, keys, masked)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*new, doc.masked),
    ).lastrowid
    line = _indexed(doc.body, doc.keys)
    run("INSERT INTO docs_index(rowid, tokens) VALUES (?, ?)", (row, line))


def _indexed(body: str, keys: str) -> str:
    return " ".join(sorted(tokens(f"{body} {keys}")))


def find(reader: Reader, query: str, limit: int = 20, kind: str | None = None) -> list[Row]:
    """The newest records in which every word of the query stands; `kind` narrows.

    A word matches where it begins a word or a run of digits, or anywhere in Chinese.
    Columns: kind, ref, case_id, at, body, hidden.
    """
    words = fold(query)[:QUERY_LIMIT].split()
    wanted = [part for word in words for part in _wanted(word)]
    if not wanted:
        return []
    hits = reader.each(
        f"SELECT d.kind, d.ref, d.case_id, d.at, {hidden()} AS hidden,"  # noqa: S608 - constants only
        f" CASE WHEN {hidden()} THEN d.masked ELSE d.body END AS body, d.keys FROM docs_index i"
        " JOIN docs d ON d.id = i.rowid LEFT JOIN cases c ON c.id = d.case_id"
        " WHERE docs_index MATCH :match ORDER BY i.rowid DESC",
        match=" AND ".join(dict.fromkeys(wanted)),
    )
    found: list[Row] = []
    for hit in hits:
        if (kind is None or hit["kind"] == kind) and _says(hit, words):
            found.append(hit)
            if len(found) == limit:
                break
    return found


def _says(hit: dict[str, Any], words: list[str]) -> bool:
    text = f" {fold(hit['body'])} {hit['keys']}"
    return all(_begins(word, text) for word in words)


def _begins(word: str, text: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before = text[at - 1]
        if _hanzi(word) or not before.isalnum() or before.isdigit() != word[0].isdigit():
            return True
        at = text.find(word, at + 1)
    return word.isdigit() and len(word) >= 4 and word in text  # noqa: PLR2004 - a phone's tail

"""Finding: the best match, then the newest records in which all that was asked for stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from heapq import merge
from itertools import chain, groupby, islice
from typing import Any, TypeAlias

from deskterm.core.confidential import hidden
from deskterm.core.reader import Reader, Row
from deskterm.core.search import asked, best
from deskterm.core.search.asked import Query, numbers_between
from deskterm.core.search.rechecking import Check

Hit: TypeAlias = tuple[Any, ...]

_NAMES = ("id", "kind", "ref", "case_id", "at", "hidden", "body", "keys")
_COLUMNS = (
    f"SELECT d.id, d.kind, d.ref, d.case_id, d.at, {hidden()} AS hidden,"
    f" CASE WHEN {hidden()} THEN d.masked ELSE d.body END AS body, d.keys"
)
_MATCHED = (
    f"{_COLUMNS} FROM docs_index i JOIN docs d ON d.id = i.rowid"
    " LEFT JOIN cases c ON c.id = d.case_id WHERE docs_index MATCH :match"
    " AND i.rowid BETWEEN :low AND :high ORDER BY i.rowid DESC"
)
_ANY = (
    f"{_COLUMNS} FROM docs d LEFT JOIN cases c ON c.id = d.case_id"
    " WHERE d.id BETWEEN :low AND :high ORDER BY d.id DESC"
)
_ONE = (
    f"{_COLUMNS} FROM docs d LEFT JOIN cases c ON c.id = d.case_id"
    " WHERE d.kind = :kind AND d.ref = :ref"
)


def find(  # noqa: PLR0913 - what narrows a search
    reader: Reader,
    said: str,
    limit: int = 20,
    kind: str | None = None,
    *,
    now: datetime | None = None,
    before: int | None = None,
) -> list[Row]:
    """The records in which everything stands that was said: the exact one first, then the newest.

    A word matches where it begins a word or a run of digits, or anywhere in Chinese; a place
    however it is spelled. `now`, on the site's clock, gives days their meaning; `kind` narrows;
    `before` is the id of the last record of the page before.
    Columns: id, kind, ref, case_id, at, hidden, body, keys.
    """
    query = asked.read(said, now)
    if query.is_empty:
        return []
    if kind:
        query = replace(query, kinds=(kind,))
    newest = iter(_newest(reader, query, now, before))
    first = next(newest, None)
    if first is None:
        return []  # the exact one would be among them
    check = Check(query, now)
    exact = [hit for hit in _exact(reader, query, now) if check.holds(hit)]
    known = {hit[0] for hit in exact}
    others = (hit for hit in chain((first,), newest) if hit[0] not in known and check.passes(hit))
    found = others if before is not None else chain(exact, others)
    return [dict(zip(_NAMES, hit, strict=True)) for hit in islice(found, limit)]


def _exact(reader: Reader, query: Query, now: datetime | None) -> Iterator[Hit]:
    for kind, ref in best.exact(reader, query, now):
        yield from reader.plain(_ONE, kind=kind, ref=ref)


def _newest(
    reader: Reader, query: Query, now: datetime | None, before: int | None
) -> Iterator[Hit]:
    """What may be wanted, the newest first: by when it happened, or by days that it names."""
    low, high = numbers_between(query.since, query.until, now)
    high = high if before is None else min(high, before - 1)
    terms = query.terms
    if query.days is None:
        return _hits(reader, terms, low, high)
    first, last = numbers_between(*query.days, now)
    named = [f'"{token}"' for token in query.days.tokens()]
    said = " AND ".join(asked.Query([query.phrase]).terms)
    either = " OR ".join([*named, f"({said})"] if said else named)
    either_way = merge(
        _hits(reader, terms, max(low, first), min(high, last)),
        _hits(reader, [*terms, f"({either})"], low, high),
        key=_latest,
    )
    return (next(same) for _id, same in groupby(either_way, _latest))


def _latest(hit: Hit) -> int:
    return -int(hit[0])


def _hits(reader: Reader, terms: list[str], low: int, high: int) -> Iterator[Hit]:
    if terms:
        return reader.plain(_MATCHED, match=" AND ".join(terms), low=low, high=high)
    return reader.plain(_ANY, low=low, high=high)

"""What of a site's registers is in the index, read again from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from deskterm.core import search
from deskterm.core.instants import instant
from deskterm.core.register import Person, Place, Resident, Vehicle
from deskterm.core.work import Work
from deskterm.desks.calls.model import Document, Phrase, Price
from deskterm.desks.guards.model import Guard
from deskterm.desks.vehicles.actions import suppliers
from deskterm.desks.vehicles.fleet_model import Supplier
from deskterm.shell.site import docs

_ADDED = (
    "SELECT at, facts FROM journal WHERE kind IN ('site.added', 'supplier.added') ORDER BY seq DESC"
)

Times = Mapping[tuple[str, str], datetime]


def registers(work: Work) -> Iterator[search.Dated]:
    """Every row of every register that is found, as it stands there now."""
    at = dict(_added(work))
    yield from _rows(work, select(Place), docs.place, at)
    yield from _residents(work, at)
    guards = select(Person).join(Guard, col(Guard.person_id) == Person.id)
    yield from _rows(work, guards, docs.guard, at)
    yield from _rows(work, select(Vehicle), docs.vehicle, at)
    yield from _rows(work, select(Supplier), suppliers.doc, at)
    yield from _rows(work, select(Phrase), docs.phrase, at)
    yield from _rows(work, select(Document), docs.document, at)
    yield from _rows(work, select(Price), docs.price, at)


def _added(work: Work) -> Iterator[tuple[tuple[str, str], datetime]]:
    """When each row was kept, the first time last."""
    for line in work.reader.each(_ADDED):
        facts = json.loads(line["facts"])
        table = facts.get("table", Supplier.__tablename__)
        for key in facts.get("ids") or [facts.get("row") or facts.get("supplier")]:
            yield (table, str(key)), instant(line["at"])


def _residents(work: Work, at: Times) -> Iterator[search.Dated]:
    codes = {row["id"]: row["code"] for row in work.reader.each("SELECT id, code FROM places")}
    yield from _rows(
        work, select(Resident), lambda row: docs.resident(row, codes[row.place_id]), at
    )


def _rows(
    work: Work,
    query: Any,  # noqa: ANN401 - of one table, whichever it is
    doc: Callable[[Any], search.Doc],
    at: Times,
) -> Iterator[search.Dated]:
    for row in work.session.exec(query).all():
        if getattr(row, "active", True):
            yield doc(row), at.get((row.__tablename__, _key(row)))


def _key(row: Any) -> str:  # noqa: ANN401
    """What names a row in the journal."""
    if isinstance(row, Price):
        return f"{row.code}/{row.begins}"
    return str(row.code if isinstance(row, Document) else row.id)

"""`deskterm doctor --reindex`: every record read again, and the whole index written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, col, select

from deskterm.core import numbers, search
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.core.register import Person, Place, Resident, Vehicle
from deskterm.core.tables import Case
from deskterm.core.work import Work
from deskterm.desks.calls.actions import cautions, indexing
from deskterm.desks.calls.model import Document, Phrase, PlaceNote
from deskterm.desks.guards.model import Guard
from deskterm.desks.rooms.actions import keeping
from deskterm.desks.rooms.model import Booking
from deskterm.desks.vehicles.actions import slips
from deskterm.desks.vehicles.model import Slip
from deskterm.shell.site import docs

Progress = Callable[[int, int], None]
CHUNK = 500
"""Records read before the session lets go of them: memory does not grow with the store."""

_THERE = (
    "NOT EXISTS (SELECT 1 FROM archives x WHERE x.year = c.year AND x.destroyed_at IS NOT NULL"
    " AND c.letter IN ('C', 'R') AND c.closed_at IS NOT NULL)"
)
"""SQL: the case is none of a year whose texts were destroyed."""

_CALLS = f"SELECT c.id FROM calls k JOIN cases c ON c.id = k.case_id WHERE {_THERE}"  # noqa: S608 - constants only
_NOTES = (
    "SELECT t.id, t.body, t.case_id, t.entered_at, c.letter, c.year, c.number FROM texts t"  # noqa: S608 - constants only
    " JOIN cases c ON c.id = t.case_id WHERE t.field = 'note' AND t.replaced_at IS NULL"
    " AND EXISTS (SELECT 1 FROM journal j WHERE j.case_id = t.case_id"
    " AND j.kind IN ('case.noted', 'call.joined') AND json_extract(j.facts, '$.text') = t.id)"
    f" AND {_THERE}"
)
_SENT = (
    "SELECT a.id, a.case_id, a.assigned_at, a.withdrawn_at, c.letter, c.year, c.number,"  # noqa: S608
    " p.code, p.name, p.english, p.initials FROM assignments a"
    " JOIN cases c ON c.id = a.case_id JOIN people p ON p.id = a.person_id"
    f" WHERE {_THERE}"
)


def reindex(office: Office, progress: Progress | None = None) -> int:
    """Read every record again and write the index anew, in one act; answers how many are in it.

    A record of a kind that is not in `AGAIN` stays in it with the words that it was kept with.
    """
    with office.work() as work:
        for read in AGAIN.values():
            for turn, _kept in enumerate(read(work), start=1):
                if turn % CHUNK == 0:
                    work.session.flush()
                    work.session.expunge_all()
        work.session.flush()
        return search.fill(work.session.connection().connection.cursor(), progress)


def _calls(work: Work) -> Iterator[None]:
    for case_id in _ids(work, _CALLS):
        indexing.index(work, work.get(Case, case_id))
        yield


def _bookings(work: Work) -> Iterator[None]:
    for id_ in _ids(work, "SELECT id FROM bookings ORDER BY id"):
        booking = work.get(Booking, id_)
        case = work.get(Case, booking.case_id)
        with _as_of(work, case.entered_at):
            keeping.index(work, case, booking)
        yield


def _notes(work: Work) -> Iterator[None]:
    for row in work.reader.rows(_NOTES):
        said = _spoken(work, row, row["entered_at"])
        doc = search.Doc("note", row["id"], row["body"], said, row["case_id"], said)
        search.keep(work, doc)
        yield


def _assignments(work: Work) -> Iterator[None]:
    for row in work.reader.rows(_SENT):
        if row["withdrawn_at"]:
            doc = search.Doc("assignment", row["id"], "", case_id=row["case_id"])
        else:
            number = numbers.full(row["letter"], row["year"], row["number"])
            body = f"{number} {row['code']} {row['name']}"
            said = _spoken(work, row, row["assigned_at"])
            short = f"{row['letter']}{row['number']} {said}"
            keys = f"{short} {row['english']} {row['initials']}"
            doc = search.Doc("assignment", row["id"], body, keys, row["case_id"], body)
        search.keep(work, doc, instant(row["assigned_at"]))
        yield


def _slips(work: Work) -> Iterator[None]:
    for id_ in _ids(work, "SELECT id FROM slips WHERE withdrawn_at IS NULL"):
        slip = work.get(Slip, id_)
        with _as_of(work, slip.entered_at):
            search.keep(work, slips.doc(work, work.get(Vehicle, slip.vehicle_id), slip))
        yield


def _cautions(work: Work) -> Iterator[None]:
    for row in work.session.exec(select(PlaceNote)).all():
        cautions.index(work, row)
        yield


def _residents(work: Work) -> Iterator[None]:
    codes = {row["id"]: row["code"] for row in work.reader.each("SELECT id, code FROM places")}
    for row in work.session.exec(select(Resident)).all():
        search.keep(work, docs.resident(row, codes[row.place_id]))
        yield


def _guards(work: Work) -> Iterator[None]:
    query = select(Person).join(Guard, col(Guard.person_id) == Person.id)
    for row in work.session.exec(query).all():
        search.keep(work, docs.guard(row))
        yield


def _register(
    table: type[SQLModel], doc: Callable[[Any], search.Doc]
) -> Callable[[Work], Iterator[None]]:
    def read(work: Work) -> Iterator[None]:
        for row in work.session.exec(select(table)).all():
            search.keep(work, doc(row))
            yield

    return read


def _spoken(work: Work, row: Row, at: str) -> str:
    """A case's number as it was said then."""
    year = work.office.site.local(instant(at)).year
    return numbers.spoken(row["letter"], row["year"], row["number"], year)


@contextmanager
def _as_of(work: Work, then: datetime) -> Iterator[None]:
    """Let a desk put a record into the index as it did when the record was kept."""
    now, work.now = work.now, then
    try:
        yield
    finally:
        work.now = now


def _ids(work: Work, sql: str) -> Iterable[int]:
    return [int(next(iter(row.values()))) for row in work.reader.rows(sql)]


AGAIN: dict[str, Callable[[Work], Iterator[None]]] = {
    "call": _calls,
    "note": _notes,
    "booking": _bookings,
    "assignment": _assignments,
    "slip": _slips,
    "caution": _cautions,
    "place": _register(Place, docs.place),
    "resident": _residents,
    "guard": _guards,
    "vehicle": _register(Vehicle, docs.vehicle),
    "document": _register(Document, docs.document),
    "phrase": _register(Phrase, docs.phrase),
}
"""How the records of each kind are read again."""

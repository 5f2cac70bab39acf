"""What of the calls desk is in the index, read again from its records."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import String, cast, literal
from sqlmodel import col, select

from deskterm.core import search
from deskterm.core.instants import instant
from deskterm.core.tables import Case, Imported, Text
from deskterm.core.work import Work
from deskterm.desks.calls.actions import cautions, indexing
from deskterm.desks.calls.model import Call, Caller, PlaceNote

_MISSED = (
    "SELECT case_id AS id, phone FROM rings r WHERE state = 'missed' AND NOT EXISTS (SELECT 1"
    " FROM rings b WHERE b.case_id = r.case_id AND b.id < r.id AND b.state = 'missed')"
)


def _calls(work: Work) -> Iterator[search.Dated]:
    """Case and call come from one query, many at a time: there may be a million."""
    taken_in = (col(Call.channel) == indexing.IMPORT) & (
        col(Imported.record) == literal("cases:").concat(cast(col(Case.id), String))
    )
    query = (
        select(Case, Call, Imported.key)
        .join(Call, col(Call.case_id) == Case.id)
        .outerjoin(Imported, taken_in)
        .execution_options(yield_per=search.CHUNK)
    )
    for case, _call, key in work.session.exec(query):
        if doc := indexing.call(work, case, key or ""):
            yield doc, case.opened_at


def _notes(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each(indexing.NOTED):
        text = work.get(Text, row["id"])
        with search.as_of(work, text.entered_at):
            doc = indexing.note(work, work.get(Case, text.case_id), text)
        yield doc, instant(row["at"])


def _callers(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each("SELECT id FROM callers WHERE withdrawn_at IS NULL"):
        caller = work.get(Caller, row["id"])
        yield indexing.caller(work, work.get(Case, caller.case_id), caller), caller.at


def _missed(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each(_MISSED):
        case = work.get(Case, row["id"])
        with search.as_of(work, case.entered_at):
            doc = indexing.missed(work, case, row["phone"])
        yield doc, case.opened_at


def _cautions(work: Work) -> Iterator[search.Dated]:
    query = select(PlaceNote).order_by(col(PlaceNote.id))
    for row in work.session.exec(query).all():
        yield cautions.doc(work, row), work.get(Text, row.text_id).entered_at


ANEW: search.Anew = {
    "call": _calls,
    "note": _notes,
    "caller": _callers,
    "missed": _missed,
    "caution": _cautions,
}
"""How the records of each kind are read again."""

"""What of the guards desk is in the index, read again from its records."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core import search
from deskterm.core.work import Work
from deskterm.desks.guards.actions import sending
from deskterm.desks.guards.model import Assignment

_SENT = (
    "SELECT a.id FROM assignments a WHERE a.withdrawn_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.case_id = a.case_id"
    " AND j.kind = 'guard.imported' AND json_extract(j.facts, '$.assignment') = a.id)"
)
"""SQL: who was sent from here; what another register says of guards is part of its calls."""


def _assignments(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each(_SENT):
        sent = work.get(Assignment, row["id"])
        with search.as_of(work, sent.assigned_at):
            doc = sending.doc(work, sent)
        yield doc, sent.assigned_at


ANEW: search.Anew = {"assignment": _assignments}
"""How the records of each kind are read again."""

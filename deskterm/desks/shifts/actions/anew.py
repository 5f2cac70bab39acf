"""What of the shifts desk is in the index, read again from its records."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core import search
from deskterm.core.tables import Case
from deskterm.core.work import Work
from deskterm.desks.shifts.actions import handing


def _handovers(work: Work) -> Iterator[search.Dated]:
    for row in work.reader.each("SELECT case_id, giver_id FROM handovers"):
        case = work.get(Case, row["case_id"])
        with search.as_of(work, case.entered_at):
            doc = handing.doc(work, case, row["giver_id"])
        yield doc, case.entered_at


ANEW: search.Anew = {"handover": _handovers}
"""How the records of each kind are read again."""

"""Notes, and who may read what was written."""

from __future__ import annotations

from deskterm.core import people, search
from deskterm.core.confidential import RIGHT
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls.actions import indexing
from deskterm.desks.calls.actions.saying import any_case, call_of, receipt, spoken
from deskterm.desks.calls.forms import Confide, Note


def note(work: Work, form: Note) -> Receipt:
    """Add a note to a record, open or closed; the notes before it stay."""
    work.require("call.note")
    case = any_case(work, form.case)
    at = work.told(form.told)
    text = work.write(case.id, "note", form.words)
    work.record("case.noted", case.id, text=text.id, at=at)
    search.keep(work, indexing.note(work, case, text), at)
    return receipt(work, case, _("Noted on {number}."))


def confide(work: Work, form: Confide) -> Receipt:
    """Hide what was written of a call from all but supervisors and whoever logged it (H3.4).

    Only they may show it again.
    """
    work.require("call.edit")
    case = call_of(work, form.case)
    if form.off and work.operator != case.opened_by and not people.may(work.person, RIGHT):
        sentence = _("{number}: only a supervisor, or whoever logged it, may show it again.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    if case.confidential is form.off:
        was, case.confidential = case.confidential, not form.off
        work.keep(case)
        work.record("case.confided", case.id, on=case.confidential, was=was)
    if form.off:
        return receipt(work, case, _("{number} is no longer confidential."))
    return receipt(work, case, _("{number} is confidential: supervisors and its logger read it."))

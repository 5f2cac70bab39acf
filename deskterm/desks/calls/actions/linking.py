"""Calls that belong together: duplicates, and calls about the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import queries
from deskterm.desks.calls.actions.closing import End, end_call
from deskterm.desks.calls.actions.saying import call_of, receipt, spoken
from deskterm.desks.calls.forms import LinkCalls
from deskterm.desks.calls.model import Link

DUPLICATE, RELATED = "duplicate", "related"


def link(work: Work, form: LinkCalls, still_out: Sequence[str] = ()) -> Receipt:
    """Link two calls; a duplicate is closed unless somebody is `still_out` on it.

    It stays open too while a party that was asked has not answered on it.
    """
    work.require("call.edit")
    case, other = call_of(work, form.case), call_of(work, form.other)
    kind = DUPLICATE if form.duplicate else RELATED
    _refuse(work, case, other, kind)
    for row in _live(work, case, other):
        unlink(work, row.case_id, row.other_id)
    _keep(work, case, other, kind)
    said = spoken(work, other)
    if kind == RELATED:
        return receipt(work, case, _("{number} and {other} belong together."), other=said)
    if case.closed_at is None and not still_out and not _asked(work, case):
        work.require("call.close")
        end_call(work, case, End(DUPLICATE))
        return receipt(work, case, _("{number} is closed as a duplicate of {other}."), other=said)
    sentence = _("{number} is a duplicate of {other}.")
    if case.closed_at is None:
        sentence = _("{number} is a duplicate of {other}; it stays open: {why}.")
    names = ", ".join(still_out)
    out = _("still out on it: {names}").format(names=names)
    why = out if names else _("the party that was asked has not answered")
    return receipt(work, case, sentence, other=said, why=why)


def _asked(work: Work, case: Case) -> bool:
    return bool(queries.standing(work.reader, case.id)["asked"])


def _refuse(work: Work, case: Case, other: Case, kind: str) -> None:
    told = {"number": spoken(work, case), "other": spoken(work, other)}
    if case.id == other.id:
        raise Refusal(_("{number} cannot be linked with itself.").format(**told))
    for row in _live(work, case, other):
        if row.kind == kind and (kind == RELATED or row.case_id == case.id):
            raise Refusal(_("{number} and {other} are linked already.").format(**told))
        if row.kind == kind:
            raise Refusal(_("{other} is a duplicate of {number} already.").format(**told))


def _live(work: Work, case: Case, other: Case) -> list[Link]:
    keys = ((case.id, other.id), (other.id, case.id))
    rows = [work.session.get(Link, key) for key in keys]
    return [row for row in rows if row and row.withdrawn_at is None]


def _keep(work: Work, case: Case, other: Case, kind: str) -> None:
    key = (case.id, other.id)
    row = work.session.get(Link, key)
    row = row or Link(case_id=case.id, other_id=other.id, kind=kind, at=work.now)
    row.kind, row.at, row.operator, row.withdrawn_at = kind, work.now, work.operator, None
    work.keep(row)
    for each in key:
        work.record("call.linked", each, first=case.id, other=other.id, link=kind)


def unlink(work: Work, case_id: int, other_id: int) -> None:
    """Take a link back; the row stays."""
    row = work.get(Link, (case_id, other_id))
    row.withdrawn_at = work.now
    work.keep(row)
    for each in (case_id, other_id):
        work.record("call.unlinked", each, first=case_id, other=other_id, link=row.kind)

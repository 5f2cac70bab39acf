"""The true time of a stamp: old and new stand in the journal, and the clocks follow."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import runs
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.runs import Retold
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import rules
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.actions.stamping import KEEP, all_back, happened, stamp
from deskterm.desks.guards.forms import FixStamp
from deskterm.desks.guards.model import Assignment

_LINES = (
    "SELECT max(seq) FROM journal WHERE case_id = :case"
    " AND json_extract(facts, '$.assignment') = :id AND (kind = :kind OR"
    " kind IN ('guard.stamped', 'guard.corrected', 'guard.taken')"
    " AND coalesce(json_extract(facts, '$.status'), 'available') = :status)"
)
_KINDS = {"assigned": "guard.assigned", "available": "guard.cleared"}


def correct_stamp(work: Work, form: FixStamp) -> Receipt:
    """Give a stamp its true time, on the call that the guard is on or on the last one he was on.

    What was never told of a call that is over can be told so as well.
    """
    work.require("guards.duty")
    guard = found.find(work, form.guard)
    out = _meant(work, guard, form)
    at = work.told(form.told)
    _refuse_unchangeable(work, guard, out, form.status)
    was = found.told(out)[form.status]
    if was == at:
        sentence = _("{guard} is “{status}” at {time} already; there is nothing to change.")
        raise Refusal(found.about(work, guard, sentence, form.status, at))
    doubts = found.disorder(work, guard, out, form.status, at)
    doubts += _overlaps(work, guard, out, form.status, at)
    found.ask(doubts, _(KEEP), anyway=form.anyway)
    if was is None and out.clear_at is None:
        stamp(work, guard, form.status, at, anyway=True)
    else:
        rewrite(work, out, form.status, at, _line(work, out, form.status) if was else None)
    said = _("{guard}: {status} at {time} now; it was {was}.").format(
        guard=guard.said,
        status=found.label(work, form.status),
        time=found.clock(work, at),
        was=found.clock(work, was) if was else _("unknown"),
    )
    return Receipt(found.number(work, out.case_id), said, out.case_id)


def _meant(work: Work, guard: Found, form: FixStamp) -> Assignment:
    """The assignment whose stamp is meant: the newest one, or the newest on the named call."""
    query = select(Assignment).where(
        Assignment.person_id == guard.person.id, col(Assignment.withdrawn_at).is_(None)
    )
    if form.case:
        query = query.where(Assignment.case_id == found.case_id(work, form.case))
    out = work.session.exec(query.order_by(col(Assignment.id).desc())).first()
    if out is not None:
        return out
    sentence = _("{guard} was sent to no call yet; there is no time to correct.")
    if form.case:
        sentence = _("{guard} was never sent to {number}.")
    raise Refusal(sentence.format(guard=guard.person.code, number=form.case))


def _refuse_unchangeable(work: Work, guard: Found, out: Assignment, status: str) -> None:
    state = found.label(work, status)
    if status not in rules.ORDER:
        sentence = _("“{status}” is no time of a call; only those of calls can be corrected.")
        raise Refusal(sentence.format(status=state))
    if status == "available" and out.clear_at is None:
        sentence = _("{guard} is on {number} still; to end it: {guard} {status} @14:05.")
        number = found.number(work, out.case_id)
        raise Refusal(sentence.format(guard=guard.person.code, number=number, status=state))


def _overlaps(work: Work, guard: Found, out: Assignment, status: str, at: datetime) -> list[str]:
    """The call of the guard before this one, or after it, that the new time would run into."""
    mine = select(Assignment).where(
        Assignment.person_id == guard.person.id, col(Assignment.withdrawn_at).is_(None)
    )
    if status == "assigned":
        mine = mine.where(col(Assignment.id) < out.id, col(Assignment.clear_at) > at)
    elif status == "available":
        mine = mine.where(col(Assignment.id) > out.id, col(Assignment.assigned_at) < at)
    else:
        return []
    other = work.session.exec(mine).first()
    if other is None:
        return []
    sentence = _("{guard} was on {number} then.")
    number = found.number(work, other.case_id)
    return [sentence.format(guard=guard.person.code, number=number)]


def _line(work: Work, out: Assignment, status: str) -> int | None:
    """The journal line that says this stamp as it stands."""
    kind = _KINDS.get(status, "")
    seq = work.reader.value(_LINES, case=out.case_id, id=out.id, kind=kind, status=status)
    return int(seq) if seq else None


def rewrite(
    work: Work, out: Assignment, status: str, at: datetime | None, corrects: int | None
) -> None:
    """Write another time over a stamp, or none, with the old one and the line it corrects."""
    guard = found.of(work, out)
    was = found.told(out)[status]
    filled = found.put(out, status, at)
    work.keep(out)
    if at and (guard.row.state, guard.row.since) == (status, was):
        found.turn(work, guard, status, at, guard.row.until)
    facts = {"guard": out.person_id, "assignment": out.id, "status": status, "filled": filled}
    work.record("guard.corrected", out.case_id, was=was, at=at, corrects=corrects, **facts)
    if at:
        _retell(work, out, status, was, at)


def _retell(work: Work, out: Assignment, status: str, was: datetime | None, at: datetime) -> None:
    """The clocks go by the true time; of what was unknown they hear for the first time."""
    if was is None:
        happened(work, out, status, at)
        return
    if status == "available":
        at = all_back(work, out.case_id) or at
    told = Retold(rules.EVENTS[status], was, at, out.run_id)
    runs.retime(work, work.get(Case, out.case_id), told)

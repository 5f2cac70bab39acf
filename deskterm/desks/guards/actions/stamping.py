"""What a guard does on his call: stamps in their order, and the one that ends it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import runs, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case, Run
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.guards import rules
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.duty import change
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.actions.hearing import ask_later, hear
from deskterm.desks.guards.forms import GuardStatus
from deskterm.desks.guards.model import Assignment

KEEP = N_("Keep it so, marked as out of order?")


def status(work: Work, form: GuardStatus) -> Receipt:
    """What a guard does now, or did when told: a stamp of the assignment, or a state of his own.

    `available` ends the assignment. A stamp is written once; it fills those before it
    that were skipped, and out of order it is asked about, kept and flagged.
    """
    work.require("guards.status")
    guard = found.find(work, form.guard)
    if "off-duty" in {form.status, guard.row.state}:
        work.require("guards.duty")
    at, out = work.told(form.told), guard.out
    if form.case and (out is None or out.case_id != found.case_id(work, form.case)):
        raise _not_on(work, guard, form.case)
    _take_up(work, guard, form, at)
    number = found.number(work, out.case_id) if out else guard.person.code
    said = _("{guard}: {status}.").format(guard=guard.said, status=found.label(work, form.status))
    return Receipt(number, said, out.case_id if out else None)


def _take_up(work: Work, guard: Found, form: GuardStatus, at: datetime) -> None:
    if form.status in rules.STAMPS:
        stamp(work, guard, form.status, at, anyway=form.anyway)
    elif guard.out is not None and form.status == "available":
        doubts = found.disorder(work, guard, guard.out, "available", at)
        found.ask(doubts, _(KEEP), anyway=form.anyway)
        clear(work, guard, guard.out, at)
    else:
        found.refuse_if_out(work, guard)
        change(work, guard, form, at)


def _not_on(work: Work, guard: Found, said: str) -> Refusal:
    if guard.out is None:
        sentence = _("{guard} is on no call; send the guard to {said} first.")
        return Refusal(sentence.format(guard=guard.person.code, said=said))
    number = found.number(work, guard.out.case_id)
    sentence = _("{guard} is on {number}, not on {said}.")
    return Refusal(sentence.format(guard=guard.person.code, number=number, said=said))


def stamp(work: Work, guard: Found, name: str, at: datetime, *, anyway: bool = False) -> None:
    """Write a stamp of the call that the guard is on; one that was filled gets its true time."""
    out = guard.out
    if out is None:
        sentence = _("{guard} is on no call; send first: send {guard} C412.")
        raise Refusal(sentence.format(guard=guard.person.code))
    known = found.told(out)
    if held := known[name]:
        sentence = _(
            "{guard} is “{status}” since {time} already; that stamp stays."
            " To change it: fix {guard} {status} @{time}."
        )
        raise Refusal(found.about(work, guard, sentence, name, held))
    found.ask(found.disorder(work, guard, out, name, at), _(KEEP), anyway=anyway)
    facts = guard.former | {"filled": found.put(out, name, at)} | hear(work, out, at)
    if rules.is_last(known, name):
        found.turn(work, guard, name, at)
    work.record(
        "guard.stamped",
        out.case_id,
        guard=guard.person.id,
        assignment=out.id,
        status=name,
        at=at,
        **facts,
    )
    happened(work, out, name, at)


def happened(work: Work, out: Assignment, name: str, at: datetime) -> None:
    """The clocks of the call and of this guard hear of a stamp.

    What a later stamp overtook is settled for this guard alone: when he moved or
    arrived is not known, so the call's own clocks do not start from it.
    """
    case = work.get(Case, out.case_id)
    if case.closed_at is not None:
        return
    steps.happened(work, case, rules.EVENTS[name], at, out.run_id)
    if out.run_id:
        for passed in rules.STAMPS[: rules.ORDER.index(name)]:
            runs.settle(work, case, out.run_id, rules.EVENTS[passed], at)
        ask_later(work, out)


def clear(work: Work, guard: Found, out: Assignment, at: datetime, to: int | None = None) -> None:
    """End an assignment; once nobody is out any more, the call knows that all are back.

    `to` is the case to which the guard is taken, if he is taken off this one.
    """
    facts = guard.former | hear(work, out, at)
    kind = "guard.taken" if to else "guard.cleared"
    if to:
        facts |= {"from_case": out.case_id, "to_case": to}
    out.clear_at = at
    work.keep(out)
    work.record(kind, out.case_id, guard=guard.person.id, assignment=out.id, at=at, **facts)
    found.turn(work, guard, "available", at)
    if out.run_id and (run := work.get(Run, out.run_id)).dropped_at is None:
        steps.drop_run(work, run)
    if back := all_back(work, out.case_id):
        steps.happened(work, work.get(Case, out.case_id), rules.EVENTS["available"], back)


def all_back(work: Work, case_id: int) -> datetime | None:
    """When the last of those who were sent was clear; None while somebody is out, or nobody was."""
    query = select(Assignment).where(
        Assignment.case_id == case_id, col(Assignment.withdrawn_at).is_(None)
    )
    ends = [sent.clear_at for sent in work.session.exec(query).all()]
    known = [end for end in ends if end is not None]
    return max(known, default=None) if len(known) == len(ends) else None


def clear_all(work: Work, case_id: int, at: datetime | None = None) -> list[str]:
    """Stamp everybody who is out on a case clear, and answer who they were."""
    work.require("guards.status")
    query = select(Assignment).where(
        Assignment.case_id == case_id, col(Assignment.clear_at).is_(None)
    )
    when = work.told(at)
    cleared = []
    for out in work.session.exec(query.order_by(col(Assignment.id))).all():
        guard = found.of(work, out)
        clear(work, guard, out, when)
        cleared.append(guard.said)
    return cleared

"""Roll call: everybody who is out is called, and whoever is heard of has answered."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Run, Step
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import queries, rules
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.actions.hearing import ask_later, hear, under_way
from deskterm.desks.guards.actions.stamping import stamp
from deskterm.desks.guards.forms import Heard, Roll
from deskterm.desks.guards.model import Assignment, RollAnswer, RollCall


def roll(work: Work, form: Roll) -> Receipt:
    """Begin a roll call, say who of one under way is missing still, or end it."""
    work.require("guards.status")
    call = under_way(work)
    if form.end:
        return _end(work, call)
    if call is None:
        return _begin(work)
    asked = queries.roll(work.reader) or {"answers": []}
    return Receipt("", _standing(work, call, asked))


def _begin(work: Work) -> Receipt:
    query = select(Assignment).where(col(Assignment.clear_at).is_(None))
    out = work.session.exec(query.order_by(col(Assignment.id))).all()
    if not out:
        raise Refusal(_("Nobody is out on a call; there is nobody to call."))
    call = work.keep(RollCall(at=work.now, operator=work.operator))
    for each in out:
        work.keep(RollAnswer(roll_id=call.id, assignment_id=each.id))
    work.record("roll.called", None, roll=call.id, assignments=[each.id for each in out])
    asked = queries.roll(work.reader) or {"answers": []}
    sentence = _("Roll call of {count}: {guards}.")
    names = _named(work, asked["answers"])
    return Receipt("", sentence.format(count=len(out), guards=names))


def _end(work: Work, call: RollCall | None) -> Receipt:
    if call is None:
        raise Refusal(_("No roll call is under way; begin one: roll."))
    asked = queries.roll(work.reader) or {"answers": []}
    silent = queries.missing(asked)
    call.ended_at = work.now
    work.keep(call)
    missing = [row["assignment_id"] for row in silent]
    work.record("roll.ended", None, roll=call.id, at=call.ended_at, missing=missing)
    return Receipt("", _standing(work, call, asked))


def _standing(work: Work, call: RollCall, asked: Row) -> str:
    """How far a roll call has come, and who has not answered."""
    silent, count = queries.missing(asked), len(asked["answers"])
    time, done = found.clock(work, call.at), count - len(silent)
    if not silent:
        sentence = _("Roll call of {time}: all {count} answered.")
        return sentence.format(time=time, count=count)
    sentence = _("Roll call of {time}: {done} of {count} answered; not: {guards}.")
    if call.ended_at:
        sentence = _("Roll call of {time} ended, {done} of {count} answered; not: {guards}.")
    names = _named(work, silent)
    return sentence.format(time=time, done=done, count=count, guards=names)


def _named(work: Work, rows: list[Row]) -> str:
    return ", ".join(
        f"{row['code']} {row['name']} {found.number(work, row['case_id'])}"
        f" {found.label(work, row['state'])}"
        for row in rows
    )


def heard(work: Work, form: Heard) -> Receipt:
    """Guards gave word of themselves; a roll call under way has their answer."""
    work.require("guards.status")
    at = work.told(form.told)
    guards = [found.find(work, code) for code in form.guards]
    for guard in guards:
        _hear(work, guard, at)
    said = _("Heard of {guards} at {time}.")
    names = ", ".join(guard.said for guard in guards)
    return Receipt("", said.format(guards=names, time=found.clock(work, at)))


def _hear(work: Work, guard: Found, at: datetime) -> None:
    out = guard.out
    if out is None:
        sentence = _("{guard} is on no call; there is no word to wait for.")
        raise Refusal(sentence.format(guard=guard.said))
    facts = hear(work, out, at)
    ask_later(work, out)
    more = {"guard": guard.person.id, "assignment": out.id, "word": out.word_at}
    work.record("guard.heard", out.case_id, at=at, **more, **facts)


def answered(
    work: Work, case_id: int, label: int, at: datetime | None, *, anyway: bool = False
) -> Receipt | None:
    """What a guard answered to the open step that asks after him; None if none so numbered does.

    Ticking "on the way?" stamps him en route, "arrived?" on scene; a word is a word.
    """
    asking = work.session.exec(
        select(Step, Run, Assignment).where(
            Step.run_id == Run.id,
            Assignment.run_id == Run.id,
            Step.case_id == case_id,
            Step.label == label,
            Step.state == "open",
        )
    ).first()
    if asking is None:
        return None
    step, run, out = asking
    work.require("step.finish")
    guard, when = found.of(work, out), work.told(at)
    if status := _asked(work, run, step):
        stamp(work, guard, status, when, anyway=anyway)
    else:
        _hear(work, guard, when)
    state = found.label(work, guard.row.state)
    said = _("{guard}: {status}.").format(guard=guard.said, status=state)
    return Receipt(found.number(work, case_id), said, case_id)


def _asked(work: Work, run: Run, step: Step) -> str:
    """The status that a step asks after; blank for a word."""
    playbook = steps.playbook(work, run.playbook_id)
    event = next(rule.ticked_by for rule in playbook.steps if rule.name == step.name)
    return next((status for status, named in rules.EVENTS.items() if named == event), "")

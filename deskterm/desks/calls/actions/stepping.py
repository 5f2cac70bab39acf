"""Ticking, skipping and putting off the steps of any desk's record."""

from __future__ import annotations

from deskterm.core import numbers, steps
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions import ringing
from deskterm.desks.calls.actions.answering import keep_answer
from deskterm.desks.calls.actions.saying import local, receipt
from deskterm.desks.calls.forms import Finish, PutOff, Skip
from deskterm.desks.calls.model import Call


def finish(work: Work, form: Finish) -> Receipt:
    """Tick a step of any desk's record; the one that waits for the reply is the reply."""
    case_id, label = numbers.step_label(work.reader, form.step, local(work))
    at = work.told(form.told) if form.told else None
    if not _answered(work, case_id, label, form):
        steps.finish(work, case_id, label, at, form.words or "")
    ringing.settle(work, work.get(Case, case_id))
    return receipt(
        work, work.get(Case, case_id), _("Step {label} of {number} is done."), label=label
    )


def _answered(work: Work, case_id: int, label: int, form: Finish) -> bool:
    """Whether the step was ticked by keeping the answer that it stands for."""
    step, case = steps.find(work, case_id, label), work.get(Case, case_id)
    call = work.session.get(Call, case_id)
    replies = steps.rule_of(work, step).ticked_by == "answered" and case.letter == "C"
    if not replies or call is None or call.answered_at or case.closed_at:
        return False
    work.require("step.finish")
    if form.words:
        work.write(case_id, "answer", form.words)
    keep_answer(work, case, work.told(form.told))
    return step.state == "done"


def skip(work: Work, form: Skip) -> Receipt:
    """Leave a step of any desk's record out, for a reason."""
    case_id, label = numbers.step_label(work.reader, form.step, local(work))
    steps.skip(work, case_id, label, form.words)
    ringing.settle(work, work.get(Case, case_id))
    return receipt(
        work, work.get(Case, case_id), _("Step {label} of {number} is skipped."), label=label
    )


def put_off(work: Work, form: PutOff) -> Receipt:
    """Let a step of any desk's record fall due at the next such time of day."""
    case_id, label = numbers.step_label(work.reader, form.step, local(work))
    steps.put_off(work, case_id, label, rules.coming(local(work), form.time))
    sentence = _("Step {label} of {number} is put off.")
    return receipt(work, work.get(Case, case_id), sentence, label=label)

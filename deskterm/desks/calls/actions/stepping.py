"""Ticking, skipping and putting off the steps of any desk's record."""

from __future__ import annotations

from deskterm.core import numbers, steps
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions import ringing
from deskterm.desks.calls.actions.saying import local, receipt
from deskterm.desks.calls.forms import Finish, PutOff, Skip


def finish(work: Work, form: Finish) -> Receipt:
    """Tick a step of any desk's record."""
    case_id, label = numbers.step_label(work.reader, form.step, local(work))
    at = work.told(form.told) if form.told else None
    steps.finish(work, case_id, label, at, form.words or "")
    ringing.settle(work, work.get(Case, case_id))
    return receipt(
        work, work.get(Case, case_id), _("Step {label} of {number} is done."), label=label
    )


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

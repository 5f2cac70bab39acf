"""The reply that the caller had."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls.actions.saying import clock, open_call_of, receipt, spoken
from deskterm.desks.calls.forms import Answer
from deskterm.desks.calls.model import Call


def answer(work: Work, form: Answer) -> Receipt:
    """The caller had a reply, now or when told; the clock of the reply is ticked by it."""
    work.require("step.finish")
    case = open_call_of(work, form.case)
    at = work.told(form.told)
    if form.words:
        work.write(case.id, "answer", form.words)
    keep_answer(work, case, at)
    return receipt(work, case, _("{number} is answered."))


def keep_answer(work: Work, case: Case, at: datetime) -> None:
    """Stamp the reply, once, and let it tick what waits for it."""
    call = work.get(Call, case.id)
    number = spoken(work, case)
    if call.answered_at is not None:
        sentence = _("{number} was answered at {time} already.")
        raise Refusal(sentence.format(number=number, time=clock(work, call.answered_at)))
    if at < case.opened_at:
        sentence = _("{number} was opened at {time}; it cannot have been answered before.")
        raise Refusal(sentence.format(number=number, time=clock(work, case.opened_at)))
    call.answered_at = at
    work.keep(call)
    work.record("call.answered", case.id, at=at)
    steps.happened(work, case, "answered", at)


def unanswer(work: Work, case: Case) -> None:
    """Take the stamp of a reply back; its steps are the caller's to open again."""
    call = work.get(Call, case.id)
    was, call.answered_at = call.answered_at, None
    work.keep(call)
    work.record("call.unanswered", case.id, was=was)

"""What a call waits for, and whether its work is done."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case, Moment, Text
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions.saying import clock, local, open_call_of, receipt, spoken
from deskterm.desks.calls.forms import CallBack, Ready, Resume, Wait

CALL_BACK = "call-back"


def wait(work: Work, form: Wait) -> Receipt:
    """The call waits for something that the desk cannot hurry; its clocks go on."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    work.write(case.id, "waiting", form.words)
    settle(work, case)
    return receipt(work, case, _("{number} is waiting."))


def resume(work: Work, form: Resume) -> Receipt:
    """Go on with a call that waited, or that was not done after all."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    number = spoken(work, case)
    if queries.answer_awaited(work.reader, case.id):
        sentence = _("{number} waits for an answer: says {number} what they said.")
        raise Refusal(sentence.format(number=number))
    if case.state == "open":
        raise Refusal(_("{number} is open; nothing is waited for.").format(number=number))
    stop_waiting(work, case)
    turn(work, case, "open")
    return receipt(work, case, _("{number} goes on."))


def ready(work: Work, form: Ready) -> Receipt:
    """The work on a call is done; the caller is still to be asked."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    if form.words:
        work.write(case.id, "outcome", form.words)
    stop_waiting(work, case)
    turn(work, case, "done")
    return receipt(work, case, _("{number} is done; ask the caller, then close it."))


def settle(work: Work, case: Case) -> None:
    """Let an open call be waiting as long as something is waited for."""
    if case.closed_at is None:
        if _words(work, case) or queries.answer_awaited(work.reader, case.id):
            turn(work, case, "waiting")
        elif case.state == "waiting":
            turn(work, case, "open")


def turn(work: Work, case: Case, state: str) -> None:
    """Put a call into this state, with its journal line."""
    was, case.state = case.state, state
    if was != state:
        work.keep(case)
        work.record("call.turned", case.id, state=state, was=was)


def _words(work: Work, case: Case) -> Text | None:
    """What a call waits for, as it was written; read past what hides it from a reader."""
    query = select(Text).where(
        Text.case_id == case.id, Text.field == "waiting", col(Text.replaced_at).is_(None)
    )
    return work.session.exec(query).first()


def stop_waiting(work: Work, case: Case) -> None:
    """What a call waited for is waited for no longer; the words stay on record."""
    if text := _words(work, case):
        text.replaced_at = work.now
        work.keep(text)
        work.record("text.replaced", case.id, text=text.id)


def call_back(work: Work, form: CallBack) -> Receipt:
    """Promise to ring back: a step falls due then; a promise not kept yet moves with it."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    at = _promised(work, form)
    if at <= work.now:
        sentence = _("{time} is past; a call back can only be promised for later.")
        raise Refusal(sentence.format(time=clock(work, at)))
    text = work.write(case.id, "callback", form.words) if form.words else None
    moment = work.session.get(Moment, (case.id, "callback"))
    was = moment.at if moment else None
    steps.set_moments(work, case, {"callback": at})
    kept = queries.promised(work.reader, case.id)
    run = None if kept else steps.start(work, case, CALL_BACK, work.now)
    facts = {"run": run.id if run else None, "text": text.id if text else None}
    work.record("call.promised", case.id, to=at, was=was, **facts)
    sentence = _("{number}: the caller is rung back at {time}.")
    return receipt(work, case, sentence, time=f"{work.office.site.local(at):%m-%d %H:%M}")


def _promised(work: Work, form: CallBack) -> datetime:
    if form.date is None:
        return rules.coming(local(work), form.time)
    calendar = work.office.site.calendar
    return calendar.instant(datetime.combine(form.date, form.time))

"""The end of a call, and its beginning again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from deskterm.core import history, reopening, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions.saying import (
    call_of,
    clock,
    open_call_of,
    receipt,
    refuse_before,
    spoken,
)
from deskterm.desks.calls.actions.waiting import settle, stop_waiting
from deskterm.desks.calls.forms import CancelCall, CloseCall, Reopen
from deskterm.desks.calls.model import Call, Closing


@dataclass(frozen=True)
class End:
    """How a call ends."""

    disposition: str | None = None
    state: str = "closed"
    satisfaction: int | None = None
    text: int | None = None
    """What came of it, or why it was cancelled."""
    at: datetime | None = None
    """When it ended, where that was told afterwards."""


@dataclass(frozen=True)
class StillOut:
    """Who and what is still out on a call, as a sentence names them."""

    guards: Sequence[str] = ()
    vehicles: Sequence[str] = ()

    def doubts(self, number: str) -> list[str]:
        """What is asked before the call ends."""
        doubts = []
        if self.guards:
            sentence = _("{number} still has out on it: {names}; closing it stamps them clear.")
            doubts.append(sentence.format(number=number, names=", ".join(self.guards)))
        for plate in self.vehicles:
            sentence = _("{plate} is still out for {number}.")
            doubts.append(sentence.format(plate=plate, number=number))
        return doubts


NOBODY_OUT = StillOut()


def close_call(work: Work, form: CloseCall, still_out: StillOut = NOBODY_OUT) -> Receipt:
    """Close a call, with the caller's satisfaction where it was asked (Q1.3).

    What cannot be met is closed by a referral alone (H1.4). What is missing is asked
    once; while guards are `still_out` on it, it cannot be closed.
    """
    work.require("call.close")
    case = open_call_of(work, form.case)
    standing = queries.standing(work.reader, case.id)
    number = spoken(work, case)
    if standing["asked"]:
        sentence = _("{number} waits for the party that was asked: says {number} what they said.")
        raise Refusal(sentence.format(number=number))
    if form.unmet and not standing["referred"]:
        sentence = _(
            "{number} cannot be met, so it is not simply closed; ask who can help:"
            " refer {number} gas company: what they said."
        )
        raise Refusal(sentence.format(number=number))
    doubts = [*still_out.doubts(number), *_doubts(work, case, form, standing)]
    if doubts and (still_out.guards or not form.anyway):
        raise Question(" ".join(doubts))
    text = work.write(case.id, "outcome", form.outcome) if form.outcome else None
    known = {
        "referred": bool(standing["referred"]),
        "outcome": bool(text or standing["outcome"]),
        "answered": bool(standing["answered"]),
    }
    text_id, at = text.id if text else None, work.told(form.told) if form.told else None
    if at:
        refuse_before(work, case, at)
    end = End(rules.disposition(**known), "closed", form.rating, text_id, at)
    end_call(work, case, end)
    return receipt(work, case, _("{number} is closed."))


def _doubts(work: Work, case: Case, form: CloseCall, standing: Row) -> list[str]:
    doubts = []
    if not form.outcome:
        if not any(standing[part] for part in ("answered", "outcome", "answer", "referred")):
            doubts.append(_("{number} has neither an answer nor an outcome."))
        if _report_awaited(work, case):
            doubts.append(_("{number}: what security reports is not written down."))
    if standing["uncharged"]:
        doubts.append(_("{number}: a price was agreed, and no amount is kept."))
    if queries.promised(work.reader, case.id):
        doubts.append(_("{number}: the caller was promised to be rung back."))
    said = [doubt.format(number=spoken(work, case)) for doubt in doubts]
    undone = _undone(work, case) if case.grade == LIFE else []
    if undone:
        sentence = _("{number}: not done yet: {steps}.")
        said.append(sentence.format(number=spoken(work, case), steps=_few(undone)))
    return said


LIFE = 0
"""The grade of a case where life is at stake."""
_NAMED = 3
"""So many of the steps that are not done are named."""


def _undone(work: Work, case: Case) -> list[str]:
    """The titles of the steps whose clocks run, but for paperwork and for what guards do."""
    return [
        pick(row)
        for row in history.steps(work.reader, case.id)
        if row["state"] == "open" and row["due_at"] and not (row["paperwork"] or row["subject"])
    ]


def _few(titles: list[str]) -> str:
    named, more = ", ".join(titles[:_NAMED]), len(titles) - _NAMED
    return _("{named} and {count} more").format(named=named, count=more) if more > 0 else named


def _report_awaited(work: Work, case: Case) -> bool:
    """Whether a step waits for security's report that somebody could give by now."""
    return any(
        step.state == "open" and step.due_at and "report" in steps.wanting(work, step)
        for step in steps.steps_of(work, case.id)
    )


def end_call(work: Work, case: Case, end: End) -> None:
    """Close a case as it ended, with a row that stays when it is reopened."""
    stop_waiting(work, case)
    call, state = work.session.get(Call, case.id), case.state
    was = call.satisfaction if call else None
    if call and end.satisfaction is not None:
        call.satisfaction = end.satisfaction
        work.keep(call)
    closing = work.keep(
        Closing(
            case_id=case.id,
            state=end.state,
            at=end.at or work.now,
            operator=work.operator,
            disposition=end.disposition,
            satisfaction=end.satisfaction,
            outcome_id=end.text,
        )
    )
    work.record(
        "call.ended",
        case.id,
        closing=closing.id,
        text=end.text,
        satisfaction=end.satisfaction,
        was=state,
        was_satisfaction=was,
    )
    steps.close(work, case, end.state, end.disposition, end.at)


def cancel(work: Work, form: CancelCall, still_out: StillOut = NOBODY_OUT) -> Receipt:
    """The caller wants nothing any more, or it was none: end the call, and say why."""
    work.require("call.close")
    case = open_call_of(work, form.case)
    if doubts := still_out.doubts(spoken(work, case)):
        raise Question(" ".join(doubts))
    reason = work.write(case.id, "reason", form.words)
    end_call(work, case, End("withdrawn", "cancelled", text=reason.id))
    return receipt(work, case, _("{number} is cancelled."))


def reopen(work: Work, form: Reopen) -> Receipt:
    """Open a call that was closed again; everything of its closing stays on record.

    The steps that the closing dropped are to be done again; the reply's clock does not
    begin anew.
    """
    work.require("call.reopen")
    case = call_of(work, form.case)
    was = case.closed_at
    if was is None:
        raise Refusal(_("{number} is open already.").format(number=spoken(work, case)))
    reason = work.write(case.id, "reason", form.words)
    reopen_call(work, case, reason.id)
    sentence = _("{number} is open again; it was closed at {time}.")
    return receipt(work, case, sentence, time=clock(work, was))


def reopen_call(work: Work, case: Case, reason: int | None = None) -> None:
    """Open a case again, and say so in the row of its closing."""
    closing = _last_closing(work, case) or _as_it_stands(work, case)
    closing.reopened_at, closing.reopened_by = work.now, work.operator
    closing.reason_id = reason
    work.keep(closing)
    work.record("call.reopened", case.id, closing=closing.id, reason=reason)
    reopening.reopen(work, case)
    settle(work, case)


def _last_closing(work: Work, case: Case) -> Closing | None:
    query = select(Closing).where(Closing.case_id == case.id, col(Closing.reopened_at).is_(None))
    return work.session.exec(query.order_by(col(Closing.id).desc())).first()


def _as_it_stands(work: Work, case: Case) -> Closing:
    """The closing of a call that was closed before closings had rows, or was imported."""
    call = work.session.get(Call, case.id)
    return Closing(
        case_id=case.id,
        state=case.state,
        at=case.closed_at or work.now,
        operator=case.closed_by,
        disposition=case.disposition,
        satisfaction=call.satisfaction if call else None,
    )

"""What follows on a call that is open: notes, the answer, branches, the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import select

from deskterm.core import search, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case, Moment
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions.saying import any_case, clock, open_call_of, receipt, spoken
from deskterm.desks.calls.forms import Answer, Branch, CloseCall, Major, Note
from deskterm.desks.calls.model import Call


def note(work: Work, form: Note) -> Receipt:
    """Add a note to a record, open or closed; the notes before it stay."""
    work.require("call.note")
    case = any_case(work, form.case)
    at = work.told(form.told)
    text = work.write(case.id, "note", form.words)
    work.record("case.noted", case.id, text=text.id, at=at)
    search.keep(work, search.Doc("note", text.id, form.words, spoken(work, case), case.id), at)
    return receipt(work, case, _("Noted on {number}."))


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


def close_call(work: Work, form: CloseCall, still_out: Sequence[str] = ()) -> Receipt:
    """Close a call; refused while somebody is `still_out` on it, by their names."""
    work.require("call.close")
    case = open_call_of(work, form.case)
    if still_out:
        sentence = _("{number} cannot be closed: still out on it are {names}; stamp them clear.")
        if len(still_out) == 1:
            sentence = _("{number} cannot be closed: {names} is still out on it; stamp them clear.")
        names = ", ".join(still_out)
        raise Refusal(sentence.format(number=spoken(work, case), names=names))
    if form.words:
        work.write(case.id, "outcome", form.words)
    steps.close(work, case)
    return receipt(work, case, _("{number} is closed."))


def branch(work: Work, form: Branch) -> Receipt:
    """Add the branch that the form's first word names, or take it off."""
    named = rules.branch_of(form.words)
    name, words = named or (form.words, "")
    if form.off or rules.fold(words) in rules.OFF_WORDS:
        return drop_branch(work, form.case, name)
    return add_branch(work, form.case, name, words)


def add_branch(work: Work, said: str, name: str, words: str = "") -> Receipt:
    """Let a call branch: hospital escort, ambulance, nursing, paid service, referral.

    Its clocks start now. What has happened on the call before and still holds
    (guards under way) ticks its steps at once. `words` of a referral are whom the
    desk asked, and when; of a paid service the agreed price; else a note.
    """
    work.require("call.edit")
    case = open_call_of(work, said)
    playbook = rules.BRANCHES[name]
    if playbook in _live(work, case):
        sentence = _("{number} has this branch already.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    if name == "paid":
        steps.set_flag(work, case, "paid")
    if words:
        work.write(case.id, {"referral": "referral", "paid": "price"}.get(name, "note"), words)
    steps.start(work, case, playbook, work.now)
    for event, at in _still_true(work, case):
        steps.happened(work, case, event, at)
    work.record("call.branched", case.id, branch=name)
    return receipt(work, case, _("{number}: the branch is added."))


def drop_branch(work: Work, said: str, name: str) -> Receipt:
    """Take a branch off a call; what was done of it stays on record."""
    work.require("call.edit")
    case = open_call_of(work, said)
    steps.drop(work, case, rules.BRANCHES[name])
    if name == "paid":
        steps.set_flag(work, case, "paid", on=False)
    work.record("call.unbranched", case.id, branch=name)
    return receipt(work, case, _("{number}: the branch is taken off."))


def _live(work: Work, case: Case) -> set[str]:
    return {steps.playbook(work, run.playbook_id).name for run in steps.live_runs(work, case.id)}


def _still_true(work: Work, case: Case) -> list[tuple[str, datetime]]:
    moments = work.session.exec(select(Moment).where(Moment.case_id == case.id)).all()
    happened = {moment.name: moment.at for moment in moments}
    return [(name, happened[name]) for name in rules.still_true(happened)]


def major(work: Work, form: Major) -> Receipt:
    """Mark a call as major, which is reported at once, or as ordinary again (H2.14)."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    if ("major" in case.flags.split()) is form.off:
        steps.set_flag(work, case, "major", on=not form.off)
    sentence = _("{number} is ordinary.") if form.off else _("{number} is major: report it now.")
    return receipt(work, case, sentence)

"""Asking others: the supervisor, the director, the manager, a party that can help."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions import runs
from deskterm.desks.calls.actions.saying import (
    call_of,
    clock,
    open_call_of,
    receipt,
    refuse_before,
    spoken,
)
from deskterm.desks.calls.actions.waiting import settle
from deskterm.desks.calls.forms import Ask, Refer, Says
from deskterm.desks.calls.model import Contact

RUNGS = {
    rules.SUPERVISOR: N_("service supervisor"),
    rules.DIRECTOR: N_("office director"),
    rules.MANAGER: N_("property manager"),
}
ANSWERS = {rules.DIRECTOR: "instruction", rules.MANAGER: "decision"}
"""The field in which the answer of each stands; of anybody else it is `said`."""


def ask(work: Work, form: Ask) -> Receipt:
    """Tell the next rung of the ladder of a call, or ask it, and say when.

    With words an answer is awaited; the caller's clock goes on all the same. A call
    that is over is reported too (H2.14).
    """
    work.require("call.edit")
    case = call_of(work, form.case)
    told, own = _told(work, case), work.person.role if work.person else ""
    rung = form.role or rules.next_rung(told, own)
    _refuse_manager(work, case, rung)
    if rules.passes_over(rung, told, own) and not form.anyway:
        sentence = _("The service supervisor was not told of {number} yet. The director first?")
        raise Question(sentence.format(number=spoken(work, case)))
    at = work.told(form.told)
    refuse_before(work, case, at)
    question = work.write(case.id, "question", form.words) if form.words else None
    contact = Contact(
        case_id=case.id,
        kind="escalation",
        role=rung,
        question_id=question.id if question else None,
        told_at=at,
        entered_at=work.now,
        told_by=work.operator,
    )
    _keep(work, case, contact, f"{rung}-told")
    sentence = _("{number}: the {role} is asked.") if question else _("{number}: the {role} knows.")
    return receipt(work, case, sentence, role=_(RUNGS[rung]))


def _told(work: Work, case: Case) -> Collection[str]:
    query = select(Contact.role).where(
        Contact.case_id == case.id, col(Contact.withdrawn_at).is_(None)
    )
    return {role for role in work.session.exec(query) if role}


def _refuse_manager(work: Work, case: Case, rung: str) -> None:
    if rung == rules.MANAGER and not runs.has(work, case, "escort"):
        sentence = _(
            "The property manager decides on more help after an escort alone, and {number} has"
            " none; ask the supervisor, then the director."
        )
        raise Refusal(sentence.format(number=spoken(work, case)))


def refer(work: Work, form: Refer) -> Receipt:
    """Keep which party that can help was asked, when, and what they said (H1.4)."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    party, said = rules.referral(form.words)
    if not party:
        raise Refusal(_("Say whom the desk asked: refer C412 gas company: they come at 15:00."))
    at = work.told(form.told)
    refuse_before(work, case, at)
    if not runs.has(work, case, "referral"):
        runs.begin(work, case, "referral")
    text = work.write(case.id, "party", party)
    contact = Contact(
        case_id=case.id,
        kind="referral",
        party_id=text.id,
        told_at=at,
        entered_at=work.now,
        told_by=work.operator,
    )
    _keep(work, case, contact, "party-told")
    if not said:
        sentence = _("{number}: {party} is asked; then: says {number} what they said.")
        return receipt(work, case, sentence, party=party)
    _answered(work, case, contact, said, at)
    return receipt(work, case, _("{number}: {party} is asked."), party=party)


def _keep(work: Work, case: Case, contact: Contact, event: str) -> None:
    work.keep(contact)
    work.record(
        "contact.told",
        case.id,
        contact=contact.id,
        role=contact.role,
        text=contact.question_id or contact.party_id,
        at=contact.told_at,
    )
    steps.happened(work, case, event, contact.told_at)
    settle(work, case)


def says(work: Work, form: Says) -> Receipt:
    """Keep what whoever was asked or told last says; with a role, what that one says."""
    work.require("call.edit")
    case = call_of(work, form.case)
    contact = _open(work, case, form.role)
    at = work.told(form.told)
    if at < contact.told_at:
        sentence = _("{number}: they were asked at {time}; the answer cannot have been before.")
        number, time = spoken(work, case), clock(work, contact.told_at)
        raise Refusal(sentence.format(number=number, time=time))
    _answered(work, case, contact, form.words, at)
    who = _(RUNGS[contact.role]) if contact.role else _("party that was asked")
    sentence = _("{number}: the answer of the {role} is kept.")
    return receipt(work, case, sentence, role=who)


def _open(work: Work, case: Case, role: str | None) -> Contact:
    """The newest contact without an answer; where nobody is named, one of whom it is awaited."""
    query = select(Contact).where(
        Contact.case_id == case.id,
        col(Contact.withdrawn_at).is_(None),
        col(Contact.answered_at).is_(None),
    )
    found = work.session.exec(query.order_by(col(Contact.told_at), col(Contact.id))).all()
    mine = [each for each in found if role in {None, each.role}]
    awaited = [each for each in mine if each.question_id or each.party_id]
    if mine:
        return (awaited or mine)[-1]
    sentence = _("Nobody whose answer is still to come was asked about {number}: ask {number} ...")
    raise Refusal(sentence.format(number=spoken(work, case)))


def _answered(work: Work, case: Case, contact: Contact, words: str, at: datetime) -> None:
    text = work.write(case.id, ANSWERS.get(contact.role or "", "said"), words)
    contact.answer_id, contact.answered_at = text.id, at
    work.keep(contact)
    work.record("contact.said", case.id, contact=contact.id, role=contact.role, text=text.id, at=at)
    steps.happened(work, case, f"{contact.role or 'party'}-said", at)
    settle(work, case)


def uncontact(work: Work, contact_id: int) -> None:
    """Take it back that somebody was asked; the row stays, with what was said."""
    contact = work.get(Contact, contact_id)
    contact.withdrawn_at = work.now
    work.keep(contact)
    work.record("contact.withdrawn", contact.case_id, contact=contact.id)
    settle(work, work.get(Case, contact.case_id))


def unsay(work: Work, contact_id: int) -> None:
    """Take an answer back: it is awaited again."""
    contact = work.get(Contact, contact_id)
    was = {"was": contact.answer_id, "was_since": contact.answered_at}
    contact.answer_id = contact.answered_at = None
    work.keep(contact)
    work.record("contact.unsaid", contact.case_id, contact=contact.id, **was)
    settle(work, work.get(Case, contact.case_id))

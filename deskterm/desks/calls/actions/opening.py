"""Logging a call: what it is about, where, who calls; then its clocks start."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import places, steps
from deskterm.core.errors import Question
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions import paper, ringing, runs
from deskterm.desks.calls.actions.answering import keep_answer
from deskterm.desks.calls.actions.closing import End, end_call
from deskterm.desks.calls.actions.hearing import Heard, hear
from deskterm.desks.calls.actions.indexing import index
from deskterm.desks.calls.actions.saying import spoken
from deskterm.desks.calls.forms import NewCall
from deskterm.desks.calls.model import Call

INQUIRY = "inquiry"
WRITTEN_INQUIRY = "inquiry-written"
LOCATED = "located"


def open_call(work: Work, form: NewCall) -> Receipt:
    """Log a call and start its clocks; what is doubtful is asked once, and never refused."""
    work.require("call.log")
    missed = ringing.record_of(work, form.ring) if form.ring else None
    heard = hear(work, form, ringing.phone_of(work, missed) if missed else "")
    if heard.party.doubts and not form.anyway:
        raise Question(" ".join(heard.party.doubts), heard.party.nearest)
    case = _keep_case(work, form, heard)
    if form.words:
        work.write(case.id, "words", form.words)
    steps.start(work, case, _playbook(heard.category, form))
    located(work, case, case.opened_at)
    for wish in heard.wishes:
        runs.begin(work, case, wish, case.opened_at)
    if form.answered:
        keep_answer(work, case, case.opened_at)
    ringing.take_up(work, case, heard.party.phone, missed)
    index(work, case)
    if form.paper:
        paper.enter(work, form, case)
    return Receipt(spoken(work, case), _kept(work, case, heard), case.id)


def _kept(work: Work, case: Case, heard: Heard) -> str:
    place = heard.party.place
    where = heard.party.said or (places.in_words(place) if place else _("no place told"))
    said = _("{number} is kept: {category}, {place}.")
    return said.format(number=spoken(work, case), category=pick(heard.category), place=where)


def answered_call(work: Work, form: NewCall) -> Receipt:
    """Log a call that was answered on the spot: opened, answered and closed in one act."""
    work.require("call.close")
    kept = open_call(work, form.model_copy(update={"answered": True}))
    case = work.get(Case, kept.case_id)
    end_call(work, case, End("answered"))
    sentence = _("{number} is kept, answered and closed.")
    return Receipt(kept.number, sentence.format(number=kept.number), case.id)


def located(work: Work, case: Case, at: datetime | None = None) -> None:
    """Tick what waits for address and phone, once both are known (H2.1)."""
    both = queries.has_place(work.reader, case.id) and queries.has_phone(work.reader, case.id)
    rules_of = (
        rule
        for run in steps.live_runs(work, case.id)
        for rule in steps.playbook(work, run.playbook_id).steps
    )
    if both and any(rule.ticked_by == LOCATED for rule in rules_of):
        steps.happened(work, case, LOCATED, at or work.now)


def _keep_case(work: Work, form: NewCall, heard: Heard) -> Case:
    party = heard.party
    case = work.open_case(
        "C",
        "calls",
        heard.category["grade"],
        place_id=party.place["id"] if party.place else None,
        place_said=party.said,
        flags=rules.opening_flags(
            work.office.site.values.get("reply_days", ""), written=form.written
        ),
        opened_at=work.told(form.told),
        confidential=form.confidential,
    )
    call = work.keep(
        Call(
            case_id=case.id,
            category=heard.category["code"],
            kind=heard.kind,
            resident_id=party.resident["id"] if party.resident else None,
            caller=party.name,
            phone=party.phone,
            phone_tail=rules.tail(party.phone),
            channel=form.channel,
        )
    )
    work.record(
        "call.opened",
        case.id,
        category=call.category,
        incident=call.kind,
        place=case.place_id,
        resident=call.resident_id,
        channel=call.channel,
        confidential=case.confidential,
        opened=case.opened_at,
    )
    return case


def _playbook(category: Row, form: NewCall) -> str:
    if category["code"] == INQUIRY and form.written:
        return WRITTEN_INQUIRY
    return str(category["playbook"])

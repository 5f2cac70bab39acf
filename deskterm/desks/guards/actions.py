"""What the guards desk does: send guards, follow what they do, bring them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import rules
from deskterm.desks.guards.forms import GuardStatus
from deskterm.desks.guards.model import Assignment, Guard
from deskterm.desks.guards.queries import STATES

COLUMNS = {status: f"{status.replace('-', '_')}_at" for status in rules.STAMPS}


@dataclass(frozen=True)
class _Guard:
    """A guard as an act finds him: who, in what state, and on which assignment."""

    person: Person
    row: Guard
    out: Assignment | None

    @property
    def said(self) -> str:
        return f"{self.person.code} {self.person.name}"


def send(
    work: Work,
    case_id: int,
    guard_codes: Sequence[str],
    at: datetime | None = None,
    *,
    anyway: bool = False,
) -> list[str]:
    """Send guards to a case and answer who went; none of them goes if one is on a call already.

    Who is off duty or on break is asked about once.
    """
    work.require("guards.send")
    case = work.get(Case, case_id)
    if case.closed_at is not None:
        sentence = _("{number} is closed; nobody can be sent to it.")
        raise Refusal(sentence.format(number=_number(work, case)))
    when = work.told(at)
    guards = [_find(work, code) for code in dict.fromkeys(guard_codes)]
    for guard in guards:
        _refuse_if_out(work, guard)
        _refuse_if_busy_then(work, guard, when)
    doubts = [sentence for guard in guards if (sentence := _doubt(work, guard))]
    if doubts and not anyway:
        raise Question(" ".join(doubts))
    for guard in guards:
        _assign(work, case, guard, when)
    if guards:
        steps.happened(work, case, rules.EVENTS["assigned"], when)
    return [guard.said for guard in guards]


def _assign(work: Work, case: Case, guard: _Guard, at: datetime) -> None:
    sent = Assignment(case_id=case.id, person_id=guard.person.id, assigned_at=at)
    said = guard.said
    try:
        work.keep(sent)
    except IntegrityError as error:
        sentence = _("{guard} was sent to another call in the meantime.")
        raise Refusal(sentence.format(guard=said)) from error
    _turn(work, guard, "assigned", at)
    work.record("guard.assigned", case.id, guard=guard.person.id, assignment=sent.id, at=at)
    body = f"{numbers.full(case.letter, case.year, case.number)} {guard.said}"
    number = f"{case.letter}{case.number} {_number(work, case)}"
    keys = f"{number} {guard.person.english} {guard.person.initials}"
    search.keep(work, search.Doc("assignment", sent.id, body, keys, case.id), at)


def _refuse_if_out(work: Work, guard: _Guard) -> None:
    if guard.out is None:
        return
    sentence = _(
        "{guard} is on {number} since {time}; stamp the guard clear first, or send another."
    )
    number = _number(work, work.get(Case, guard.out.case_id))
    time = _clock(work, guard.out.assigned_at)
    raise Refusal(sentence.format(guard=guard.person.code, number=number, time=time))


def _refuse_if_busy_then(work: Work, guard: _Guard, at: datetime) -> None:
    """Two assignments of one guard never overlap, in told time neither."""
    latest = select(Assignment).where(
        Assignment.person_id == guard.person.id, col(Assignment.clear_at) > at
    )
    busy = work.session.exec(latest.order_by(col(Assignment.clear_at).desc())).first()
    if busy is None or busy.clear_at is None:
        return
    sentence = _("{guard} was on {number} until {time}; the sending cannot lie before that.")
    number = _number(work, work.get(Case, busy.case_id))
    time = _clock(work, busy.clear_at)
    raise Refusal(sentence.format(guard=guard.person.code, number=number, time=time))


def _doubt(work: Work, guard: _Guard) -> str:
    if guard.row.state == "off-duty":
        return _("{guard} is off duty. Send anyway?").format(guard=guard.said)
    if guard.row.state != "break":
        return ""
    if guard.row.until is None:
        return _("{guard} is on break. Send anyway?").format(guard=guard.said)
    sentence = _("{guard} is on break until {time}. Send anyway?")
    return sentence.format(guard=guard.said, time=_clock(work, guard.row.until))


def status(work: Work, form: GuardStatus) -> Receipt:
    """What a guard does now, or did when told: a stamp of the assignment, or a state of his own.

    `available` ends the assignment. A stamp is written once, and lies between the
    stamps before and after it; one that was skipped stays unknown.
    """
    work.require("guards.status")
    guard = _find(work, form.guard)
    if "off-duty" in {form.status, guard.row.state}:
        work.require("guards.duty")
    at = work.told(form.told)
    out = guard.out
    if form.case and (out is None or out.case_id != _case_id(work, form.case)):
        raise _not_on(work, guard, form.case)
    if form.status in rules.STAMPS:
        _stamp(work, guard, form.status, at)
    elif out is not None and form.status == "available":
        _clear(work, guard, out, at)
    else:
        _refuse_if_out(work, guard)
        _change(work, guard, form, at)
    number = _number(work, work.get(Case, out.case_id)) if out else guard.person.code
    said = _("{guard}: {status}.").format(guard=guard.said, status=_(STATES[form.status]))
    return Receipt(number, said, out.case_id if out else None)


def _not_on(work: Work, guard: _Guard, said: str) -> Refusal:
    if guard.out is None:
        sentence = _("{guard} is on no call; send the guard to {said} first.")
        return Refusal(sentence.format(guard=guard.person.code, said=said))
    number = _number(work, work.get(Case, guard.out.case_id))
    sentence = _("{guard} is on {number}, not on {said}.")
    return Refusal(sentence.format(guard=guard.person.code, number=number, said=said))


def _stamp(work: Work, guard: _Guard, name: str, at: datetime) -> None:
    out = guard.out
    if out is None:
        sentence = _("{guard} is on no call; send first: send {guard} C412.")
        raise Refusal(sentence.format(guard=guard.person.code))
    stamps = _stamps(out)
    held = stamps[name]
    if held is not None:
        sentence = _("{guard} is “{status}” since {time} already; that stamp stays.")
        raise Refusal(_about(work, guard, sentence, name, held))
    _refuse_out_of_order(work, guard, out, name, at)
    setattr(out, COLUMNS[name], at)
    work.keep(out)
    work.record(
        "guard.stamped",
        out.case_id,
        guard=guard.person.id,
        assignment=out.id,
        status=name,
        at=at,
    )
    if rules.bounds(stamps, name)[1] is None:
        _turn(work, guard, name, at)
    steps.happened(work, work.get(Case, out.case_id), rules.EVENTS[name], at)


def _stamps(out: Assignment) -> dict[str, datetime | None]:
    return {status: getattr(out, column) for status, column in COLUMNS.items()}


def _refuse_out_of_order(
    work: Work, guard: _Guard, out: Assignment, name: str, at: datetime
) -> None:
    (before, then), after = rules.bounds(_stamps(out), name)
    if at < then:
        sentence = _("{guard} was “{status}” at {time}; what follows cannot lie before that.")
        raise Refusal(_about(work, guard, sentence, before, then))
    if after and at > after[1]:
        sentence = _("{guard} was “{status}” at {time}; what goes before cannot lie after that.")
        raise Refusal(_about(work, guard, sentence, *after))


def _about(work: Work, guard: _Guard, sentence: str, status: str, at: datetime) -> str:
    state = _(STATES[status])
    return sentence.format(guard=guard.person.code, status=state, time=_clock(work, at))


def _clear(work: Work, guard: _Guard, out: Assignment, at: datetime) -> None:
    """End an assignment; once nobody is out any more, the call knows that all are back."""
    _refuse_out_of_order(work, guard, out, "available", at)
    out.clear_at = at
    work.keep(out)
    work.record("guard.cleared", out.case_id, guard=guard.person.id, assignment=out.id, at=at)
    _turn(work, guard, "available", at)
    sent = work.session.exec(select(Assignment).where(Assignment.case_id == out.case_id)).all()
    back = [each.clear_at for each in sent if each.clear_at is not None]
    if len(back) == len(sent):
        steps.happened(work, work.get(Case, out.case_id), rules.EVENTS["available"], max(back))


def clear_all(work: Work, case_id: int, at: datetime | None = None) -> list[str]:
    """Stamp everybody who is out on a case clear, and answer who they were."""
    work.require("guards.status")
    query = select(Assignment).where(
        Assignment.case_id == case_id, col(Assignment.clear_at).is_(None)
    )
    when = work.told(at)
    cleared = []
    for out in work.session.exec(query.order_by(col(Assignment.id))).all():
        person = work.get(Person, out.person_id)
        guard = _Guard(person, work.get(Guard, person.id), out)
        _clear(work, guard, out, when)
        cleared.append(guard.said)
    return cleared


def _change(work: Work, guard: _Guard, form: GuardStatus, at: datetime) -> None:
    """A state that belongs to no call: on duty and free, on break, off duty."""
    row = guard.row
    if form.status == row.state and form.status != "break":
        sentence = _("{guard} is “{status}” since {time} already.")
        raise Refusal(_about(work, guard, sentence, row.state, row.since))
    if at < row.since:
        sentence = _("{guard} is “{status}” since {time}; what follows cannot lie before that.")
        raise Refusal(_about(work, guard, sentence, row.state, row.since))
    if form.status == "break" and row.state == "off-duty":
        sentence = _("{guard} is off duty since {time}; there is no break to take.")
        raise Refusal(_about(work, guard, sentence, row.state, row.since))
    until = None
    if form.until and form.status == "break":
        until = rules.next_at(work.office.site.local(at), form.until)
    since = row.since if form.status == row.state else at
    _turn(work, guard, form.status, since, until)
    work.record("guard.changed", None, guard=guard.person.id, state=form.status, at=at, until=until)


def _turn(
    work: Work, guard: _Guard, state: str, since: datetime, until: datetime | None = None
) -> None:
    guard.row.state, guard.row.since, guard.row.until = state, since, until
    work.keep(guard.row)


def _find(work: Work, code: str) -> _Guard:
    found = work.session.exec(
        select(Person, Guard).where(Guard.person_id == Person.id, Person.code == code)
    ).first()
    if found is None or not found[0].active:
        known = work.reader.rows(
            "SELECT p.code FROM guards g JOIN people p ON p.id = g.person_id WHERE p.active = 1"
        )
        codes = sorted((row["code"] for row in known), key=rules.natural)
        sentence = _("There is no guard {code}; there are {codes}.")
        raise NotFound(sentence.format(code=code, codes=", ".join(codes)))
    person, row = found
    active = select(Assignment).where(
        Assignment.person_id == person.id, col(Assignment.clear_at).is_(None)
    )
    return _Guard(person, row, work.session.exec(active).first())


def _case_id(work: Work, said: str) -> int:
    return numbers.case_id(work.reader, said, work.office.site.local(work.now))


def _number(work: Work, case: Case) -> str:
    this_year = work.office.site.local(work.now).year
    return numbers.spoken(case.letter, case.year, case.number, this_year)


def _clock(work: Work, at: datetime) -> str:
    return f"{work.office.site.local(at):%H:%M}"

"""Sending guards: who goes, who is asked about, and what follows each of them from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.register import Person
from deskterm.core.tables import Case
from deskterm.core.words import _, language
from deskterm.core.work import Work
from deskterm.desks.guards import queries, rules
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.actions.stamping import clear
from deskterm.desks.guards.model import Assignment

PLAYBOOK, FLAG = "guard-out", "roll-call"
"""The clocks of one guard on one call, and the condition under which he is asked for a word."""


def send(
    work: Work,
    case_id: int,
    guard_codes: Sequence[str],
    at: datetime | None = None,
    *,
    anyway: bool = False,
) -> list[str]:
    """Send guards to a case and answer who went; all of them go, or none.

    Asked about once: who is off duty or on break, who would be taken off another
    call, which post would be left empty, which time is out of order.
    """
    work.require("guards.send")
    case = work.get(Case, case_id)
    if case.closed_at is not None:
        sentence = _("{number} is closed; nobody can be sent to it.")
        raise Refusal(sentence.format(number=found.number(work, case_id)))
    when = work.told(at)
    guards = _who_goes(work, case, [found.find(work, code) for code in dict.fromkeys(guard_codes)])
    doubts = [doubt for guard in guards for doubt in _doubts(work, guard, when)]
    found.ask([*doubts, *_empty_posts(work, guards)], _("Send anyway?"), anyway=anyway)
    for guard in guards:
        _assign(work, case, guard, when)
    if guards:
        steps.happened(work, case, rules.EVENTS["assigned"], when)
    return [guard.said for guard in guards]


def _who_goes(work: Work, case: Case, guards: Sequence[Found]) -> list[Found]:
    """Those who are not on the case already; refused when all are."""
    going = [guard for guard in guards if guard.out is None or guard.out.case_id != case.id]
    if guards and not going:
        sentence = _("{guard} is on {number} already.")
        said = ", ".join(guard.said for guard in guards)
        raise Refusal(sentence.format(guard=said, number=found.number(work, case.id)))
    return going


def _doubts(work: Work, guard: Found, at: datetime) -> list[str]:
    if guard.out is not None:
        sentence = _("{guard} is on {number}, {status} since {time}, and would be taken off it.")
        number = found.number(work, guard.out.case_id)
        state, time = found.label(work, guard.row.state), found.clock(work, guard.row.since)
        taken = sentence.format(guard=guard.said, number=number, status=state, time=time)
        return [taken, *found.disorder(work, guard, guard.out, "available", at)]
    sentence = ""
    if guard.row.state == "off-duty":
        sentence = _("{guard} is off duty.")
    elif guard.row.state == "break" and guard.row.until is None:
        sentence = _("{guard} is on break.")
    elif guard.row.state == "break":
        sentence = _("{guard} is on break until {time}.")
    until = found.clock(work, guard.row.until) if guard.row.until else ""
    away = [sentence.format(guard=guard.said, time=until)] if sentence else []
    return away + _busy_then(work, guard, at)


def _busy_then(work: Work, guard: Found, at: datetime) -> list[str]:
    """Two assignments of one guard overlap in told time only if somebody says so."""
    latest = select(Assignment).where(
        Assignment.person_id == guard.person.id,
        col(Assignment.clear_at) > at,
        col(Assignment.withdrawn_at).is_(None),
    )
    busy = work.session.exec(latest.order_by(col(Assignment.clear_at).desc())).first()
    if busy is None or busy.clear_at is None:
        return []
    sentence = _("{guard} was on {number} until {time}; the sending does not lie before that.")
    number, time = found.number(work, busy.case_id), found.clock(work, busy.clear_at)
    return [sentence.format(guard=guard.person.code, number=number, time=time)]


def _empty_posts(work: Work, guards: Sequence[Found]) -> list[str]:
    """A sentence for each post that nobody would be left at, with who is left elsewhere."""
    posts = queries.left_at_posts(work.reader, [guard.person.code for guard in guards])
    left = ", ".join(f"{_post(post)} {post['count']}" for post in posts if post["count"])
    sentence = _("{post} would be empty; left at the posts: {left}.")
    return [
        sentence.format(post=_post(post), left=left or _("nobody"))
        for post in posts
        if post["now"] and not post["count"]
    ]


def _post(post: dict[str, str]) -> str:
    return (post["english"] if language() == "en" else "") or post["name"]


def _assign(work: Work, case: Case, guard: Found, at: datetime) -> None:
    taken = {"taken_from": guard.out.case_id} if guard.out else {}
    if guard.out:
        clear(work, guard, guard.out, at, to=case.id)
    assign(work, case, guard, at, **taken)


def assign(work: Work, case: Case, guard: Found, at: datetime, **facts: object) -> None:
    """Put a guard on a case, with the clocks that follow him there."""
    sent = Assignment(case_id=case.id, person_id=guard.person.id, assigned_at=at)
    said = guard.said
    try:
        work.keep(sent)
    except IntegrityError as error:
        sentence = _("{guard} was sent to another call in the meantime.")
        raise Refusal(sentence.format(guard=said)) from error
    facts |= guard.former
    found.turn(work, guard, "assigned", at)
    work.record(
        "guard.assigned", case.id, guard=guard.person.id, assignment=sent.id, at=at, **facts
    )
    _follow(work, case, guard, sent)
    search.keep(work, doc(work, sent), at)


def doc(work: Work, sent: Assignment) -> search.Doc:
    """How an assignment is found: by its record's number and by the guard."""
    case, person = work.get(Case, sent.case_id), work.get(Person, sent.person_id)
    body = f"{numbers.full(case.letter, case.year, case.number)} {person.code} {person.name}"
    number = f"{case.letter}{case.number} {found.number(work, case.id)}"
    keys = f"{number} {person.english} {person.initials}"
    return search.Doc("assignment", sent.id, body, keys, case.id, body)


def _follow(work: Work, case: Case, guard: Found, sent: Assignment) -> None:
    """Start the clocks of this guard; a store that has no such playbook sends without them."""
    if not work.reader.value("SELECT 1 FROM playbooks WHERE name = :name", name=PLAYBOOK):
        return
    asked = queries.roll_minutes(work.reader, case.id) > 0
    if (FLAG in case.flags.split()) is not asked:
        steps.set_flag(work, case, FLAG, on=asked)
    run = steps.start(work, case, PLAYBOOK, sent.assigned_at, subject=guard.person.code)
    sent.run_id = run.id
    work.keep(sent)

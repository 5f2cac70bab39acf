"""A guard's states that belong to no call: on duty and free, on break, off duty."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.errors import Refusal
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import queries, rules
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.forms import GuardStatus


def change(work: Work, guard: Found, form: GuardStatus, at: datetime) -> None:
    """Take up another state; a break may be given another end."""
    row, former = guard.row, guard.former
    if form.status == row.state and form.status != "break":
        sentence = _("{guard} is “{status}” since {time} already.")
        raise Refusal(found.about(work, guard, sentence, row.state, row.since))
    if form.status == "break" and row.state == "off-duty":
        sentence = _("{guard} is off duty since {time}; there is no break to take.")
        raise Refusal(found.about(work, guard, sentence, row.state, row.since))
    found.ask(_doubts(work, guard, form.status, at), _("Keep it so?"), anyway=form.anyway)
    until = None
    if form.until and form.status == "break":
        until = rules.next_at(work.office.site.local(at), form.until)
    since = row.since if form.status == row.state else at
    found.turn(work, guard, form.status, since, until)
    facts = {"state": form.status, "at": at, "since": since, "until": until}
    work.record("guard.changed", None, guard=guard.person.id, **facts, **former)


def _doubts(work: Work, guard: Found, state: str, at: datetime) -> list[str]:
    doubts = []
    if at < guard.row.since:
        sentence = _("{guard} is “{status}” since {time}; what follows does not lie before that.")
        doubts.append(found.about(work, guard, sentence, guard.row.state, guard.row.since))
    held = queries.in_hands(work.reader, guard.person.code) if state == "off-duty" else []
    if held:
        named = ", ".join(f"{row['code']} {row['name']}" for row in held)
        sentence = _("{guard} still has {equipment}.")
        doubts.append(sentence.format(guard=guard.said, equipment=named))
    return doubts

"""The service order goes to the departments, and they say that they have it (M1.4)."""

from __future__ import annotations

from deskterm.core.errors import Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.orders import events, queries, rules
from deskterm.desks.rooms.orders.events import Said, What
from deskterm.desks.rooms.orders.filling import titles
from deskterm.desks.rooms.orders.forms import Received, Sent
from deskterm.desks.rooms.orders.naming import named, names


def sent(work: Work, form: Sent) -> Receipt:
    """The order was sent; once business and equipment both were sent it, that step is done."""
    said = events.of(work, form.case, form.told)
    whom = named(form.department) or list(rules.PROVIDERS)
    missing = queries.missing(work.reader, said.case.id)
    if missing and not form.anyway:
        sentence = _("The service order of {number} still wants: {missing}. Was it sent so?")
        raise Question(sentence.format(number=said.number, missing=titles(missing)))
    for department in whom:
        events.keep(said, What("sent", department))
    first = queries.first_sent(work.reader, said.case.id)
    if all(name in first for name in rules.PROVIDERS):
        at = max(first[name] for name in rules.PROVIDERS)
        events.happened(said, "order-sent", instant(at))
    return said.receipt(_("{number}: the order went to {whom}."), whom=names(whom))


def received(work: Work, form: Received) -> Receipt:
    """A department has the order."""
    said = events.of(work, form.case, form.told)
    waiting = dict(queries.open_sent(work.reader, said.case.id))
    whom = named(form.department) or list(waiting)
    if not whom:
        sentence = _("No order of {number} is under way; send it first: sent {number}.")
        raise Refusal(sentence.format(number=said.number))
    for department in whom:
        _doubt(said, department, waiting.get(department), anyway=form.anyway)
        events.keep(said, What("received", department))
        if department in rules.PROVIDERS:
            events.happened(said, f"{department}-received")
    return said.receipt(_("{number}: the order was received by {whom}."), whom=names(whom))


def _doubt(said: Said, department: str, sent_at: str | None, *, anyway: bool) -> None:
    if sent_at is not None and instant(sent_at) > said.at:
        sentence = _("The order went to {whom} at {time}; it was not received before.")
        at = said.work.office.site.local(instant(sent_at))
        raise Refusal(sentence.format(whom=names([department]), time=f"{at:%H:%M}"))
    if sent_at is None and not anyway:
        sentence = _("By the record no order of {number} is under way to {whom}.")
        raise Question(sentence.format(number=said.number, whom=names([department])))

"""The applicant is phoned, and the service order is filled in."""

from __future__ import annotations

from collections.abc import Iterable

from deskterm.core import steps
from deskterm.core.kinds import KINDS
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions.keeping import index
from deskterm.desks.rooms.orders import events, queries
from deskterm.desks.rooms.orders.events import Said, What
from deskterm.desks.rooms.orders.forms import Confirm, Order
from deskterm.desks.rooms.orders.naming import named

_FLAGS = (("staff", "staff"), ("watch", "equipment-watch"))


def confirm(work: Work, form: Confirm) -> Receipt:
    """The applicant was phoned: what was said is kept, word for word (M1.2)."""
    said = events.of(work, form.case, form.told)
    text = work.write(said.case.id, "confirmation", form.words)
    events.keep(said, What("confirmed", text_id=text.id))
    events.happened(said, "applicant-phoned")
    return said.receipt(_("{number}: the call to the applicant is on record."))


def order(work: Work, form: Order) -> Receipt:
    """Fill in the service order; it counts as filled in once nothing of it is missing (M1.3)."""
    said = events.of(work, form.case)
    _dates(said, form)
    changed = [_type(said, name, body) for name, body in _typed(form).items()]
    if any(changed):
        work.record("order.typed", said.case.id, booking=said.booking.id)
        index(work, said.case, said.booking)
    changed += [_wants(said, form), *(_answer(said, form, *each) for each in _FLAGS)]
    if form.important is not None:
        events.flag(said, "important", on=form.important)
    missing = queries.missing(work.reader, said.case.id)
    filled = _is(said, "filled")
    if not filled and (form.anyway or not missing):
        events.keep(said, What("filled"))
        events.happened(said, "order-filled")
    return _receipt(said, missing, again=any(changed) and _is(said, "sent"))


def _receipt(said: Said, missing: list[str], *, again: bool) -> Receipt:
    if missing:
        sentence = _("{number}: kept. The service order still wants: {missing}.")
        return said.receipt(sentence, missing=titles(missing))
    told = [_("{number}: the service order is filled in.")]
    if again:
        told.append(_("It was sent before this changed; send it again: sent {number}."))
    return said.receipt(" ".join(told))


def _is(said: Said, kind: str) -> bool:
    return any(row["kind"] == kind for row in queries.events(said.work.reader, said.case.id))


def _dates(said: Said, form: Order) -> None:
    """When it was applied for and accepted, where that is told; accepted now, the first time."""
    work = said.work
    if form.applied:
        events.keep(said, What("applied"), work.told(form.applied))
    if form.accepted or not _is(said, "accepted"):
        events.keep(said, What("accepted"), work.told(form.accepted))


def _typed(form: Order) -> dict[str, str]:
    found = {
        "department": form.department,
        "contact": form.contact,
        "phone": form.phone,
        "subject": form.subject,
        "attention": form.attention,
        "accepting": form.accepting,
        "handled": form.handled,
        "carries": " ".join(named(form.carries)),
    }
    return {name: body for name, body in found.items() if body}


def _type(said: Said, name: str, body: str) -> bool:
    """Keep what was typed, where it differs; answers whether it does."""
    current = said.work.current(said.case.id, f"order-{name}")
    if current is not None and current.body == body:
        return False
    said.work.write(said.case.id, f"order-{name}", body)
    return True


def _answer(said: Said, form: Order, name: str, flag: str) -> bool:
    """Whether something is wanted: a yes and a no are both kept, the steps follow."""
    answer: bool | None = getattr(form, name)
    if answer is None:
        return False
    events.flag(said, flag, on=answer)
    return _type(said, name, "yes" if answer else "no")


def _wants(said: Said, form: Order) -> bool:
    """Add to what is wanted, or take something off; tea has rounds of its own (M3.5)."""
    less = KINDS["wants"].read(form.without).split() if form.without else []
    booking = said.booking
    wanted = dict.fromkeys([*booking.wants.split(), *form.wants])
    now = " ".join(item for item in wanted if item not in less)
    if now == booking.wants:
        return False
    was, booking.wants = booking.wants, now
    said.work.keep(booking)
    said.work.record("room.wanted", said.case.id, booking=booking.id, was=was, now=now)
    events.flag(said, "catering", on="tea" in now.split())
    steps.reclock(said.work, said.case)
    return True


def titles(fields: Iterable[str]) -> str:
    """Fields of the order as they are called."""
    known = {spec.name: _(spec.title) for spec in Order.specs()}
    return ", ".join(known[name] for name in fields)

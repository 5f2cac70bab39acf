"""The room is set up: what is wanted is there, and the user looks at it (M2.1, M2.2)."""

from __future__ import annotations

from deskterm.core.errors import Question, Refusal
from deskterm.core.kinds import Told
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.orders import events, queries, rules
from deskterm.desks.rooms.orders.events import Said, What
from deskterm.desks.rooms.orders.forms import Looked, Provided
from deskterm.desks.rooms.orders.naming import named, names, things


def provided(work: Work, form: Provided) -> Receipt:
    """Tick things that are there; where none is named, all of a department's, and its step."""
    said = events.of(work, form.case, form.told)
    if form.wants:
        return _things(said, form.wants)
    whom = named(form.department, rules.PROVIDERS) or [rules.BUSINESS]
    for department in whom:
        _rest(said, department)
        events.keep(said, What("provided", department))
        events.happened(said, f"{department}-ready")
    return said.receipt(_("{number}: the room is ready, says {whom}."), whom=names(whom))


def _things(said: Said, wanted: tuple[str, ...]) -> Receipt:
    listed = {item.item: item for item in _items(said)}
    strange = [item for item in wanted if item not in listed]
    if strange:
        sentence = _("{things} is not on the order of {number}; add it: order {number} {words}.")
        told = {"things": things(strange), "words": " ".join(strange), "number": said.number}
        raise Refusal(sentence.format(**told))
    for item in wanted:
        if listed[item].at is None:
            events.keep(said, What("provided", listed[item].department, item))
    rest = [item.item for item in _items(said) if item.at is None]
    if rest:
        return said.receipt(_("{number}: still wanted: {rest}."), rest=things(rest))
    return said.receipt(_("{number}: all that is wanted is there."))


def _items(said: Said) -> list[queries.Item]:
    return queries.items(said.work.reader, said.work.office.site, said.case.id)


def _rest(said: Said, department: str) -> None:
    """Everything of this department that was not ticked is there too."""
    for item in _items(said):
        if item.department == department and item.at is None:
            events.keep(said, What("provided", department, item.item))


def all_there(
    work: Work, case_id: int, label: int, told: Told | None, *, anyway: bool
) -> Receipt | None:
    """Before a department's step is ticked: what it has not provided is asked for, once.

    None where the step is not one of these, or nothing stands open; whoever means it
    says that all of it is there, which ticks the step with the rest.
    """
    department = dict(queries.checked_steps(work.reader, case_id)).get(label)
    rows = queries.items(work.reader, work.office.site, case_id)
    open_ = [row.item for row in rows if row.department == department and row.at is None]
    if department is None or not open_:
        return None
    number = events.spoken(work, work.get(Case, case_id))
    if not anyway:
        sentence = _("{number} still wants: {things}. Is all of it there?")
        raise Question(sentence.format(number=number, things=things(open_)))
    return provided(work, Provided(case=number, department=department, told=told))


def looked(work: Work, form: Looked) -> Receipt:
    """The user looked at the room; what they want changed is a step of its own."""
    said = events.of(work, form.case, form.told)
    text = work.write(said.case.id, "changes", form.words) if form.words else None
    events.keep(said, What("looked", text_id=text.id if text else None))
    if text:
        events.flag(said, "changes", on=True)
    events.happened(said, "user-looked")
    if text:
        return said.receipt(_("{number}: the user looked; what they want changed is a step now."))
    return said.receipt(_("{number}: the user looked, and all is as they wish."))

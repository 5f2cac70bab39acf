"""Equipment: handed out to a guard, and brought back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import queries
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.forms import IssueEquipment, ReturnEquipment
from deskterm.desks.guards.model import Equipment, Issue


def issue(work: Work, form: IssueEquipment) -> Receipt:
    """Hand equipment out to a guard; what somebody else has is asked about, and changes hands."""
    work.require("guards.duty")
    held = [(_equipment(work, code), _held(work, code)) for code in form.equipment]
    guard, at = found.find(work, form.guard), work.told(form.told)
    doubts = [doubt for item, row in held for doubt in _doubts(work, guard, item, row)]
    if guard.row.state == "off-duty":
        doubts.append(_("{guard} is off duty.").format(guard=guard.said))
    found.ask(doubts, _("Issue anyway?"), anyway=form.anyway)
    for item, row in held:
        if row is not None:
            _take_back(work, row, at)
        _hand_out(work, guard, item, at)
    said = _("{equipment} issued to {guard}.")
    return Receipt("", said.format(equipment=_named([i for i, _row in held]), guard=guard.said))


def _hand_out(work: Work, guard: Found, item: Equipment, at: datetime) -> None:
    row = Issue(equipment=item.code, person_id=guard.person.id, out_at=at, out_by=work.operator)
    work.keep(row)
    facts = {"issue": row.id, "equipment": item.code, "guard": guard.person.id}
    work.record("equipment.issued", None, at=at, **facts)


def _doubts(work: Work, guard: Found, item: Equipment, row: Issue | None) -> list[str]:
    if not item.active:
        sentence = _("{code} is out of use; there are {codes}.")
        codes = ", ".join(each["code"] for each in queries.equipment(work.reader))
        raise Refusal(sentence.format(code=item.code, codes=codes))
    if row is None:
        return []
    time = found.clock(work, row.out_at)
    if row.person_id == guard.person.id:
        sentence = _("{guard} has {equipment} since {time} already.")
        named = _named([item])
        raise Refusal(sentence.format(guard=guard.said, equipment=named, time=time))
    holder = work.get(Person, row.person_id)
    sentence = _("{holder} has {equipment} since {time}.")
    said = f"{holder.code} {holder.name}"
    return [sentence.format(holder=said, equipment=_named([item]), time=time)]


def give_back(work: Work, form: ReturnEquipment) -> Receipt:
    """Equipment comes back, from whoever has it."""
    work.require("guards.duty")
    at = work.told(form.told)
    items = [_equipment(work, code) for code in form.equipment]
    rows = [_in_hands(work, item) for item in items]
    early = [row for row in rows if at < row.out_at]
    sentence = _("{code} was issued at {time}; it does not come back before that.")
    doubts = [
        sentence.format(code=row.equipment, time=found.clock(work, row.out_at)) for row in early
    ]
    found.ask(doubts, _("Keep it so?"), anyway=form.anyway)
    for row in rows:
        _take_back(work, row, at)
    said = _("{equipment} is back.")
    return Receipt("", said.format(equipment=_named(items)))


def _take_back(work: Work, row: Issue, at: datetime) -> None:
    row.back_at, row.back_by = at, work.operator
    work.keep(row)
    facts = {"issue": row.id, "equipment": row.equipment, "guard": row.person_id}
    work.record("equipment.returned", None, at=at, **facts)


def _equipment(work: Work, code: str) -> Equipment:
    item = work.session.get(Equipment, code)
    if item is None:
        codes = ", ".join(each["code"] for each in queries.equipment(work.reader))
        sentence = _("There is no equipment {code}; there are {codes}.")
        raise NotFound(sentence.format(code=code, codes=codes))
    return item


def _held(work: Work, code: str) -> Issue | None:
    query = select(Issue).where(Issue.equipment == code, col(Issue.back_at).is_(None))
    return work.session.exec(query).first()


def _in_hands(work: Work, item: Equipment) -> Issue:
    row = _held(work, item.code)
    if row is not None:
        return row
    held = ", ".join(f"{each['code']} {each['guard']}" for each in queries.in_hands(work.reader))
    sentence = _("{equipment} is in nobody's hands; handed out are: {held}.")
    raise Refusal(sentence.format(equipment=_named([item]), held=held or _("none")))


def _named(items: list[Equipment]) -> str:
    return ", ".join(f"{item.code} {item.name}" for item in items)

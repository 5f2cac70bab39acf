"""Changing the site's registers from the desk line: a resident, a guard, a room, a vehicle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from sqlmodel import SQLModel, select

from deskterm.core import places, search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.form import Form, fill
from deskterm.core.kinds import KINDS
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person, Resident, Room, Vehicle
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.guards.model import Guard
from deskterm.shell.site import docs
from deskterm.shell.site.names import reading

TAIL = 4
FIELDS: Mapping[type[SQLModel], Mapping[str, str]] = {
    Person: {"name": "name", "english": "name", "phone": "phone", "active": "yesno"},
    Guard: {"post": "name"},
    Room: {
        "name": "name",
        "english": "name",
        "capacity": "people",
        "features": "name",
        "active": "yesno",
    },
    Vehicle: {
        "name": "name",
        "english": "name",
        "model": "name",
        "card": "name",
        "station": "name",
        "norm_ml": "litres",
        "tank_ml": "litres",
        "active": "yesno",
    },
}
"""What can be changed of each, and the kind of value it takes."""


class NewResident(Form):
    """Enter a resident of a unit, or the new phone number of one who is known there."""

    verbs: ClassVar[tuple[str, ...]] = ("resident", "住户")
    title: ClassVar[str] = N_("Resident")

    place: str = fill(N_("Place"), "place")
    phone: str | None = fill(N_("Phone"), "phone", default=None)
    name: str = fill(N_("Name"), "name")


class Change(Form):
    """Change one field of a guard, a room or a vehicle: `set G2 phone 100-5550-0199`."""

    verbs: ClassVar[tuple[str, ...]] = ("set", "修改")
    title: ClassVar[str] = N_("Change")

    words: str = fill(N_("Words"), "words", hint=N_("which one, which field, its new value"))


def resident(work: Work, form: NewResident) -> Receipt:
    """Keep a resident of a unit; one of that name there gets the new phone number."""
    work.require("register.edit")
    place = places.find(work.reader, form.place)
    if place is None or place["kind"] != "unit":
        near = ", ".join(places.nearest(work.reader, form.place))
        sentence = _("There is no unit {said}; the nearest are {nearest}.")
        raise NotFound(sentence.format(said=form.place, nearest=near))
    query = select(Resident).where(Resident.place_id == place["id"], Resident.name == form.name)
    row = work.session.exec(query).first()
    kind = "site.changed" if row else "site.added"
    row = row or Resident(place_id=place["id"], name=form.name)
    row.pinyin, row.initials = reading(form.name)
    row.phone, row.active = form.phone or row.phone, True
    row.phone_tail = "".join(char for char in row.phone if char.isdigit())[-TAIL:]
    work.keep(row)
    work.record(kind, None, table="residents", row=row.id)
    search.keep(work, docs.resident(row, place["code"]))
    said = _("{name} of {place} is in the register.")
    return Receipt(place["code"], said.format(name=form.name, place=place["code"]))


def change(work: Work, form: Change) -> Receipt:
    """Change one field of a guard, a room or a vehicle; refused naming what can be changed."""
    work.require("register.edit")
    code, _blank, rest = form.words.partition(" ")
    field, _blank, value = rest.strip().partition(" ")
    rows = _rows(work, code)
    for row in rows:
        kind = FIELDS[type(row)].get(field)
        if kind is not None:
            _set(work, row, field, _value(kind, value))
            said = _("{code}: {field} is {value} now.")
            return Receipt(code, said.format(code=code, field=field, value=value))
    known = ", ".join(name for row in rows for name in FIELDS[type(row)])
    sentence = _("Of {code} these can be changed: {known}.")
    raise Refusal(sentence.format(code=code, known=known))


def _rows(work: Work, code: str) -> list[SQLModel]:
    person = work.session.exec(select(Person).where(Person.code == code.upper())).first()
    if person and (guard := work.session.get(Guard, person.id)):
        return [person, guard]
    for query in (
        select(Room).where(Room.code == code.upper()),
        select(Vehicle).where(Vehicle.plate == code.upper()),
    ):
        if found := work.session.exec(query).first():
            return [found]
    sentence = _("{code} is no guard, room or vehicle of this site.")
    raise NotFound(sentence.format(code=code))


def _value(kind: str, text: str) -> Any:  # noqa: ANN401 - the field's own type
    read: Callable[[str], Any] = KINDS[kind].value
    return read(KINDS[kind].read(text.strip()))


def _set(work: Work, row: SQLModel, field: str, value: object) -> None:
    setattr(row, field, value)
    if field == "name" and isinstance(row, Person):
        row.pinyin, row.initials = reading(row.name)
    work.keep(row)
    _index(work, row)
    key = getattr(row, "id", None) or getattr(row, "person_id", None)
    work.record("site.changed", None, table=str(row.__tablename__), row=key, field=field)


def _index(work: Work, row: SQLModel) -> None:
    """Let a guard or a vehicle be found as it is now; who is put away is found no more."""
    if not isinstance(row, Person | Vehicle):
        return
    doc = docs.guard(row) if isinstance(row, Person) else docs.vehicle(row)
    if row.active:
        search.keep(work, doc)
    else:
        search.forget(work, doc.kind, doc.ref)

"""Taking a site's files into the store: what is new, what changed, what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from deskterm.core import people
from deskterm.core.errors import Refusal
from deskterm.core.register import Person, Place, Resident, Room, Vehicle
from deskterm.core.search import Doc
from deskterm.core.site import read_site
from deskterm.core.tables import Setting
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls.model import Category, Document, Notice, Phrase, Price
from deskterm.desks.guards.model import Equipment, Guard, Post, PostMinutes
from deskterm.desks.vehicles import actions as vehicles
from deskterm.desks.vehicles.fleet_model import Account, ServiceInterval, Supplier, Supply
from deskterm.shell.forms.model import FormSheet
from deskterm.shell.site import docs, registers
from deskterm.shell.site.cells import Value
from deskterm.shell.site.difference import Added, Change, Changed, Difference, Gone, compare
from deskterm.shell.site.fleet_registers import LICENCES
from deskterm.shell.site.names import reading
from deskterm.shell.site.shape import Register

if TYPE_CHECKING:
    from sqlmodel import SQLModel

Values = Mapping[str, Value]

MODELS: dict[str, type[SQLModel]] = {
    "settings": Setting,
    "categories": Category,
    "units": Place,
    "places": Place,
    "residents": Resident,
    "posts": Post,
    "minutes": PostMinutes,
    "people": Person,
    "guards": Person,
    "equipment": Equipment,
    "rooms": Room,
    "vehicles": Vehicle,
    "accounts": Account,
    "intervals": ServiceInterval,
    "suppliers": Supplier,
    "supplies": Supply,
    "prices": Price,
    "phrases": Phrase,
    "documents": Document,
    "forms": FormSheet,
    "notices": Notice,
}

_DAYS = frozenset({"begins", "ends", "expires"})
_NOT_KEPT: Mapping[str, frozenset[str]] = {
    "places": frozenset({"sort"}),
    "residents": frozenset({"unit"}),
    "people": frozenset({"pin"}),
    "guards": frozenset({"post"}),
}
"""Fields of a file that are not columns of its table."""

_TAIL = 4


def apply(work: Work, wanted: Difference) -> int:
    """Bring the store to what the files say; answers how many rows changed.

    Rows that the files have no more become inactive, never deleted. Refused when the
    store changed since the difference was looked at. Whoever runs the program without
    signing on owns the store's file, and may do it.
    """
    if work.person is not None:
        work.require("register.edit")
    today = work.office.site.local(work.now).date()
    has_pepper = people.pepper_of(work.office.path).exists()
    now = compare(work.reader, wanted.files, today, has_pepper=has_pepper)
    if now.changes != wanted.changes:
        raise Refusal(_("The store changed meanwhile; look at the difference again."))
    for register in registers.REGISTERS:
        changes = wanted.of(register)
        if changes:
            _Keeper(work, register, wanted).keep(changes)
    return sum(not (isinstance(each, Gone) and each.stays) for each in wanted.changes)


class _Keeper:
    """What keeps the changes of one register."""

    def __init__(self, work: Work, register: Register, wanted: Difference) -> None:
        self.work = work
        self.register = register
        self.wanted = wanted
        self.units: dict[str, int] = {}
        if register is registers.RESIDENTS:
            sql = "SELECT id, code FROM places WHERE kind = 'unit'"
            self.units = {row["code"]: row["id"] for row in work.reader.each(sql)}
        self.codes = {place: code for code, place in self.units.items()}

    def keep(self, changes: Sequence[Change]) -> None:
        """Keep them, with one journal line for what is new and one for what changed."""
        added = [change for change in changes if isinstance(change, Added)]
        changed = [change for change in changes if isinstance(change, Changed)]
        ended = [change for change in changes if isinstance(change, Gone) and not change.stays]
        if self.register is registers.PAPERS:
            self._papers(added, changed)
            return
        if self.register is LICENCES:
            self._licences([*added, *changed])
            return
        rows = [self._row(change.record.values) for change in added]
        self.work.session.add_all(rows)
        self.work.session.flush()
        if self.register is registers.GUARDS:
            self._posted(added, rows)
        if added:
            ids = [self._name(row, change) for row, change in zip(rows, added, strict=True)]
            self.work.record("site.added", table=self.register.table, ids=ids)
        touched = [self._edit(change) for change in changed] + [self._end(each) for each in ended]
        if touched:
            fields = {str(c.id): sorted(c.fields) for c in changed} | {
                str(each.id): ["active"] for each in ended
            }
            self.work.record("site.changed", table=self.register.table, fields=fields)
        if self.register is registers.SETTINGS:
            self.work.office.site = read_site(self.work.reader)
        docs.keep_all(self.work, [doc for row in [*rows, *touched] for doc in self._docs(row)])

    def _row(self, values: Values) -> SQLModel:
        row = MODELS[self.register.name](**self._columns(values))
        self._derive(row, values)
        if self.register is registers.PEOPLE:
            self._give_pin(row, values)
        return row

    def _columns(self, values: Values) -> dict[str, Any]:
        left_out = _NOT_KEPT.get(self.register.name, frozenset())
        return {name: _typed(name, value) for name, value in values.items() if name not in left_out}

    def _derive(self, row: SQLModel, values: Values) -> None:
        """What follows from other fields: readings of names, phone tails, a resident's place."""
        if isinstance(row, Resident):
            digits = "".join(char for char in row.phone if char.isdigit())
            row.phone_tail = digits[-_TAIL:] if len(digits) >= _TAIL else ""
            row.place_id = self.units[str(values["unit"])]
        if isinstance(row, Resident | Person):
            row.pinyin, row.initials = reading(row.name)

    def _give_pin(self, row: SQLModel, values: Values) -> None:
        if not isinstance(row, Person):
            return
        row.pin_failures, row.pin_locked_until, row.pin_hash = 0, None, None
        if values["pin"]:
            secret = people.pepper(self.work.office.path)
            row.pin_hash = people.hash_pin(str(values["pin"]), secret)

    def _posted(self, added: Sequence[Added], rows: Sequence[SQLModel]) -> None:
        for change, row in zip(added, rows, strict=True):
            if isinstance(row, Person):
                post = str(change.record.values["post"])
                guard = Guard(person_id=row.id, post=post, state="available", since=self.work.now)
                self._turned(self.work.keep(guard))

    def _name(self, row: SQLModel, change: Added) -> int | str:
        """What names a row in the journal: its number, or the codes that are its key."""
        return getattr(row, "id", None) or change.key.replace(" ", "/")

    def _edit(self, change: Changed) -> SQLModel:
        row = self._stored(change.id, change.record.values)
        values = change.record.values
        for name in change.fields:
            if name == "active":
                setattr(row, name, True)
            elif name == "post":
                self.work.get(Guard, change.id).post = str(values["post"])
            elif name == "pin":
                self._give_pin(row, values)
            else:
                setattr(row, name, _typed(name, values[name]))
        if {"name", "phone"} & set(change.fields):
            self._derive(row, values)
        return self.work.keep(row)

    def _stored(self, id_: int | str, values: Values) -> SQLModel:
        model = MODELS[self.register.name]
        if isinstance(id_, int):
            return self.work.get(model, id_)
        primary = [column.name for column in inspect(model).primary_key]
        return self.work.get(model, tuple(_typed(name, values[name]) for name in primary))

    def _end(self, change: Gone) -> SQLModel:
        row = self.work.get(MODELS[self.register.name], change.id)
        if isinstance(row, Notice):
            row.ends = self.work.office.site.local(self.work.now).date() - timedelta(days=1)
        else:
            setattr(row, "active", False)  # noqa: B010 - rooms, people, places, residents, vehicles, equipment
        if self.register is registers.GUARDS:
            self._off_duty(change)
        return self.work.keep(row)

    def _off_duty(self, change: Gone) -> None:
        guard = self.work.get(Guard, change.id)
        if guard.state not in {"available", "break", "off-duty"}:
            sentence = _("{guard} is out on a call; stamp the guard clear before taking them off.")
            raise Refusal(sentence.format(guard=change.key))
        guard.state, guard.since, guard.until = "off-duty", self.work.now, None
        self._turned(self.work.keep(guard))

    def _turned(self, guard: Guard) -> None:
        facts = {"guard": guard.person_id, "state": guard.state, "at": guard.since, "until": None}
        self.work.record("guard.changed", None, **facts)

    def _docs(self, row: SQLModel) -> list[Doc]:
        if isinstance(row, Resident):
            doc = docs.resident(row, self.codes[row.place_id])
        elif maker := docs.MAKERS.get(self.register.name):
            doc = maker(row)
        else:
            return []
        if getattr(row, "active", True):
            return [doc]
        return [Doc(doc.kind, doc.ref, "")]

    def _papers(self, added: Sequence[Added], changed: Sequence[Changed]) -> None:
        ids = {row["plate"]: row["id"] for row in self.work.reader.each(_PLATES)}
        changes: list[Added | Changed] = [*added, *changed]
        for change in changes:
            values = change.record.values
            vehicles.paper(
                self.work,
                ids[values["plate"]],
                str(values["kind"]),
                _typed("expires", values["expires"]),
                _typed("service_km", values["service_km"]),
            )

    def _licences(self, changes: Sequence[Added | Changed]) -> None:
        ids = {row["code"]: row["id"] for row in self.work.reader.each(_PEOPLE)}
        for change in changes:
            values = change.record.values
            expires = _typed("expires", values["expires"])
            vehicles.licence(self.work, ids[values["person"]], expires)


def _whole(value: Value) -> int | None:
    return None if value is None else int(value)


_PEOPLE = "SELECT id, code FROM people"
_PLATES = "SELECT id, plate FROM vehicles"


def _typed(name: str, value: Value) -> Any:  # noqa: ANN401 - what the table's column takes
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    return value

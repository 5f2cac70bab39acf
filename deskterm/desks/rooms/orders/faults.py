"""A fault in a meeting room: a record of its own, with the department that mends it (M4.1)."""

from __future__ import annotations

from deskterm.core import numbers, search, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.kinds import short
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.rooms.orders import queries, rules
from deskterm.desks.rooms.orders.events import spoken
from deskterm.desks.rooms.orders.forms import Fault
from deskterm.desks.rooms.orders.naming import named, names

ORDINARY = 2
PLAYBOOK = "room-fault"


def fault(work: Work, form: Fault) -> Receipt:
    """Open the record of a fault, or send one that there is to another department."""
    work.require("room.book")
    of = _of(work, form.case) if form.case else None
    whom = _mender(work, form)
    if of is not None and _is_fault(work, of):
        return _redirect(work, of, whom)
    if not form.words:
        raise Refusal(_("Say what is broken: fault B12 the door does not lock."))
    room = _room(work, form, of)
    case = work.open_case(
        "B",
        "rooms",
        ORDINARY,
        opened_at=work.told(form.told),
        room_id=room["id"],
        parent_id=of.id if of else None,
        flags=f"to-{whom}" if whom else "",
    )
    work.record("room.fault", case.id, room=room["id"], of=of.id if of else None, role=whom)
    work.write(case.id, "words", form.words)
    steps.start(work, case, PLAYBOOK)
    search.keep(work, doc(work, case), case.opened_at)
    return _receipt(work, case, room, whom)


def _of(work: Work, said: str) -> Case:
    return work.get(Case, numbers.case_id(work.reader, said, work.office.site.local(work.now)))


def _is_fault(work: Work, case: Case) -> bool:
    found = work.reader.value(
        "SELECT 1 FROM runs r JOIN playbooks b ON b.id = r.playbook_id"
        " WHERE r.case_id = :case AND b.name = :name AND r.dropped_at IS NULL",
        case=case.id,
        name=PLAYBOOK,
    )
    return found is not None


def _mender(work: Work, form: Fault) -> str | None:
    """Who mends it: whoever is named, else whoever's words it is told in; else it is asked."""
    if form.department:
        return named(form.department, rules.MENDERS)[0]
    whom = rules.mender(form.words or "", queries.faults(work.office.site))
    if whom is None and not form.anyway:
        sentence = _("Who mends it? Walls, doors, windows, locks: to: engineering.")
        more = _("Lighting, air conditioning, sound: to: equipment.")
        raise Question(f"{sentence} {more}", rules.MENDERS)
    return whom


def _room(work: Work, form: Fault, of: Case | None) -> Row:
    """The room that is named, else that of the booking."""
    rows = work.reader.rows("SELECT id, code, name, english FROM rooms")
    for row in rows:
        if row["code"] == form.room or (not form.room and of and row["id"] == of.room_id):
            return row
    if form.room:
        sentence = _("There is no room {code}; there are {rooms}.")
        known = ", ".join(sorted(row["code"] for row in rows))
        raise NotFound(sentence.format(code=short(form.room), rooms=known))
    raise Refusal(_("{number} is not a booking.").format(number=form.case))


def _redirect(work: Work, case: Case, whom: str | None) -> Receipt:
    """The fault is another department's."""
    number = spoken(work, case)
    if whom is None or f"to-{whom}" in case.flags.split():
        sentence = _("{number} is with that department already.")
        raise Refusal(sentence.format(number=number))
    for role in rules.MENDERS:
        if (f"to-{role}" in case.flags.split()) is not (role == whom):
            steps.set_flag(work, case, f"to-{role}", on=role == whom)
    sentence = _("{number}: {whom} mends it.")
    return Receipt(number, sentence.format(number=number, whom=names([whom])), case.id)


def doc(work: Work, case: Case) -> search.Doc:
    """How a fault is found: by its number, its words and the room in which it is."""
    sql = "SELECT code, name, english FROM rooms WHERE id = :id"
    room = work.reader.row(sql, id=case.room_id) or {}
    words = work.current(case.id, "words")
    said = [spoken(work, case), room.get("name", ""), words.body if words else ""]
    number = numbers.full("B", case.year, case.number)
    keys = f"{number} {room.get('code', '')} {room.get('english', '')}"
    return search.Doc("fault", case.id, " ".join(said), keys, case.id)


def _receipt(work: Work, case: Case, room: Row, whom: str | None) -> Receipt:
    number = spoken(work, case)
    name = pick({"en": room["english"] or room["name"], "zh": room["name"]})
    sentence = _("{number} fault in {room}; say who mends it: fault {number} to: engineering.")
    if whom:
        sentence = _("{number} fault in {room}: tell the {whom}, who mends it.")
    said = sentence.format(number=number, room=name, whom=names([whom] if whom else []))
    return Receipt(number, said, case.id)

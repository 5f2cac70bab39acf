"""Signing on with a PIN, and off."""

from __future__ import annotations

import unicodedata

from sqlmodel import col, select

from deskterm.core import people
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.people import FAILURES, LOCK, Signed
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.shifts.model import Shift

_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5bm9ib2R5$q2ZkTTu7bb0xWDdIzVyj9IEqmY3xMd2l5T5Y3nUmTtE"
)
"""A hash that no PIN opens, so that an unknown code takes as long as a known one."""


def verify(office: Office, code: str, pin: str) -> Signed:
    """Whoever this code and PIN belong to; a wrong PIN is counted, and five of them lock it.

    The PIN is tried while no transaction is open. Whether it was right is kept
    before it is said, and a right one does not open what others have locked meanwhile.
    """
    row = _operator(office, _plain(code))
    if not people.pepper_of(office.path).exists():
        raise Refusal(_no_pepper(office.path.name))
    stored = row["pin_hash"] if row else _NOBODY
    right = people.pin_matches(stored, _plain(pin), people.pepper(office.path))
    if row is None:
        raise Refusal(_wrong())
    with office.work() as work:
        refusal = _counted(work, work.get(Person, row["id"]), right=right)
    if refusal:
        raise Refusal(refusal)
    return Signed(row["id"], row["code"], row["name"], row["english"], row["role"])


def _no_pepper(store: str) -> str:
    """A copy was restored without it: every PIN would be wrong, and lock its operator out."""
    sentence = _(
        "{store}.pepper is missing, and no PIN can be tried without it: put it back beside the"
        " store, or set the PINs anew: deskterm site sync FOLDER."
    )
    return sentence.format(store=store)


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().lower().encode("utf-8", "replace").decode()


def _operator(office: Office, code: str) -> Row | None:
    with office.read() as reader:
        row = reader.row(
            "SELECT id, code, name, english, role, pin_hash, pin_locked_until FROM people"
            " WHERE lower(code) = :code AND active = 1 AND pin_hash IS NOT NULL",
            code=code,
        )
    if row and row["pin_locked_until"]:
        locked = people.locked_sentence(instant(row["pin_locked_until"]), office.now())
        if locked:
            raise Refusal(locked)
    return row


def _counted(work: Work, person: Person, *, right: bool) -> str | None:
    """Keep what came of an attempt; answers why it is refused, or None."""
    until = person.pin_locked_until
    locked = people.locked_sentence(until, work.now) if until else None
    if locked:
        return locked
    if right:
        if person.pin_failures:
            person.pin_failures, person.pin_locked_until = 0, None
            work.keep(person)
            work.record("pin.accepted", person=person.id)
        return None
    person.pin_failures += 1
    sentence = _wrong()
    if person.pin_failures >= FAILURES:
        person.pin_failures, person.pin_locked_until = 0, work.now + LOCK
        sentence = people.locked_sentence(person.pin_locked_until, work.now) or sentence
    work.keep(person)
    work.record(
        "pin.refused",
        person=person.id,
        failures=person.pin_failures,
        locked_until=person.pin_locked_until,
    )
    return sentence


def _wrong() -> str:
    return _("The code or the PIN is wrong.")


def sign_on(office: Office, code: str, pin: str) -> Signed:
    """Begin a shift at this console; whoever was signed on there is signed off by it."""
    person = verify(office, code, pin)
    with office.work(person.code) as work:
        for shift in _open_shifts(work):
            if shift.person_id == person.id:
                return person
            _end(work, shift)
        shift = work.keep(Shift(person_id=person.id, console=office.console, on_at=work.now))
        work.record("shift.signed-on", shift=shift.id, person=person.id)
    return person


def sign_off(work: Work) -> Receipt:
    """End the shift at this console."""
    shifts = _open_shifts(work)
    if not shifts:
        raise Refusal(_("Nobody is signed on at this console."))
    for shift in shifts:
        _end(work, shift)
    names = ", ".join(work.get(Person, shift.person_id).name for shift in shifts)
    return Receipt("", _("{name} is signed off.").format(name=names))


def _open_shifts(work: Work) -> list[Shift]:
    query = select(Shift).where(Shift.console == work.office.console, col(Shift.off_at).is_(None))
    return list(work.session.exec(query).all())


def _end(work: Work, shift: Shift) -> None:
    shift.off_at = work.now
    work.keep(shift)
    work.record("shift.signed-off", shift=shift.id, person=shift.person_id)

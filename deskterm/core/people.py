"""Who may do what: one table; and PINs, which open it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.words import N_, _

ROLES = {
    "desk": N_("desk operator"),
    "supervisor": N_("service supervisor"),
    "director": N_("office director"),
    "manager": N_("property manager"),
    "fleet-lead": N_("fleet lead"),
    "security-lead": N_("security duty lead"),
    "administrator": N_("administrator"),
    "guard": N_("guard"),
    "driver": N_("driver"),
    "service": N_("service staff"),
}

_DESK = frozenset({"desk", "supervisor", "director", "manager"})
_ALL = _DESK | {"fleet-lead", "security-lead", "administrator"}
NOBODY = "nobody"

RIGHTS: dict[str, frozenset[str]] = {
    "call.log": _ALL | {NOBODY},
    "guards.send": _ALL | {NOBODY},
    "guards.status": _ALL | {NOBODY},
    "guards.duty": _DESK | {"security-lead", "administrator"},
    "call.close": _DESK,
    "call.reopen": _DESK,
    "call.edit": _DESK,
    "call.note": _ALL,
    "call.read-confidential": frozenset({"supervisor", "director", "manager"}),
    "step.finish": _ALL,
    "step.acknowledge": _ALL | {NOBODY},
    "room.book": _DESK | {"administrator"},
    "room.approve": frozenset({"director", "manager"}),
    "vehicle.send": _DESK | {"fleet-lead", NOBODY},
    "vehicle.fuel": _DESK | {"fleet-lead"},
    "vehicle.norm": frozenset({"fleet-lead", "manager", "administrator"}),
    "vehicle.costs": _DESK | {"fleet-lead", "administrator"},
    "vehicle.repairs": _DESK | {"fleet-lead"},
    "vehicle.shops": frozenset({"fleet-lead", "manager", "administrator"}),
    "vehicle.papers": frozenset({"fleet-lead", "manager", "administrator"}),
    "shift.handover": _DESK,
    "shift.roster": frozenset({"supervisor", "director", "manager", "administrator"}),
    "register.edit": frozenset({"supervisor", "director", "manager", "administrator"}),
    "import": frozenset({"supervisor", "manager", "administrator"}),
    "import.fuel": frozenset({"fleet-lead", "supervisor", "manager", "administrator"}),
    "archive": frozenset({"supervisor", "director", "manager", "administrator"}),
    "archive.destroy": frozenset({"supervisor", "director", "manager"}),
}
"""Each right and the roles that have it; `nobody` is a console where nobody is signed on."""

PIN = re.compile(r"\d{6,12}")
FAILURES = 5
LOCK = timedelta(minutes=10)


@dataclass(frozen=True)
class Signed:
    """Who is at the keyboard."""

    id: int
    code: str
    name: str
    english: str
    role: str


def may(person: Signed | None, right: str) -> bool:
    """Whether this person (or nobody) has the right."""
    return (person.role if person else NOBODY) in RIGHTS[right]


def require(person: Signed | None, right: str) -> None:
    """Refuse in a sentence when this person may not do it."""
    if may(person, right):
        return
    if person is None:
        raise Refusal(_("Sign on first (F7): nobody is signed on at this console."))
    allowed = ", ".join(_(ROLES[role]) for role in ROLES if role in RIGHTS[right])
    sentence = _("A {role} may not do this; it needs: {allowed}.")
    raise Refusal(sentence.format(role=_(ROLES[person.role]), allowed=allowed))


def locked_sentence(until: datetime, now: datetime) -> str | None:
    """Why a PIN is not even looked at now, or None."""
    if until <= now:
        return None
    minutes = max(1, round((until - now).total_seconds() / 60))
    return _("Too many wrong PINs: try again in {minutes} min.").format(minutes=minutes)


def pepper_of(store: Path) -> Path:
    """The file of the secret beside the store, without which no PIN can be tried."""
    return store.with_name(store.name + ".pepper")


def pepper(store: Path) -> str:
    """The secret beside the store, not in its backups (mode 0600); made where there is none."""
    path = pepper_of(store)
    try:
        return path.read_text()
    except FileNotFoundError:
        import secrets  # noqa: PLC0415 - costs a look-up more than the rest of this file

        secret = secrets.token_hex(32)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secret)
        return secret


def hash_pin(pin: str, secret: str) -> str:
    """The argon2 hash of a PIN; refused unless it is six digits or more."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - costs start-up, needed only here

    if not PIN.fullmatch(pin):
        raise Refusal(_("A PIN is six to twelve digits."))
    return PasswordHasher().hash(pin + secret)


def pin_matches(stored: str, pin: str, secret: str) -> bool:
    """Whether this is the PIN behind the hash; takes some 50 ms, on purpose."""
    from argon2 import PasswordHasher  # noqa: PLC0415
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(stored, pin + secret)
    except (VerificationError, InvalidHashError):
        return False

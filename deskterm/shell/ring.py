"""The telephone at the console: `deskterm ring`, what stops ringing, and what is typed for it."""

from __future__ import annotations

import sys

from deskterm.core import config, words
from deskterm.core.errors import Refusal
from deskterm.core.layout import clean
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.shell.quick import Asked

TELEPHONE = "telephone"
"""The console that the journal names for what a telephone system says."""
MISSED = "--missed"


def main(asked: Asked) -> int:
    """Say that a telephone rings, or that the caller gave up; answers the exit code."""
    try:
        told = config.load(asked.flags)
        words.use(told.language)
        office = Office(told.store, console=TELEPHONE)
        sentence = rang(office, " ".join(asked.words), missed=MISSED in asked.switches)
        office.close()
    except Refusal as no:
        print(clean(str(no), keep_newlines=True, limit=None), file=sys.stderr)
        return no.exit_code
    print(sentence)
    return 0


def rang(office: Office, phone: str, *, missed: bool = False) -> str:
    """Keep that a telephone rings, or stopped; answers in a sentence."""
    from deskterm.desks.calls.actions import ring  # noqa: PLC0415 - the store's own cost comes last

    with office.work() as work:
        return ring(work, phone, missed=missed).sentence


def expire(office: Office) -> int:
    """What rang too long was missed; nothing is written, and nobody waits, where nothing did."""
    from deskterm.desks.calls import queries  # noqa: PLC0415 - consoles ask behind their first frame
    from deskterm.desks.calls.actions import expire_rings  # noqa: PLC0415

    with office.read() as reader:
        if not queries.rung_out(reader, office.now()):
            return 0
    with office.work() as work:
        return expire_rings(work)


def prefill(reader: Reader, ring: Row) -> str:
    """The line that stands before the operator for a row of `ringing` or `missed`.

    A number in the register is written as it stands there; one that the line would not
    take for a number is said to be one.
    """
    from deskterm.core.kinds import KINDS  # noqa: PLC0415
    from deskterm.desks.calls import queries  # noqa: PLC0415
    from deskterm.desks.calls.rules import digits  # noqa: PLC0415

    known = {row["phone"] for row in queries.people(reader, phone=ring["phone"])}
    phone = known.pop() if len(known) == 1 and ring["place"] else str(ring["phone"])
    if not KINDS["phone"].looks(phone):
        phone = f"tel:{digits(phone)}"
        phone = phone if KINDS["phone"].looks(phone) else ""
    return "".join(f"{part} " for part in ("call", ring["place"], phone) if part)

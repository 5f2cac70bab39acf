"""What a call can be asked to do, on the digits 1 to 9."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.shell.suggest import to_send
from deskterm.shell.where import number
from deskterm.tui.detail import Choice

MISSED = "R"
MEDICAL = "medical"

_CASE = (
    "SELECT c.id, c.letter, c.year, c.number, c.state, c.closed_at, c.desk, k.category"
    " FROM cases c LEFT JOIN calls k ON k.case_id = c.id WHERE c.id = :case"
)

_Lines = tuple[tuple[str, str], ...]
"""A label, and the line with `{no}` for the number; one that ends in a blank lacks words."""

_BEFORE: _Lines = (
    (N_("Answered"), "answer {no}"),
    (N_("Ask the supervisor"), "ask {no} supervisor "),
)
_MEDICAL: _Lines = (
    (N_("Escort to hospital"), "branch {no} escort"),
    (N_("120 ambulance"), "branch {no} ambulance"),
    (N_("Nursing"), "branch {no} nursing"),
    (N_("Refer"), "refer {no} "),
)
_OTHER: _Lines = (
    (N_("Refer"), "refer {no} "),
    (N_("Price"), "price {no} "),
    (N_("Ring back at"), "callback {no} "),
)
_WAIT: _Lines = ((N_("Wait"), "wait {no} "),)
_RESUME: _Lines = ((N_("Go on"), "resume {no}"),)
_AFTER: _Lines = ((N_("Note"), "note {no} "), (N_("Close"), "close {no} "))
_CLOSED: _Lines = (
    (N_("Reopen"), "reopen {no} "),
    (N_("Note"), "note {no} "),
    (N_("Link"), "link {no} "),
)
_RING: _Lines = ((N_("Log the call"), "call {no} "), (N_("Note"), "note {no} "))


def choices_of_call(reader: Reader, now: datetime, case_id: int) -> list[Choice]:
    """The choices of a call; none of a record of another desk. `now` is the site's time."""
    row = reader.row(_CASE, case=case_id)
    if row is None or row["desk"] != "calls":
        return []
    said = number(row, now)
    if row["closed_at"]:
        return _choices(_CLOSED, said)
    if row["letter"] == MISSED:
        return _choices(_RING, said)
    return [*_send(reader, now, row, said), *_choices(_lines(row), said)]


def _lines(row: Row) -> _Lines:
    if row["category"] == MEDICAL:
        return (*_BEFORE, *_MEDICAL, *_AFTER)
    return (*_BEFORE, *_OTHER, *(_WAIT if row["state"] == "open" else _RESUME), *_AFTER)


def _send(reader: Reader, now: datetime, row: Row, said: str) -> list[Choice]:
    who = " ".join(to_send(reader, now, int(row["id"])))
    return [Choice(_("Send {codes}").format(codes=who), f"send {who} {said}")] if who else []


def _choices(lines: _Lines, said: str) -> list[Choice]:
    return [
        Choice(_(label), line.format(no=said), unfinished=line.endswith(" "))
        for label, line in lines
    ]

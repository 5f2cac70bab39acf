"""What comes next for a vehicle, a trip, a repair or a paper, on the digits 1 to 9."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.shell.where import number
from deskterm.tui.detail import Choice

_Lines = tuple[tuple[str, str], ...]
"""A label, and the line; one that ends in a blank lacks words."""

_FREE: _Lines = (
    (N_("Fuel slip"), "fuel {plate} "),
    (N_("Trip"), "trip {plate} driver "),
    (N_("Daily check"), "check {plate} daily "),
)
_SENT: _Lines = (
    (N_("Fuel slip"), "fuel {plate} "),
    (N_("Back"), "back {plate} "),
    (N_("Out"), "out {plate} "),
    (N_("Daily check"), "check {plate} daily "),
)
_ANY: _Lines = (
    (N_("Cost"), "cost {plate} "),
    (N_("Repair"), "repair {plate} "),
    (N_("Paper renewed"), "paper {plate} "),
)
_REQUEST: _Lines = ((N_("Send a vehicle"), "send {no} "),)
_TRIP: _Lines = (
    (N_("Out"), "out {plate} "),
    (N_("Back"), "back {plate} "),
    (N_("Daily check"), "check {plate} daily "),
)
_WAITS: _Lines = (
    (N_("Approve"), "approve {no} "),
    (N_("Not approved"), "approve {no} off "),
)
_APPROVED: _Lines = ((N_("Work started"), "repair {no} started "),)
_PART: _Lines = ((N_("Bought"), "repair {no} bought "),)
_STARTED: _Lines = ((N_("Finished"), "repair {no} finished "),)
_UNPAID: _Lines = ((N_("Cost"), "cost {no} "),)
_PAPER: _Lines = ((N_("Paper renewed"), "paper {plate} {paper} "),)
_ALL: _Lines = ((N_("Note"), "note {no} "), (N_("Cancel"), "cancel {no} "))


def of_vehicle(plate: str, *, is_out: bool) -> list[Choice]:
    """The choices of a vehicle that is free, or out."""
    return _choices((*(_SENT if is_out else _FREE), *_ANY), {"plate": plate})


def of_record(reader: Reader, now: datetime, case_id: int) -> list[Choice]:
    """The choices of an open record of the vehicles desk; `now` is the site's time."""
    row = fleet.record(reader, case_id)
    if row is None or row["closed_at"]:
        return []
    whose = row["plate"] or row["place_said"]
    told = {"no": number(row, now), "plate": whose, "paper": row["paper"] or ""}
    if row["paper"]:
        return _choices(_PAPER, told)
    return _choices((*_next(row), *_ALL), told)


def _next(row: Row) -> _Lines:
    if row["letter"] == "T":
        return _TRIP if row["trip_id"] else _REQUEST
    if row["letter"] != "M":
        return ()
    if not row["approved_at"]:
        return _WAITS
    if row["finished_at"]:
        return _UNPAID
    if row["grade"] == "part":
        return _PART
    return _STARTED if row["started_at"] else _APPROVED


def _choices(lines: _Lines, told: dict[str, str]) -> list[Choice]:
    said = [(label, line.format(**told)) for label, line in lines]
    return [Choice(_(label), line, unfinished=line.endswith(" ")) for label, line in said]

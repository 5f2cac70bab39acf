"""One record on one page: what it is, its steps, its timeline; for `show` and for every screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskterm.core import history
from deskterm.core.confidential import MASK, hidden, masked, shown
from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.site import Site
from deskterm.core.spans import until
from deskterm.core.states import CASE_STATES, LEFT_UNDONE, STEP_MARKS
from deskterm.core.words import N_, _, language
from deskterm.desks.rooms.orders.naming import things
from deskterm.desks.rooms.states import BOOKING_STATES
from deskterm.shell import (
    call_record,
    caller_record,
    guard_record,
    handover,
    room_record,
    timeline,
    vehicle_record,
)
from deskterm.shell.cards import cards
from deskterm.shell.where import number, where

_CASE = (
    "SELECT c.*, p.code AS place, p.name AS place_name, p.english AS place_english,"
    " m.name AS room_name, m.english AS room_english, v.plate, k.caller, k.phone, g.en, g.zh,"
    " b.start_at, b.end_at, b.holder, b.people, b.wants, b.expires_at,"
    " b.state AS booking"
    " FROM cases c LEFT JOIN places p ON p.id = c.place_id LEFT JOIN rooms m ON m.id = c.room_id"
    " LEFT JOIN vehicles v ON v.id = c.vehicle_id LEFT JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN categories g ON g.code = k.category LEFT JOIN bookings b ON b.case_id = c.id"
    " WHERE c.id = :case"
)

_VEHICLES = {
    "T": N_("Trip"),
    "M": N_("Repair"),
    "K": N_("Cost"),
    "V": N_("Vehicle paper"),
}
_KINDS = {
    "B": N_("Booking"),
    "R": N_("Missed call"),
    "H": N_("Shift handover"),
} | _VEHICLES
"""What a record of a letter is that has no category."""
_FAULT = N_("Fault in a room")
"""What a record of a room is that is no booking."""
_RELATED = (
    "SELECT letter, year, number FROM cases WHERE parent_id = :case"
    " OR id = :parent AND :letter NOT IN ('R', 'K') ORDER BY id"
)
"""SQL: the records beside one; what a missed call became, and what a cost was for, they say."""

Fact = tuple[str, str]


def facts(reader: Reader, site: Site, now: datetime, case_id: int) -> list[Fact]:
    """The record as labelled lines, its steps and its timeline included."""
    return [fact for part in parts(reader, site, now, case_id) for fact in part]


def parts(reader: Reader, site: Site, now: datetime, case_id: int) -> list[list[Fact]]:
    """The same in parts: what it is, what to do, what to say, who went, what happened."""
    row = reader.row(_CASE, case=case_id)
    if row is None:
        raise NotFound(_("There is no such record."))
    found = [
        [
            *_head(row, site, now),
            *caller_record.lines(reader, site, now, row),
            *_texts(reader, case_id),
            *call_record.lines(reader, site, now, case_id),
            *_related(reader, now, row),
        ],
        [*_steps(reader, now, case_id)],
        [*cards(reader, case_id)],
        [*guard_record.lines(reader, site, case_id), *vehicle_record.lines(reader, site, case_id)],
        [*room_record.lines(reader, site, case_id)],
        [*handover.lines(reader, site, now, case_id)],
        timeline.lines(reader, site, case_id),
    ]
    return [part for part in found if part]


def _head(row: Row, site: Site, now: datetime) -> Iterator[Fact]:
    kind = (row["en"] if language() == "en" else row["zh"]) or ""
    if row["letter"] in _KINDS:
        is_fault = row["letter"] == "B" and row["booking"] is None
        kind = _(_FAULT if is_fault else _KINDS[row["letter"]])
    secret = _(MASK) if row["confidential"] else ""
    parts = (kind, _(CASE_STATES[row["state"]]), secret)
    yield number(row, now), " ".join(part for part in parts if part)
    if place := where(row):
        yield _("Where"), place
    yield _("Opened"), f"{site.local(instant(row['opened_at'])):%Y-%m-%d %H:%M}"
    if row["start_at"]:
        start, end = site.local(instant(row["start_at"])), site.local(instant(row["end_at"]))
        yield _("Time"), f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"
        yield _("Booking"), _booked(row, site)
    for label, column in ((N_("For"), "holder"), (N_("People"), "people"), (N_("Wanted"), "wants")):
        if row[column]:
            wanted = things(row["wants"].split()) if column == "wants" else ""
            yield _(label), wanted or str(row[column])


def _related(reader: Reader, now: datetime, row: Row) -> Iterator[Fact]:
    """The record that this one came from, and those that came from it."""
    told = {"case": row["id"], "parent": row["parent_id"], "letter": row["letter"]}
    if found := [number(each, now) for each in reader.each(_RELATED, **told)]:
        yield _("Related"), ", ".join(found)


def _booked(row: Row, site: Site) -> str:
    """The state of a booking; with the time at which a hold runs out."""
    said = _(BOOKING_STATES[row["booking"]])
    if row["booking"] != "held":
        return said
    ends = f"{site.local(instant(row['expires_at'])):%Y-%m-%d %H:%M}"
    return _("{state} until {until}").format(state=said, until=ends)


def _texts(reader: Reader, case_id: int) -> Iterator[Fact]:
    fields = {
        "requester": N_("Requester"),
        "words": N_("Words"),
        "approval": N_("Approved by"),
        "note": N_("Note"),
        "answer": N_("Answer"),
        "relative": N_("Relative"),
        "report": N_("Security reports"),
        "instruction": N_("Instruction"),
        "decision": N_("Decision"),
        "outcome": N_("Outcome"),
        "referral": N_("Referral"),
        "waiting": N_("Waits for"),
        "callback": N_("Ring back"),
    }
    rows = reader.rows(
        f"SELECT t.field, {shown('t.body')} AS body, {hidden()} AS hidden FROM texts t"  # noqa: S608 - constants only
        " JOIN cases c ON c.id = t.case_id WHERE t.case_id = :case AND t.replaced_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM contacts WHERE case_id = t.case_id AND answer_id = t.id)"
        " ORDER BY t.id",
        case=case_id,
    )
    for row in rows:
        if row["field"] in fields:
            yield _(fields[row["field"]]), masked(row["body"], is_hidden=bool(row["hidden"]))


def _steps(reader: Reader, now: datetime, case_id: int) -> Iterator[Fact]:
    """What is due, then what waits for something else, then what is done or was left undone."""
    left_undone = history.left_undone(reader, case_id)
    rows = [
        row
        for row in history.steps(reader, case_id)
        if row["state"] not in {"off", "dropped"} or row["id"] in left_undone
    ]
    for row in sorted(rows, key=_urgency):
        title = f"{row['subject']} {row['en'] if language() == 'en' else row['zh']}".strip()
        due = _due(row)
        left = f"{until(instant(due) - now)} " if due else ""
        rounds = f" {row['round']}/{row['rounds']}" if row["rounds"] > 1 else ""
        mark = STEP_MARKS[row["state"]]
        said = f"{left}{title} ({_(ROLE_WORDS[row['role']])})"
        if row["id"] in left_undone:
            left_out = _("left undone")
            mark, said = LEFT_UNDONE, f"{said} {left_out}"
        yield f"{mark} .{row['label']}{rounds}", said


def _due(row: Row) -> str:
    """When an open step is due; blank while it waits, and once it is done."""
    return (row["put_off_to"] or row["due_at"] or "") if row["state"] == "open" else ""


def _urgency(row: Row) -> tuple[bool, bool, str]:
    due = _due(row)
    return row["state"] != "open", not due, due

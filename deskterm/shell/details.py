"""One record on one page: what it is, its steps, its timeline; for `show` and for every screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskterm.core import history
from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.site import Site
from deskterm.core.spans import until
from deskterm.core.states import CASE_STATES, STEP_MARKS
from deskterm.core.words import N_, _, language
from deskterm.desks.guards import queries as guards
from deskterm.desks.guards.queries import STATES
from deskterm.shell.where import named, number, where

KINDS = {
    "call.opened": N_("call logged"),
    "call.answered": N_("answered"),
    "guard.assigned": N_("guard sent"),
    "guard.en-route": N_("en route"),
    "guard.on-scene": N_("on scene"),
    "guard.at-hospital": N_("at hospital"),
    "guard.returning": N_("returning"),
    "guard.available": N_("clear"),
    "vehicle.sent": N_("vehicle sent"),
    "vehicle.out": N_("vehicle out"),
    "vehicle.back": N_("vehicle back"),
    "room.booked": N_("room booked"),
    "room.cancelled": N_("booking cancelled"),
}

_CASE = (
    "SELECT c.*, p.code AS place, p.name AS place_name, p.english AS place_english,"
    " m.name AS room_name, m.english AS room_english, v.plate, k.caller, k.phone, g.en, g.zh,"
    " b.start_at, b.end_at, b.holder, b.people, b.wants"
    " FROM cases c LEFT JOIN places p ON p.id = c.place_id LEFT JOIN rooms m ON m.id = c.room_id"
    " LEFT JOIN vehicles v ON v.id = c.vehicle_id LEFT JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN categories g ON g.code = k.category LEFT JOIN bookings b ON b.case_id = c.id"
    " WHERE c.id = :case"
)

Fact = tuple[str, str]


def facts(reader: Reader, site: Site, now: datetime, case_id: int) -> list[Fact]:
    """The record as labelled lines, its steps and its timeline included."""
    row = reader.row(_CASE, case=case_id)
    if row is None:
        raise NotFound(_("There is no such record."))
    return [
        *_head(row, site, now),
        *_texts(reader, case_id),
        *_out(reader, case_id),
        *_steps(reader, now, case_id),
        *(history.said(line, site, KINDS) for line in history.timeline(reader, case_id)),
    ]


def _head(row: Row, site: Site, now: datetime) -> Iterator[Fact]:
    kind = (row["en"] if language() == "en" else row["zh"]) or ""
    yield number(row, now), " ".join(part for part in (kind, _(CASE_STATES[row["state"]])) if part)
    yield _("Where"), where(row)
    yield _("Opened"), f"{site.local(instant(row['opened_at'])):%Y-%m-%d %H:%M}"
    if row["start_at"]:
        start, end = site.local(instant(row["start_at"])), site.local(instant(row["end_at"]))
        yield _("Time"), f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"
    for label, column in ((N_("For"), "holder"), (N_("People"), "people"), (N_("Wanted"), "wants")):
        if row[column]:
            yield _(label), str(row[column])
    caller = " ".join(part for part in (row["caller"], row["phone"]) if part)
    if caller:
        yield _("Caller"), caller


def _texts(reader: Reader, case_id: int) -> Iterator[Fact]:
    fields = {
        "words": N_("Words"),
        "note": N_("Note"),
        "answer": N_("Answer"),
        "relative": N_("Relative"),
        "outcome": N_("Outcome"),
        "referral": N_("Referral"),
        "price": N_("Price"),
    }
    rows = reader.rows(
        f"SELECT t.field, {shown('t.body')} AS body, {hidden()} AS hidden FROM texts t"  # noqa: S608 - constants only
        " JOIN cases c ON c.id = t.case_id WHERE t.case_id = :case AND t.replaced_at IS NULL"
        " ORDER BY t.id",
        case=case_id,
    )
    for row in rows:
        if row["field"] in fields:
            yield _(fields[row["field"]]), masked(row["body"], is_hidden=bool(row["hidden"]))


def _out(reader: Reader, case_id: int) -> Iterator[Fact]:
    for row in guards.roster(reader):
        if row["case_id"] == case_id:
            yield row["code"], f"{named(row, '')} {_(STATES[row['state']])}"


def _steps(reader: Reader, now: datetime, case_id: int) -> Iterator[Fact]:
    for row in history.steps(reader, case_id):
        if row["state"] in {"off", "dropped"}:
            continue
        title = row["en"] if language() == "en" else row["zh"]
        due = row["put_off_to"] or row["due_at"]
        waiting = row["state"] == "open" and due
        left = f" {until(instant(due) - now)}" if waiting else ""
        rounds = f" {row['round']}/{row['rounds']}" if row["rounds"] > 1 else ""
        mark = STEP_MARKS[row["state"]]
        yield f"{mark} .{row['label']}{rounds}", f"{title} ({_(ROLE_WORDS[row['role']])}){left}"

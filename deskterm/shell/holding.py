"""What has happened on a case and still holds: the events that its clocks may start from."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.instants import instant
from deskterm.core.tables import Case
from deskterm.core.work import Work
from deskterm.desks.guards.actions.stamping import all_back
from deskterm.desks.guards.queries import COLUMNS
from deskterm.desks.guards.rules import EVENTS
from deskterm.desks.rooms.orders.queries import HELD

_LIVE = "WHERE case_id = :case AND withdrawn_at IS NULL"
_STAMPS = [
    f"SELECT '{EVENTS[status]}' AS event, min({column}) AS at FROM assignments {_LIVE}"  # noqa: S608 - constants only
    f" AND ' ' || filled || ' ' NOT LIKE '% {status} %'"
    for status, column in COLUMNS.items()
    if status != "available"
]
_TRIPS = [
    f"SELECT 'vehicle-{event}', min({event}_at) FROM trips {_LIVE}"  # noqa: S608
    for event in ("sent", "out", "back")
]
_CONTACTS = [
    f"SELECT coalesce(role, 'party') || '-{event}', min({column}) FROM contacts {_LIVE}"  # noqa: S608
    " GROUP BY coalesce(role, 'party')"
    for event, column in (("told", "told_at"), ("said", "answered_at"))
]
_CHARGES = [
    f"SELECT '{event}', min({column}) FROM charges {_LIVE}"  # noqa: S608
    for event, column in (("price-agreed", "agreed_at"), ("amount-kept", "amount_at"))
]
_REPAIRS = [
    f"SELECT 'repair-{event}', {event}_at FROM repairs WHERE case_id = :case"  # noqa: S608
    for event in ("approved", "started", "finished")
]
_PAID = (
    "SELECT 'repair-paid', min(c.entered_at) FROM costs k JOIN cases c ON c.id = k.case_id"
    " WHERE k.for_id = :case AND k.withdrawn_at IS NULL AND k.cents IS NOT NULL"
)
_ANSWER = "SELECT 'answered', answered_at FROM calls WHERE case_id = :case"
_BRANCHED = (
    "SELECT 'branched', min(r.started_at) FROM runs r JOIN playbooks b ON b.id = r.playbook_id"
    " WHERE r.case_id = :case AND r.dropped_at IS NULL"
    " AND b.name IN ('medical-escort', 'medical-ambulance', 'medical-nursing')"
)
_HELD = " UNION ALL ".join(
    [*_STAMPS, *_TRIPS, *_CONTACTS, *_CHARGES, *HELD, *_REPAIRS, _PAID, _ANSWER, _BRANCHED]
)


def happened(work: Work, case: Case) -> dict[str, datetime]:
    """The first time of each event that happened on a case and was not taken back."""
    rows = work.reader.rows(_HELD, case=case.id)
    held = {row["event"]: instant(row["at"]) for row in rows if row["at"]}
    back = all_back(work, case.id)
    return held | ({EVENTS["available"]: back} if back else {})

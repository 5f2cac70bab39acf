"""The usage register 《会议室使用登记表》: every booking of a period on one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from deskterm.core import numbers
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.states import CASE_STATES
from deskterm.core.words import N_, _
from deskterm.desks.rooms.orders import rules
from deskterm.desks.rooms.orders.naming import things
from deskterm.desks.rooms.states import BOOKING_STATES
from deskterm.shell.reports.cells import local
from deskterm.shell.where import named

COLUMNS = (
    Column("form", N_("Form"), 11, 9),
    Column("number", N_("No."), 13),
    Column("room", N_("Room"), 10),
    Column("begins", N_("From"), 16),
    Column("ends", N_("To"), 16, 2),
    Column("department", N_("Department"), 12, grow=True),
    Column("applied", N_("Applied at"), 16, 7),
    Column("meeting", N_("Meeting"), 12, 1, grow=True),
    Column("people", N_("People"), 6, 1, align="right"),
    Column("wants", N_("Arrangements"), 12, 4),
    Column("contact", N_("Contact"), 8, 5),
    Column("phone", N_("Phone"), 13, 6),
    Column("phoned", N_("Applicant phoned"), 16, 6),
    Column("accepted", N_("Accepted at"), 16, 7),
    Column("sent", N_("Order sent"), 16, 5),
    Column("business", N_("Business has it"), 16, 7),
    Column("equipment", N_("Equipment has it"), 16, 7),
    Column("set_up", N_("Set up"), 16, 6),
    Column("looked", N_("User looked"), 16, 8),
    Column("opened", N_("Doors opened"), 16, 8),
    Column("cleared", N_("Cleared"), 16, 5),
    Column("reported", N_("Use reported"), 16, 7),
    Column("gm_told", N_("GM's office told"), 16, 8),
    Column("filed", N_("Slip filed"), 16, 8),
    Column("use", N_("How it was used"), 14, 4),
    Column("abnormal", N_("Not normal"), 12, 3),
    Column("state", N_("State"), 10, 1),
    Column("operator", N_("Operator"), 8, 9),
)

_WINDOW = "b.start_at >= :since AND b.start_at < :until"
_LINES = (
    "SELECT b.case_id, c.year, c.number, c.opened_at, c.opened_by, b.start_at, b.end_at, b.holder,"  # noqa: S608 - constants only
    " b.people, b.wants, b.state, c.state AS ended, r.name, r.english FROM bookings b"
    " JOIN cases c ON c.id = b.case_id JOIN rooms r ON r.id = b.room_id"
    f" WHERE {_WINDOW} AND c.disposition IS NOT 'undone' ORDER BY b.start_at, r.code"
)
_TEXTS = (
    "SELECT t.case_id, t.field, t.body FROM bookings b JOIN texts t ON t.case_id = b.case_id"  # noqa: S608 - constants only
    f" WHERE {_WINDOW} AND t.replaced_at IS NULL AND t.field IN ('words', 'phone', 'use',"
    " 'abnormal', 'order-department', 'order-contact', 'order-phone', 'order-subject')"
)
_EVENTS = (
    "SELECT e.case_id, e.kind || ' ' || e.department AS what, max(e.at) AS last"  # noqa: S608 - constants only
    " FROM bookings b JOIN order_events e ON e.case_id = b.case_id"
    f" WHERE {_WINDOW} AND e.withdrawn_at IS NULL GROUP BY e.case_id, what"
)
_STEPS = (
    "SELECT s.case_id, s.name, min(s.done_at) AS at FROM bookings b"  # noqa: S608 - constants only
    f" JOIN steps s ON s.case_id = b.case_id WHERE {_WINDOW} AND s.state = 'done'"
    " AND s.name <> 'tea' GROUP BY s.case_id, s.name"
)
_DONE = {
    "phoned": "applicant-phoned",
    "sent": "order-sent",
    "business": "business-received",
    "equipment": "equipment-received",
    "set_up": "set-up",
    "looked": "user-looks",
    "opened": "doors-opened",
    "cleared": "room-cleared",
    "reported": "use-reported",
    "gm_told": "gm-told",
    "filed": "slip-filed",
}
"""The step whose time stands in a column."""

Known = Mapping[int, Mapping[str, str]]


@report("room-register", N_("Every booking of a period: the usage register, LYWG/QR-046."))
def room_register(reader: Reader, asked: Asked) -> Table:
    texts = _by_case(reader, asked, _TEXTS, "field", "body")
    events = _by_case(reader, asked, _EVENTS, "what", "last")
    done = _by_case(reader, asked, _STEPS, "name", "at")
    rows = [
        _line(asked, row, texts[row["case_id"]], {**events[row["case_id"]], **done[row["case_id"]]})
        for row in reader.rows(_LINES, **asked.bounds)
    ]
    return Table(COLUMNS, rows, f"{rules.REGISTER_FORM} " + _("Meeting room usage register"))


def _by_case(reader: Reader, asked: Asked, sql: str, name: str, value: str) -> Known:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in reader.each(sql, **asked.bounds):
        found[row["case_id"]][row[name]] = row[value]
    return found


def _line(asked: Asked, row: Row, texts: Mapping[str, str], times: Mapping[str, str]) -> Row:
    def at(text: str | None) -> str | None:
        shown = local(text, asked.site.zone)
        return shown[:16] if shown else None

    return {
        "form": rules.REGISTER_FORM,
        "number": numbers.full("B", row["year"], row["number"]),
        "room": named(row, ""),
        "begins": at(row["start_at"]),
        "ends": at(row["end_at"]),
        "department": texts.get("order-department") or row["holder"],
        "applied": at(times.get("applied ") or row["opened_at"]),
        "meeting": texts.get("order-subject") or texts.get("words", ""),
        "people": row["people"],
        "wants": things(row["wants"].split()),
        "contact": texts.get("order-contact"),
        "phone": texts.get("order-phone") or texts.get("phone"),
        "accepted": at(times.get("accepted ")),
        **{column: at(times.get(step)) for column, step in _DONE.items()},
        "use": texts.get("use"),
        "abnormal": texts.get("abnormal"),
        "state": _state(row),
        "operator": row["opened_by"],
    }


def _state(row: Row) -> str:
    """What became of a booking; one that was seen to the end is closed."""
    ended = row["state"] == "booked" and row["ended"] == "closed"
    return _(CASE_STATES["closed"] if ended else BOOKING_STATES[row["state"]])

"""The service order of a booking on its page, and as the form LYWG/QR-007."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.site import Site
from deskterm.core.telling import clock
from deskterm.core.words import N_, _, pick
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.rooms.orders import queries, rules
from deskterm.desks.rooms.orders.naming import names, things
from deskterm.shell import series_record

Fact = tuple[str, str]

THERE, OPEN = "✓", "·"

_FORM = (
    Column("field", N_("Field"), 22),
    Column("value", N_("Entry"), 40, grow=True),
)


def order_form(reader: Reader, site: Site, said: str, now: datetime) -> Table:
    """One booking's service order 《会议受理服务单》: a line for each field of the form."""
    case_id = numbers.case_id(reader, said, site.local(now))
    row = rooms.booking(reader, case_id)
    if row is None:
        raise Refusal(_("{number} is not a booking.").format(number=said))
    facts = order(reader, site, row)
    title = f"{rules.ORDER_FORM} " + _("Meeting service order")
    rows = [{"field": _("Form"), "value": rules.ORDER_FORM}]
    rows += [{"field": _(label), "value": value} for label, value in facts.items()]
    return Table(_FORM, rows, title)


def order(reader: Reader, site: Site, row: Row) -> Mapping[str, str]:
    """The fields of the application and of the order (M1.1, M1.3), by their English titles."""
    case_id = row["case_id"]
    typed = queries.typed(reader, case_id)
    happened = queries.events(reader, case_id)
    flags = row["flags"].split()
    applied = _last(happened, "applied") or reader.value(
        "SELECT opened_at FROM cases WHERE id = :case", case=case_id
    )
    accepted = _row(happened, "accepted")
    return {
        N_("No."): numbers.full("B", row["year"], row["number"]),
        N_("Applying department"): row["holder"],
        N_("Applied at"): _at(site, applied),
        N_("Meeting"): row["words"] or "",
        N_("Period"): f"{_at(site, row['start_at'])}-{site.local(instant(row['end_at'])):%H:%M}",
        N_("Room"): pick({"en": row["room_english"] or row["room_name"], "zh": row["room_name"]}),
        N_("People"): str(row["people"] or ""),
        N_("Arrangements"): things(row["wants"].split()),
        N_("Applicant phoned"): _at(site, _last(happened, "confirmed")),
        N_("Using department"): typed.get("department") or row["holder"],
        N_("Contact"): typed.get("contact", ""),
        N_("Phone"): typed.get("phone", ""),
        N_("Subject"): typed.get("subject") or row["words"] or "",
        N_("Points to note"): typed.get("attention", ""),
        N_("Service staff"): _answer(typed.get("staff"), on="staff" in flags),
        N_("Accepting department"): typed.get("accepting") or (_office() if accepted else ""),
        N_("Accepted at"): _at(site, _last(happened, "accepted")),
        N_("Handled by"): typed.get("handled") or _who(reader, accepted),
        N_("Order sent"): _each(site, happened, "sent"),
        N_("Order received"): _each(site, happened, "received"),
        N_("Carried out by"): names((typed.get("carries") or " ".join(rules.PROVIDERS)).split()),
        N_("Equipment watched"): _answer(typed.get("watch"), on="equipment-watch" in flags),
    }


def lines(reader: Reader, site: Site, case_id: int) -> Iterator[Fact]:
    """Of a booking: its checklist by department, its order, and what happened to that."""
    row = rooms.booking(reader, case_id)
    if row is None:
        return
    yield from series_record.lines(reader, site, case_id, row["year"])
    yield from _checklist(reader, site, case_id)
    yield _("Form"), f"{rules.ORDER_FORM} " + _("Meeting service order")
    known = {_(label) for label in (N_("No."), N_("Period"), N_("Room"), N_("People"))}
    for label, value in order(reader, site, row).items():
        if value and _(label) not in known:
            yield _(label), value
    for event in queries.events(reader, case_id):
        if event["body"]:
            yield _(_SAID[event["kind"]]), f"{_at(site, event['at'])} {event['body']}"


_SAID = {
    "confirmed": N_("Applicant said"),
    "looked": N_("To be changed"),
    "abnormal": N_("Not normal"),
    "emergency": N_("Emergency"),
}


def _checklist(reader: Reader, site: Site, case_id: int) -> Iterator[Fact]:
    """What each department provides, beside the number of its step while that is open."""
    items = queries.items(reader, site, case_id)
    steps = {department: label for label, department in queries.checked_steps(reader, case_id)}
    for department in rules.PROVIDERS:
        mine = [item for item in items if item.department == department]
        if not mine:
            continue
        label = f" .{steps[department]}" if department in steps else ""
        ticks = " ".join(f"{THERE if item.at else OPEN} {things([item.item])}" for item in mine)
        yield _("To provide") + label, f"{_(ROLE_WORDS[department])}: {ticks}"


def _row(happened: list[Row], kind: str) -> Row | None:
    """The last that happened of this kind, as it was typed last."""
    found = [row for row in happened if row["kind"] == kind]
    return max(found, key=lambda row: int(row["id"])) if found else None


def _last(happened: list[Row], kind: str) -> str | None:
    row = _row(happened, kind)
    return str(row["at"]) if row else None


def _at(site: Site, at: Any) -> str:  # noqa: ANN401 - a stored instant, or None
    return f"{site.local(instant(at)):%Y-%m-%d %H:%M}" if at else ""


def _answer(said: str | None, *, on: bool) -> str:
    """A yes, a no; blank where nobody said."""
    if on:
        return _("yes")
    return _("no") if said == "no" else ""


def _office() -> str:
    return _(ROLE_WORDS["office"])


def _who(reader: Reader, accepted: Row | None) -> str:
    """The name of whoever accepted it."""
    if accepted is None or accepted["operator"] is None:
        return ""
    row = reader.row("SELECT name, english FROM people WHERE code = :c", c=accepted["operator"])
    return pick({"en": row["english"] or row["name"], "zh": row["name"]}) if row else ""


def _each(site: Site, happened: list[Row], kind: str) -> str:
    """Each department with the first time that this happened."""
    first: dict[str, str] = {}
    for row in happened:
        if row["kind"] == kind:
            first.setdefault(row["department"], row["at"])
    return ", ".join(
        f"{_(ROLE_WORDS[role])} {clock(site, at, min(first.values()))}"
        for role, at in first.items()
    )

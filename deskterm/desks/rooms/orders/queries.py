"""What is read of service orders: plain SQL, without the ORM."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import N_
from deskterm.desks.rooms.orders import rules

ITEM_WORDS = {
    "banner": N_("banner"),
    "name-plates": N_("name plates"),
    "sign-in-desk": N_("sign-in desk"),
    "flowers": N_("flowers"),
    "fruit": N_("fruit"),
    "plants": N_("plants"),
    "tea": N_("tea"),
    "paper-cups": N_("paper cups"),
}
KINDS = {
    "order.applied": N_("room applied for"),
    "order.confirmed": N_("applicant phoned"),
    "order.filled": N_("service order filled in"),
    "order.accepted": N_("application accepted"),
    "order.sent": N_("order sent"),
    "order.sent business": N_("order sent to the business dept"),
    "order.sent equipment": N_("order sent to the equipment dept"),
    "order.received": N_("order received"),
    "order.received business": N_("order received by the business dept"),
    "order.received equipment": N_("order received by the equipment dept"),
    "order.provided": N_("provided"),
    "order.provided business": N_("provided by the business dept"),
    "order.provided equipment": N_("provided by the equipment dept"),
    "order.looked": N_("user looked at the room"),
    "order.abnormal": N_("use was not normal"),
    "order.emergency": N_("emergency in the room"),
    "order.typed": N_("service order written"),
    "room.wanted": N_("what is wanted changed"),
    "room.fault": N_("fault in the room"),
}
"""What the lines of the journal say happened to an order."""
TYPED = (
    "department",
    "contact",
    "phone",
    "subject",
    "attention",
    "staff",
    "watch",
    "accepting",
    "handled",
    "carries",
)
"""What of an order is typed: each is a text of the booking, `order-contact`."""

_LIVE = "case_id = :case AND withdrawn_at IS NULL"
_EVENT = {
    "confirmed": "applicant-phoned",
    "filled": "order-filled",
    "looked": "user-looked",
    "abnormal": "abnormal-noted",
    "emergency": "emergency",
}
_SENT = (
    "SELECT 'order-sent', max(at) FROM (SELECT min(at) AS at FROM order_events"  # noqa: S608 - constants only
    f" WHERE {_LIVE} AND kind = 'sent' AND department IN ('business', 'equipment')"
    " GROUP BY department) HAVING count(*) = 2"
)
_RECEIVED = (
    f"SELECT department || '-received', min(at) FROM order_events WHERE {_LIVE}"  # noqa: S608 - constants only
    " AND kind = 'received' GROUP BY department"
)
_READY = (
    f"SELECT department || '-ready', min(at) FROM order_events WHERE {_LIVE}"  # noqa: S608 - constants only
    " AND kind = 'provided' AND item = '' GROUP BY department"
)
HELD = (
    *(
        f"SELECT '{event}' AS event, min(at) AS at FROM order_events WHERE {_LIVE}"  # noqa: S608 - constants only
        f" AND kind = '{kind}'"
        for kind, event in _EVENT.items()
    ),
    _RECEIVED,
    _READY,
    _SENT,
)
"""SQL: each event that a booking's clocks may start from, as it holds; `:case` is the booking."""

_EVENTS = (
    "SELECT e.id, e.kind, e.department, e.item, e.at, e.entered_at, e.operator, t.body"
    " FROM order_events e LEFT JOIN texts t ON t.id = e.text_id"
    " WHERE e.case_id = :case AND e.withdrawn_at IS NULL ORDER BY e.at, e.id"
)
_TEXTS = (
    "SELECT field, body FROM texts WHERE case_id = :case AND replaced_at IS NULL"
    " AND (field LIKE 'order-%' OR field IN ('words', 'phone', 'use', 'outcome'))"
)


class Item(NamedTuple):
    """Something that is wanted for a meeting, who brings it, and when it was there."""

    item: str
    department: str
    at: str | None


def provides(site: Site) -> Mapping[str, str]:
    """The department that brings each thing, as the site has it."""
    found: Mapping[str, str] = json.loads(site.values.get("provides", "{}"))
    return found


def faults(site: Site) -> Mapping[str, Sequence[str]]:
    """The words of each department that mends something, as the site has them."""
    found: Mapping[str, Sequence[str]] = json.loads(site.values.get("faults", "{}"))
    return found


def events(reader: Reader, case_id: int) -> list[Row]:
    """What happened to an order and was not taken back, in the order of time.

    Columns: id, kind, department, item, at, entered_at, operator, body.
    """
    return reader.rows(_EVENTS, case=case_id)


def typed(reader: Reader, case_id: int) -> dict[str, str]:
    """What was typed of an order: `words`, `phone`, `use`, `outcome`, and what is known of `TYPED`.

    The applicant's phone stands in for the contact's where no other was said.
    """
    found = {row["field"]: row["body"] for row in reader.rows(_TEXTS, case=case_id)}
    told = {name: found[f"order-{name}"] for name in TYPED if found.get(f"order-{name}")}
    rest = {name: found[name] for name in ("words", "phone", "use", "outcome") if name in found}
    return {**rest, **told}


def items(reader: Reader, site: Site, case_id: int) -> list[Item]:
    """What is wanted for a meeting, in the order in which it was said."""
    wants = str(reader.value("SELECT wants FROM bookings WHERE case_id = :c", c=case_id) or "")
    there = {row["item"]: row["at"] for row in events(reader, case_id) if row["kind"] == "provided"}
    known = provides(site)
    return [Item(item, rules.provider(item, known), there.get(item)) for item in wants.split()]


def missing(reader: Reader, case_id: int) -> list[str]:
    """What a service order still lacks of what M1.3 asks for."""
    holder = reader.value("SELECT holder FROM bookings WHERE case_id = :c", c=case_id)
    known = {**typed(reader, case_id)}
    known.setdefault("department", str(holder or ""))
    known.setdefault("subject", known.get("words", ""))
    flags = str(reader.value("SELECT flags FROM cases WHERE id = :c", c=case_id) or "").split()
    for name, flag in (("staff", "staff"), ("watch", "equipment-watch")):
        if flag in flags:
            known[name] = "yes"
    wanted = ("department", "contact", "phone", "subject", "staff", "watch")
    return [name for name in wanted if not known.get(name)]


def first_sent(reader: Reader, case_id: int) -> dict[str, str]:
    """When an order was first sent, by department."""
    rows = [row for row in events(reader, case_id) if row["kind"] == "sent"]
    return {row["department"]: row["at"] for row in reversed(rows)}


def open_sent(reader: Reader, case_id: int) -> Iterator[tuple[str, str]]:
    """Each department that an order was sent to and that has not received it since, with when."""
    last: dict[str, str] = {}
    for row in events(reader, case_id):
        if row["kind"] == "sent":
            last[row["department"]] = row["at"]
        elif row["kind"] == "received":
            last.pop(row["department"], None)
    yield from last.items()


_CHECKED = (
    "SELECT DISTINCT s.label, s.name, b.name AS playbook, b.body FROM cases c"
    " JOIN steps s ON s.case_id = c.id JOIN runs r ON r.id = s.run_id"
    " JOIN playbooks b ON b.id = r.playbook_id WHERE c.id = :case AND c.desk = 'rooms'"
    " AND s.state = 'open' AND r.dropped_at IS NULL ORDER BY s.label"
)


def checked_steps(reader: Reader, case_id: int) -> Iterator[tuple[int, str]]:
    """Each open step by which a department says that the room is ready: its label, the department.

    It is the one that `business-ready` or `equipment-ready` ticks.
    """
    for row in reader.rows(_CHECKED, case=case_id):
        event = _ticked_by(row["playbook"], row["body"]).get(row["name"]) or ""
        if event.endswith("-ready"):
            yield row["label"], event.removesuffix("-ready")


@lru_cache(maxsize=64)
def _ticked_by(name: str, body: str) -> Mapping[str, str | None]:
    """The event that ticks each step of a playbook version."""
    from deskterm.core.playbook import parse_playbook  # noqa: PLC0415 - a look-up pays for no TOML

    return {step.name: step.ticked_by for step in parse_playbook(name, body).steps}

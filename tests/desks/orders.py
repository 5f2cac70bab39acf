"""A meeting at the desk: what the tests of a service order do, in the desk's own lines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deskterm.core import history
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.desks.rooms.orders import queries
from deskterm.shell.details import facts
from deskterm.shell.room_record import order_form
from deskterm.shell.say import say_line

SMALL = "book A 16:00-17:00 预算会 budget tea banner"
LARGE = "book H 18:00-19:00 新年会 gala tea banner"
FILLED = "order B1 staff tea contact: 王敏 phone: 100 5550 1234 department: Finance watch: no"


def say(office: Office, line: str, *, anyway: bool = False) -> str:
    """Say a line as it is typed; answers the sentence that came back."""
    return say_line(office, line, "lin", anyway=anyway).sentence


def case_of(office: Office, number: int = 1) -> int:
    """The case of B001."""
    with office.read() as reader:
        sql = "SELECT id FROM cases WHERE letter = 'B' AND number = :number"
        return int(reader.value(sql, number=number))


def steps(office: Office, number: int = 1) -> dict[str, dict[str, Any]]:
    """The steps of a booking by name; of a round the first, with what its procedure lets apply."""
    with office.read() as reader:
        rows = history.steps(reader, case_of(office, number))
    return {row["name"]: row for row in reversed(rows) if row["state"] not in {"off", "dropped"}}


def state(office: Office, name: str, number: int = 1) -> str | None:
    """What became of a step; None where it does not apply."""
    row = steps(office, number).get(name)
    return row["state"] if row else None


def due(office: Office, name: str, number: int = 1) -> str:
    """When a step is due, on the site's wall clock; blank while it waits."""
    at = steps(office, number)[name]["due_at"]
    return f"{office.site.local(instant(at)):%H:%M}" if at else ""


def before(office: Office, name: str) -> timedelta:
    """How long before the start of B001 a step is due."""
    with office.read() as reader:
        start = reader.value(
            "SELECT start_at FROM bookings WHERE case_id = :case", case=case_of(office)
        )
    return instant(start) - instant(steps(office)[name]["due_at"])


def done(
    office: Office, name: str, words: str = "", number: int = 1, *, anyway: bool = True
) -> str:
    """Tick a step of a booking on the desk line."""
    label = steps(office, number)[name]["label"]
    return say(office, f"done B{number}.{label} {words}", anyway=anyway)


def form(office: Office, number: int = 1) -> dict[str, str]:
    """The service order as it is printed, by the titles of its fields."""
    with office.read() as reader:
        table = order_form(reader, office.site, f"B{number}", office.now())
    return {row["field"]: row["value"] for row in table.rows}


def shown(office: Office, number: int = 1) -> list[tuple[str, str]]:
    """The page of a booking, as labelled lines."""
    with office.read() as reader:
        return facts(reader, office.site, office.now(), case_of(office, number))


def events(office: Office, number: int = 1) -> list[tuple[str, str, str]]:
    """What happened to an order and stands: kind, department, thing."""
    with office.read() as reader:
        rows = queries.events(reader, case_of(office, number))
    return [(row["kind"], row["department"], row["item"]) for row in rows]

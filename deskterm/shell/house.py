"""Opening an office with what every desk answers for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from deskterm.core.office import Need, Office
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.desks.vehicles import queries as vehicles

NEEDS: Mapping[str, Need] = {
    "place": calls.has_place,
    "phone": calls.has_phone,
    "two-guards": guards.two_were_sent,
    "party": calls.has_party,
    "referral": calls.has_referral,
    "price": calls.has_price,
    "amount": calls.has_amount,
    "vehicle": vehicles.one_was_sent,
    "repair-approved": fleet.approved,
    "repair-started": fleet.started,
    "repair-finished": fleet.finished,
    "repair-paid": fleet.paid,
}


def open_office(
    path: Path,
    console: str = "shell",
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Office:
    """The office on this store; the needs of its steps are answered by the desks."""
    return Office(path, console=console, needs=NEEDS, clock=clock)

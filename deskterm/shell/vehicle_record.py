"""The vehicles of a call on its page: which went, with whom, and the times of it."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.telling import clock
from deskterm.core.words import _
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell.where import named


def lines(reader: Reader, site: Site, case_id: int) -> Iterator[tuple[str, str]]:
    """Every vehicle that was sent, by its plate, with every time that is known."""
    for row in vehicles.of_case(reader, case_id):
        driver = named(row, "driver_")
        yield row["plate"], ", ".join([*([driver] if driver else []), *_times(site, row)])


def _times(site: Site, row: Row) -> Iterator[str]:
    for event in ("sent", "out", "back"):
        if told := row[f"{event}_at"]:
            said = _(vehicles.KINDS[f"vehicle.{event}"])
            yield f"{said} {clock(site, told, row['sent_at'])}"

"""The guards of a call on its page: who went, what they do, and the times of it."""

from __future__ import annotations

from collections.abc import Iterator

from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.telling import clock
from deskterm.core.words import _
from deskterm.desks.guards import queries as guards
from deskterm.shell.where import named


def lines(reader: Reader, site: Site, case_id: int) -> Iterator[tuple[str, str]]:
    """Everybody who was sent, by code, with every time that is known."""
    out = {row["assignment_id"]: row["state"] for row in guards.roster(reader)}
    for row in guards.of_case(reader, case_id):
        state = guards.label(site, out[row["id"]]) if row["id"] in out else _("clear")
        yield row["code"], f"{named(row, '')} {state}: {', '.join(_times(site, row))}"


def _times(site: Site, row: Row) -> Iterator[str]:
    """Each time after its status; marked where it was filled, or lies out of order."""
    for status, column in guards.COLUMNS.items():
        if row[column] is None:
            continue
        said = _("clear") if status == "available" else guards.label(site, status)
        marks = [_("filled")] if status in row["filled"] else []
        marks += [_("out of order")] if status in row["out_of_order"] else []
        mark = f" ({', '.join(marks)})" if marks else ""
        yield f"{said} {clock(site, row[column], row['assigned_at'])}{mark}"

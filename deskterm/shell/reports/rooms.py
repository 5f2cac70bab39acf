"""How the rooms are used."""

from __future__ import annotations

from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.desks.rooms import queries
from deskterm.shell.reports.cells import seconds
from deskterm.shell.where import named

_SPAN = seconds("start_at", "end_at")
_COLUMNS = (
    Column("code", N_("No."), 4),
    Column("name", N_("Room"), 14, grow=True),
    Column("bookings", N_("Bookings"), 8, align="right"),
    Column("hours", N_("Hours"), 7, align="right"),
    Column("cancelled", N_("Cancelled"), 9, align="right"),
)


@report("rooms", N_("Each room's bookings and their hours; cancelled ones apart."))
def room_use(reader: Reader, asked: Asked) -> Table:
    found = reader.rows(
        "SELECT room_id, sum(state = 'booked') AS bookings, sum(state = 'cancelled') AS cancelled,"  # noqa: S608 - constants only
        f" round(total(CASE WHEN state = 'booked' THEN {_SPAN} END) / 3600, 2) AS hours"
        " FROM bookings WHERE start_at >= :since AND start_at < :until GROUP BY room_id",
        **asked.bounds,
    )
    used = {row["room_id"]: row for row in found}
    nothing = {"bookings": 0, "hours": 0.0, "cancelled": 0}
    rows = [
        {"code": room["code"], "name": named(room, ""), **(used.get(room["id"]) or nothing)}
        for room in queries.rooms(reader)
    ]
    return Table(_COLUMNS, rows, _("Rooms"))

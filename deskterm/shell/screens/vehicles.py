"""F6: vehicles."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell import board_state
from deskterm.shell.screens.base import SiteScreen, page
from deskterm.tui.panel import Line
from deskterm.tui.screen import Choice, Detail, Listing


class Vehicles(SiteScreen):
    """F6: the fleet, and its fuel beside its norm."""

    name_, title, verb = "vehicles", N_("Vehicles"), "fuel"
    columns = (
        Column("mark", "", 1),
        Column("plate", N_("Plate"), 9),
        Column("name", N_("Name"), 8, grow=True, priority=1),
        Column("state", N_("State"), 12),
        Column("odometer", N_("km"), 7, priority=2, align="right"),
        Column("used", N_("L/100 km"), 9, align="right"),
        Column("norm", N_("Norm"), 5, align="right"),
    )

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """The whole fleet; a site has few."""
        found = vehicles.fleet(reader, now)
        rows = board_state.vehicle_rows(found, now)
        for row, vehicle in zip(rows, found, strict=True):
            reading, used = vehicle["reading"], vehicle["used"]
            row["odometer"] = reading.km if reading else None
            row["used"] = f"{used.per_100:.2f}" if used else ""
            row["norm"] = f"{vehicle['norm_ml'] / 1000:.1f}"
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """Its newest slips, the trip it is on, and what can be said of it."""
        slips = vehicles.slips(reader, int(row["key"]), 12)
        lines: list[Line] = [self._slip(slip) for slip in slips]
        if row.get("case_id"):
            trip, title = page(reader, self.site, now, int(row["case_id"]))
            lines += ["", ("", title, "head"), *trip]
        chosen = [Choice(_("Fuel slip"), f"fuel {row.get('plate', '')} ", unfinished=True)]
        if row.get("case_id"):
            chosen.append(Choice(_("Back"), f"back {row.get('plate', '')} ", unfinished=True))
        return Detail(lines, chosen)

    def _slip(self, slip: Row) -> tuple[str, str]:
        day = self.site.local(instant(slip["at"]))
        used = slip["figure"].used
        figure = f"{used.per_100:.2f} L/100 km" if used else ""
        amount = "" if slip["amount_cents"] is None else f"¥{slip['amount_cents'] / 100:.2f}"
        litres = f"{slip['litres_ml'] / 1000:.2f} L"
        km = "" if slip["odometer_km"] is None else f"{slip['odometer_km']} km"
        return f"{day:%m-%d %H:%M}", "  ".join(
            part for part in (litres, amount, km, figure) if part
        )

"""F6: vehicles."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskterm.core.instants import instant, stamp
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.desks.vehicles import fuel_queries
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell import board_state, fleet_choices, fuel_line, vehicle_file
from deskterm.shell.screens.base import SiteScreen, page
from deskterm.shell.vehicle_record import due
from deskterm.shell.where import number
from deskterm.tui.detail import Choice, Detail, Listing
from deskterm.tui.panel import Line

SOON = timedelta(days=1)
"""A paper whose step is due by then stands in the list."""
SLIPS = 6
LINE = 30
"""Cells of the line of litres per 100 km; a page on a small terminal has no more."""


class Vehicles(SiteScreen):
    """F6: the fleet, its fuel beside its norm; then trips, repairs and papers to see to."""

    name_, title, verb = "vehicles", N_("Vehicles"), "fuel"
    columns = (
        Column("mark", "", 1),
        Column("plate", N_("Plate"), 9),
        Column("name", N_("Who or what"), 8, grow=True, priority=3),
        Column("state", N_("State"), 8, grow=True),
        Column("odometer", N_("km"), 9, priority=4, align="right"),
        Column("used", N_("L/100 km"), 9, priority=1, align="right"),
        Column("norm", N_("Norm"), 7, priority=2, align="right"),
    )

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """The whole fleet, then what goes on; a site has few."""
        found = vehicles.fleet(reader, now)
        rows, local = board_state.vehicle_rows(found, now), self.site.local(now)
        for row, vehicle in zip(rows, found, strict=True):
            reading, used = vehicle["reading"], vehicle["used"]
            row["odometer"] = reading.km if reading else None
            row["used"] = f"{used.per_100:.2f}" if used else ""
            norm = fuel_queries.norm_on(reader, self.site, vehicle["id"], local.date())
            row["norm"] = f"{norm / 1000:.1f}"
        rows += [_record(row, local) for row in fleet.open_records(reader, stamp(now + SOON))]
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """A record whole; of a vehicle its newest slips, its file, and the call that it is out for.

        A trip of its own stands in the list itself.
        """
        if str(row["key"]).startswith("c"):
            return super().detail(reader, now, row)
        slips = vehicles.slips(reader, int(row["key"]), SLIPS)
        lines: list[Line] = [(_("Slip"), _("L · ¥ · km · L/100 km"), "dim")] if slips else []
        lines += [self._slip(slip) for slip in slips]
        lines += fuel_line.lines(reader, self.site, now, int(row["key"]), LINE)
        known = vehicle_file.find(reader, str(row["plate"]))
        for part in vehicle_file.parts(reader, self.site, now, known) if known else []:
            lines += ["", *part] if lines else part
        if row.get("case_id") and not str(row["state"]).startswith("T"):
            call, title = page(reader, self.site, now, int(row["case_id"]))
            lines += ["", ("", title, "head"), *call]
        is_out = bool(row.get("case_id"))
        choices = fleet_choices.of_vehicle(str(row["plate"]), is_out=is_out)
        return Detail(lines, choices, f"{row['plate']} · {row['name']}")

    def case_choices(self, reader: Reader, now: datetime, case_id: int) -> list[Choice]:
        """What comes next for a trip, a repair or a paper."""
        return fleet_choices.of_record(reader, self.site.local(now), case_id)

    def _slip(self, slip: Row) -> tuple[str, str]:
        day = self.site.local(instant(slip["at"]))
        used = slip["figure"].used
        amount, km = slip["amount_cents"], slip["odometer_km"]
        figures = (
            f"{slip['litres_ml'] / 1000:.2f}",
            "" if amount is None else f"{amount / 100:.2f}",
            "" if km is None else str(km),
            f"{used.per_100:.2f}" if used else "",
        )
        widths = (5, 6, 6, 5)
        told = (figure.rjust(cells) for figure, cells in zip(figures, widths, strict=True))
        return f"{day:%m-%d}", " ".join(told)


def _record(row: Row, now: datetime) -> Row:
    """A trip, a repair or a paper as a row under the fleet."""
    if row["grade"]:
        name, state = _(fleet.GRADES[row["grade"]]), vehicle_file.repair_state(row)
    elif row["paper"]:
        name, state = _(fleet.PAPERS[row["paper"]]), due(row)
    else:
        name, state = _("Trip"), _trip_state(row)
    whose = row["plate"] or row["place_said"]
    return {
        "key": f"c{row['case_id']}",
        "case_id": row["case_id"],
        "mark": "·",
        "plate": number(row, now),
        "name": f"{whose} {name}".strip(),
        "state": state,
    }


def _trip_state(row: Row) -> str:
    if row["trip_id"] is None:
        return _("no vehicle")
    return _("out") if row["out_at"] else _("sent")

"""The file of one vehicle: papers, trips, fuel, repairs, costs by month, checks (V3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from deskterm.core.clocks import months_after
from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import cost_queries as costs
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.desks.vehicles.fuel_queries import norm_on
from deskterm.shell.vehicle_record import cost_line, due, local, money
from deskterm.shell.where import named, number

Fact = tuple[str, str]
SHOWN_MONTHS = 6
BAR = 20
"""Cells of the longest bar."""


def parts(reader: Reader, site: Site, now: datetime, row: Row) -> list[list[Fact]]:
    """Everything known of a vehicle, in parts; `row` is the vehicle's own."""
    local_now = site.local(now)
    found = [
        list(_head(row, norm_on(reader, site, row["id"], local_now.date()))),
        list(cost_bars(reader, site, now, row["id"])),
        list(_papers(reader, local_now, row["id"])),
        list(_repairs(reader, site, local_now, row["id"])),
        [(number(each, local_now), cost_line(each)) for each in costs.costs_of(reader, row["id"])],
        list(_trips(reader, site, local_now, row["id"])),
        list(_checks(reader, row["id"])),
    ]
    return [part for part in found if part]


def _head(row: Row, norm_ml: int) -> Iterator[Fact]:
    yield row["plate"], " ".join(part for part in (named(row, ""), row["model"]) if part)
    for label, value in (
        (N_("Fuel type"), row["fuel"]),
        (N_("Card"), row["card"]),
        (N_("Station"), row["station"]),
        (N_("Norm"), f"{norm_ml / 1000:.2f} L/100 km"),
    ):
        if value:
            yield _(label), value


def _papers(reader: Reader, now: datetime, vehicle_id: int) -> Iterator[Fact]:
    for row in fleet.papers_of(reader, vehicle_id):
        was = _("was ") if row["closed_at"] else ""
        yield number(row, now), f"{was}{_(fleet.PAPERS[row['kind']])} {due(row)}"


def _repairs(reader: Reader, site: Site, now: datetime, vehicle_id: int) -> Iterator[Fact]:
    for row in fleet.repairs(reader, vehicle_id):
        day = local(row["opened_at"], site)
        said = [str(day)[:10], _(fleet.GRADES[row["grade"]]), row["words"] or "", repair_state(row)]
        said += [f"¥{money(row['paid_cents'])}"] if row["paid_cents"] is not None else []
        yield number(row, now), " ".join(part for part in said if part)


def repair_state(row: Row) -> str:
    """How far a repair has come."""
    if row["finished_at"]:
        return _("finished")
    if row["started_at"]:
        return _("in the shop")
    return _("approved") if row["approved_at"] else _("waits for approval")


def cost_bars(reader: Reader, site: Site, now: datetime, vehicle_id: int) -> Iterator[Fact]:
    """What the vehicle cost in each of the last months, as bars; nothing where it cost nothing."""
    sums = dict(_months(reader, site, now, vehicle_id))
    most = max((cents or 0 for cents, _more in sums.values()), default=0)
    if not most:
        return
    for month, (cents, unknown) in sums.items():
        if cents is None and not unknown:
            continue
        bar = "█" * max(1, round(BAR * (cents or 0) / most)) if cents else ""
        more = _("{count} not known").format(count=unknown) if unknown else ""
        amount = f"¥{money(cents)}" if cents is not None else ""
        yield month, " ".join(part for part in (bar, amount, more) if part)


def _months(
    reader: Reader, site: Site, now: datetime, vehicle_id: int
) -> Iterator[tuple[str, tuple[int | None, int]]]:
    this = site.local(now).date().replace(day=1)
    for back in range(SHOWN_MONTHS - 1, -1, -1):
        first, after = months_after(this, -back), months_after(this, 1 - back)
        found = costs.by_vehicle(reader, first.isoformat(), after.isoformat())
        found += costs.fuel(reader, _midnight(site, first), _midnight(site, after))
        mine = [row for row in found if row["vehicle_id"] == vehicle_id]
        known = [row["cents"] for row in mine if row["cents"] is not None]
        unknown = sum(row["unknown"] or 0 for row in mine)
        yield f"{first:%Y-%m}", (sum(known) if known else None, unknown)


def _midnight(site: Site, day: date) -> str:
    return stamp(site.calendar.instant(datetime.combine(day, datetime.min.time())))


def _trips(reader: Reader, site: Site, now: datetime, vehicle_id: int) -> Iterator[Fact]:
    for row in fleet.trips_of(reader, vehicle_id):
        when = f"{site.local(instant(row['sent_at'])):%Y-%m-%d %H:%M}"
        read = (row["odometer_out_km"], row["odometer_in_km"])
        km = f"{read[0]}-{read[1]} km" if None not in read else ""
        said = (when, named(row, "driver_"), row["requester"], row["words"], km)
        yield number(row, now), " ".join(part for part in said if part)


def _checks(reader: Reader, vehicle_id: int) -> Iterator[Fact]:
    for row in fleet.assessments(reader, vehicle_id):
        order = _("in order") if row["passed"] else _("not in order")
        said = (_(fleet.CHECKS[row["kind"]]), order, row["body"], named(row, "driver_"))
        yield row["day"], " ".join(part for part in said if part)


def find(reader: Reader, plate: str) -> Row | None:
    """The vehicle with this plate, in whatever spelling."""
    said = plate.replace("·", "").replace(" ", "").upper()
    return reader.row("SELECT * FROM vehicles WHERE plate = :plate", plate=said)

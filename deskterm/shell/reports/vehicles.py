"""What the vehicles take."""

from __future__ import annotations

from datetime import timedelta

from deskterm.core.instants import instant
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import queries

_COLUMNS = (
    Column("plate", N_("Plate"), 10, grow=True),
    Column("km", N_("km"), 8, align="right"),
    Column("litres", N_("Litres"), 9, align="right"),
    Column("per_100_km", N_("L/100 km"), 9, align="right"),
    Column("norm", N_("Norm"), 6, align="right"),
    Column("over", N_("Over"), 6, align="right"),
)


@report("fuel", N_("Each vehicle's litres per 100 km, full tank to full, by its norm."))
def fuel(reader: Reader, asked: Asked) -> Table:
    first = (
        instant(asked.period.since) if asked.period.since else asked.now - timedelta(days=36_500)
    )
    last = asked.now + timedelta(milliseconds=1)
    if asked.period.until != "9999":
        last = instant(asked.period.until)
    rows = []
    for vehicle in queries.fleet(reader, asked.now):
        used = [f.used for f in queries.figures(reader, vehicle["id"], first, last) if f.used]
        litres, km = sum(one.litres_ml for one in used), sum(one.km for one in used)
        per_100 = round(litres / km / 10, 2) if km else None
        norm = vehicle["norm_ml"] / 1000
        rows.append(
            {
                "plate": vehicle["plate"],
                "km": km,
                "litres": round(litres / 1000, 2),
                "per_100_km": per_100,
                "norm": norm,
                "over": None if per_100 is None else round(per_100 - norm, 2),
            }
        )
    return Table(_COLUMNS, rows, _("Fuel"))

"""A vehicle's litres per 100 km by month, drawn as a line beside its norm."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskterm.core.instants import stamp
from deskterm.core.layout import Column, Table
from deskterm.core.picture import Picture
from deskterm.core.reader import Reader
from deskterm.core.report import months
from deskterm.core.site import Site
from deskterm.core.words import N_
from deskterm.desks.vehicles import fuel_queries

YEAR = timedelta(days=365)
_COLUMNS = (
    Column("month", N_("Month"), 7),
    Column("per_100_km", N_("L/100 km"), 9, align="right"),
    Column("norm", N_("Norm"), 6, align="right"),
)
_LINE = Picture("line", N_("L/100 km"), "month", ("per_100_km", "norm"))
_LEAST = 2
"""A line has two ends."""


def table(reader: Reader, site: Site, now: datetime, vehicle_id: int) -> Table:
    """The months of the last year in which an interval of its first tank ended."""
    spans = months(site, stamp(now - YEAR), stamp(now))
    begins = [since for _name, since, _until in spans]
    year = fuel_queries.Spans(begins[0], spans[-1][2], begins)
    found = fuel_queries.totals(reader, site, year, vehicle_id)
    rows = [
        {
            "month": spans[total.span][0],
            "per_100_km": float(total.average.per_100 or 0),
            "norm": (total.norm_ml or 0) / 1000,
        }
        for total in found
        if total.km and total.tank == 1
    ]
    return Table(_COLUMNS, rows, "", (_LINE,))


def lines(reader: Reader, site: Site, now: datetime, vehicle_id: int, width: int) -> list[str]:
    """The line in so many cells; nothing where there are no two months to join."""
    from deskterm.core.drawing import as_lines  # noqa: PLC0415 - what draws is slow to load

    drawn = table(reader, site, now, vehicle_id)
    return as_lines(drawn, _LINE, width) if len(drawn.rows) >= _LEAST else []

"""Our own fuel log written out: one CSV that the map `deskterm` takes in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from deskterm.core import numbers
from deskterm.core.instants import instant
from deskterm.core.layout import clean, inert
from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.core.site import Site
from deskterm.desks.vehicles import rules
from deskterm.shell.fuel_logs import stored

HEADER = (
    "slip",
    "plate",
    "time",
    "litres",
    "amount",
    "price_per_litre",
    "odometer_km",
    "trip_km",
    "full",
    "missed",
    "tank",
    "station",
    "card",
    "note",
)
"""In no language: a map refers to these names."""


class Written(NamedTuple):
    """A log as text, and how many slips stand in it."""

    text: str
    slips: int


def fuel_log(office: Office, plate: str | None = None) -> Written:
    """Every slip that counts, of one vehicle or of all, in the order of their numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    with office.read() as reader:
        vehicle = stored.vehicle(reader, plate) if plate else None
        rows = stored.to_write(reader, vehicle)
    writer.writerows(_cells(row, office.site) for row in rows)
    return Written(out.getvalue(), len(rows))


def _cells(row: Row, site: Site) -> Iterator[object]:
    ml, cents = row["litres_ml"], row["amount_cents"]
    yield numbers.full("F", row["year"], row["number"])
    yield row["plate"]
    yield site.local(instant(row["at"])).isoformat(timespec="milliseconds")
    yield _parts(ml, 3)
    yield _parts(cents, 2)
    yield _parts(rules.third(ml, cents, row["price_mills"])[2], 3)
    yield row["odometer_km"]
    yield _parts(row["trip_m"], 3)
    yield "yes" if row["full"] else "no"
    yield "yes" if row["missed"] else "no"
    yield row["tank"]
    for name in ("station", "card", "note"):
        yield clean(inert(row[name] or ""), keep_newlines=True, limit=None)


def _parts(whole: int | None, places: int) -> str:
    """A whole number of thousandths or hundredths as a decimal number; unknown is blank."""
    return "" if whole is None else f"{Decimal(whole).scaleb(-places):f}"

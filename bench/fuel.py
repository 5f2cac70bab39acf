"""A month's fuel report of a fleet, beside reading the same slips through the bare driver."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, sqlite
from deskterm.core.report import Asked, Period
from deskterm.core.site import Site
from deskterm.core.store import create
from deskterm.desks.vehicles.fuel_queries import SLIPS
from deskterm.shell.reports.vehicles import fuel
from deskterm.shell.schema import METADATA

VEHICLES, EACH = 100, 1000
BEGUN = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
BETWEEN = timedelta(minutes=40)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
_VEHICLE = (
    "INSERT INTO vehicles (id, plate, name, english, model, fuel, tank_ml, norm_ml, card, station,"
    " odometer_km, active) VALUES (?, ?, '', '', '', '', 60000, 8900, '', '', 0, 1)"
)
_SLIP = (
    "INSERT INTO slips (id, year, number, vehicle_id, at, entered_at, litres_ml, amount_cents,"
    " odometer_km, full, missed, station, card)"
    " VALUES (:id, 2026, :id, :vehicle, :at, :at, :litres, :cents, :km, :full, :missed, '', '')"
)


def taken(rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the report and of its floor, turn by turn, on a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        connection = _store(Path(folder) / "fuel.db")
        site = Site({"zone": "Asia/Shanghai"})
        asked = Asked(site, Period.of_whole(site, "2026-11"), NOW)
        reader = Reader(connection.execute)
        pairs = []
        for _round in range(rounds):
            begun = time.perf_counter()
            rows = connection.execute(SLIPS, asked.bounds).fetchall()
            read = time.perf_counter()
            fuel(reader, asked)
            pairs.append((time.perf_counter() - read, read - begun))
        connection.close()
    if len(rows) != VEHICLES * EACH:
        message = f"the report read {len(rows)} slips"
        raise RuntimeError(message)
    return [pair[0] * 1000 for pair in pairs], [pair[1] * 1000 for pair in pairs]


def _store(path: Path) -> sqlite.Connection:
    """A hundred thousand slips of a hundred vehicles, all of one month."""
    create(path, METADATA)
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("BEGIN")
    connection.executemany(
        _VEHICLE, [(number, f"沪A{number:05}") for number in range(1, VEHICLES + 1)]
    )
    connection.executemany(_SLIP, _slips(random.Random(7)))
    connection.execute("COMMIT")
    return connection


def _slips(chance: random.Random) -> list[dict[str, object]]:
    """As they come at a desk: in the order of time, every vehicle in turn."""
    return [
        {
            "id": turn * VEHICLES + vehicle,
            "vehicle": vehicle,
            "at": stamp(BEGUN + turn * BETWEEN),
            "litres": chance.randint(20_000, 50_000),
            "cents": chance.randint(10_000, 40_000),
            "km": turn * 400 + chance.randint(0, 300),
            "full": chance.random() > 0.1,
            "missed": chance.random() < 0.02,
        }
        for turn in range(EACH)
        for vehicle in range(1, VEHICLES + 1)
    ]

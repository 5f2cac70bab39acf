"""What the store knows of a vehicle's fuel already: plain SQL."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.kinds import key, short
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _
from deskterm.shell.fuel_logs.doubts import Seen


class Imported(NamedTuple):
    """Rows of a source that were taken in before."""

    kept: AbstractSet[str]
    stale: AbstractSet[str]
    """Those whose slip was taken back since: they can come in once more."""


def imported(reader: Reader, source: str) -> Imported:
    """The keys of what was taken in from this source."""
    rows = reader.rows(
        "SELECT i.key, s.id IS NULL OR s.withdrawn_at IS NOT NULL AS gone FROM imported i"
        " LEFT JOIN slips s ON i.record LIKE 'slips:%' AND s.id = CAST(substr(i.record, 7) AS INT)"
        " WHERE i.source = :source",
        source=source,
    )
    return Imported(
        {row["key"] for row in rows if not row["gone"]}, {row["key"] for row in rows if row["gone"]}
    )


def read_on_trips(reader: Reader, vehicle_id: int) -> list[Seen]:
    """What the vehicle's trips say of its odometer."""
    rows = reader.rows(
        "SELECT out_at AS at, odometer_out_km AS km FROM trips WHERE vehicle_id = :vehicle"
        " AND withdrawn_at IS NULL AND odometer_out_km IS NOT NULL AND out_at IS NOT NULL"
        " UNION ALL SELECT back_at, odometer_in_km FROM trips WHERE vehicle_id = :vehicle"
        " AND withdrawn_at IS NULL AND odometer_in_km IS NOT NULL AND back_at IS NOT NULL",
        vehicle=vehicle_id,
    )
    return [Seen(instant(row["at"]), row["km"]) for row in rows]


def to_write(reader: Reader, vehicle_id: int | None) -> list[Row]:
    """Every slip that counts, of one vehicle or of all, in the order of their numbers."""
    return reader.rows(
        "SELECT s.year, s.number, v.plate, s.at, s.litres_ml, s.amount_cents, s.price_mills,"
        " s.odometer_km, s.trip_m, s.full, s.missed, s.tank, s.station, s.card, s.flags,"
        " t.body AS note FROM slips s JOIN vehicles v ON v.id = s.vehicle_id"
        " LEFT JOIN texts t ON t.id = s.note_id"
        " WHERE s.withdrawn_at IS NULL AND (:vehicle IS NULL OR s.vehicle_id = :vehicle)"
        " ORDER BY s.year, s.number",
        vehicle=vehicle_id,
    )


def vehicle(reader: Reader, said: str) -> int:
    """The id of the vehicle with this plate, in use or not; refused where there is none."""
    rows = reader.rows("SELECT id, plate FROM vehicles")
    known = {key(row["plate"]): int(row["id"]) for row in rows}
    if key(said) not in known:
        sentence = _("There is no vehicle {plate}.")
        raise NotFound(sentence.format(plate=short(said)))
    return known[key(said)]

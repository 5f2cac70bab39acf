"""What the vehicles desk reads: plain SQL, without the ORM."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from deskterm.core.instants import instant, stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_
from deskterm.desks.vehicles import rules
from deskterm.desks.vehicles.rules import Figure, Fill, Used

_INSTANT = timedelta(milliseconds=1)
_TO_LOOK_AT = 12
"""So many slips back the newest figure is looked for."""

_SLIP = (
    "SELECT id, year, number, at, entered_at, operator, litres_ml, amount_cents, price_mills,"
    " odometer_km, full, missed, tank, trip_m, station, card, flags FROM slips"
    " WHERE vehicle_id = :vehicle AND withdrawn_at IS NULL"
)
_TRIP_READINGS = (
    "SELECT out_at, odometer_out_km, back_at, odometer_in_km FROM trips"
    " WHERE vehicle_id = :vehicle AND withdrawn_at IS NULL"
    " AND (odometer_out_km IS NOT NULL OR odometer_in_km IS NOT NULL)"
)
_SINCE_TRIP = (
    "sent_at >= coalesce((SELECT max(sent_at) FROM trips"
    " WHERE vehicle_id = :vehicle AND withdrawn_at IS NULL AND sent_at <= :at), '')"
)
_OPENED = (
    "coalesce((SELECT max(at) FROM slips WHERE vehicle_id = :vehicle AND tank = {tank}"
    " AND full = 1 AND odometer_km IS NOT NULL AND withdrawn_at IS NULL AND at < :since), '')"
)
_SINCE_FULL = (
    f"at >= CASE tank WHEN 1 THEN {_OPENED.format(tank=1)} ELSE {_OPENED.format(tank=2)} END"
)


KINDS = {
    "vehicle.sent": N_("sent"),
    "vehicle.out": N_("driven off"),
    "vehicle.back": N_("back"),
    "vehicle.withdrawn": N_("sending taken back"),
    "vehicle.unout": N_("not driven off yet"),
    "vehicle.unback": N_("not back yet"),
    "paper.kept": N_("paper kept"),
}
"""What the journal lines of this desk say happened."""


class Reading(NamedTuple):
    """What an odometer showed, and when; None is a vehicle's entry in the register."""

    km: int
    at: datetime | None


def one_was_sent(reader: Reader, case_id: int) -> bool:
    """Whether a vehicle was sent for this case, be it back by now or not."""
    sql = "SELECT 1 FROM trips WHERE case_id = :case_id AND withdrawn_at IS NULL LIMIT 1"
    return reader.value(sql, case_id=case_id) is not None


def out_on(reader: Reader, case_id: int) -> list[str]:
    """The plates of the vehicles that are still out for a case."""
    return [row["plate"] for row in of_case(reader, case_id) if row["back_at"] is None]


def of_case(reader: Reader, case_id: int) -> list[Row]:
    """Every trip for a case, in order; one that was taken back is none.

    Columns: plate, driver_name, driver_english (None where no driver was named), sent_at,
    out_at, back_at.
    """
    return reader.rows(
        "SELECT v.plate, p.name AS driver_name, p.english AS driver_english, t.sent_at, t.out_at,"
        " t.back_at FROM trips t JOIN vehicles v ON v.id = t.vehicle_id"
        " LEFT JOIN people p ON p.id = t.driver_id"
        " WHERE t.case_id = :case AND t.withdrawn_at IS NULL ORDER BY t.sent_at, t.id",
        case=case_id,
    )


def reading_before(reader: Reader, vehicle_id: int, at: datetime) -> Reading:
    """The newest odometer reading from before this instant, of a slip, a trip or the register."""
    values = {"vehicle": vehicle_id, "at": stamp(at)}
    read = "odometer_km IS NOT NULL"
    slips = f"{_SLIP} AND {read} AND at < :at ORDER BY at DESC, odometer_km DESC LIMIT 1"
    trips = f"{_TRIP_READINGS} AND sent_at < :at ORDER BY sent_at DESC LIMIT 2"
    found = _readings(reader.rows(slips, **values), reader.rows(trips, **values))
    earlier = [reading for reading in found if reading.at and reading.at < at]
    if earlier:
        return max(earlier, key=lambda reading: (reading.at, reading.km))
    registered = "SELECT odometer_km FROM vehicles WHERE id = :vehicle"
    return Reading(int(reader.value(registered, vehicle=vehicle_id)), None)


def reading_after(reader: Reader, vehicle_id: int, at: datetime) -> Reading | None:
    """The first odometer reading from after this instant, or None."""
    values = {"vehicle": vehicle_id, "at": stamp(at)}
    slips = f"{_SLIP} AND odometer_km IS NOT NULL AND at > :at ORDER BY at, odometer_km LIMIT 1"
    trips = f"{_TRIP_READINGS} AND {_SINCE_TRIP} ORDER BY sent_at LIMIT 2"
    found = _readings(reader.rows(slips, **values), reader.rows(trips, **values))
    later = [reading for reading in found if reading.at and reading.at > at]
    return min(later, key=lambda reading: (reading.at, reading.km), default=None)


def _readings(slips: list[Row], trips: list[Row]) -> list[Reading]:
    told = [(row["odometer_km"], row["at"]) for row in slips]
    told += [(row["odometer_out_km"], row["out_at"]) for row in trips]
    told += [(row["odometer_in_km"], row["back_at"]) for row in trips]
    return [Reading(km, instant(at)) for km, at in told if km is not None and at is not None]


def slip_readings(reader: Reader, vehicle_id: int, since: datetime) -> list[tuple[datetime, int]]:
    """What slips say of the odometer from `since` on, in the order of time."""
    sql = f"{_SLIP} AND odometer_km IS NOT NULL AND at >= :since ORDER BY at, odometer_km"
    found = reader.rows(sql, vehicle=vehicle_id, since=stamp(since))
    return [(instant(row["at"]), row["odometer_km"]) for row in found]


def figures(
    reader: Reader, vehicle_id: int, since: datetime, until: datetime
) -> list[Figure[datetime]]:
    """A figure for each slip from `since` to before `until`, in the order of time."""
    found = rules.consumption(fills(reader, vehicle_id, since, until))
    return [figure for figure in found if figure.at >= since]


def fills(
    reader: Reader, vehicle_id: int, since: datetime, until: datetime
) -> list[Fill[datetime]]:
    """What was filled to before `until`, from each tank's last full one before `since` on.

    That is where the first interval begins of which something can be said.
    """
    found = reader.rows(
        f"{_SLIP} AND at < :until AND {_SINCE_FULL}",
        vehicle=vehicle_id,
        since=stamp(since),
        until=stamp(until),
    )
    return [_fill(row) for row in found]


def all_fills(reader: Reader, vehicle_id: int) -> list[Fill[datetime]]:
    """Every slip of a vehicle that counts, as the rules see it."""
    return [_fill(row) for row in reader.each(_SLIP, vehicle=vehicle_id)]


def _fill(row: Row) -> Fill[datetime]:
    return Fill(
        row["id"],
        instant(row["at"]),
        row["litres_ml"],
        row["odometer_km"],
        full=bool(row["full"]),
        missed=bool(row["missed"]),
        tank=row["tank"],
        trip_m=row["trip_m"],
    )


def slips(reader: Reader, vehicle_id: int, limit: int = 50, offset: int = 0) -> list[Row]:
    """A window of a vehicle's slips, the newest first.

    Columns: id, year, number, at, entered_at, operator, litres_ml, amount_cents, price_mills,
    odometer_km, full, missed, tank, trip_m, station, card, flags, and `figure`, a `rules.Figure`.
    """
    sql = f"{_SLIP} ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset"
    found = reader.rows(sql, vehicle=vehicle_id, limit=limit, offset=offset)
    if found:
        first, last = instant(found[-1]["at"]), instant(found[0]["at"])
        each = figures(reader, vehicle_id, first, last + _INSTANT)
        by_slip = {figure.slip: figure for figure in each}
        for row in found:
            row["figure"] = by_slip[row["id"]]
    return found


def newest_used(reader: Reader, vehicle_id: int) -> Used | None:
    """Fuel and distance of the vehicle's newest interval that gives a figure, or None."""
    newest = slips(reader, vehicle_id, _TO_LOOK_AT)
    return next((row["figure"].used for row in newest if row["figure"].used), None)


def fleet(reader: Reader, now: datetime) -> list[Row]:
    """Every vehicle: free, or out for which case since when; its odometer and its fuel.

    Columns: id, plate, name, english, model, tank_ml, norm_ml, trip_id, case_id, letter, year,
    number, sent_at, out_at, driver, driver_name, driver_english (None while it is free), and
    `reading` (the newest `Reading`), `used` (the newest interval's `rules.Used`, or None).
    """
    found = reader.rows(
        "SELECT v.id, v.plate, v.name, v.english, v.model, v.tank_ml, v.norm_ml, t.id AS trip_id,"
        " t.case_id, c.letter, c.year, c.number, t.sent_at, t.out_at, p.code AS driver,"
        " p.name AS driver_name, p.english AS driver_english FROM vehicles v"
        " LEFT JOIN trips t ON t.vehicle_id = v.id AND t.back_at IS NULL"
        " LEFT JOIN cases c ON c.id = t.case_id LEFT JOIN people p ON p.id = t.driver_id"
        " WHERE v.active = 1 ORDER BY v.plate"
    )
    for row in found:
        row["reading"] = reading_before(reader, row["id"], now + _INSTANT)
        row["used"] = newest_used(reader, row["id"])
    return found


def unfit(reader: Reader, vehicle_id: int, day: date) -> list[Row]:
    """What speaks against driving a vehicle on a day.

    Columns: why (`shop`, `failed`, `paper`), year and number of the repair, paper (its kind),
    day (of the check that failed, or on which the paper ran out).
    """
    return reader.rows(
        "SELECT 'shop' AS why, c.year, c.number, NULL AS paper, NULL AS day FROM repairs r"
        " JOIN cases c ON c.id = r.case_id WHERE r.vehicle_id = :vehicle AND c.closed_at IS NULL"
        " AND r.started_at IS NOT NULL AND r.finished_at IS NULL"
        " UNION ALL SELECT 'failed', NULL, NULL, NULL, day FROM (SELECT day, passed FROM"
        " assessments WHERE vehicle_id = :vehicle AND withdrawn_at IS NULL AND day <= :day"
        " ORDER BY day DESC, id DESC LIMIT 1) WHERE passed = 0"
        " UNION ALL SELECT 'paper', NULL, NULL, q.kind, q.expires FROM papers q"
        " JOIN cases c ON c.id = q.case_id WHERE q.vehicle_id = :vehicle AND c.closed_at IS NULL"
        " AND q.kind IN ('inspection', 'insurance') AND q.expires < :day",
        vehicle=vehicle_id,
        day=day.isoformat(),
    )


def papers(reader: Reader, limit: int = 50, offset: int = 0) -> list[Row]:
    """A window of the papers that are to be renewed, by when something is due; unknown ones last.

    Columns: case_id, letter, year, number, vehicle_id, plate, name, english, kind, expires (a
    date), service_km, due (a stored instant, or None).
    """
    return reader.rows(
        "SELECT p.case_id, c.letter, c.year, c.number, p.vehicle_id, v.plate, v.name, v.english,"
        " p.kind, p.expires, p.service_km, min(coalesce(s.put_off_to, s.due_at)) AS due"
        " FROM papers p JOIN cases c ON c.id = p.case_id JOIN vehicles v ON v.id = p.vehicle_id"
        " LEFT JOIN steps s ON s.case_id = p.case_id AND s.state = 'open'"
        " WHERE c.closed_at IS NULL"
        " GROUP BY p.case_id, c.letter, c.year, c.number, p.vehicle_id, v.plate, v.name, v.english,"
        " p.kind, p.expires, p.service_km"
        " ORDER BY due IS NULL, due, p.expires, v.plate LIMIT :limit OFFSET :offset",
        limit=limit,
        offset=offset,
    )

"""Taking back what a journal line of a trip says, as a correction of its own; rows stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import col, select

from deskterm.core.errors import Refusal
from deskterm.core.register import Vehicle
from deskterm.core.undo import Line
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.model import Trip


def unsend(work: Work, line: Line) -> None:
    """A sending did not happen: its trip is withdrawn, and counts nowhere."""
    trip = work.get(Trip, line["trip"])
    if trip.out_at is not None or trip.back_at is not None:
        raise _gone_on(work, trip)
    # Back too: a trip that is not over is the only one its vehicle can have.
    trip.withdrawn_at = trip.back_at = work.now
    work.keep(trip)
    _record(work, trip, "vehicle.withdrawn")


def undrive(work: Work, line: Line) -> None:
    """A vehicle has not driven off yet, and its odometer was not read."""
    trip = work.get(Trip, line["trip"])
    if trip.back_at is not None:
        raise _gone_on(work, trip)
    was, km = trip.out_at, trip.odometer_out_km
    trip.out_at = trip.odometer_out_km = None
    work.keep(trip)
    _record(work, trip, "vehicle.unout", was=was, was_km=km)


def unreturn(work: Work, line: Line) -> None:
    """A vehicle is not back yet; refused where it was sent elsewhere since."""
    trip = work.get(Trip, line["trip"])
    later = select(Trip).where(Trip.vehicle_id == trip.vehicle_id, col(Trip.id) > trip.id)
    if sent := work.session.exec(later.where(col(Trip.withdrawn_at).is_(None))).first():
        raise _gone_on(work, sent)
    was, km = trip.back_at, trip.odometer_in_km
    trip.back_at = trip.odometer_in_km = None
    work.keep(trip)
    _record(work, trip, "vehicle.unback", was=was, was_km=km)


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "vehicle.sent": unsend,
    "vehicle.out": undrive,
    "vehicle.back": unreturn,
}
"""What takes back a journal line of each kind."""


def _record(work: Work, trip: Trip, kind: str, **was: object) -> None:
    work.record(kind, trip.case_id, trip=trip.id, vehicle=trip.vehicle_id, **was)


def _gone_on(work: Work, trip: Trip) -> Refusal:
    sentence = _("{plate} was sent elsewhere at {time}; undo that first.")
    at = trip.sent_at
    if trip.back_at is not None:
        sentence, at = _("{plate} is back since {time}; undo that first."), trip.back_at
    elif trip.out_at is not None:
        sentence, at = _("{plate} is out since {time}; undo that first."), trip.out_at
    plate = work.get(Vehicle, trip.vehicle_id).plate
    return Refusal(sentence.format(plate=plate, time=asked.clock(work, at)))

"""Trips: a vehicle is sent, drives off, is back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.kinds import short
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person, Vehicle
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.forms import VehicleBack, VehicleOut
from deskterm.desks.vehicles.model import Trip


def send(work: Work, case_id: int, plate: str, driver_code: str | None, at: datetime) -> str:
    """Send a vehicle, with a driver where one is named, for a case; answers what went."""
    work.require("vehicle.send")
    at = work.told(at)
    case = work.get(Case, case_id)
    vehicle = asked.vehicle(work, plate)
    if case.closed_at is not None:
        sentence = _("{number} is closed; no vehicle can be sent.")
        raise Refusal(sentence.format(number=_number(work, case)))
    _refuse_if_out(work, vehicle, at)
    driver_id = _driver(work, driver_code)
    trip = work.keep(Trip(case_id=case_id, vehicle_id=vehicle.id, driver_id=driver_id, sent_at=at))
    facts = {"trip": trip.id, "vehicle": vehicle.id, "driver": driver_id, "at": at}
    work.record("vehicle.sent", case_id, **facts)
    steps.happened(work, case, "vehicle-sent", at)
    return vehicle.plate


def _driver(work: Work, code: str | None) -> int | None:
    if code is None:
        return None
    query = select(Person).where(Person.code == code, col(Person.active))
    if driver := work.session.exec(query).first():
        return driver.id
    raise NotFound(_("There is nobody with the code {code}.").format(code=short(code)))


def _refuse_if_out(work: Work, vehicle: Vehicle, at: datetime) -> None:
    query = select(Trip).where(Trip.vehicle_id == vehicle.id, col(Trip.withdrawn_at).is_(None))
    newest = work.session.exec(query.order_by(col(Trip.sent_at).desc())).first()
    if newest is None or (newest.back_at is not None and newest.back_at <= at):
        return
    told = {
        "plate": vehicle.plate,
        "number": _number(work, work.get(Case, newest.case_id)),
        "since": asked.clock(work, newest.sent_at),
    }
    if newest.back_at is not None:
        sentence = _("{plate} was out for {number} from {since} to {back}.")
        raise Refusal(sentence.format(**told, back=asked.clock(work, newest.back_at)))
    sentence = _("{plate} is out for {number} since {since}.")
    free = [row["plate"] for row in queries.fleet(work.reader, work.now) if row["trip_id"] is None]
    if free:
        sentence = _("{plate} is out for {number} since {since}; free: {free}.")
    raise Refusal(sentence.format(**told, free=", ".join(free)))


def out(work: Work, form: VehicleOut) -> Receipt:
    """Stamp the vehicle's driving off, with its odometer where it was read."""
    work.require("vehicle.send")
    vehicle = asked.vehicle(work, form.vehicle)
    trip = _trip(work, vehicle)
    at = work.told(form.told)
    if trip.out_at is not None:
        sentence = _("{plate} is out since {time} already.")
        time = asked.clock(work, trip.out_at)
        raise Refusal(sentence.format(plate=vehicle.plate, time=time))
    _refuse_before(work, vehicle, trip.sent_at, at)
    asked.ask(asked.odometer_doubts(work, vehicle, form.km, at), anyway=form.anyway)
    trip.out_at, trip.odometer_out_km = at, form.km
    number = _stamped(work, trip, "out", at)
    sentence = _("{number} {plate} is out since {time}.")
    return _receipt(work, sentence, number, vehicle, trip)


def back(work: Work, form: VehicleBack) -> Receipt:
    """Stamp the vehicle's return, with its odometer where it was read; it is free again."""
    work.require("vehicle.send")
    vehicle = asked.vehicle(work, form.vehicle)
    trip = _trip(work, vehicle)
    at = work.told(form.told)
    _refuse_before(work, vehicle, trip.out_at or trip.sent_at, at)
    asked.ask(asked.odometer_doubts(work, vehicle, form.km, at), anyway=form.anyway)
    trip.back_at, trip.odometer_in_km = at, form.km
    number = _stamped(work, trip, "back", at)
    sentence = _("{number} {plate} is back since {time}.")
    return _receipt(work, sentence, number, vehicle, trip)


def _trip(work: Work, vehicle: Vehicle) -> Trip:
    query = select(Trip).where(Trip.vehicle_id == vehicle.id, col(Trip.back_at).is_(None))
    if trip := work.session.exec(query).first():
        return trip
    raise Refusal(_("{plate} is not out: it was not sent.").format(plate=vehicle.plate))


def _refuse_before(work: Work, vehicle: Vehicle, first: datetime, at: datetime) -> None:
    if at < first:
        sentence = _("{plate} left at {first}; {time} is before that.")
        told = {"first": asked.clock(work, first), "time": asked.clock(work, at)}
        raise Refusal(sentence.format(plate=vehicle.plate, **told))


def _stamped(work: Work, trip: Trip, event: str, at: datetime) -> str:
    work.keep(trip)
    case = work.get(Case, trip.case_id)
    work.record(f"vehicle.{event}", case.id, trip=trip.id, vehicle=trip.vehicle_id, at=at)
    steps.happened(work, case, f"vehicle-{event}", at)
    return _number(work, case)


def _receipt(work: Work, sentence: str, number: str, vehicle: Vehicle, trip: Trip) -> Receipt:
    time = asked.clock(work, trip.back_at or trip.out_at or trip.sent_at)
    said = sentence.format(number=number, plate=vehicle.plate, time=time)
    return Receipt(number, said, trip.case_id)


def _number(work: Work, case: Case) -> str:
    return asked.spoken(work, case.letter, case.year, case.number)

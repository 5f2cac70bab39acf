"""Trips: a vehicle is sent, drives off, is back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person, Vehicle
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fleet_queries, queries
from deskterm.desks.vehicles.actions import asked, people
from deskterm.desks.vehicles.forms import VehicleBack, VehicleOut
from deskterm.desks.vehicles.model import Trip

TRIP = "T"
"""The letter of a trip that was asked for by itself; others belong to calls."""
LIFE = 0


@dataclass(frozen=True)
class Going:
    """What goes, who drives it, and whether doubts about that were answered."""

    plate: str
    driver: str | None = None
    anyway: bool = True


def send(work: Work, case_id: int, plate: str, driver_code: str | None, at: datetime) -> str:
    """Send a vehicle, with a driver where one is named, for a case; answers what went."""
    return dispatch(work, case_id, Going(plate, driver_code), at)


def dispatch(work: Work, case_id: int, going: Going, at: datetime) -> str:
    """The same; what speaks against the driver is asked unless it was answered."""
    work.require("vehicle.send")
    at = work.told(at)
    case = work.get(Case, case_id)
    vehicle = asked.vehicle(work, going.plate)
    if case.closed_at is not None:
        sentence = _("{number} is closed; no vehicle can be sent.")
        raise Refusal(sentence.format(number=_number(work, case)))
    _refuse_if_out(work, vehicle, at)
    life = case.grade == LIFE
    asked.ask(_unfit(work, vehicle, at), anyway=going.anyway or life)
    driver_id = _driver(work, case, going, at)
    trip = work.keep(Trip(case_id=case_id, vehicle_id=vehicle.id, driver_id=driver_id, sent_at=at))
    facts = {"trip": trip.id, "vehicle": vehicle.id, "driver": driver_id, "at": at}
    work.record("vehicle.sent", case_id, **facts)
    if case.letter == TRIP:
        case.vehicle_id = vehicle.id
        work.keep(case)
    steps.happened(work, case, "vehicle-sent", at)
    if fleet_queries.checked_on(work.reader, vehicle.id, work.office.site.local(at).date()):
        steps.happened(work, case, "daily-checked", at)
    return vehicle.plate


def _driver(work: Work, case: Case, going: Going, at: datetime) -> int | None:
    if going.driver is None:
        if case.letter == TRIP:
            sentence = _("Say who drives: send {plate} driver CODE {number}.")
            raise Refusal(sentence.format(plate=going.plate, number=_number(work, case)))
        return None
    driver = people.person(work, going.driver)
    doubts = people.licence_doubts(work, driver, at, life=case.grade == LIFE)
    doubts += _driving(work, driver)
    asked.ask(doubts, anyway=going.anyway)
    return driver.id


def _driving(work: Work, driver: Person) -> list[str]:
    """Nobody drives two vehicles at once."""
    sentence = _("{driver} is out with {plate}.")
    found = [row for row in queries.fleet(work.reader, work.now) if row["driver"] == driver.code]
    return [sentence.format(driver=driver.name, plate=row["plate"]) for row in found]


def _unfit(work: Work, vehicle: Vehicle, at: datetime) -> list[str]:
    """What speaks against driving this vehicle: in the shop, not in order, a paper over."""
    day = work.office.site.local(at).date()
    sentences = {
        "shop": _("{plate} is in the shop: work on {number} goes on."),
        "failed": _("{plate} was not in order at its check of {day}."),
        "paper": _("The {paper} of {plate} ran out on {day}."),
    }
    return [
        sentences[row["why"]].format(
            plate=vehicle.plate,
            number=row["number"] and asked.spoken(work, "M", row["year"], row["number"]),
            paper=row["paper"] and _(fleet_queries.PAPERS[row["paper"]]),
            day=row["day"],
        )
        for row in queries.unfit(work.reader, vehicle.id, day)
    ]


def _refuse_if_out(work: Work, vehicle: Vehicle, at: datetime) -> None:
    query = select(Trip).where(Trip.vehicle_id == vehicle.id, col(Trip.withdrawn_at).is_(None))
    then = and_(col(Trip.sent_at) <= at, col(Trip.back_at) > at)
    taken = query.where(or_(col(Trip.back_at).is_(None), then))
    newest = work.session.exec(taken.order_by(col(Trip.sent_at).desc())).first()
    if newest is None:
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
    _refuse_past_next(work, vehicle, trip, at)
    asked.ask(asked.odometer_doubts(work, vehicle, form.km, at), anyway=form.anyway)
    trip.back_at, trip.odometer_in_km = at, form.km
    number = _stamped(work, trip, "back", at)
    case = work.get(Case, trip.case_id)
    if case.letter == TRIP:
        steps.close(work, case, at=at)
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


def _refuse_past_next(work: Work, vehicle: Vehicle, trip: Trip, at: datetime) -> None:
    """A trip that was entered late is over before the next one of its vehicle begins."""
    query = select(Trip).where(Trip.vehicle_id == vehicle.id, col(Trip.withdrawn_at).is_(None))
    query = query.where(col(Trip.sent_at) >= trip.sent_at, col(Trip.sent_at) < at)
    following = query.where(col(Trip.id) != trip.id).order_by(col(Trip.sent_at))
    if then := work.session.exec(following).first():
        sentence = _("{plate} left for {number} at {time}; say when it was back before that.")
        told = {"number": _number(work, work.get(Case, then.case_id))}
        time = asked.clock(work, then.sent_at)
        raise Refusal(sentence.format(plate=vehicle.plate, time=time, **told))


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

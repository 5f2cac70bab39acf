"""What the vehicles desk changes: trips, fuel slips, papers that fall due."""

from __future__ import annotations

from datetime import date, datetime, time
from difflib import get_close_matches

from sqlmodel import col, select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.kinds import key, short
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person, Vehicle
from deskterm.core.tables import Case
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries, rules
from deskterm.desks.vehicles.forms import NewSlip, VehicleBack, VehicleOut
from deskterm.desks.vehicles.model import Paper, Slip, Trip
from deskterm.desks.vehicles.rules import Figure

ORDINARY = 2
NOON = time(12)

NO_FIGURE = {
    rules.FIRST: N_("the first full tank: figures from the next one on"),
    rules.PARTIAL: N_("not full: counts in the next full tank"),
    rules.NO_ODOMETER: N_("no odometer reading: counts in the next full tank"),
    rules.MISSED: N_("a fill was missed: no figure"),
    rules.DISTANCE: N_("the odometer did not move on: no figure"),
}
PAPERS = {
    "inspection": N_("annual inspection"),
    "insurance": N_("insurance"),
    "tax": N_("tax and certificates"),
    "service": N_("first-level maintenance"),
}


def send(work: Work, case_id: int, plate: str, driver_code: str | None, at: datetime) -> str:
    """Send a vehicle, with a driver where one is named, for a case; answers what went."""
    work.require("vehicle.send")
    case = work.get(Case, case_id)
    vehicle = _vehicle(work, plate)
    if case.closed_at is not None:
        number = _spoken(work, case.letter, case.year, case.number)
        raise Refusal(_("{number} is closed; no vehicle can be sent.").format(number=number))
    _refuse_if_out(work, vehicle, at)
    driver = _driver(work, driver_code)
    trip = work.keep(
        Trip(
            case_id=case_id,
            vehicle_id=vehicle.id,
            driver_id=driver.id if driver else None,
            sent_at=at,
        )
    )
    facts = {"trip": trip.id, "vehicle": vehicle.id, "driver": trip.driver_id, "at": at}
    work.record("vehicle.sent", case_id, **facts)
    steps.happened(work, case, "vehicle-sent", at)
    return vehicle.plate


def _vehicle(work: Work, said: str) -> Vehicle:
    query = select(Vehicle).where(col(Vehicle.active)).order_by(col(Vehicle.plate))
    known = {key(vehicle.plate): vehicle for vehicle in work.session.exec(query)}
    if vehicle := known.get(key(said)):
        return vehicle
    near = get_close_matches(key(said), known, cutoff=0.5) or list(known)[:3]
    sentence = _("There is no vehicle {plate}; nearest: {plates}.")
    plates = ", ".join(known[each].plate for each in near)
    raise NotFound(sentence.format(plate=short(said), plates=plates))


def _driver(work: Work, code: str | None) -> Person | None:
    if code is None:
        return None
    query = select(Person).where(Person.code == code, col(Person.active))
    if driver := work.session.exec(query).first():
        return driver
    raise NotFound(_("There is nobody with the code {code}.").format(code=short(code)))


def _refuse_if_out(work: Work, vehicle: Vehicle, at: datetime) -> None:
    query = select(Trip).where(Trip.vehicle_id == vehicle.id).order_by(col(Trip.sent_at).desc())
    newest = work.session.exec(query).first()
    if newest is None or (newest.back_at is not None and newest.back_at <= at):
        return
    case = work.get(Case, newest.case_id)
    told = {
        "plate": vehicle.plate,
        "number": _spoken(work, case.letter, case.year, case.number),
        "since": _time(work, newest.sent_at),
    }
    if newest.back_at is not None:
        sentence = _("{plate} was out for {number} from {since} to {back}.")
        raise Refusal(sentence.format(**told, back=_time(work, newest.back_at)))
    sentence = _("{plate} is out for {number} since {since}.")
    free = [row["plate"] for row in queries.fleet(work.reader, work.now) if row["trip_id"] is None]
    if free:
        sentence = _("{plate} is out for {number} since {since}; free: {free}.")
    raise Refusal(sentence.format(**told, free=", ".join(free)))


def _trip(work: Work, vehicle: Vehicle) -> Trip:
    query = select(Trip).where(Trip.vehicle_id == vehicle.id, col(Trip.back_at).is_(None))
    if trip := work.session.exec(query).first():
        return trip
    raise Refusal(_("{plate} is not out: it was not sent.").format(plate=vehicle.plate))


def out(work: Work, form: VehicleOut) -> Receipt:
    """Stamp the vehicle's driving off, with its odometer where it was read."""
    work.require("vehicle.send")
    vehicle = _vehicle(work, form.vehicle)
    trip = _trip(work, vehicle)
    at = work.told(form.told)
    if trip.out_at is not None:
        sentence = _("{plate} is out since {time} already.")
        raise Refusal(sentence.format(plate=vehicle.plate, time=_time(work, trip.out_at)))
    _refuse_before(work, vehicle, trip.sent_at, at)
    _ask(form.anyway, _odometer_doubts(work, vehicle, form.km, at))
    trip.out_at, trip.odometer_out_km = at, form.km
    return _stamped(work, vehicle, trip, "out", at)


def back(work: Work, form: VehicleBack) -> Receipt:
    """Stamp the vehicle's return, with its odometer where it was read; it is free again."""
    work.require("vehicle.send")
    vehicle = _vehicle(work, form.vehicle)
    trip = _trip(work, vehicle)
    at = work.told(form.told)
    _refuse_before(work, vehicle, trip.out_at or trip.sent_at, at)
    _ask(form.anyway, _odometer_doubts(work, vehicle, form.km, at))
    trip.back_at, trip.odometer_in_km = at, form.km
    return _stamped(work, vehicle, trip, "back", at)


def _refuse_before(work: Work, vehicle: Vehicle, first: datetime, at: datetime) -> None:
    if at < first:
        sentence = _("{plate} left at {first}; {time} is before that.")
        told = {"first": _time(work, first), "time": _time(work, at)}
        raise Refusal(sentence.format(plate=vehicle.plate, **told))


def _stamped(work: Work, vehicle: Vehicle, trip: Trip, event: str, at: datetime) -> Receipt:
    work.keep(trip)
    case = work.get(Case, trip.case_id)
    work.record(f"vehicle.{event}", case.id, trip=trip.id, vehicle=vehicle.id, at=at)
    steps.happened(work, case, f"vehicle-{event}", at)
    number = _spoken(work, case.letter, case.year, case.number)
    sentences = {
        "out": _("{number} {plate} is out since {time}."),
        "back": _("{number} {plate} is back since {time}."),
    }
    told = {"number": number, "plate": vehicle.plate, "time": _time(work, at)}
    return Receipt(number, sentences[event].format(**told), case.id)


def _odometer_doubts(work: Work, vehicle: Vehicle, km: int | None, at: datetime) -> list[str]:
    if km is None:
        return []
    doubts = []
    earlier = queries.reading_before(work.reader, vehicle.id, at)
    later = queries.reading_after(work.reader, vehicle.id, at)
    if km < earlier.km:
        sentence = _("{km} km is less than the {read} km with which {plate} was registered.")
        if earlier.at:
            sentence = _("{km} km is less than the {read} km that {plate} showed at {time}.")
        time_ = _time(work, earlier.at or at)
        doubts.append(sentence.format(km=km, read=earlier.km, plate=vehicle.plate, time=time_))
    if later and later.at and km > later.km:
        sentence = _("{km} km is more than the {read} km that {plate} showed at {time}, later.")
        time_ = _time(work, later.at)
        doubts.append(sentence.format(km=km, read=later.km, plate=vehicle.plate, time=time_))
    return doubts


def _ask(anyway: bool, doubts: list[str]) -> None:  # noqa: FBT001 - the form's own flag
    if doubts and not anyway:
        raise Question(" ".join(doubts))


def slip(work: Work, form: NewSlip) -> Receipt:
    """Keep a fuel slip; says what the vehicle used since its last full tank, beside its norm."""
    work.require("vehicle.fuel")
    vehicle = _vehicle(work, form.vehicle)
    at = _fuelled_at(work, form)
    doubts = _odometer_doubts(work, vehicle, form.km, at)
    if form.litres > vehicle.tank_ml:
        sentence = _("{litres} L is more than the tank of {plate} holds ({tank} L).")
        litres, tank = _litres(form.litres), _litres(vehicle.tank_ml)
        doubts.append(sentence.format(litres=litres, plate=vehicle.plate, tank=tank))
    _ask(form.anyway, doubts + _twin_doubts(work, vehicle, form))
    year, number = work.number("F", at)
    kept = work.keep(
        Slip(
            year=year,
            number=number,
            vehicle_id=vehicle.id,
            at=at,
            entered_at=work.now,
            operator=work.operator,
            litres_ml=form.litres,
            amount_cents=form.money,
            odometer_km=form.km,
            full=form.to_the_brim,
            missed=form.missed,
            station=form.words or "",
            card=vehicle.card,
        )
    )
    work.record("slip.kept", None, slip=kept.id, vehicle=vehicle.id, at=at)
    _project_services(work, vehicle.id)
    spoken = _spoken(work, "F", year, number)
    sentence = f"{spoken} {vehicle.plate} {_litres(form.litres)} L, {_used(work, vehicle, kept)}"
    keys = f"{numbers.full('F', year, number)} {kept.station} {form.km or ''}"
    day = f"{work.office.site.local(at):%Y-%m-%d}"
    body = f"{spoken} {vehicle.plate} {day} {_litres(form.litres)} L {kept.station}".strip()
    search.keep(work, search.Doc("slip", kept.id, body, keys))
    return Receipt(spoken, sentence)

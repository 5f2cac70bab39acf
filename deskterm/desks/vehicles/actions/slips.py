"""Fuel slips, and what a vehicle used from full tank to full tank."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from deskterm.core import numbers, search
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries, rules
from deskterm.desks.vehicles.actions import asked, papers
from deskterm.desks.vehicles.forms import NewSlip
from deskterm.desks.vehicles.model import Slip

NOON = time(12)
"""When a slip of an earlier day was written, where nobody says."""

NO_FIGURE = {
    rules.FIRST: N_("the first full tank: figures from the next one on"),
    rules.PARTIAL: N_("not full: counts in the next full tank"),
    rules.NO_ODOMETER: N_("no odometer reading: counts in the next full tank"),
    rules.MISSED: N_("a fill was missed: no figure"),
    rules.DISTANCE: N_("the odometer did not move on: no figure"),
}
"""Why a fill says nothing of what the vehicle used."""


def slip(work: Work, form: NewSlip) -> Receipt:
    """Keep a fuel slip; says what the vehicle used since its last full tank, beside its norm."""
    work.require("vehicle.fuel")
    vehicle = asked.vehicle(work, form.vehicle)
    at = _fuelled_at(work, form)
    asked.ask(_doubts(work, vehicle, form, at), anyway=form.anyway)
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
    work.record("slip.kept", slip=kept.id, vehicle=vehicle.id, at=at)
    papers.project_services(work, vehicle.id)
    _index(work, vehicle, kept)
    spoken = asked.spoken(work, "F", year, number)
    said = f"{spoken} {vehicle.plate} {litres(form.litres)} L, {_used(work, vehicle, kept)}"
    return Receipt(spoken, said)


def _fuelled_at(work: Work, form: NewSlip) -> datetime:
    """The told time on the slip's day; noon of an earlier day where no time was told."""
    site = work.office.site
    today = site.local(work.now).date()
    if form.date is None or (form.date == today and form.told is None):
        return work.told(form.told)
    at = (form.told.at if form.told else None) or NOON
    return work.told(site.calendar.instant(datetime.combine(form.date, at)))


def _doubts(work: Work, vehicle: Vehicle, form: NewSlip, at: datetime) -> list[str]:
    doubts = asked.odometer_doubts(work, vehicle, form.km, at)
    if form.litres > vehicle.tank_ml:
        sentence = _("{litres} L is more than the tank of {plate} holds ({tank} L).")
        told = {"litres": litres(form.litres), "tank": litres(vehicle.tank_ml)}
        doubts.append(sentence.format(plate=vehicle.plate, **told))
    if form.km and (twin := queries.twin(work.reader, vehicle.id, form.litres, form.km, at)):
        sentence = _("{number} says the same: {litres} L at {km} km.")
        number = asked.spoken(work, "F", twin["year"], twin["number"])
        doubts.append(sentence.format(number=number, litres=litres(form.litres), km=form.km))
    return doubts


def _used(work: Work, vehicle: Vehicle, kept: Slip) -> str:
    until = kept.at + asked.INSTANT
    figures = queries.figures(work.reader, vehicle.id, kept.at, until)
    figure = next(each for each in figures if each.slip == kept.id)
    if figure.used is None:
        return _(NO_FIGURE[figure.why])
    sentence = _("{used} L/100 km (norm {norm})")
    return sentence.format(used=figure.used.per_100, norm=litres(vehicle.norm_ml))


def litres(millilitres: int) -> str:
    """Millilitres as litres are written: `45.2`."""
    return f"{(Decimal(millilitres) / 1000).normalize():f}"


def _index(work: Work, vehicle: Vehicle, kept: Slip) -> None:
    said = [
        asked.spoken(work, "F", kept.year, kept.number),
        vehicle.plate,
        f"{work.office.site.local(kept.at):%Y-%m-%d}",
        f"{litres(kept.litres_ml)} L",
        kept.station,
    ]
    number = numbers.full("F", kept.year, kept.number)
    keys = f"{number} {kept.odometer_km or ''} {asked.tails(vehicle.plate)}"
    body = " ".join(word for word in said if word)
    search.keep(work, search.Doc("slip", kept.id, body, keys))

"""Fuel slips, and what a vehicle used from full tank to full tank."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import numbers, search
from deskterm.core.errors import ReasonWanted
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fuel_queries, rules
from deskterm.desks.vehicles.actions import asked, papers, refiguring
from deskterm.desks.vehicles.doubts import Doubt, appointed, fuelled_at, litres, of_slip
from deskterm.desks.vehicles.forms import NewSlip
from deskterm.desks.vehicles.model import Slip
from deskterm.desks.vehicles.rules import Figure

__all__ = ["NO_FIGURE", "answer", "ask_why", "doc", "litres", "register_row", "slip", "station"]

NO_FIGURE = {
    rules.FIRST: N_("the first full tank: figures from the next one on"),
    rules.PARTIAL: N_("not full: counts in the next full tank"),
    rules.NO_ODOMETER: N_("no odometer reading: counts in the next full tank"),
    rules.MISSED: N_("a fill was missed: no figure"),
    rules.DISTANCE: N_("the odometer did not move on: no figure"),
}
"""Why a fill says nothing of what the vehicle used."""


def slip(work: Work, form: NewSlip) -> Receipt:
    """Keep a fuel slip; says what the vehicle used since its last full tank, beside its norm.

    One that is entered late stands where its time puts it, and the receipt says which
    later figures are others now.
    """
    work.require("vehicle.fuel")
    vehicle = asked.vehicle(work, form.vehicle)
    at = work.told(fuelled_at(asked.ground(work), form))
    found = of_slip(asked.ground(work), register_row(vehicle), form, at)
    ask_why(found, form.reason)
    before = refiguring.later(work, vehicle.id, at)
    kept = _keep(work, vehicle, form, at, found)
    figure = refiguring.of(work, kept)
    changed = refiguring.changed(work, kept, before)
    facts = {"slip": kept.id, "vehicle": vehicle.id, "at": at}
    if figure.used:
        facts["used"] = list(figure.used)
    if changed:
        facts["changed"] = refiguring.facts(changed)
    work.record("slip.kept", **facts)
    papers.project_services(work, vehicle.id)
    search.keep(work, doc(work, vehicle, kept))
    return answer(work, vehicle, kept, figure, refiguring.told(work, changed))


def register_row(vehicle: Vehicle) -> dict[str, object]:
    """The vehicle as a slip is held against it."""
    return vehicle.model_dump(include={"id", "plate", "tank_ml", "card", "station", "fuel"})


def ask_why(found: list[Doubt], reason: str | None) -> None:
    """Point out everything that looks wrong; it is kept for a reason only."""
    if found and not reason:
        said = [doubt.sentence for doubt in found]
        raise ReasonWanted(" ".join([*said, _("To keep it all the same, add why: reason: ...")]))


def _keep(work: Work, vehicle: Vehicle, form: NewSlip, at: datetime, found: list[Doubt]) -> Slip:
    litres_ml, cents, mills = form.figures
    year, number = work.number("F", at)
    reason = work.write(None, "slip", form.reason) if form.reason else None
    return work.keep(
        Slip(
            year=year,
            number=number,
            vehicle_id=vehicle.id,
            at=at,
            entered_at=work.now,
            operator=work.operator,
            litres_ml=litres_ml or 0,
            amount_cents=cents,
            price_mills=mills,
            odometer_km=form.km,
            full=form.to_the_brim,
            missed=form.missed,
            tank=form.tank,
            trip_m=form.trip,
            station=station(vehicle, form.words),
            card=form.card or vehicle.card,
            flags=" ".join(doubt.word for doubt in found),
            reason_id=reason.id if reason else None,
        )
    )


def station(vehicle: Vehicle, said: str | None) -> str:
    """The appointed station that was meant, else what was said."""
    return appointed(register_row(vehicle), said or "") or said or ""


def answer(
    work: Work, vehicle: Vehicle, kept: Slip, figure: Figure[datetime], later: str
) -> Receipt:
    """What was kept, what the vehicle used, and what else follows from it."""
    spoken = asked.spoken(work, "F", kept.year, kept.number)
    said = f"{spoken} {vehicle.plate} {litres(kept.litres_ml)} L, {_used(work, vehicle, figure)}"
    if kept.flags:
        said += "; " + _("kept with a reason")
    return Receipt(spoken, f"{said}{later}")


def _used(work: Work, vehicle: Vehicle, figure: Figure[datetime]) -> str:
    if figure.used is None:
        return _(NO_FIGURE[figure.why])
    site = work.office.site
    norm = fuel_queries.norm_on(work.reader, site, vehicle.id, site.local(figure.at).date())
    said = _("{used} L/100 km (norm {norm})")
    if figure.flag == rules.TRIP:
        said = _("{used} L/100 km (norm {norm}); the trip meter says another distance")
    return said.format(used=figure.used.per_100, norm=litres(norm))


def doc(work: Work, vehicle: Vehicle, kept: Slip) -> search.Doc:
    """How a slip is found: by its number, plate, day, litres, station and reading."""
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
    return search.Doc("slip", kept.id, body, keys)

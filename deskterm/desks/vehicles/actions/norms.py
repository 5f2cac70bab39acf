"""What a vehicle may use per 100 km, from a day on and by season."""

from __future__ import annotations

from sqlmodel import col, select

from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.undo import Line
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.doubts import litres
from deskterm.desks.vehicles.forms import SetNorm
from deskterm.desks.vehicles.model import Norm

_FAR = 2
SEASONS = {"all": "", "summer": N_("in summer"), "winter": N_("in winter")}


def norm(work: Work, form: SetNorm) -> Receipt:
    """Keep a vehicle's norm from a day on; the one of that very day and season is replaced."""
    work.require("vehicle.norm")
    vehicle = asked.vehicle(work, form.vehicle)
    begins = form.date or work.office.site.local(work.now).date()
    season = form.season or "all"
    asked.ask(_doubts(vehicle, form.litres), anyway=form.anyway)
    query = select(Norm).where(Norm.vehicle_id == vehicle.id, Norm.begins == begins)
    query = query.where(Norm.season == season, col(Norm.withdrawn_at).is_(None))
    before = work.session.exec(query).first()
    if before:
        before.withdrawn_at = work.now
        work.keep(before)
    kept = work.keep(
        Norm(
            vehicle_id=vehicle.id,
            begins=begins,
            season=season,
            norm_ml=form.litres,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    work.record("norm.kept", norm=kept.id, vehicle=vehicle.id, was=before.id if before else None)
    sentence = _("{plate}: {norm} L/100 km from {day}, {season}.")
    if season == "all":
        sentence = _("{plate}: {norm} L/100 km from {day}.")
    told = {"plate": vehicle.plate, "norm": litres(form.litres), "day": begins}
    return Receipt(vehicle.plate, sentence.format(**told, season=_(SEASONS[season])))


def _doubts(vehicle: Vehicle, norm_ml: int) -> list[str]:
    """A norm far from the one that the vehicle was registered with is a slip of the finger."""
    if vehicle.norm_ml <= norm_ml * _FAR and norm_ml <= vehicle.norm_ml * _FAR:
        return []
    sentence = _("{norm} L/100 km is far from the {registered} of {plate}.")
    told = {"norm": litres(norm_ml), "registered": litres(vehicle.norm_ml)}
    return [sentence.format(**told, plate=vehicle.plate)]


def unnorm(work: Work, line: Line) -> None:
    """A norm was not set; the one that it replaced holds again."""
    kept = work.get(Norm, line["norm"])
    kept.withdrawn_at = work.now
    work.keep(kept)
    if line["was"] is not None:
        before = work.get(Norm, line["was"])
        before.withdrawn_at = None
        work.keep(before)
    work.record("norm.withdrawn", norm=kept.id, vehicle=kept.vehicle_id)


UNDOES = {"norm.kept": unnorm}
"""What takes back a journal line of each kind."""

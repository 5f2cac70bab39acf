"""Papers of vehicles that fall due by a date, or by a kilometre reading turned into one."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col, select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.tables import Case, Moment
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries, rules
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.model import Paper

ORDINARY = 2
PAPERS = {
    "inspection": N_("annual inspection"),
    "insurance": N_("insurance"),
    "tax": N_("tax and certificates"),
    "service": N_("first-level maintenance"),
}


def paper(
    work: Work, vehicle_id: int, kind: str, expires: date | None, service_km: int | None
) -> Receipt:
    """Keep when a paper falls due and start its clock; the one it replaces is closed.

    Saying what is kept already changes nothing. Whoever calls has asked for the
    right: that of loading a site's files, or `vehicle.papers`.
    """
    if expires is None and service_km is None:
        raise Refusal(_("A paper falls due by a date or by kilometres; say one of them."))
    vehicle = work.get(Vehicle, vehicle_id)
    before = _open_paper(work, vehicle_id, kind)
    if before and (before.expires, before.service_km) == (expires, service_km):
        return _receipt(work, vehicle, before)
    if before:
        steps.close(work, work.get(Case, before.case_id), disposition="replaced")
    case = work.open_case("V", "vehicles", ORDINARY, vehicle_id=vehicle_id)
    kept = work.keep(
        Paper(
            case_id=case.id,
            vehicle_id=vehicle_id,
            kind=kind,
            expires=expires,
            service_km=service_km,
        )
    )
    work.record("paper.kept", case.id, paper=kept.id, vehicle=vehicle_id, paper_kind=kind)
    if moments := _moments(work, kept):
        steps.set_moments(work, case, moments)
    steps.start(work, case, f"vehicle-{kind}")
    receipt = _receipt(work, vehicle, kept)
    keys = f"{numbers.full('V', case.year, case.number)} {asked.tails(vehicle.plate)}"
    search.keep(work, search.Doc("paper", case.id, receipt.sentence, keys, case.id))
    return receipt


def project_services(work: Work, vehicle_id: int) -> None:
    """Turn the kilometres of the vehicle's open papers into dates anew, by its newest slips."""
    query = (
        select(Paper)
        .join(Case, col(Case.id) == Paper.case_id)
        .where(
            Paper.vehicle_id == vehicle_id,
            col(Paper.service_km).is_not(None),
            col(Case.closed_at).is_(None),
        )
    )
    for each in work.session.exec(query).all():
        at = _service_at(work, each)
        known = work.session.get(Moment, (each.case_id, "service_km"))
        if at and (known is None or known.at != at):
            steps.set_moments(work, work.get(Case, each.case_id), {"service_km": at})


def _open_paper(work: Work, vehicle_id: int, kind: str) -> Paper | None:
    query = (
        select(Paper)
        .join(Case, col(Case.id) == Paper.case_id)
        .where(Paper.vehicle_id == vehicle_id, Paper.kind == kind, col(Case.closed_at).is_(None))
    )
    return work.session.exec(query).first()


def _moments(work: Work, kept: Paper) -> dict[str, datetime]:
    """The instants that its clocks wait for, as far as they are known."""
    service = _service_at(work, kept)
    moments = {"service_km": service} if service else {}
    if kept.expires:
        moments["expires"] = _begins(work, kept.expires)
    return moments


def _service_at(work: Work, kept: Paper) -> datetime | None:
    """The beginning of the day on which the kilometres are reached, or None."""
    if kept.service_km is None:
        return None
    since = work.now - rules.LOOK_BACK
    readings = queries.slip_readings(work.reader, kept.vehicle_id, since)
    at = rules.reached(readings, kept.service_km, work.now)
    return _begins(work, work.office.site.local(at).date()) if at else None


def _begins(work: Work, day: date) -> datetime:
    return work.office.site.calendar.instant(datetime.combine(day, datetime.min.time()))


def _receipt(work: Work, vehicle: Vehicle, kept: Paper) -> Receipt:
    case = work.get(Case, kept.case_id)
    number = asked.spoken(work, case.letter, case.year, case.number)
    if kept.expires and kept.service_km:
        sentence = _("{number} {plate} {paper}: due {date} or at {km} km.")
    elif kept.expires:
        sentence = _("{number} {plate} {paper}: due {date}.")
    else:
        sentence = _("{number} {plate} {paper}: due at {km} km.")
    told = {"number": number, "plate": vehicle.plate, "paper": _(PAPERS[kept.kind])}
    return Receipt(number, sentence.format(**told, date=kept.expires, km=kept.service_km), case.id)

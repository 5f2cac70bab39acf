"""Papers of vehicles and drivers that fall due by a date, or by a kilometre reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import col, select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person, Vehicle
from deskterm.core.tables import Case, Moment
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import queries, rules
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.fleet_queries import PAPERS
from deskterm.desks.vehicles.model import Paper

ORDINARY = 2
DAY_ENDS = time(23, 59)
"""What is due on a day is overdue when that day is over, and not before."""


@dataclass(frozen=True)
class Due:
    """When a paper falls due, by date or by kilometres, and the reading it was reckoned from."""

    expires: date | None
    km: int | None = None
    since_km: int | None = None


def paper(
    work: Work, vehicle_id: int, kind: str, expires: date | None, service_km: int | None
) -> Receipt:
    """Keep when a vehicle's paper falls due; whoever calls has asked for the right."""
    return keep(work, work.get(Vehicle, vehicle_id), kind, Due(expires, service_km))


def licence(work: Work, person_id: int, expires: date) -> Receipt:
    """Keep until when a driver's licence is valid; whoever calls has asked for the right."""
    return keep(work, work.get(Person, person_id), "licence", Due(expires))


def keep(work: Work, of: Vehicle | Person, kind: str, due: Due) -> Receipt:
    """Keep when a paper falls due and start its clock; the one it replaces is closed.

    Saying what is kept already changes nothing.
    """
    if due.expires is None and due.km is None:
        raise Refusal(_("A paper falls due by a date or by kilometres; say one of them."))
    before = standing(work, of, kind)
    if before and (before.expires, before.service_km) == (due.expires, due.km):
        return _receipt(work, of, before)
    if before:
        _replace(work, before)
    kept = _new(work, of, kind, due)
    case = work.get(Case, kept.case_id)
    if moments := _moments(work, kept):
        steps.set_moments(work, case, moments)
    steps.start(work, case, "licence-review" if kind == "licence" else f"vehicle-{kind}")
    search.keep(work, doc(work, of, kept))
    return _receipt(work, of, kept)


def doc(work: Work, of: Vehicle | Person, kept: Paper) -> search.Doc:
    """How a paper is found: by its number, whose it is, its kind and when it falls due."""
    case = work.get(Case, kept.case_id)
    tails = asked.tails(of.plate) if isinstance(of, Vehicle) else f"{of.code} {of.pinyin}"
    keys = f"{numbers.full('V', case.year, case.number)} {tails}"
    return search.Doc("paper", case.id, _receipt(work, of, kept).sentence, keys, case.id)


def _new(work: Work, of: Vehicle | Person, kind: str, due: Due) -> Paper:
    vehicle_id = of.id if isinstance(of, Vehicle) else None
    person_id = of.id if isinstance(of, Person) else None
    said = of.name if isinstance(of, Person) else ""
    more = {"vehicle_id": vehicle_id, "place_said": said}
    case = work.open_case("V", "vehicles", ORDINARY, **more)
    kept = work.keep(
        Paper(
            case_id=case.id,
            vehicle_id=vehicle_id,
            person_id=person_id,
            kind=kind,
            expires=due.expires,
            service_km=due.km,
            since_km=due.since_km,
        )
    )
    whose = {"vehicle": vehicle_id} if vehicle_id else {"driver": person_id}
    work.record("paper.kept", case.id, paper=kept.id, paper_kind=kind, **whose)
    return kept


def _replace(work: Work, before: Paper) -> None:
    """What was to be done about the old paper is done; it stays on record."""
    case = work.get(Case, before.case_id)
    steps.happened(work, case, "paper-renewed", work.now)
    steps.close(work, case, disposition="replaced")


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


def standing(work: Work, of: Vehicle | Person, kind: str) -> Paper | None:
    """The paper of this kind that holds now, or None."""
    whose = Paper.vehicle_id if isinstance(of, Vehicle) else Paper.person_id
    query = (
        select(Paper)
        .join(Case, col(Case.id) == Paper.case_id)
        .where(whose == of.id, Paper.kind == kind, col(Case.closed_at).is_(None))
    )
    return work.session.exec(query).first()


def _moments(work: Work, kept: Paper) -> dict[str, datetime]:
    """The instants that its clocks wait for, as far as they are known."""
    service = _service_at(work, kept)
    moments = {"service_km": service} if service else {}
    if kept.expires:
        moments["expires"] = _ends(work, kept.expires)
    return moments


def _service_at(work: Work, kept: Paper) -> datetime | None:
    """The end of the day on which the kilometres are reached, or None."""
    if kept.service_km is None or kept.vehicle_id is None:
        return None
    since = work.now - rules.LOOK_BACK
    readings = queries.slip_readings(work.reader, kept.vehicle_id, since)
    at = rules.reached(readings, kept.service_km, work.now)
    return _ends(work, work.office.site.local(at).date()) if at else None


def _ends(work: Work, day: date) -> datetime:
    return work.office.site.calendar.instant(datetime.combine(day, DAY_ENDS))


def _receipt(work: Work, of: Vehicle | Person, kept: Paper) -> Receipt:
    case = work.get(Case, kept.case_id)
    number = asked.spoken(work, case.letter, case.year, case.number)
    if kept.expires and kept.service_km:
        sentence = _("{number} {whose} {paper}: due {date} or at {km} km.")
    elif kept.expires:
        sentence = _("{number} {whose} {paper}: due {date}.")
    else:
        sentence = _("{number} {whose} {paper}: due at {km} km.")
    whose = of.plate if isinstance(of, Vehicle) else of.name
    told = {"number": number, "whose": whose, "paper": _(PAPERS[kept.kind])}
    return Receipt(number, sentence.format(**told, date=kept.expires, km=kept.service_km), case.id)

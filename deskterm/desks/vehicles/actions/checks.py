"""Daily checks and technical assessments of vehicles, and the training of drivers."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fleet_queries as queries
from deskterm.desks.vehicles.actions import asked, people
from deskterm.desks.vehicles.fleet_forms import Check, Train
from deskterm.desks.vehicles.fleet_model import Assessment
from deskterm.desks.vehicles.model import Trip


def check(work: Work, form: Check) -> Receipt:
    """Keep a check of a vehicle with its date; a daily one ticks the step of its trip."""
    work.require("vehicle.costs")
    vehicle = asked.vehicle(work, form.vehicle)
    if form.failed and not form.words:
        raise Refusal(_("Say what is not in order."))
    driver = people.person(work, form.driver) if form.driver else None
    text = work.write(None, "check", form.words) if form.words else None
    kept = work.keep(
        Assessment(
            kind=form.kind,
            day=_past(work, form.date),
            vehicle_id=vehicle.id,
            person_id=driver.id if driver else None,
            passed=not form.failed,
            text_id=text.id if text else None,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    trip = _trip(work, kept)
    case_id = trip.case_id if trip else None
    work.record("check.kept", case_id, check=kept.id, vehicle=vehicle.id)
    if case_id and kept.passed:
        steps.happened(work, work.get(Case, case_id), "daily-checked", work.now)
    told = {"plate": vehicle.plate, "check": _(queries.CHECKS[form.kind]), "day": kept.day}
    sentence = _("{plate} {check} {day}: in order.")
    if form.failed:
        sentence = _("{plate} {check} {day}: not in order. A repair? repair {plate} minor WORDS.")
    return Receipt("", sentence.format(**told), case_id)


def _trip(work: Work, kept: Assessment) -> Trip | None:
    """The trip that the vehicle is on, where this is the check before it."""
    if kept.kind != "daily" or kept.day != work.office.site.local(work.now).date():
        return None
    query = select(Trip).where(Trip.vehicle_id == kept.vehicle_id, col(Trip.back_at).is_(None))
    return work.session.exec(query).first()


def train(work: Work, form: Train) -> Receipt:
    """Keep that a driver was trained, when and in what."""
    work.require("vehicle.costs")
    driver = people.person(work, form.driver)
    text = work.write(None, "training", form.words)
    kept = work.keep(
        Assessment(
            kind="training",
            day=_past(work, form.date),
            person_id=driver.id,
            text_id=text.id,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    work.record("training.kept", None, training=kept.id, driver=driver.id)
    sentence = _("{driver} trained on {day}: {words}.")
    return Receipt("", sentence.format(driver=driver.name, day=kept.day, words=form.words))


def _past(work: Work, told: date | None) -> date:
    today = work.office.site.local(work.now).date()
    if told and told > today:
        sentence = _("{day} has not come yet: today is {today}.")
        raise Refusal(sentence.format(day=told, today=today))
    return told or today

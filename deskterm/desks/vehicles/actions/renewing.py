"""A paper was renewed, or maintenance done: when it falls due next, and what it cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fleet_rules as rules
from deskterm.desks.vehicles import queries
from deskterm.desks.vehicles.actions import asked, costs, papers, people
from deskterm.desks.vehicles.actions.papers import Due
from deskterm.desks.vehicles.fleet_forms import NewPaper
from deskterm.desks.vehicles.fleet_model import ServiceInterval
from deskterm.desks.vehicles.model import Paper

_COST = {"service": "maintenance", "insurance": "insurance", "inspection": "other", "tax": "tax"}
"""The kind of cost that the renewal of each paper is."""


def renew(work: Work, form: NewPaper) -> Receipt:
    """Keep the next date of a paper; maintenance comes next by the vehicle's own interval."""
    work.require("vehicle.papers")
    if form.driver and not form.vehicle:
        driver = people.person(work, form.driver)
        due = Due(_day(form, "licence"))
        _ask(work, papers.standing(work, driver, "licence"), due, form)
        return papers.keep(work, driver, "licence", due)
    if not form.vehicle or form.kind in {None, "licence"}:
        sentence = _(
            "Say whose and which: paper 沪A12345 insurance 2028-04-18; paper shen 2028-01-31."
        )
        raise Refusal(sentence)
    vehicle, kind = asked.vehicle(work, form.vehicle), str(form.kind)
    due = _next(work, form, vehicle) if kind == "service" else Due(_day(form, kind))
    before = papers.standing(work, vehicle, kind)
    _ask(work, before, due, form)
    paid = costs.Paid(_COST[kind], form.money, words=form.words)
    if form.money is not None:
        costs.ask(work, paid, vehicle, anyway=form.anyway)
    receipt = papers.keep(work, vehicle, kind, due)
    if form.money is None:
        return receipt
    cost = costs.keep(work, replace(paid, for_id=receipt.case_id), vehicle)
    return Receipt(receipt.number, f"{receipt.sentence} {cost.sentence}", receipt.case_id)


def _day(form: NewPaper, kind: str) -> date:
    if form.date is None:
        sentence = _("Say until when it is valid: paper {kind} 2028-04-18.")
        raise Refusal(sentence.format(kind=kind))
    return form.date


def _ask(work: Work, before: Paper | None, due: Due, form: NewPaper) -> None:
    """A renewal lies after what it renews, and is not over yet."""
    doubts = []
    if due.expires and due.expires < work.office.site.local(work.now).date():
        doubts.append(_("{day} is over already.").format(day=due.expires))
    if before and before.expires and due.expires and due.expires < before.expires:
        sentence = _("It was due on {day}; {new} is before that.")
        doubts.append(sentence.format(day=before.expires, new=due.expires))
    asked.ask(doubts, anyway=form.anyway)


def _next(work: Work, form: NewPaper, vehicle: Vehicle) -> Due:
    """What was said of the next one; else what the vehicle's interval makes of this one."""
    if form.date is not None:
        return Due(form.date, form.km)
    every = work.session.get(ServiceInterval, vehicle.plate)
    if every is None:
        sentence = _(
            "How often {plate} has maintenance is not known;"
            " say when it is due next: a date, or a date and km."
        )
        raise Refusal(sentence.format(plate=vehicle.plate))
    asked.ask(asked.odometer_doubts(work, vehicle, form.km, work.now), anyway=form.anyway)
    today = work.office.site.local(work.now).date()
    reading = form.km
    if reading is None:
        reading = queries.reading_before(work.reader, vehicle.id, work.now + asked.INSTANT).km
    found = rules.next_service(today, reading, every.km, every.months)
    return Due(found.day, found.km, reading)

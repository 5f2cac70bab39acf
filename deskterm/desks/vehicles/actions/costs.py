"""Costs: each with its day, kind, account, supplier and number; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import cost_queries as queries
from deskterm.desks.vehicles.actions import asked, limits, suppliers
from deskterm.desks.vehicles.actions.papers import ORDINARY
from deskterm.desks.vehicles.fleet_forms import NewCost
from deskterm.desks.vehicles.fleet_model import Cost, Repair


@dataclass(frozen=True)
class Paid:
    """What was paid for what; None of the cents is unknown."""

    kind: str
    cents: int | None
    day: date | None = None
    supplier_id: int | None = None
    account: str | None = None
    for_id: int | None = None
    words: str | None = None
    slip: str | None = None
    """The number on the supplier's paper."""


def cost(work: Work, form: NewCost) -> Receipt:
    """Keep a cost; that of a repair belongs to the repair, which has to be approved."""
    work.require("vehicle.costs")
    if form.case:
        return _of_repair(work, form)
    if form.kind == "fuel":
        raise Refusal(_("Fuel is entered by its slip: fuel 沪A12345 45.2L 380.50 88210."))
    if form.kind == "repair":
        sentence = _(
            "A repair is asked for and approved first: repair 沪A12345 minor WORDS;"
            " then its cost: cost M001 780.00."
        )
        raise Refusal(sentence)
    if not form.vehicle and not form.account:
        raise Refusal(_("Say whose cost it is: a vehicle, or an account."))
    vehicle = asked.vehicle(work, form.vehicle) if form.vehicle else None
    paid = Paid(
        form.kind or "other",
        form.amount,
        day=form.date,
        supplier_id=suppliers.found(work, form.supplier),
        account=form.account,
        words=form.words,
        slip=form.slip,
    )
    ask(work, paid, vehicle, anyway=form.anyway)
    return keep(work, paid, vehicle)


def ask(work: Work, paid: Paid, vehicle: Vehicle | None, *, anyway: bool) -> None:
    """Put what speaks against a cost into one question: its day, its account, its twin."""
    found = [*_doubts(work, paid), *_twins(work, paid, vehicle)]
    asked.ask(found, anyway=anyway)


def _twins(work: Work, paid: Paid, vehicle: Vehicle | None) -> Iterator[str]:
    """What was kept already: the same paper of a supplier, or the same amount on the same day."""
    row = None
    if paid.slip:
        row = queries.same_slip(work.reader, paid.supplier_id, paid.slip)
        sentence = _("{number} has the same slip number {slip}: {kind} ¥{amount} of {day}.")
    if row is None:
        whose = (vehicle.id if vehicle else None, _account(work, paid))
        told = (_day(work, paid), paid.kind, paid.cents)
        row = queries.same_cost(work.reader, whose, told, paid.slip)
        sentence = _("{number} says the same: {kind} ¥{amount} of {day}.")
    if row is not None:
        said = {"kind": _(queries.COSTS[row["kind"]]), "day": row["day"], "slip": paid.slip}
        said["number"] = asked.spoken(work, "K", row["year"], row["number"])
        amount = "?" if row["cents"] is None else f"{row['cents'] / 100:,.2f}"
        yield sentence.format(**said, amount=amount)


def _day(work: Work, paid: Paid) -> date:
    return paid.day or work.office.site.local(work.now).date()


def _account(work: Work, paid: Paid) -> str | None:
    return paid.account or queries.account_of(work.reader, paid.kind)


def _doubts(work: Work, paid: Paid) -> list[str]:
    today = work.office.site.local(work.now).date()
    doubts = []
    if paid.day and paid.day > today:
        sentence = _("{day} has not come yet: today is {today}.")
        doubts.append(sentence.format(day=paid.day, today=today))
    if not _account(work, paid):
        doubts.append(_("No account takes {kind}.").format(kind=_(queries.COSTS[paid.kind])))
    return doubts


def keep(work: Work, paid: Paid, vehicle: Vehicle | None = None) -> Receipt:
    """Number a cost and keep it; whoever calls has asked for the right and all doubts."""
    vehicle_id = vehicle.id if vehicle else None
    case = work.open_case("K", "vehicles", ORDINARY, vehicle_id=vehicle_id, parent_id=paid.for_id)
    kept = work.keep(
        Cost(
            case_id=case.id,
            day=_day(work, paid),
            kind=paid.kind,
            account=_account(work, paid),
            vehicle_id=vehicle_id,
            supplier_id=paid.supplier_id,
            cents=paid.cents,
            for_id=paid.for_id,
        )
    )
    work.record("cost.kept", case.id, cost=kept.id, vehicle=vehicle_id, cost_kind=paid.kind)
    _write(work, case.id, paid.words, paid.slip)
    steps.close(work, case)
    receipt = _receipt(work, case, kept, vehicle)
    search.keep(work, doc(work, case, kept))
    return receipt


def _write(work: Work, case_id: int, words: str | None, slip: str | None) -> None:
    for field, body in (("words", words), ("slip", slip)):
        if body:
            work.write(case_id, field, body)


def doc(work: Work, case: Case, kept: Cost) -> search.Doc:
    """How a cost is found: by its number, vehicle, kind, amount and words."""
    vehicle = work.get(Vehicle, kept.vehicle_id) if kept.vehicle_id else None
    row = queries.cost(work.reader, case.id) or {}
    said = (_receipt(work, case, kept, vehicle).sentence, row.get("words"), row.get("slip"))
    keys = numbers.full(case.letter, case.year, case.number)
    body = " ".join(part for part in said if part)
    return search.Doc("cost", case.id, body, keys, case.id)


def _receipt(work: Work, case: Case, kept: Cost, vehicle: Vehicle | None) -> Receipt:
    number = asked.spoken(work, case.letter, case.year, case.number)
    sentence = _("{number} {whose} {kind} ¥{amount}.")
    if kept.cents is None:
        sentence = _("{number} {whose} {kind}: the amount is not known yet.")
    told = {
        "number": number,
        "whose": vehicle.plate if vehicle else kept.account or "",
        "kind": _(queries.COSTS[kept.kind]),
        "amount": f"{(kept.cents or 0) / 100:,.2f}",
    }
    return Receipt(number, " ".join(sentence.format(**told).split()), case.id)


def _of_repair(work: Work, form: NewCost) -> Receipt:
    """The cost of a repair; one that was not approved has none (V4.1)."""
    case_id = numbers.case_id(work.reader, form.case or "", work.office.site.local(work.now))
    repair = work.session.exec(select(Repair).where(Repair.case_id == case_id)).first()
    if repair is None:
        return _amount(work, case_id, form)
    if repair.approved_at is None:
        sentence = _("{number} is not approved; nothing is bought or repaired before that.")
        raise Refusal(sentence.format(number=form.case))
    limits.ask_cost(work, repair, form.amount, form.words, anyway=form.anyway)
    paid = Paid(
        "repair",
        form.amount,
        day=form.date,
        supplier_id=suppliers.found(work, form.supplier) or repair.supplier_id,
        account=form.account,
        words=form.words,
        slip=form.slip,
    )
    ask(work, paid, work.get(Vehicle, repair.vehicle_id), anyway=form.anyway)
    return of_repair(work, repair, paid)


def of_repair(work: Work, repair: Repair, paid: Paid) -> Receipt:
    """Keep the cost of a repair; one that is finished and paid is closed."""
    case = work.get(Case, repair.case_id)
    whole = Paid(**{**paid.__dict__, "for_id": case.id})
    receipt = keep(work, whole, work.get(Vehicle, repair.vehicle_id))
    if paid.cents is not None:
        steps.happened(work, case, "repair-paid", work.now)
        if repair.finished_at is not None and case.closed_at is None:
            steps.close(work, case)
    return receipt


def _amount(work: Work, case_id: int, form: NewCost) -> Receipt:
    """The amount of a cost that was not known when it was kept."""
    query = select(Cost).where(Cost.case_id == case_id, col(Cost.withdrawn_at).is_(None))
    kept = work.session.exec(query).first()
    if kept is None:
        raise Refusal(_("{number} is no repair and no cost.").format(number=form.case))
    if form.amount is None or kept.cents is not None:
        raise Refusal(
            _("{number}: the amount is kept already; undo it, or enter the difference.").format(
                number=form.case
            )
            if kept.cents is not None
            else _("Say the amount: cost {number} 380.50.").format(number=form.case)
        )
    kept.cents = form.amount
    work.keep(kept)
    work.record("cost.known", case_id, cost=kept.id)
    _write(work, case_id, form.words, form.slip)
    vehicle = work.get(Vehicle, kept.vehicle_id) if kept.vehicle_id else None
    case = work.get(Case, case_id)
    search.keep(work, doc(work, case, kept))
    return _receipt(work, case, kept, vehicle)


def withdraw(work: Work, case: Case, words: str) -> Receipt:
    """A cost does not hold, and why; it stays on record and counts nowhere."""
    work.require("vehicle.costs")
    number = asked.spoken(work, case.letter, case.year, case.number)
    query = select(Cost).where(Cost.case_id == case.id, col(Cost.withdrawn_at).is_(None))
    kept = work.session.exec(query).first()
    if kept is None:
        raise Refusal(_("{number} counts no longer").format(number=number) + ".")
    if queries.bought_with(work.reader, case.id):
        sentence = _("{number} was bought into the stock; undo that purchase instead.")
        raise Refusal(sentence.format(number=number))
    work.write(case.id, "reason", words)
    kept.withdrawn_at = work.now
    work.keep(kept)
    search.forget(work, "cost", case.id)
    work.record("cost.withdrawn", case.id, cost=kept.id)
    return Receipt(number, _("{number} counts no longer").format(number=number) + ".", case.id)

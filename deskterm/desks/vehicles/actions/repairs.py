"""Repairs: asked for, approved by whom the grade wants, done at the appointed shop, paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Vehicle
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fleet_queries as queries
from deskterm.desks.vehicles import fleet_rules as rules
from deskterm.desks.vehicles.actions import asked, costs, limits, people, suppliers
from deskterm.desks.vehicles.actions.papers import ORDINARY
from deskterm.desks.vehicles.fleet_forms import NewRepair
from deskterm.desks.vehicles.fleet_model import Repair, Supplier


def repair(work: Work, form: NewRepair) -> Receipt:
    """Ask for a repair, or say what became of one."""
    work.require("vehicle.repairs")
    if not form.case:
        return _asked(work, form)
    kept = of_case(work, form.case)
    case = work.get(Case, kept.case_id)
    if case.closed_at is not None:
        raise Refusal(_("{number} is closed already.").format(number=_number(work, kept)))
    if kept.approved_at is None:
        raise Refusal(_not_approved(work, kept))
    return _STAGES[str(form.stage)](work, kept, form)


def of_case(work: Work, said: str) -> Repair:
    """The repair of this number, or a refusal."""
    case_id = numbers.case_id(work.reader, said, work.office.site.local(work.now))
    if found := work.session.exec(select(Repair).where(Repair.case_id == case_id)).first():
        return found
    raise Refusal(_("{number} is no repair.").format(number=said))


def _asked(work: Work, form: NewRepair) -> Receipt:
    vehicle = asked.vehicle(work, form.vehicle or "")
    driver = people.person(work, form.driver) if form.driver else None
    grade, at = str(form.grade), work.told(form.told)
    limits.ask_estimate(work, grade, form.amount, anyway=form.anyway)
    case = work.open_case("M", "vehicles", ORDINARY, vehicle_id=vehicle.id, opened_at=at)
    kept = work.keep(
        Repair(
            case_id=case.id,
            vehicle_id=vehicle.id,
            grade=grade,
            asked_by=driver.id if driver else None,
            estimate_cents=form.amount,
        )
    )
    work.record("repair.asked", case.id, repair=kept.id, vehicle=vehicle.id, grade=grade)
    work.write(case.id, "words", str(form.words))
    steps.start(work, case, f"repair-{_book(work, kept)}", at)
    number = _number(work, kept)
    told = {"number": number, "plate": vehicle.plate, "grade": _(queries.GRADES[grade])}
    search.keep(work, doc(work, kept), at)
    sentence = _("{number} {plate} {grade}: waits for the word of the {role}.")
    said = sentence.format(**told, role=_role(work, kept))
    return Receipt(number, said + _warranty(work, vehicle), case.id)


def doc(work: Work, kept: Repair) -> search.Doc:
    """How a repair is found: by its number, vehicle, grade and words."""
    case, vehicle = work.get(Case, kept.case_id), work.get(Vehicle, kept.vehicle_id)
    words = work.current(case.id, "words")
    said = words.body if words else ""
    body = f"{_number(work, kept)} {vehicle.plate} {_(queries.GRADES[kept.grade])} {said}"
    keys = f"{numbers.full('M', case.year, case.number)} {asked.tails(vehicle.plate)}"
    return search.Doc("repair", case.id, body, keys, case.id)


def _book(work: Work, kept: Repair) -> str:
    """Whose steps it has: a part's, or those of the grade that its estimate makes of it."""
    if kept.grade == "part":
        return "part"
    return limits.weighed(work, kept.grade, kept.estimate_cents)


def _warranty(work: Work, vehicle: Vehicle) -> str:
    """What is still under warranty, so that nobody pays twice."""
    today = work.office.site.local(work.now).date()
    sentence = _(" {number} {words}: warranty until {day}.")
    return "".join(
        sentence.format(
            number=asked.spoken(work, row["letter"], row["year"], row["number"]),
            words=row["words"],
            day=row["warranty_until"],
        )
        for row in queries.warranty(work.reader, vehicle.id, today)
    )


def approve(work: Work, case: Case, words: str | None, *, off: bool) -> Receipt:
    """Record the word of whoever approves this grade; anybody else says who said so, and how."""
    work.require("vehicle.repairs")
    number = asked.spoken(work, case.letter, case.year, case.number)
    kept = of_case(work, number)
    if kept.approved_at is not None or case.closed_at is not None:
        raise Refusal(_("{number} waits for nobody's word.").format(number=number))
    own = work.person is not None and work.person.role == limits.approver(work, kept)
    if (not own and not rules.says_who(words or "")) or (off and not words):
        sentence = _("Add who said so, and how: the word of the {role} is needed.")
        raise Refusal(sentence.format(role=_role(work, kept)))
    if off:
        reason = work.write(case.id, "reason", words or "")
        work.record("repair.declined", case.id, repair=kept.id, reason=reason.id)
        steps.close(work, case, "cancelled", "declined")
        return Receipt(number, _("{number} is not approved.").format(number=number), case.id)
    if words:
        work.write(case.id, "approval", words)
    kept.approved_at, kept.approved_by = work.now, work.operator
    _keep(work, kept, "approved", work.now)
    sentence = _("{number} is approved: work may start.")
    return Receipt(number, sentence.format(number=number), case.id)


def _not_approved(work: Work, kept: Repair) -> str:
    sentence = _(
        "{number} is not approved: it needs the word of the {role} first: approve {number}."
    )
    return sentence.format(number=_number(work, kept), role=_role(work, kept))


def _start(work: Work, kept: Repair, form: NewRepair) -> Receipt:
    at = _after(work, kept, kept.approved_at, form)
    if kept.grade == "part":
        raise Refusal(
            _("A worn part is bought and changed: repair {number} bought 58.00.").format(
                number=_number(work, kept)
            )
        )
    if kept.started_at is not None:
        raise Refusal(_("{number} was started already.").format(number=_number(work, kept)))
    kept.supplier_id = _shop(work, kept, form).id
    kept.started_at = at
    _keep(work, kept, "started", at)
    sentence = _("{number}: work started at {shop}.")
    shop = work.get(Supplier, kept.supplier_id).name
    return _receipt(work, kept, sentence.format(number=_number(work, kept), shop=shop))


def _shop(work: Work, kept: Repair, form: NewRepair) -> Supplier:
    """The appointed shop, or one on trial; any other with the reason why (V4.2)."""
    usual = suppliers.appointed(work)
    named = suppliers.found(work, form.supplier)
    if named is None and usual is None:
        raise Refusal(_("No shop is appointed; say which shop, and why."))
    chosen = work.get(Supplier, named) if named else usual
    assert chosen is not None  # noqa: S101 - one of the two is there
    if chosen.state in {"appointed", "trial"}:
        return chosen
    if not form.words:
        sentence = _("{shop} is not the appointed shop; add why it is done there.")
        raise Refusal(sentence.format(shop=chosen.name))
    work.write(kept.case_id, "reason", form.words)
    return chosen


def _finish(work: Work, kept: Repair, form: NewRepair) -> Receipt:
    if kept.started_at is None:
        sentence = _("{number} was not started: repair {number} started.")
        raise Refusal(sentence.format(number=_number(work, kept)))
    at = _after(work, kept, kept.started_at, form)
    return _finished(work, kept, form, at)


def _bought(work: Work, kept: Repair, form: NewRepair) -> Receipt:
    """The driver bought and changed a part that was registered before (V4.3)."""
    if kept.grade != "part":
        sentence = _("{number} is done in a shop: repair {number} started.")
        raise Refusal(sentence.format(number=_number(work, kept)))
    at = _after(work, kept, kept.approved_at, form)
    kept.supplier_id = suppliers.found(work, form.supplier)
    kept.started_at = at
    return _finished(work, kept, form, at)


def _finished(work: Work, kept: Repair, form: NewRepair, at: datetime) -> Receipt:
    if kept.finished_at is not None:
        raise Refusal(_("{number} is finished already.").format(number=_number(work, kept)))
    kept.finished_at, kept.warranty_until = at, form.until
    _keep(work, kept, "finished", at)
    if form.words:
        work.write(kept.case_id, "outcome", form.words)
    said = _("{number} is finished.").format(number=_number(work, kept))
    if form.amount is None:
        sentence = _(" Its cost is not known yet: cost {number} AMOUNT.")
        return _receipt(work, kept, said + sentence.format(number=_number(work, kept)))
    limits.ask_cost(work, kept, form.amount, form.words, anyway=form.anyway)
    day = work.office.site.local(at).date()
    paid = costs.Paid("repair", form.amount, day, kept.supplier_id)
    return _receipt(work, kept, f"{said} {costs.of_repair(work, kept, paid).sentence}")


_STAGES: Mapping[str, Callable[[Work, Repair, NewRepair], Receipt]] = {
    "started": _start,
    "finished": _finish,
    "bought": _bought,
}


def _after(work: Work, kept: Repair, before: datetime | None, form: NewRepair) -> datetime:
    """When it happened; never before what has to come first."""
    at = work.told(form.told)
    if before is not None and at < before:
        sentence = _("{number}: {before} comes first; {at} is before that.")
        told = {"before": asked.clock(work, before), "at": asked.clock(work, at)}
        raise Refusal(sentence.format(number=_number(work, kept), **told))
    return at


def _keep(work: Work, kept: Repair, event: str, at: datetime) -> None:
    work.keep(kept)
    case = work.get(Case, kept.case_id)
    work.record(f"repair.{event}", case.id, repair=kept.id, at=at)
    steps.happened(work, case, f"repair-{event}", at)


def _receipt(work: Work, kept: Repair, said: str) -> Receipt:
    return Receipt(_number(work, kept), said, kept.case_id)


def _number(work: Work, kept: Repair) -> str:
    case = work.get(Case, kept.case_id)
    return asked.spoken(work, case.letter, case.year, case.number)


def _role(work: Work, kept: Repair) -> str:
    return _(ROLE_WORDS[limits.approver(work, kept)])

"""A paid service: the price agreed before, the amount, and whether it was paid (H4.6)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions import runs
from deskterm.desks.calls.actions.saying import (
    call_of,
    clock,
    open_call_of,
    receipt,
    refuse_before,
    spoken,
)
from deskterm.desks.calls.forms import AgreePrice, KeepAmount, Paid
from deskterm.desks.calls.model import Charge


def price(work: Work, form: AgreePrice) -> Receipt:
    """Keep the price that the caller agreed to; without an amount it is the list's.

    A price other than the list's of that day is asked once, and so is a second one for
    the same service.
    """
    work.require("call.edit")
    case = open_call_of(work, form.case)
    at = work.told(form.told)
    refuse_before(work, case, at)
    prices = queries.price_list(work.reader, work.office.site.local(at).date())
    item = rules.listed(form.service, prices)
    cents = item["cents"] if item and form.cents is None else form.cents
    if cents is None:
        raise Refusal(_no_price(form.service, prices))
    doubts = _price_doubts(work, case, item, cents) if item else []
    if doubts and not form.anyway:
        raise Question(" ".join(doubts))
    if not runs.has(work, case, "paid"):
        runs.begin(work, case, "paid")
    _agree(work, case, (form.service, item, cents), at)
    if item is None:
        what = form.service or _("the service")
        return receipt(work, case, _("{number}: {what}, {amount} is agreed."), **_told(what, cents))
    sentence = _("{number}: {what}, {amount} is agreed; the list says {listed} each {unit}.")
    facts = {"listed": rules.yuan(item["cents"]), "unit": item["unit"]}
    return receipt(work, case, sentence, **_told(_name(item), cents), **facts)


def _agree(work: Work, case: Case, what: tuple[str, Row | None, int], at: datetime) -> None:
    service, item, cents = what
    words = work.write(case.id, "price", service) if service and item is None else None
    charge = work.keep(
        Charge(
            case_id=case.id,
            code=item["code"] if item else None,
            words_id=words.id if words else None,
            agreed_cents=cents,
            agreed_at=at,
            agreed_by=work.operator,
        )
    )
    facts = {"code": charge.code, "text": charge.words_id, "at": at}
    work.record("charge.agreed", case.id, charge=charge.id, **facts)
    steps.happened(work, case, "price-agreed", at)


def _no_price(service: str, prices: list[Row]) -> str:
    codes = ", ".join(f"{row['code']} {rules.yuan(row['cents'])}" for row in prices)
    sentence = _("Say what for, or which price was agreed; the list has {codes}.")
    if service:
        sentence = _("“{service}” is not on the price list: say its price. The list has {codes}.")
    return sentence.format(service=service, codes=codes)


def _price_doubts(work: Work, case: Case, item: Row, cents: int) -> list[str]:
    doubts = []
    if cents != item["cents"]:
        sentence = _("The list says {listed} for {what}, not {amount}.")
        told = _told(_name(item), cents)
        doubts.append(sentence.format(listed=rules.yuan(item["cents"]), **told))
    same = [each for each in _charges(work, case) if each.code == item["code"]]
    if same:
        sentence = _("{what} is agreed on {number} already, {amount}.")
        told = _told(_name(item), same[-1].agreed_cents)
        doubts.append(sentence.format(number=spoken(work, case), **told))
    return doubts


def _told(what: str, cents: int) -> dict[str, str]:
    return {"what": what, "amount": rules.yuan(cents)}


def _name(item: Row) -> str:
    return pick({"en": item["english"] or item["name"], "zh": item["name"]})


def _charges(work: Work, case: Case) -> list[Charge]:
    query = select(Charge).where(Charge.case_id == case.id, col(Charge.withdrawn_at).is_(None))
    return list(work.session.exec(query.order_by(col(Charge.id))).all())


def charge(work: Work, form: KeepAmount) -> Receipt:
    """Keep what the service cost in the end; refused before its price was agreed.

    Another amount than the agreed one is asked once.
    """
    work.require("call.edit")
    case = call_of(work, form.case)
    if form.cents is None:
        raise Refusal(_("The amount is missing; type it like 380.50."))
    kept, at = _to_charge(work, case, form.service), work.told(form.told)
    _refuse_before_agreed(work, case, kept, at)
    if form.cents != kept.agreed_cents and not form.anyway:
        sentence = _("{number}: {agreed} was agreed, not {amount}.")
        told = {"agreed": rules.yuan(kept.agreed_cents), "amount": rules.yuan(form.cents)}
        raise Question(sentence.format(number=spoken(work, case), **told))
    kept.amount_cents, kept.amount_at, kept.amount_by = form.cents, at, work.operator
    work.keep(kept)
    work.record("charge.kept", case.id, charge=kept.id, at=at)
    if form.is_paid:
        _pay(work, kept, at)
    steps.happened(work, case, "amount-kept", at)
    sentence = _("{number}: {amount} is kept.")
    if form.is_paid:
        sentence = _("{number}: {amount} is paid.")
    return receipt(work, case, sentence, amount=rules.yuan(form.cents))


def _to_charge(work: Work, case: Case, service: str) -> Charge:
    """The agreed price that has no amount yet; of several the one named, else the newest."""
    charges, number = _charges(work, case), spoken(work, case)
    if not charges:
        sentence = _("No price is agreed on {number}: price {number} tap 30.00 comes first.")
        raise Refusal(sentence.format(number=number))
    today = work.office.site.local(work.now).date()
    item = rules.listed(service, queries.price_list(work.reader, today))
    waiting = [each for each in charges if each.amount_cents is None]
    named = [each for each in waiting if item is None or each.code == item["code"]]
    if named:
        return named[-1]
    sentence = _("{number}: {amount} is kept already; what else is charged needs a price first.")
    kept = [each.amount_cents for each in charges if each.amount_cents is not None]
    raise Refusal(sentence.format(number=number, amount=", ".join(map(rules.yuan, kept))))


def _refuse_before_agreed(work: Work, case: Case, kept: Charge, at: datetime) -> None:
    if at < kept.agreed_at:
        sentence = _("{number}: the price was agreed at {time}; this cannot have been before.")
        time = clock(work, kept.agreed_at)
        raise Refusal(sentence.format(number=spoken(work, case), time=time))


def paid(work: Work, form: Paid) -> Receipt:
    """Whatever is charged on a call and not paid yet is paid."""
    work.require("call.edit")
    case = call_of(work, form.case)
    at, number = work.told(form.told), spoken(work, case)
    owed = [
        each
        for each in _charges(work, case)
        if each.amount_cents is not None and each.paid_at is None
    ]
    if not owed:
        sentence = _("{number} owes nothing: charge {number} 30.00 keeps an amount first.")
        raise Refusal(sentence.format(number=number))
    for each in owed:
        _refuse_before_agreed(work, case, each, at)
        _pay(work, each, at)
    total = sum(each.amount_cents or 0 for each in owed)
    return receipt(work, case, _("{number}: {amount} is paid."), amount=rules.yuan(total))


def _pay(work: Work, kept: Charge, at: datetime) -> None:
    kept.paid_at, kept.paid_by = at, work.operator
    work.keep(kept)
    work.record("charge.paid", kept.case_id, charge=kept.id, at=at)


def uncharge(work: Work, charge_id: int, what: str = "agreed") -> None:
    """Take back that a charge was `agreed`, `kept` or `paid`; the row stays.

    A price that was never agreed is withdrawn as a whole.
    """
    kept = work.get(Charge, charge_id)
    was: dict[str, object] = {}
    if what == "agreed":
        kept.withdrawn_at = work.now
    elif what == "kept":
        was = {"was": kept.amount_cents, "was_since": kept.amount_at, "was_by": kept.amount_by}
        kept.amount_cents = kept.amount_at = kept.amount_by = None
    else:
        was = {"was_since": kept.paid_at, "was_by": kept.paid_by}
        kept.paid_at = kept.paid_by = None
    work.keep(kept)
    work.record("charge.withdrawn", kept.case_id, charge=kept.id, what=what, **was)

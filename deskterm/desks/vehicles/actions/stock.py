"""What is bought into the stock and issued out of it (V2.4)."""

from __future__ import annotations

from sqlmodel import col, select

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.kinds import key
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fleet_queries as queries
from deskterm.desks.vehicles import fleet_rules as rules
from deskterm.desks.vehicles.actions import asked, costs, suppliers
from deskterm.desks.vehicles.fleet_forms import Buy, Issue
from deskterm.desks.vehicles.fleet_model import StockMove, Supply


def buy(work: Work, form: Buy) -> Receipt:
    """Put something into the stock, with its cost; what is new to it is entered."""
    work.require("vehicle.costs")
    name = form.words.strip()
    known = _known(work, name)
    supply = known if known and known.active else _new(work, name, known)
    day = form.date or work.office.site.local(work.now).date()
    paid = costs.Paid(
        "consumables",
        form.amount,
        day,
        suppliers.found(work, form.supplier),
        words=f"{supply.name} × {form.quantity}",
    )
    costs.ask(work, paid, None, anyway=form.anyway)
    receipt = costs.keep(work, paid)
    move = work.keep(
        StockMove(
            supply_id=supply.id,
            kind="bought",
            day=day,
            quantity=form.quantity,
            cents=form.amount,
            case_id=receipt.case_id,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    work.record("stock.bought", receipt.case_id, stock=move.id, supply=supply.id)
    return Receipt(receipt.number, f"{receipt.sentence} {_left(work, supply)}", receipt.case_id)


def issue(work: Work, form: Issue) -> Receipt:
    """Give something out of the stock to a vehicle; never more than is there without a reason."""
    work.require("vehicle.costs")
    vehicle = asked.vehicle(work, form.vehicle)
    supply = _known(work, form.what)
    if supply is None or not supply.active:
        raise NotFound(
            _("{what} is not in stock; buy it first: buy {what} 1.").format(what=form.what)
        )
    there = queries.on_hand(work.reader, supply.id)
    if form.quantity > there and not form.words:
        sentence = _("Only {there} of {what} are in stock; add why {count} go out.")
        told = {"there": there, "what": supply.name, "count": form.quantity}
        raise Refusal(sentence.format(**told))
    reason = work.write(None, "stock", form.words) if form.words else None
    move = work.keep(
        StockMove(
            supply_id=supply.id,
            kind="issued",
            day=form.date or work.office.site.local(work.now).date(),
            quantity=form.quantity,
            cents=rules.worth(queries.bought(work.reader, supply.id), form.quantity),
            vehicle_id=vehicle.id,
            reason_id=reason.id if reason else None,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    work.record("stock.issued", None, stock=move.id, supply=supply.id, vehicle=vehicle.id)
    sentence = _("{plate} has {count} of {what}.")
    told = {"plate": vehicle.plate, "count": form.quantity, "what": supply.name}
    return Receipt("", f"{sentence.format(**told)} {_left(work, supply)}")


def _known(work: Work, said: str) -> Supply | None:
    """What is called so; a code is also its name."""
    query = select(Supply).order_by(col(Supply.active).desc(), col(Supply.id))
    for each in work.session.exec(query):
        if key(said) in {key(each.code), key(each.name), key(each.english)}:
            return each
    return None


def _new(work: Work, name: str, known: Supply | None) -> Supply:
    """Something that is new to the stock, or known again after its entry was undone."""
    kept = known or Supply(code=name.replace(" ", "-"), name=name)
    kept.active = True
    work.keep(kept)
    work.record("supply.added", None, supply=kept.id)
    return kept


def _left(work: Work, supply: Supply) -> str:
    sentence = _("In stock: {count} {unit} of {what}.")
    told = {"count": queries.on_hand(work.reader, supply.id), "unit": supply.unit}
    return " ".join(sentence.format(**told, what=supply.name).split())

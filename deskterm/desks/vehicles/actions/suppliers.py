"""Suppliers, and repair shops from the short list to the appointment (V4.5)."""

from __future__ import annotations

from sqlmodel import col, select

from deskterm.core import search
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import fleet_queries as queries
from deskterm.desks.vehicles import fleet_rules as rules
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.fleet_forms import Shop
from deskterm.desks.vehicles.fleet_model import Supplier


def found(work: Work, said: str | None) -> int | None:
    """The supplier of this code or name; entered where nobody knew it before."""
    if not said:
        return None
    return (_known(work, said) or _new(work, said, "other")).id


def _known(work: Work, said: str) -> Supplier | None:
    """Whoever has this code or name; known again where an undoing had put them away."""
    query = select(Supplier).where((col(Supplier.code) == said) | (col(Supplier.name) == said))
    kept = work.session.exec(query.order_by(col(Supplier.active).desc())).first()
    if kept is not None and not kept.active:
        kept.active = True
        work.keep(kept)
        work.record("supplier.added", None, supplier=kept.id)
        search.keep(work, doc(kept))
    return kept


def _new(work: Work, name: str, kind: str) -> Supplier:
    kept = work.keep(Supplier(code=name, name=name, kind=kind))
    work.record("supplier.added", None, supplier=kept.id)
    search.keep(work, doc(kept))
    return kept


def doc(kept: Supplier) -> search.Doc:
    """How a supplier or a shop is found: by code, names and telephone."""
    words = dict.fromkeys((kept.code, kept.name, kept.english))
    digits = "".join(char for char in kept.phone if char.isdigit())
    return search.Doc("supplier", kept.id, " ".join(filter(None, words)), digits)


def appointed(work: Work) -> Supplier | None:
    """The repair shop that is appointed now, or None."""
    query = select(Supplier).where(Supplier.state == "appointed", col(Supplier.active))
    return work.session.exec(query).first()


def shop(work: Work, form: Shop) -> Receipt:
    """Short-list a shop, try it, appoint it or drop it; there is one appointed shop."""
    work.require("vehicle.shops")
    said = form.supplier or form.words
    if not said:
        raise Refusal(_("Say which shop."))
    kept = _known(work, said)
    if kept is None and form.state not in {"listed", "trial"}:
        raise Refusal(
            _("{shop} is not on the short list; first: shop {shop} listed.").format(shop=said)
        )
    kept = kept or _new(work, said, "shop")
    kept.kind = "shop"
    if form.state == "appointed":
        asked.ask(_unproved(work, kept), anyway=form.anyway)
        _relieve(work, kept)
    if form.words and form.supplier:
        work.write(None, "shop", form.words)
    _turn(work, kept, form.state)
    sentence = _("{shop}: {state}.").format(
        shop=kept.name, state=_(queries.SHOP_STATES[form.state])
    )
    return Receipt("", sentence)


def _unproved(work: Work, kept: Supplier) -> list[str]:
    query = select(Supplier).where(Supplier.kind == "shop", Supplier.state != "dropped")
    listed = len(work.session.exec(query.where(col(Supplier.active))).all())
    sentences = {
        "three": _("Three shops are short-listed before one is appointed; there are {count}."),
        "trial": _("{shop} was not on trial."),
    }
    lacks = rules.unproved(listed, tried=kept.tried)
    return [sentences[each].format(count=listed, shop=kept.name) for each in lacks]


def _relieve(work: Work, kept: Supplier) -> None:
    """Whoever was appointed before stands on the short list again."""
    before = appointed(work)
    if before is not None and before.id != kept.id:
        _turn(work, before, "listed")


def _turn(work: Work, kept: Supplier, state: str) -> None:
    was = {"was": kept.state, "was_tried": kept.tried}
    kept.state = state
    kept.tried = kept.tried or state == "trial"
    work.keep(kept)
    work.record("shop.turned", None, supplier=kept.id, state=state, **was)

"""Taking back what a journal line of a repair, a cost, the stock or a check says; rows stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from deskterm.core import search
from deskterm.core.tables import Case
from deskterm.core.undo import Line
from deskterm.core.work import Work
from deskterm.desks.vehicles.actions import costs
from deskterm.desks.vehicles.fleet_model import (
    Assessment,
    Cost,
    Repair,
    StockMove,
    Supplier,
    Supply,
)

if TYPE_CHECKING:
    from sqlmodel import SQLModel


def forget(kind: str) -> Callable[[Work, Line], None]:
    """What was asked for is cancelled with its case; it is found no longer."""

    def back(work: Work, line: Line) -> None:
        search.forget(work, kind, line.case_id or 0)

    return back


def unapprove(work: Work, line: Line) -> None:
    """A repair waits for its word again."""
    repair = work.get(Repair, line["repair"])
    repair.approved_at = repair.approved_by = None
    _restored(work, repair)


def unstart(work: Work, line: Line) -> None:
    """Work on a repair did not start."""
    repair = work.get(Repair, line["repair"])
    repair.started_at = repair.supplier_id = None
    _restored(work, repair)


def unfinish(work: Work, line: Line) -> None:
    """A repair is not finished; a worn part was not bought."""
    repair = work.get(Repair, line["repair"])
    repair.finished_at = repair.warranty_until = None
    if repair.grade == "part":
        repair.started_at = repair.supplier_id = None
    _restored(work, repair)


def redecline(_work: Work, _line: Line) -> None:
    """The case goes on with the line of its closing."""


def _restored(work: Work, repair: Repair) -> None:
    work.keep(repair)
    work.record("repair.restored", repair.case_id, repair=repair.id)


def uncost(work: Work, line: Line) -> None:
    """A cost counts nowhere."""
    cost = work.get(Cost, line["cost"])
    cost.withdrawn_at = work.now
    work.keep(cost)
    search.forget(work, "cost", cost.case_id)
    work.record("cost.withdrawn", cost.case_id, cost=cost.id)


def recost(work: Work, line: Line) -> None:
    """A cost that was taken back counts again."""
    cost = work.get(Cost, line["cost"])
    cost.withdrawn_at = None
    work.keep(cost)
    case = work.get(Case, cost.case_id)
    search.keep(work, costs.doc(work, case, cost))
    work.record("cost.kept", cost.case_id, cost=cost.id, vehicle=cost.vehicle_id)


def unknow(work: Work, line: Line) -> None:
    """The amount of a cost is unknown as before."""
    cost = work.get(Cost, line["cost"])
    cost.cents = None
    work.keep(cost)
    search.keep(work, costs.doc(work, work.get(Case, cost.case_id), cost))


def unmove(work: Work, line: Line) -> None:
    """What was bought or issued was not."""
    _withdraw(work, work.get(StockMove, line["stock"]))
    work.record("stock.withdrawn", line.case_id, stock=line["stock"])


def uncheck(work: Work, line: Line) -> None:
    """A vehicle was not checked."""
    _withdraw(work, work.get(Assessment, line["check"]))
    work.record("check.withdrawn", line.case_id, check=line["check"])


def untrain(work: Work, line: Line) -> None:
    """A driver was not trained."""
    _withdraw(work, work.get(Assessment, line["training"]))
    work.record("training.withdrawn", None, training=line["training"])


def _withdraw(work: Work, row: StockMove | Assessment) -> None:
    row.withdrawn_at = work.now
    work.keep(row)


def unturn(work: Work, line: Line) -> None:
    """A shop stands where it stood."""
    shop = work.get(Supplier, line["supplier"])
    shop.state, shop.tried = line["was"] or "", bool(line["was_tried"])
    work.keep(shop)


def retire(table: type[SQLModel], fact: str) -> Callable[[Work, Line], None]:
    """What was entered by its first use is offered no longer."""

    def back(work: Work, line: Line) -> None:
        row = work.get(table, line[fact])
        setattr(row, "active", False)  # noqa: B010 - suppliers and supplies have it
        work.keep(row)
        search.forget(work, fact, line[fact])

    return back


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "trip.asked": forget("trip"),
    "repair.asked": forget("repair"),
    "repair.approved": unapprove,
    "repair.declined": redecline,
    "repair.started": unstart,
    "repair.finished": unfinish,
    "cost.kept": uncost,
    "cost.known": unknow,
    "cost.withdrawn": recost,
    "stock.bought": unmove,
    "stock.issued": unmove,
    "check.kept": uncheck,
    "training.kept": untrain,
    "shop.turned": unturn,
    "supplier.added": retire(Supplier, "supplier"),
    "supply.added": retire(Supply, "supply"),
}
"""What takes back a journal line of each kind."""

"""Undo: the last act of whoever works at this console is taken back, as a correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from deskterm.core import numbers, reverses
from deskterm.core.form import Form, fill
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.undo import Act, Way, Ways, last_act, take_back
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.calls.actions.indexing import index_all
from deskterm.desks.calls.actions.undoing import UNDOES as CALLS
from deskterm.desks.guards.actions import UNDOES as GUARDS
from deskterm.desks.rooms.actions import UNDOES as ROOMS
from deskterm.desks.rooms.orders.events import UNDOES as ORDERS
from deskterm.desks.rooms.orders.events import reindex
from deskterm.desks.rooms.series.actions import UNDOES as SERIES
from deskterm.desks.shifts.actions import UNDOES as SHIFTS
from deskterm.desks.vehicles.actions import FLEET_UNDOES as FLEET
from deskterm.desks.vehicles.actions import UNDOES as VEHICLES
from deskterm.shell.holding import happened
from deskterm.shell.timeline import brief


class Undo(Form):
    """Take back what was done last, at this console or on one record."""

    verbs: ClassVar[tuple[str, ...]] = ("undo", "u", "撤销")
    title: ClassVar[str] = N_("Undo")

    case: str | None = fill(N_("Record"), "case", None, N_("Left empty: your last act here"))


_ABOUT = {
    "step.done": "step",
    "step.skipped": "step",
    "step.put-off": "step",
    "step.corrected": "step",
    "moment.set": "moment",
    "text.written": "field",
    "text.replaced": "field",
    "case.opened": "case",
    "call.opened": "case",
    "case.flagged": "flag",
    "run.started": "run",
    "run.dropped": "run",
    "call.corrected": "kind",
    "call.joined": "caller",
    "ring.taken": "ring",
    "place.cautioned": "note",
    "place.uncautioned": "note",
    "contact.told": "contact",
    "contact.said": "contact",
    "charge.agreed": "charge",
    "charge.kept": "charge",
    "charge.paid": "charge",
    "guard.assigned": "assignment",
    "guard.stamped": "assignment",
    "guard.corrected": "assignment",
    "guard.heard": "assignment",
    "guard.cleared": "guard",
    "guard.taken": "guard",
    "guard.changed": "guard",
    "equipment.issued": "equipment",
    "equipment.returned": "equipment",
    "room.moved": "booking",
    "room.approved": "booking",
    "room.firmed": "booking",
    "room.offered": "booking",
    "room.closed": "closure",
    "room.opened": "closure",
    "room.wanted": "booking",
    "shift.answered": "line",
    "shift.taken": "kind",
    "shift.planned": "planned",
    "shift.unplanned": "planned",
    "series.kept": "series",
    "series.changed": "series",
    "series.split": "series",
    "series.excepted": "exception",
    "vehicle.sent": "trip",
    "vehicle.out": "trip",
    "vehicle.back": "vehicle",
    "slip.kept": "slip",
    "slip.corrected": "slip",
    "slip.withdrawn": "slip",
    "norm.kept": "norm",
    "repair.approved": "repair",
    "repair.started": "repair",
    "repair.finished": "repair",
    "cost.kept": "cost",
    "cost.known": "cost",
    "stock.bought": "stock",
    "shop.turned": "supplier",
    "supply.added": "supply",
}
"""What a line changed, so that a later line about the same was built on it."""

_CORE = {
    "step.done": reverses.reopen_step,
    "step.skipped": reverses.reopen_step,
    "step.put-off": reverses.pull_step,
    "step.acknowledged": reverses.ring_again,
    "step.corrected": reverses.retell_step,
    "moment.set": reverses.unset_moment,
    "text.written": reverses.unwrite,
    "text.replaced": reverses.rewrite,
    "case.flagged": reverses.unflag,
    "case.confided": reverses.unconfide,
    "case.opened": reverses.cancel_case,
    "case.closed": reverses.reopen_case,
    "case.cancelled": reverses.reopen_case,
    "run.started": reverses.drop_run,
    "run.dropped": reverses.revive_run,
}
_ANY_TIME = {"text.written", "case.noted", "step.acknowledged"}
"""What may be taken back on a case that was closed since."""

_INSTEAD: Mapping[str, str] = {
    "paper.kept": N_("Keep the paper once more with its right date: it replaces this one."),
    "shift.signed-on": N_("To leave this console: off."),
    "shift.signed-off": N_("Sign on again (F7)."),
    "roll.called": N_("End it: roll end."),
    "roll.ended": N_("Call the roll once more: roll."),
    "case.reopened": N_("Close the call again."),
    "call.reopened": N_("Close the call again."),
    "paper.printed": N_("Void the lines that stay blank: deskterm paper void."),
    "paper.voided": N_("Print new lines: deskterm paper print."),
    "room.imported": N_("Cancel or move the bookings; the same file does not bring them back."),
    "site.added": N_("Change the register: set."),
    "site.changed": N_("Change the register back: set."),
}
_UNSEEN = ("pin.accepted", "pin.refused", "ring.began", "ring.taken", "ring.missed")
_HARMLESS = ("step.acknowledged", "guard.heard")


_LISTED = 6
"""So many records are named one by one."""


def undo(work: Work, form: Undo) -> Receipt:
    """Undo the last act of whoever works here that stands, and say what it was."""
    ways = _ways(work)
    case_id = None
    if form.case:
        case_id = numbers.case_id(work.reader, form.case, work.office.site.local(work.now))
    act = last_act(work, ways, case_id)
    what = take_back(work, act, ways, anyway=form.anyway)
    return _receipt(work, act, what)


def _receipt(work: Work, act: Act, what: str) -> Receipt:
    spoken = [_spoken(work, work.get(Case, case_id)) for case_id in act.case_ids]
    if not spoken:
        return Receipt("", _("Undone: {what}.").format(what=what))
    numbers = spoken if len(spoken) <= _LISTED else [spoken[0], "…", spoken[-1]]
    sentence = _("Undone: {what} on {number}.").format(what=what, number=", ".join(numbers))
    return Receipt(spoken[0], sentence, act.case_ids[0])


def _spoken(work: Work, case: Case) -> str:
    this_year = work.office.site.local(work.now).year
    return numbers.spoken(case.letter, case.year, case.number, this_year)


def _ways(work: Work) -> Ways:
    back = (
        _CORE
        | dict(CALLS)
        | dict(GUARDS)
        | dict(VEHICLES)
        | dict(FLEET)
        | dict(SHIFTS)
        | dict(ROOMS)
        | dict(ORDERS)
        | dict(SERIES)
    )
    return Ways(
        back={
            kind: Way(way, _ABOUT.get(kind, ""), open_case=kind not in _ANY_TIME)
            for kind, way in back.items()
        },
        instead=_INSTEAD,
        unseen=_UNSEEN,
        harmless=_HARMLESS,
        says=lambda rows: brief(work.reader, work.office.site, rows),
        happened=happened,
        after={"call.corrected": index_all, "order.typed": reindex},
    )

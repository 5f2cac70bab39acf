"""Acts over several desks: each is one Work, kept whole or not at all."""

from __future__ import annotations

from typing import ClassVar

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.receipt import Receipt
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.calls import actions as calls
from deskterm.desks.calls.forms import CloseCall, NewCall
from deskterm.desks.guards import actions as guards
from deskterm.desks.guards import queries as guard_queries
from deskterm.desks.vehicles import actions as vehicles


class Send(Form):
    """Send guards, and a vehicle with them, to a call."""

    verbs: ClassVar[tuple[str, ...]] = ("send", "s", "派", "派遣")
    title: ClassVar[str] = N_("Send")

    guards: list[str] = fill(N_("Guards"), "guards", default=[])
    vehicle: str | None = fill(N_("Vehicle"), "vehicle", default=None)
    case: str = fill(N_("Call"), "case")
    told: Told | None = fill(N_("When"), "told", default=None)


class Find(Form):
    """Look something up."""

    verbs: ClassVar[tuple[str, ...]] = ("find", "?", "查", "查找")
    implied: ClassVar[tuple[str, ...]] = ("/",)
    title: ClassVar[str] = N_("Find")

    words: str = fill(N_("Words"), "words")


class Quiet(Form):
    """Stop the ringing of overdue steps."""

    verbs: ClassVar[tuple[str, ...]] = ("quiet", "q", "静音")
    title: ClassVar[str] = N_("Quiet")


def find(work: Work, form: Find) -> Receipt:
    """What is found, a line each."""
    hits = search.find(work.reader, form.words)
    return Receipt("", "\n".join(hit["body"] for hit in hits) or _("Nothing found."))


def quiet(work: Work, _form: Quiet) -> Receipt:
    """Acknowledge every ringing step."""
    count = steps.acknowledge(work)
    return Receipt("", _("{count} overdue steps acknowledged.").format(count=count))


def take_call(work: Work, form: NewCall) -> Receipt:
    """Log a call; one that was answered on the spot is closed in the same act."""
    return calls.answered_call(work, form) if form.answered else calls.open_call(work, form)


def send(work: Work, form: Send) -> Receipt:
    """Guards and vehicle to one call, in one act: stamps, clocks and journal together."""
    if not form.guards and not form.vehicle:
        raise Refusal(_("Say who goes: guards (G2 G3), a vehicle's plate, or both."))
    case_id = numbers.case_id(work.reader, form.case, work.office.site.local(work.now))
    at = work.told(form.told)
    gone: list[str] = []
    if form.guards:
        gone += guards.send(work, case_id, form.guards, at, anyway=form.anyway)
    if form.vehicle:
        gone.append(vehicles.send(work, case_id, form.vehicle, None, at))
    sentence = _("{who} sent to {number}.").format(who=", ".join(gone), number=form.case)
    return Receipt(form.case, sentence, case_id)


def close_call(work: Work, form: CloseCall) -> Receipt:
    """Close a call; one with guards out is refused naming them, and `anyway` stamps them clear."""
    case_id = numbers.case_id(work.reader, form.case, work.office.site.local(work.now))
    out = guard_queries.out_on(work.reader, case_id)
    if out and form.anyway:
        guards.clear_all(work, case_id)
        out = []
    return calls.close_call(work, form, still_out=out)

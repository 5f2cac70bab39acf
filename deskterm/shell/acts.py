"""Acts over several desks: each is one Work, kept whole or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.receipt import Receipt
from deskterm.core.series_words import Reach, said_in
from deskterm.core.tables import Case
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.calls import actions as calls
from deskterm.desks.calls.forms import CancelCall, CloseCall, Finish, LinkCalls, NewCall, Reopen
from deskterm.desks.guards import actions as guards
from deskterm.desks.guards import queries as guard_queries
from deskterm.desks.rooms import actions as rooms
from deskterm.desks.rooms.forms import Approve, CancelBooking
from deskterm.desks.rooms.orders import actions as orders
from deskterm.desks.rooms.series import actions as series
from deskterm.desks.vehicles import actions as vehicles
from deskterm.desks.vehicles import queries as vehicle_queries


class Send(Form):
    """Send guards, and a vehicle with them, to a call."""

    verbs: ClassVar[tuple[str, ...]] = ("send", "s", "派", "派遣")
    title: ClassVar[str] = N_("Send")

    guards: list[str] = fill(N_("Guards"), "guards", default=[])
    vehicle: str | None = fill(N_("Vehicle"), "vehicle", default=None)
    driver: str | None = fill(N_("Driver"), "driver", default=None)
    case: str = fill(N_("Call or trip"), "case")
    via_office: bool = fill(
        N_("Via the office"),
        "flag",
        default=False,
        hint=N_("The guards wait at the service office; the vehicle collects them there"),
        words=("via office", "经服务处"),
    )
    told: Told | None = fill(N_("When"), "told", default=None)


class Cancel(Form):
    """Cancel a booking or a call, and say why."""

    verbs: ClassVar[tuple[str, ...]] = ("cancel", "取消")
    title: ClassVar[str] = N_("Cancel")

    case: str = fill(N_("Booking or call"), "case")
    reach: Reach | None = fill(N_("Of its series"), "reach", None, N_("this, following, all"))
    words: str = fill(N_("Reason"), "words")


class Find(Form):
    """Look something up."""

    verbs: ClassVar[tuple[str, ...]] = ("find", "?", "查", "查找")
    implied: ClassVar[tuple[str, ...]] = ("/",)
    title: ClassVar[str] = N_("Find")

    words: str = fill(N_("Words"), "words")


class ShowReport(Form):
    """Show a report: its name, and a day, month or year."""

    verbs: ClassVar[tuple[str, ...]] = ("report", "报表")
    title: ClassVar[str] = N_("Report")

    words: str = fill(N_("Words"), "words", hint=N_("register, answer, guards...; then 2026-11"))


class Quiet(Form):
    """Stop the ringing of overdue steps."""

    verbs: ClassVar[tuple[str, ...]] = ("quiet", "q", "静音")
    title: ClassVar[str] = N_("Quiet")


def find(work: Work, form: Find) -> Receipt:
    """What is found, a line each."""
    hits = search.find(work.reader, form.words, now=work.office.site.local(work.now))
    return Receipt("", "\n".join(hit["body"] for hit in hits) or _("Nothing found."))


def show_report(_work: Work, _form: ShowReport) -> Receipt:
    """Reports are read, not kept: no transaction waits for one."""
    raise Refusal(_("A report is shown at the console; in the shell say: deskterm report."))


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
    if form.guards and form.vehicle:
        calls.escort(work, case_id)
    if form.via_office:
        calls.via_office(work, case_id)
    gone: list[str] = []
    if form.guards:
        gone += guards.send(work, case_id, form.guards, at, anyway=form.anyway)
    if form.vehicle:
        going = vehicles.Going(form.vehicle, form.driver, anyway=form.anyway)
        gone.append(vehicles.dispatch(work, case_id, going, at))
    sentence = _("{who} sent to {number}.").format(who=", ".join(gone), number=form.case)
    return Receipt(form.case, sentence, case_id)


def finish(work: Work, form: Finish) -> Receipt:
    """Tick a step; one that asks after a guard stamps what he answered.

    One by which a room is ready asks first for what is wanted in it and not there yet.
    """
    case_id, label = numbers.step_label(work.reader, form.step, work.office.site.local(work.now))
    at = work.told(form.told) if form.told else None
    answer = guards.answered(work, case_id, label, at, anyway=form.anyway)
    ready = answer or orders.all_there(work, case_id, label, form.told, anyway=form.anyway)
    return ready or calls.finish(work, form)


def close_call(work: Work, form: CloseCall) -> Receipt:
    """Close a call; while guards are out it is asked, and `anyway` stamps them clear.

    A vehicle stays out: it is back when its driver says so.
    """
    at = work.told(form.told) if form.told else None
    return calls.close_call(work, form, _still_out(work, form.case, at, anyway=form.anyway))


def cancel(work: Work, form: Cancel) -> Receipt:
    """Cancel a booking, or a call as it is closed; a fuel slip is taken back."""
    if form.case.startswith("F"):
        return vehicles.withdraw(work, form.case, form.words)
    case_id = numbers.case_id(work.reader, form.case, work.office.site.local(work.now))
    case = work.get(Case, case_id)
    if case.desk == "vehicles":
        return vehicles.cancel(work, case, said_in(form.reach, form.words))
    if case.desk != "calls":
        return series.cancel(work, CancelBooking(**form.model_dump()))
    out = _still_out(work, form.case, anyway=form.anyway)
    if form.anyway:
        out = calls.NOBODY_OUT
    words = said_in(form.reach, form.words)
    return calls.cancel(work, CancelCall(case=form.case, words=words), out)


def approve(work: Work, form: Approve) -> Receipt:
    """Record the word that a booking or a repair waits for."""
    case_id = numbers.case_id(work.reader, form.case, work.office.site.local(work.now))
    case = work.get(Case, case_id)
    if case.desk == "vehicles":
        words = said_in(form.reach, form.words or "") or None
        return vehicles.approve(work, case, words, off=form.off)
    return series.approve(work, form)


def reopen(work: Work, form: Reopen) -> Receipt:
    """Open a call again that was closed, or a booking that ended by itself."""
    case_id = numbers.case_id(work.reader, form.case, work.office.site.local(work.now))
    case = work.get(Case, case_id)
    if case.letter == "B":
        return rooms.reopen(work, case, form.words)
    return calls.reopen(work, form)


def link(work: Work, form: LinkCalls) -> Receipt:
    """Link two calls; a duplicate with guards or a vehicle out stays open."""
    out = _still_out(work, form.case)
    return calls.link(work, form, [*out.guards, *out.vehicles])


def _still_out(
    work: Work, said: str, at: datetime | None = None, *, anyway: bool = False
) -> calls.StillOut:
    """Who and what is still out on a call; with `anyway` the guards are stamped clear."""
    case_id = numbers.case_id(work.reader, said, work.office.site.local(work.now))
    out = guard_queries.out_on(work.reader, case_id)
    if out and anyway:
        guards.clear_all(work, case_id, at)
        out = []
    return calls.StillOut(out, vehicle_queries.out_on(work.reader, case_id))

"""Taking back what a journal line of this desk says; rows stay, and corrections say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskterm.core.instants import instant
from deskterm.core.reverses import UNDONE, nothing
from deskterm.core.tables import Case, Text
from deskterm.core.undo import Line
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions import cautions
from deskterm.desks.calls.actions.answering import unanswer
from deskterm.desks.calls.actions.charging import uncharge
from deskterm.desks.calls.actions.closing import End, end_call
from deskterm.desks.calls.actions.contacting import uncontact, unsay
from deskterm.desks.calls.actions.fixing import move_opening
from deskterm.desks.calls.actions.joining import unjoin
from deskterm.desks.calls.actions.linking import unlink
from deskterm.desks.calls.actions.paper import unenter
from deskterm.desks.calls.actions.rating import unrate
from deskterm.desks.calls.actions.waiting import turn
from deskterm.desks.calls.model import Call, Closing, Ring


def unopen(work: Work, line: Line) -> None:
    """A call that should not have been logged ends as undone; what was said stays readable."""
    case = _case(work, line)
    if case.closed_at is None:
        end_call(work, case, End(UNDONE, "cancelled"))


def unend(work: Work, line: Line) -> None:
    """A call did not end after all: its closing says so, and what it had changed is as before."""
    closing, case = work.get(Closing, line["closing"]), _case(work, line)
    closing.reopened_at, closing.reopened_by = work.now, work.operator
    work.keep(closing)
    if call := work.session.get(Call, case.id):
        call.satisfaction = line["was_satisfaction"]
        work.keep(call)
    turn(work, case, line["was"])


def unturn(work: Work, line: Line) -> None:
    """A call waits, or goes on, as it did before."""
    case = _case(work, line)
    if case.closed_at is None:
        turn(work, case, line["was"])


def uncorrect(work: Work, line: Line) -> None:
    """A call that was put right is as it was; its texts are taken back by lines of their own."""
    case, call = _case(work, line), work.get(Call, line.case_id)
    was = {name: pair[0] for name, pair in line["changes"].items()}
    typed = {name: _body(work, was[name]) for name in ("said", "caller", "phone") if name in was}
    case.place_id = was.get("place", case.place_id)
    case.place_said = typed.get("said", case.place_said)
    case.grade = was.get("grade", case.grade)
    for name in {"category", "kind", "resident"} & {*was}:
        setattr(call, {"resident": "resident_id"}.get(name, name), was[name])
    call.caller = typed.get("caller", call.caller)
    call.phone = typed.get("phone", call.phone)
    call.phone_tail = rules.tail(call.phone)
    if "satisfaction" in was:
        unrate(work, call, was["satisfaction"], line)
    if "answered" in was:
        call.answered_at = instant(was["answered"])
    work.keep(case)
    work.keep(call)
    if "opened" in was:
        move_opening(work, case, instant(was["opened"]), line["runs"])


def _body(work: Work, text_id: int | None) -> str:
    return work.get(Text, text_id).body if text_id else ""


def untake(work: Work, line: Line) -> None:
    """A telephone was not taken: it rings; one that was taken for a call is taken still."""
    row = work.get(Ring, line["ring"])
    row.case_id = None
    if line.case_id is None:
        row.state, row.taken_at, row.taken_by, row.console = "ringing", None, None, None
    work.keep(row)


def _unlink(work: Work, line: Line) -> None:
    """The line of the call that was linked speaks for both."""
    if line.case_id == line["first"]:
        unlink(work, line["first"], line["other"])


def _unbecome(work: Work, line: Line) -> None:
    """A missed call is to be rung back after all; its steps go on with the other lines."""
    missed = _case(work, line)
    missed.parent_id = None
    work.keep(missed)


def _case(work: Work, line: Line) -> Case:
    return work.get(Case, line.case_id)


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "call.opened": unopen,
    "call.answered": lambda work, line: unanswer(work, _case(work, line)),
    "call.branched": nothing,
    "call.unbranched": nothing,
    "call.promised": nothing,
    "call.turned": unturn,
    "call.ended": unend,
    "call.joined": lambda work, line: unjoin(work, line["caller"]),
    "call.linked": _unlink,
    "call.corrected": uncorrect,
    "paper.entered": unenter,
    "case.noted": nothing,
    "place.cautioned": lambda work, line: cautions.end(work, line["note"]),
    "place.uncautioned": lambda work, line: cautions.revive(work, line["note"]),
    "ring.taken": untake,
    "ring.taken-up": _unbecome,
    "contact.told": lambda work, line: uncontact(work, line["contact"]),
    "contact.said": lambda work, line: unsay(work, line["contact"]),
    "charge.agreed": lambda work, line: uncharge(work, line["charge"]),
    "charge.kept": lambda work, line: uncharge(work, line["charge"], "kept"),
    "charge.paid": lambda work, line: uncharge(work, line["charge"], "paid"),
}
"""What takes back a journal line of each kind."""

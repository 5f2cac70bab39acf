"""One more caller about a call that is open already."""

from __future__ import annotations

from collections.abc import Sequence

from deskterm.core import search
from deskterm.core.errors import Question
from deskterm.core.receipt import Receipt
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions import indexing, ringing
from deskterm.desks.calls.actions.hearing import Party, identify
from deskterm.desks.calls.actions.saying import open_call_of, receipt
from deskterm.desks.calls.forms import JoinCall
from deskterm.desks.calls.model import Caller


def join(work: Work, form: JoinCall) -> Receipt:
    """Add a caller to an open call; his words are a note of it, and he is found under it."""
    work.require("call.log")
    case = open_call_of(work, form.case)
    party = identify(work.reader, form.place or "", form.caller or "", form.phone or "")
    if party.doubts and not form.anyway:
        raise Question(" ".join(party.doubts), party.nearest)
    at = work.told(form.told)
    row = work.keep(
        Caller(
            case_id=case.id,
            resident_id=party.resident["id"] if party.resident else None,
            name=_called(party),
            phone=party.phone,
            phone_tail=rules.tail(party.phone),
            at=at,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    text = work.write(case.id, "note", form.words) if form.words else None
    work.record(
        "call.joined",
        case.id,
        caller=row.id,
        resident=row.resident_id,
        text=text.id if text else None,
        at=at,
    )
    if text:
        search.keep(work, indexing.note(work, case, text), at)
    search.keep(work, indexing.caller(work, case, row), at)
    ringing.take_up(work, case, party.phone)
    return receipt(work, case, _("{who} joined {number}."), who=_who(row))


def _called(party: Party) -> str:
    """The name as said, and where he calls from unless the register says that of him."""
    where = party.said or (party.place["code"] if party.place else "")
    at_home = party.resident and party.resident["place"] == where
    name = party.name or (party.resident["name"] if party.resident else "")
    return _joined([name, "" if at_home else where])


def _who(row: Caller) -> str:
    return row.name or row.phone or _("One more caller")


def _joined(parts: Sequence[str]) -> str:
    """These words in one line, without those that are blank."""
    return " ".join(part for part in parts if part)


def unjoin(work: Work, caller_id: int) -> None:
    """The caller did not join this call; what was noted stays to be read."""
    row = work.get(Caller, caller_id)
    row.withdrawn_at = work.now
    work.keep(row)
    search.forget(work, "caller", row.id)

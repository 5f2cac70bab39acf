"""The telephone: it rings, somebody takes it, or nobody did and the caller is rung back."""

from __future__ import annotations

from datetime import timedelta

from deskterm.core import search, steps
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions import indexing
from deskterm.desks.calls.actions.saying import any_case, clock, spoken
from deskterm.desks.calls.model import Ring

LETTER = "R"
PLAYBOOK = "missed-call"
ORDINARY = 2
SOON = timedelta(hours=1)
"""Within this time a call is logged by whoever took the telephone, or knows that it stopped."""
LONGEST = 40
"""Of what a telephone system calls a number, so much is kept."""


def ring(work: Work, phone: str, *, missed: bool = False) -> Receipt:
    """A telephone rings; or, if `missed`, whoever rang gave up.

    A telephone system may say so more than once, and call anything a number: none of
    it is refused.
    """
    expire_rings(work)
    shown = "".join(char for char in phone if char.isprintable()).strip()[:LONGEST]
    lately = queries.lately_from(work.reader, shown, work.now - SOON)
    here = next((row for row in lately if row["state"] == "ringing"), None)
    if missed and lately and here is None:
        return Receipt("", _("It stopped ringing before."))
    if here is None or (not missed and not rules.digits(shown)):
        row = work.keep(Ring(phone=shown, phone_tail=rules.tail(shown), at=work.now))
        work.record("ring.began", ring=row.id)
        here = {"id": row.id}
    if missed:
        miss_ring(work, here["id"])
    return Receipt("", _("Missed.") if missed else _("It rings."))


def take_ring(work: Work, ring_id: int) -> Receipt:
    """Take the telephone at this console; refused in a sentence where somebody else did."""
    work.require("call.log")
    row = _ring(work, ring_id)
    if row.state == "taken":
        if (row.console, row.taken_by) == (work.office.console, work.operator):
            return Receipt("", _("You took it already."))
        sentence = _("{who} took it at {time}.")
        who = f"{_name(work, row.taken_by)} ({row.console})".strip()
        time = clock(work, row.taken_at or work.now)
        raise Refusal(sentence.format(who=who, time=time))
    if row.state == "missed":
        sentence = _("It stopped ringing; it is {number} now.")
        number = spoken(work, work.get(Case, row.case_id))
        raise Refusal(sentence.format(number=number))
    _take(work, row)
    return Receipt("", _("You took it."))


def _take(work: Work, row: Ring, case: Case | None = None) -> None:
    row.state, row.taken_at = "taken", row.taken_at or work.now
    row.taken_by, row.console = work.operator, work.office.console
    row.case_id = case.id if case else None
    work.keep(row)
    work.record("ring.taken", case.id if case else None, ring=row.id)


def _name(work: Work, code: str | None) -> str:
    if code is None:
        return _("somebody who is not signed on")
    return str(work.reader.value("SELECT name FROM people WHERE code = :code", code=code) or code)


def miss_ring(work: Work, ring_id: int) -> Receipt | None:
    """Nobody took it: the caller is to be rung back, once however often he rang.

    None where it does not ring any more: another console may have said so first.
    """
    row = _ring(work, ring_id)
    if row.state != "ringing":
        return None
    known = queries.missed_from(work.reader, row.phone)
    case = work.get(Case, known[0]) if known else _to_ring_back(work, row)
    row.state, row.case_id = "missed", case.id
    work.keep(row)
    work.record("ring.missed", case.id, ring=row.id, at=row.at)
    if not known:
        steps.start(work, case, PLAYBOOK)
        search.keep(work, indexing.missed(work, case, row.phone), case.opened_at)
    number = spoken(work, case)
    return Receipt(number, _("{number}: a missed call.").format(number=number), case.id)


def _to_ring_back(work: Work, row: Ring) -> Case:
    """The record of a missed call; where nobody is known by the number, it says where."""
    place_id = queries.caller_of(work.reader, row.phone)["place_id"]
    said = "" if place_id else row.phone
    place = {"place_id": place_id, "place_said": said}
    return work.open_case(LETTER, "calls", ORDINARY, opened_at=row.at, **place)


def expire_rings(work: Work) -> int:
    """What rang too long was missed; answers how many there were."""
    out = queries.rung_out(work.reader, work.now)
    for ring_id in out:
        miss_ring(work, ring_id)
    return len(out)


def record_of(work: Work, said: str) -> Case:
    """The missed call so numbered, which is still to be rung back."""
    case = any_case(work, said)
    number = spoken(work, case)
    if case.letter != LETTER:
        raise Refusal(_("{number} is not a missed call.").format(number=number))
    if case.closed_at is not None:
        sentence = _("{number} was rung back at {time} already.")
        raise Refusal(sentence.format(number=number, time=clock(work, case.closed_at)))
    return case


def phone_of(work: Work, missed: Case) -> str:
    """The number that is to be rung back."""
    rings = queries.rings_of(work.reader, missed.id)
    return str(rings[-1]["phone"]) if rings else ""


def take_up(work: Work, case: Case, phone: str, missed: Case | None = None) -> None:
    """What rang is this call now: its ring is taken, and nobody is to be rung back for it."""
    back = [missed.id] if missed else []
    if rules.digits(phone):
        back += [each for each in queries.missed_from(work.reader, phone) if each not in back]
        for row in queries.lately_from(work.reader, phone, work.now - SOON):
            if row["state"] != "missed" and row["case_id"] is None:
                _take(work, _ring(work, row["id"]), case)
    for case_id in back:
        _became(work, work.get(Case, case_id), case)


def _became(work: Work, missed: Case, case: Case) -> None:
    missed.parent_id = case.id
    work.keep(missed)
    work.record("ring.taken-up", missed.id, call=case.id)
    steps.happened(work, missed, "answered", work.now)
    steps.close(work, missed, disposition="taken-up")


def settle(work: Work, case: Case) -> None:
    """A missed call whose caller was rung back, or will not be, is over."""
    if case.letter != LETTER or case.closed_at is not None:
        return
    states = {step.state for step in steps.steps_of(work, case.id)}
    if "open" not in states:
        steps.close(work, case, disposition="rung-back" if "done" in states else "let-be")


def _ring(work: Work, ring_id: int) -> Ring:
    row = work.session.get(Ring, ring_id)
    if row is None:
        raise NotFound(_("There is no such ring."))
    return row

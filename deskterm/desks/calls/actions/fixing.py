"""Putting a call right: old and new stand in the journal, and what follows from it follows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from deskterm.core import places, runs, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.instants import stamp
from deskterm.core.kinds import short
from deskterm.core.playbook import EVENTS
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.runs import Retold
from deskterm.core.tables import Case, Moment, Run
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import naming, queries, rules
from deskterm.desks.calls.actions.indexing import index_all
from deskterm.desks.calls.actions.opening import located
from deskterm.desks.calls.actions.rating import last_closing, rate
from deskterm.desks.calls.actions.saying import call_of, clock, receipt, spoken
from deskterm.desks.calls.forms.fixing import FixCall
from deskterm.desks.calls.model import Call


@dataclass
class Fixed:
    """A call that is being put right: what changes, by the name under which the journal has it."""

    work: Work
    form: FixCall
    case: Case
    call: Call
    changes: dict[str, list[Any]] = field(default_factory=dict)
    """Former and new: ids, codes, instants, and the ids of texts."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What else undoing it needs."""

    def change(self, name: str, was: object, now: object) -> None:
        """Note a change, if it is one."""
        if was != now:
            self.changes[name] = [was, now]

    def retype(self, name: str, was: str, now: str, field_name: str = "") -> None:
        """Note a change of something that was typed; both texts are kept where texts are."""
        if was != now:
            texts = [self._text(field_name or name, body) for body in (was, now)]
            self.changes[name] = texts

    def _text(self, name: str, body: str) -> int | None:
        current = self.work.current(self.case.id, name)
        if current is None and not body:
            return None
        if current is None or current.body != body:
            current = self.work.write(self.case.id, name, body)
        return current.id


def fix(work: Work, form: FixCall, *, own: bool = False) -> Receipt:
    """Put right what was logged wrongly of a call; only what is given changes.

    Whoever logged it (`own`) may do so without the right to edit calls.
    """
    if not own:
        work.require("call.edit")
    case = call_of(work, form.case)
    fixed = Fixed(work, form, case, work.get(Call, case.id))
    at = work.told(form.told) if form.told else None
    old = fixed.call.category
    if not form.anyway:
        _ask(fixed)
    _place(fixed)
    _category(fixed)
    if form.place or form.caller or form.phone:
        _who(fixed)
    if form.words:
        _words(fixed, form.words)
    if form.satisfaction:
        _satisfaction(fixed, form.satisfaction)
    if at:
        _told(fixed, at)
    _record(fixed)
    _follow(fixed, old)
    return _said(fixed)


def _ask(fixed: Fixed) -> None:
    """Ask once about a unit that is not there, and before words that are kept are replaced."""
    form, work, doubts = fixed.form, fixed.work, []
    place = form.place and places.find(work.reader, form.place)
    nearest = places.nearest(work.reader, form.place) if form.place and not place else []
    if nearest:
        sentence = _("There is no unit {said}; the nearest are {nearest}.")
        doubts.append(sentence.format(said=form.place, nearest=", ".join(nearest)))
    current = work.current(fixed.case.id, "words")
    if form.words and current and current.body != form.words:
        sentence = _("The words of {number} become “{words}”, in place of those kept.")
        number = spoken(work, fixed.case)
        doubts.append(sentence.format(number=number, words=short(form.words)))
    if doubts:
        raise Question(" ".join(doubts), nearest)


def _place(fixed: Fixed) -> None:
    form, case, work = fixed.form, fixed.case, fixed.work
    if not form.place:
        return
    place = places.find(work.reader, form.place)
    said = "" if place else form.place
    fixed.change("place", case.place_id, place["id"] if place else None)
    fixed.retype("said", case.place_said, said, "place-said")
    case.place_id, case.place_said = place["id"] if place else None, said


def _category(fixed: Fixed) -> None:
    form, call, case = fixed.form, fixed.call, fixed.case
    found = {row["code"]: row for row in queries.categories(fixed.work.reader)}
    row = found[form.category or _of_kind(found, form.kind) or call.category]
    known = {kind["code"]: pick(kind) for kind in row["kinds"]}
    if form.kind and form.kind not in known:
        sentence = _("{kind} is no incident kind of {category}; there are {kinds}.")
        kinds = ", ".join(known.values()) or _("none")
        raise Refusal(sentence.format(kind=form.kind, category=pick(row), kinds=kinds))
    kind = form.kind or (call.kind if call.kind in known else None)
    fixed.change("category", call.category, row["code"])
    fixed.change("grade", case.grade, row["grade"])
    fixed.change("kind", call.kind, kind)
    call.category, call.kind, case.grade = row["code"], kind, row["grade"]


def _of_kind(found: dict[str, Row], kind: str | None) -> str | None:
    codes = (code for code, row in found.items() for each in row["kinds"] if each["code"] == kind)
    return next(codes, None) if kind else None


def _who(fixed: Fixed) -> None:
    form, call, work = fixed.form, fixed.call, fixed.work
    there = queries.residents(work.reader, fixed.case.place_id) if fixed.case.place_id else []
    said, phone = form.caller or call.caller, form.phone or call.phone
    row = naming.caller_among(there, said, phone)
    caller = naming.called(row, said)
    fixed.retype("caller", call.caller, caller)
    fixed.retype("phone", call.phone, phone)
    call.caller, call.phone, call.phone_tail = caller, phone, rules.tail(phone)
    resident = row["id"] if row else None
    if resident is None and not (form.caller or form.phone):
        resident = call.resident_id
    fixed.change("resident", call.resident_id, resident)
    call.resident_id = resident


def _words(fixed: Fixed, words: str) -> None:
    current = fixed.work.current(fixed.case.id, "words")
    if current is None or current.body != words:
        was = current.id if current else None
        fixed.changes["words"] = [was, fixed.work.write(fixed.case.id, "words", words).id]


def _satisfaction(fixed: Fixed, rating: int) -> None:
    """How satisfied the caller was, as it should have been kept when the call ended."""
    if fixed.case.closed_at is None and last_closing(fixed.work, fixed.case.id) is None:
        sentence = _("{number} is not closed yet; say it then: close {number} {rating}/5.")
        raise Refusal(sentence.format(number=spoken(fixed.work, fixed.case), rating=rating))
    fixed.change("satisfaction", fixed.call.satisfaction, rating)
    fixed.facts |= rate(fixed.work, fixed.call, rating)


def _told(fixed: Fixed, at: datetime) -> None:
    case, call, work = fixed.case, fixed.call, fixed.work
    number = spoken(work, case)
    if not fixed.form.answered:
        _refuse_after(fixed, at)
        fixed.change("opened", stamp(case.opened_at), stamp(at))
        return
    if call.answered_at is None:
        sentence = _("{number} is not answered yet: answer {number} @14:05.")
        raise Refusal(sentence.format(number=number))
    if at < case.opened_at:
        sentence = _("{number} was opened at {time}; it cannot have been answered before.")
        raise Refusal(sentence.format(number=number, time=clock(work, case.opened_at)))
    fixed.change("answered", stamp(call.answered_at), stamp(at))


def _refuse_after(fixed: Fixed, at: datetime) -> None:
    """A call begins before whatever happened on it."""
    work, case = fixed.work, fixed.case
    query = select(Moment).where(Moment.case_id == case.id, col(Moment.name).in_(EVENTS))
    times = [moment.at for moment in work.session.exec(query)]
    if times and min(times) < at:
        sentence = _("Something was done on {number} at {time}; it cannot have begun after that.")
        raise Refusal(sentence.format(number=spoken(work, case), time=clock(work, min(times))))


_SAYING = (
    "SELECT max(seq) FROM journal WHERE case_id = :case AND (kind = :kind"
    " OR kind = 'call.corrected' AND EXISTS (SELECT 1 FROM json_each(facts, '$.changes') c"
    " WHERE c.key IN (SELECT value FROM json_each(:names))))"
)


_SAID_BY = {"answered": "call.answered", "satisfaction": "call.ended"}
"""The kind of line that says first what alone is corrected."""


def _record(fixed: Fixed) -> None:
    """One line with everything former and new, and the line that said it before."""
    work, case = fixed.work, fixed.case
    if not fixed.changes:
        sentence = _("Nothing of {number} changes by that; say what is right instead.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    work.keep(case)
    work.keep(fixed.call)
    names = [*fixed.changes]
    kind = _SAID_BY.get(" ".join(names), "call.opened")
    seq = work.reader.value(_SAYING, case=case.id, kind=kind, names=json.dumps(names))
    facts = fixed.facts | {"changes": fixed.changes, "corrects": seq}
    if "opened" in fixed.changes:
        facts["runs"] = _begun_then(work, case)
    work.record("call.corrected", case.id, **facts)


def _begun_then(work: Work, case: Case) -> list[int]:
    """The runs whose clocks count from the opening of the case."""
    query = select(Run.id).where(Run.case_id == case.id, Run.started_at == case.opened_at)
    return list(work.session.exec(query))


def _follow(fixed: Fixed, old: str) -> None:
    """Clocks, procedures and the index go by what is right now."""
    work, case = fixed.work, fixed.case
    if told := fixed.changes.get("answered"):
        _retell(fixed, *map(datetime.fromisoformat, told))
    if told := fixed.changes.get("opened"):
        move_opening(work, case, datetime.fromisoformat(told[1]), _begun_then(work, case))
    if "category" in fixed.changes and case.closed_at is None:
        _change_procedure(fixed, old)
    if case.closed_at is None:
        located(work, case)
    index_all(work, case)


def _retell(fixed: Fixed, was: datetime, at: datetime) -> None:
    fixed.call.answered_at = at
    fixed.work.keep(fixed.call)
    runs.retime(fixed.work, fixed.case, Retold("answered", was, at, None))


def move_opening(work: Work, case: Case, at: datetime, run_ids: Sequence[int]) -> None:
    """The case began at another time, and so did the clocks of these runs, which count from it."""
    case.opened_at = at
    work.keep(case)
    for run_id in run_ids:
        run = work.get(Run, run_id)
        run.started_at = at
        work.keep(run)
    steps.reclock(work, case)


def _change_procedure(fixed: Fixed, old: str) -> None:
    """The new category's procedure takes the place of the old one's; what was done stays."""
    work, case = fixed.work, fixed.case
    written = "written" in case.flags.split()
    former, new = (_procedure(work, code, written=written) for code in (old, fixed.call.category))
    if former == new:
        return
    for run in steps.live_runs(work, case.id):
        if steps.playbook(work, run.playbook_id).name == former and not run.subject:
            steps.drop_run(work, run)
    steps.start(work, case, new, case.opened_at)
    query = select(Moment).where(Moment.case_id == case.id)
    held = {moment.name: moment.at for moment in work.session.exec(query)}
    for event in rules.still_true(held):
        steps.happened(work, case, event, held[event])


def _procedure(work: Work, category: str, *, written: bool) -> str:
    found = {row["code"]: row for row in queries.categories(work.reader)}
    return "inquiry-written" if written and category == "inquiry" else found[category]["playbook"]


def _said(fixed: Fixed) -> Receipt:
    names = dict.fromkeys(_(queries.FIXED[name]) for name in fixed.changes if name != "grade")
    sentence = _("{number} is corrected: {what}.")
    call = fixed.call
    if "place" in fixed.changes and call.phone and "phone" not in fixed.changes:
        sentence = _("{number} is corrected: {what}. The number to ring back stays {phone}.")
    what = ", ".join(names)
    return receipt(fixed.work, fixed.case, sentence, what=what, phone=call.phone)

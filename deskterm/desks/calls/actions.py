"""What the calls desk does: log a call, answer it, branch it, close it; and tick its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deskterm.core import numbers, places, search, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case, Moment
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.forms import (
    Answer,
    Branch,
    CloseCall,
    Finish,
    Major,
    NewCall,
    Note,
    PutOff,
    Skip,
)
from deskterm.desks.calls.model import Call

MEDICAL, INQUIRY = "medical", "inquiry"
WRITTEN_INQUIRY = "inquiry-written"


@dataclass
class _Heard:
    """What is known of a new call before it is kept, and what is still to be asked."""

    category: Row
    kind: str | None
    place: Row | None
    said: str
    resident: Row | None = None
    phone: str = ""
    doubts: list[str] = field(default_factory=list)
    nearest: list[str] = field(default_factory=list)


def open_call(work: Work, form: NewCall) -> Receipt:
    """Log a call and start its clocks; what is doubtful is asked once, and never refused."""
    work.require("call.log")
    heard = _hear(work, form)
    if heard.doubts and not form.anyway:
        raise Question(" ".join(heard.doubts), heard.nearest)
    case = _keep_case(work, form, heard)
    if form.words:
        work.write(case.id, "words", form.words)
    steps.start(work, case, _playbook(heard.category, form))
    if form.answered:
        _answered(work, case, case.opened_at)
    _index(work, case, heard, form)
    sentence = _("{number} is kept: {category}, {place}.")
    where = heard.said or (places.in_words(heard.place) if heard.place else _("no place told"))
    number = _number(work, case)
    return Receipt(
        number,
        sentence.format(number=number, category=pick(heard.category), place=where),
        case.id,
    )


def answered_call(work: Work, form: NewCall) -> Receipt:
    """Log a call that was answered on the spot: opened, answered and closed in one act."""
    work.require("call.close")
    kept = open_call(work, form.model_copy(update={"answered": True}))
    case = work.get(Case, kept.case_id)
    steps.close(work, case, disposition="answered")
    sentence = _("{number} is kept, answered and closed.")
    return Receipt(kept.number, sentence.format(number=kept.number), case.id)


def _hear(work: Work, form: NewCall) -> _Heard:
    found = queries.categories(work.reader)
    category = _category(found, form)
    place = places.find(work.reader, form.place) if form.place else None
    heard = _Heard(
        category=category,
        kind=_kind(category, form),
        place=place,
        said="" if place else form.place or "",
        phone=form.phone or "",
    )
    if heard.said:
        _doubt_place(work, heard)
    _who(work, heard, form)
    if category["code"] == MEDICAL:
        _ask_first(heard)
    return heard


def _category(found: list[Row], form: NewCall) -> Row:
    """The category picked by hand, else the incident kind's, else what the words suggest."""
    code = form.category
    if code is None and form.kind:
        code = next((row["code"] for row in found if form.kind in _kinds(row)), None)
    if code is None and form.words:
        code = rules.suggest(form.words, queries.topics(found))
    category = next((row for row in found if row["code"] == code), None)
    if category is None:
        seven = ", ".join(f"{row['number']} {pick(row)}" for row in found)
        raise Refusal(_("Which category is it? {seven}.").format(seven=seven))
    return category


def _kinds(category: Row) -> dict[str, str]:
    return {kind["code"]: pick(kind) for kind in category["kinds"]}


def _kind(category: Row, form: NewCall) -> str | None:
    known = _kinds(category)
    if form.kind is None:
        told = [
            rules.Topic(kind["code"], 0, (kind["code"], kind["en"], kind["zh"]))
            for kind in category["kinds"]
        ]
        return rules.suggest(form.words or "", told)
    if form.kind in known:
        return form.kind
    if not known:
        sentence = _("{category} has no incident kinds; leave {kind} out.")
    else:
        sentence = _("{kind} is no incident kind of {category}; there are {kinds}.")
    raise Refusal(
        sentence.format(kind=form.kind, category=pick(category), kinds=", ".join(known.values()))
    )


def _doubt_place(work: Work, heard: _Heard) -> None:
    heard.nearest = places.nearest(work.reader, heard.said)
    if heard.nearest:
        sentence = _("There is no unit {said}; the nearest are {nearest}.")
        told = sentence.format(said=heard.said, nearest=", ".join(heard.nearest))
        heard.doubts.append(told)


def _who(work: Work, heard: _Heard, form: NewCall) -> None:
    """Who calls, and the number to ring back, as far as the register of the unit knows."""
    if heard.place is None:
        return
    there = queries.residents(work.reader, heard.place["id"])
    heard.resident = rules.caller_among(there, form.caller or "", heard.phone)
    only = there[0] if len(there) == 1 else None
    known = heard.resident or only
    if not heard.phone and known:
        heard.phone = known["phone"]
    if not form.caller and not form.phone:
        heard.resident = heard.resident or only


def _ask_first(heard: _Heard) -> None:
    if not heard.place and not heard.said:
        heard.doubts.insert(0, _("A medical call: ask for the address first."))
    if not heard.phone:
        heard.doubts.append(_("A medical call: ask for the phone number first."))


def _keep_case(work: Work, form: NewCall, heard: _Heard) -> Case:
    case = work.open_case(
        "C",
        "calls",
        heard.category["grade"],
        place_id=heard.place["id"] if heard.place else None,
        place_said=heard.said,
        flags="written" if form.written else "",
        opened_at=work.told(form.told),
    )
    call = work.keep(
        Call(
            case_id=case.id,
            category=heard.category["code"],
            kind=heard.kind,
            resident_id=heard.resident["id"] if heard.resident else None,
            caller=form.caller or "",
            phone=heard.phone,
            phone_tail=rules.tail(heard.phone),
            channel=form.channel,
            confidential=form.confidential,
        )
    )
    work.record(
        "call.opened",
        case.id,
        category=call.category,
        incident=call.kind,
        place=case.place_id,
        resident=call.resident_id,
        channel=call.channel,
        confidential=call.confidential,
        opened=case.opened_at,
    )
    return case


def _playbook(category: Row, form: NewCall) -> str:
    if category["code"] == INQUIRY and form.written:
        return WRITTEN_INQUIRY
    return str(category["playbook"])


def _index(work: Work, case: Case, heard: _Heard, form: NewCall) -> None:
    place, resident = heard.place or {}, heard.resident or {}
    body = [
        numbers.full(case.letter, case.year, case.number),
        place.get("code", ""),
        place.get("name", ""),
        heard.said,
        form.caller or resident.get("name", ""),
        form.words or "",
    ]
    keys = [
        f"{case.letter}{case.number}",
        place.get("english", ""),
        *(resident.get(name, "") for name in ("name", "english", "pinyin", "initials")),
        resident.get("pinyin", "").replace(" ", ""),
        heard.phone,
        rules.digits(heard.phone),
        pick(heard.category),
    ]
    doc = search.Doc("call", case.id, _joined(body), _joined(keys), case.id)
    search.keep(work, doc, case.opened_at)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def note(work: Work, form: Note) -> Receipt:
    """Add a note to a record, open or closed; the notes before it stay."""
    work.require("call.note")
    case = _case(work, form.case)
    at = work.told(form.told)
    text = work.write(case.id, "note", form.words)
    work.record("case.noted", case.id, text=text.id, at=at)
    search.keep(work, search.Doc("note", text.id, form.words, _number(work, case), case.id), at)
    return _receipt(work, case, _("Noted on {number}."))


def answer(work: Work, form: Answer) -> Receipt:
    """The caller had a reply, now or when told; the clock of the reply is ticked by it."""
    work.require("step.finish")
    case = _open(work, form.case)
    at = work.told(form.told)
    if form.words:
        work.write(case.id, "answer", form.words)
    _answered(work, case, at)
    return _receipt(work, case, _("{number} is answered."))


def _answered(work: Work, case: Case, at: datetime) -> None:
    call = work.get(Call, case.id)
    number = _number(work, case)
    if call.answered_at is not None:
        sentence = _("{number} was answered at {time} already.")
        raise Refusal(sentence.format(number=number, time=_clock(work, call.answered_at)))
    if at < case.opened_at:
        sentence = _("{number} was opened at {time}; it cannot have been answered before.")
        raise Refusal(sentence.format(number=number, time=_clock(work, case.opened_at)))
    call.answered_at = at
    work.keep(call)
    work.record("call.answered", case.id, at=at)
    steps.happened(work, case, "answered", at)


def close_call(work: Work, form: CloseCall, still_out: Sequence[str] = ()) -> Receipt:
    """Close a call; refused while somebody is `still_out` on it, by their names."""
    work.require("call.close")
    case = _open(work, form.case)
    if still_out:
        sentence = _("{number} cannot be closed while {names} are out on it; stamp them clear.")
        if len(still_out) == 1:
            sentence = _("{number} cannot be closed while {names} is out on it; stamp him clear.")
        names = ", ".join(still_out)
        raise Refusal(sentence.format(number=_number(work, case), names=names))
    if form.words:
        work.write(case.id, "outcome", form.words)
    steps.close(work, case)
    return _receipt(work, case, _("{number} is closed."))


def branch(work: Work, form: Branch) -> Receipt:
    """Add the branch that the form's first word names, or take it off."""
    named = rules.branch_of(form.words)
    name, words = named or (form.words, "")
    if form.off:
        return drop_branch(work, form.case, name)
    return add_branch(work, form.case, name, words)


def add_branch(work: Work, said: str, name: str, words: str = "") -> Receipt:
    """Let a call branch: hospital escort, ambulance, nursing, paid service, referral.

    Its clocks start now. What has happened on the call before and still holds
    (guards under way) ticks its steps at once. `words` of a referral are whom the
    desk asked, and when; of a paid service the agreed price; else a note.
    """
    work.require("call.edit")
    case = _open(work, said)
    playbook = rules.BRANCHES[name]
    if playbook in _live(work, case):
        sentence = _("{number} has this branch already.")
        raise Refusal(sentence.format(number=_number(work, case)))
    if name == "paid":
        steps.set_flag(work, case, "paid")
    if words:
        work.write(case.id, {"referral": "referral", "paid": "price"}.get(name, "note"), words)
    steps.start(work, case, playbook, work.now)
    for event, at in _still_true(work, case):
        steps.happened(work, case, event, at)
    work.record("call.branched", case.id, branch=name)
    return _receipt(work, case, _("{number}: the branch is added."))


def drop_branch(work: Work, said: str, name: str) -> Receipt:
    """Take a branch off a call; what was done of it stays on record."""
    work.require("call.edit")
    case = _open(work, said)
    steps.drop(work, case, rules.BRANCHES[name])
    if name == "paid":
        steps.set_flag(work, case, "paid", on=False)
    work.record("call.unbranched", case.id, branch=name)
    return _receipt(work, case, _("{number}: the branch is taken off."))


def _live(work: Work, case: Case) -> set[str]:
    return {steps.playbook(work, run.playbook_id).name for run in steps.live_runs(work, case.id)}


def _still_true(work: Work, case: Case) -> list[tuple[str, datetime]]:
    known = {name: work.session.get(Moment, (case.id, name)) for name in rules.EVENTS}
    happened = {name: moment.at for name, moment in known.items() if moment}
    return [(name, happened[name]) for name in rules.still_true(happened)]


def major(work: Work, form: Major) -> Receipt:
    """Mark a call as major, which is reported at once, or as ordinary again (H2.14)."""
    work.require("call.edit")
    case = _open(work, form.case)
    if ("major" in case.flags.split()) is form.off:
        steps.set_flag(work, case, "major", on=not form.off)
    sentence = _("{number} is ordinary.") if form.off else _("{number} is major: report it now.")
    return _receipt(work, case, sentence)


def finish(work: Work, form: Finish) -> Receipt:
    """Tick a step of any desk's record."""
    case_id, label = numbers.step_label(work.reader, form.step, _local(work))
    at = work.told(form.told) if form.told else None
    steps.finish(work, case_id, label, at, form.words or "")
    return _receipt(work, work.get(Case, case_id), _("Step {label} of {number} is done."), label)


def skip(work: Work, form: Skip) -> Receipt:
    """Leave a step of any desk's record out, for a reason."""
    case_id, label = numbers.step_label(work.reader, form.step, _local(work))
    steps.skip(work, case_id, label, form.words)
    return _receipt(work, work.get(Case, case_id), _("Step {label} of {number} is skipped."), label)


def put_off(work: Work, form: PutOff) -> Receipt:
    """Let a step of any desk's record fall due at the next such time of day."""
    case_id, label = numbers.step_label(work.reader, form.step, _local(work))
    steps.put_off(work, case_id, label, rules.coming(_local(work), form.time))
    sentence = _("Step {label} of {number} is put off.")
    return _receipt(work, work.get(Case, case_id), sentence, label)


def _local(work: Work) -> datetime:
    return work.office.site.local(work.now)


def _clock(work: Work, at: datetime) -> str:
    return f"{work.office.site.local(at):%H:%M}"


def _number(work: Work, case: Case) -> str:
    return numbers.spoken(case.letter, case.year, case.number, _local(work).year)


def _receipt(work: Work, case: Case, sentence: str, label: int | None = None) -> Receipt:
    number = _number(work, case)
    return Receipt(number, sentence.format(number=number, label=label), case.id)


def _case(work: Work, said: str) -> Case:
    return work.get(Case, numbers.case_id(work.reader, said, _local(work)))


def _open(work: Work, said: str) -> Case:
    """The open call so numbered; a sentence says why there is none."""
    case = _case(work, said)
    number = _number(work, case)
    if case.desk != "calls":
        raise Refusal(_("{number} is not a call.").format(number=number))
    if case.closed_at is not None:
        sentence = _("{number} was closed at {time} already.")
        raise Refusal(sentence.format(number=number, time=_clock(work, case.closed_at)))
    return case

"""Logging a call: what it is about, where, who calls; then its clocks start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deskterm.core import numbers, places, search, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.reader import Row
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _, pick
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions.following import keep_answer
from deskterm.desks.calls.actions.saying import spoken
from deskterm.desks.calls.forms import NewCall
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
    phones: list[str] = field(default_factory=list)
    """Of those who live there."""


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
        keep_answer(work, case, case.opened_at)
    _index(work, case, heard, form)
    sentence = _("{number} is kept: {category}, {place}.")
    where = heard.said or (places.in_words(heard.place) if heard.place else _("no place told"))
    number = spoken(work, case)
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
    if places.unit(heard.said):
        heard.said = heard.said.replace("--", "-")
    alike = places.alike(work.reader, heard.said)
    heard.nearest = alike or places.nearest(work.reader, heard.said)
    sentence = _("There is no unit {said}; the nearest are {nearest}.")
    if alike:
        sentence = _("{said} is more than one unit: {nearest}.")
    if heard.nearest:
        nearest = ", ".join(heard.nearest)
        heard.doubts.append(sentence.format(said=heard.said, nearest=nearest))


def _who(work: Work, heard: _Heard, form: NewCall) -> None:
    """Who calls, and the number to ring back, as far as the register of the unit knows."""
    if heard.place is None:
        return
    there = queries.residents(work.reader, heard.place["id"])
    heard.phones = [row["phone"] for row in there if row["phone"]]
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
        heard.nearest = heard.nearest or heard.phones


def _keep_case(work: Work, form: NewCall, heard: _Heard) -> Case:
    case = work.open_case(
        "C",
        "calls",
        heard.category["grade"],
        place_id=heard.place["id"] if heard.place else None,
        place_said=heard.said,
        flags="written" if form.written else "",
        opened_at=work.told(form.told),
        confidential=form.confidential,
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
        confidential=case.confidential,
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
    ]
    keys = [
        f"{case.letter}{case.number} {case.letter}{case.number:03d}",
        place.get("english", ""),
        *(resident.get(name, "") for name in ("name", "english", "pinyin", "initials")),
        resident.get("pinyin", "").replace(" ", ""),
        heard.phone,
        rules.digits(heard.phone),
        pick(heard.category),
    ]
    masked = _joined(body)
    doc = search.Doc(
        "call", case.id, _joined([masked, form.words or ""]), _joined(keys), case.id, masked
    )
    search.keep(work, doc, case.opened_at)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)

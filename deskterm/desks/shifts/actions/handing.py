"""A shift is handed over: what is open is put down, and answered line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Question, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.shifts import queries
from deskterm.desks.shifts.forms import TakeOver
from deskterm.desks.shifts.model import Handover, HandoverLine

LETTER = "H"
ORDINARY = 2
TAKEN = "shift-taken"
WAITS = ("open", "asked")
"""What a line is while its giver is still needed."""


class Open(NamedTuple):
    """Something of a shift that is open, found by whoever knows every desk."""

    kind: str
    about: int | None = None
    subject: str = ""
    since: datetime | None = None


def give(
    work: Work, found: Sequence[Open], words: str | None = None, giver: int | None = None
) -> Receipt:
    """Put down what is open, to be taken over by somebody else.

    `giver` is named where somebody left without a word; then it is marked as missing.
    """
    work.require("shift.handover")
    unsaid = giver is not None
    giver_id = giver if giver is not None else _signed(work)
    if not unsaid and (before := queries.waiting(work.reader)):
        _refuse_second(work, before[0])
    case = work.open_case(LETTER, "shifts", ORDINARY, flags="unsaid" if unsaid else "")
    work.keep(Handover(case_id=case.id, giver_id=giver_id, unsaid=unsaid))
    lines = [
        HandoverLine(
            case_id=case.id,
            line=line,
            kind=each.kind,
            about=each.about,
            subject=each.subject,
            since=each.since,
        )
        for line, each in enumerate(found, 1)
    ]
    if words:
        text = work.write(case.id, "note", words)
        last = len(lines) + 1
        lines.append(HandoverLine(case_id=case.id, line=last, kind="words", text_id=text.id))
    for row in lines:
        work.keep(row)
    facts = {"giver": giver_id, "lines": [row.id for row in lines], "unsaid": unsaid}
    work.record("shift.handed", case.id, **facts)
    steps.start(work, case, "handover")
    number = _spoken(work, case)
    search.keep(work, doc(work, case, giver_id))
    sentence = _("{number} is handed over, {count} lines; whoever comes signs on and answers them.")
    return Receipt(number, sentence.format(number=number, count=len(lines)), case.id)


def doc(work: Work, case: Case, giver_id: int) -> search.Doc:
    """How a handover is found: by its number and by whoever gave it."""
    number, name = _spoken(work, case), work.get(Person, giver_id).name
    keys = f"{numbers.full(case.letter, case.year, case.number)} {number}"
    return search.Doc("handover", case.id, f"{number} {name}", keys, case.id)


def take(work: Work, form: TakeOver) -> Receipt:
    """Answer one line, or accept all that are left; with the last the shift is taken over."""
    work.require("shift.handover")
    if "." not in form.step:
        return _take_all(work, form)
    case_id, label = numbers.step_label(work.reader, form.step, work.office.site.local(work.now))
    handover = _handover(work, case_id, form.step)
    row = _line(work, handover, label)
    _refuse_own(work, handover)
    _refuse_answered(row)
    if form.asked and not form.words:
        raise Refusal(_("Say what you ask: accept H012.3 asked where is the key?"))
    state = "asked" if form.asked else "commented" if form.words else "accepted"
    _answer(work, row, state, form.words)
    case = work.get(Case, case_id)
    left = [each for each in _lines(work, case_id) if each.state in WAITS]
    if not left:
        return _taken(work, case, handover)
    sentence = _("{line} {state}; {left} lines are left.")
    told = {"line": f"{_spoken(work, case)}.{row.line}", "state": _(queries.STATES[state])}
    return Receipt(_spoken(work, case), sentence.format(**told, left=len(left)), case_id)


def _take_all(work: Work, form: TakeOver) -> Receipt:
    """Accept each line that has no answer yet, once the operator was told how many they are.

    What was asked about still waits for its giver, and is accepted by itself.
    """
    case_id = numbers.case_id(work.reader, form.step, work.office.site.local(work.now))
    handover = _handover(work, case_id, form.step)
    _refuse_own(work, handover)
    case = work.get(Case, case_id)
    lines = _lines(work, case_id)
    rest = [row for row in lines if row.state == "open"]
    asked = sum(row.state == "asked" for row in lines)
    told = {"number": _spoken(work, case), "count": len(rest), "asked": asked}
    _refuse_all(form, told)
    for row in rest:
        _answer(work, row, "accepted", None)
    if not asked:
        return _taken(work, case, handover)
    sentence = _("{count} lines of {number} are accepted; {asked} that were asked about are left.")
    return Receipt(_spoken(work, case), sentence.format(**told), case_id)


def _refuse_all(form: TakeOver, told: Mapping[str, object]) -> None:
    """Ask once before lines are accepted that nobody may have read."""
    if form.asked or form.words:
        sentence = _("A question or a remark belongs to one line: accept {number}.3 in the drawer.")
        raise Refusal(sentence.format(**told))
    if not (told["count"] or told["asked"]):
        raise Refusal(_("Every line of {number} is answered already.").format(**told))
    if not told["count"]:
        sentence = _("Only lines that were asked about are left of {number}: accept them singly.")
        raise Refusal(sentence.format(**told))
    if not form.anyway:
        sentence = _("Accept {count} lines of {number} at once, unread ones too?")
        if told["asked"]:
            sentence += " " + _("{asked} that were asked about stay open.")
        raise Question(sentence.format(**told))


def _handover(work: Work, case_id: int, said: str) -> Handover:
    found = work.session.get(Handover, case_id)
    if found is None:
        sentence = _("{line} is no line of a handover; one looks like H012.3.")
        raise Refusal(sentence.format(line=said))
    return found


def _signed(work: Work) -> int:
    if work.person is None:
        raise Refusal(_("Sign on first (F7): nobody is signed on at this console."))
    return work.person.id


def _refuse_second(work: Work, before: dict[str, object]) -> None:
    number = numbers.spoken(
        str(before["letter"]),
        int(str(before["year"])),
        int(str(before["number"])),
        work.office.site.local(work.now).year,
    )
    sentence = _("{number} is not taken over yet; whoever comes answers its lines first.")
    raise Refusal(sentence.format(number=number))


def _line(work: Work, handover: Handover, label: int) -> HandoverLine:
    rows = _lines(work, handover.case_id)
    found = next((row for row in rows if row.line == label), None)
    if found is None:
        sentence = _("This handover has lines 1 to {last}.")
        raise Refusal(sentence.format(last=len(rows)))
    return found


def _lines(work: Work, case_id: int) -> list[HandoverLine]:
    query = select(HandoverLine).where(HandoverLine.case_id == case_id)
    return list(work.session.exec(query).all())


def _refuse_own(work: Work, handover: Handover) -> None:
    if _signed(work) == handover.giver_id:
        raise Refusal(_("You hand this shift over; whoever takes it signs on and answers."))


def _refuse_answered(row: HandoverLine) -> None:
    if row.state not in WAITS:
        sentence = _("Line {line} was answered already, by {operator}.")
        raise Refusal(sentence.format(line=row.line, operator=row.answered_by))


def _answer(work: Work, row: HandoverLine, state: str, words: str | None) -> None:
    was = {"was": row.state, "was_at": row.answered_at, "was_by": row.answered_by}
    was_text = row.answer_id
    if words:
        row.answer_id = work.write(row.case_id, "note", words).id
    row.state, row.answered_at, row.answered_by = state, work.now, work.operator
    work.keep(row)
    facts = {"line": row.id, "state": state, "text": row.answer_id, "was_text": was_text}
    work.record("shift.answered", row.case_id, **facts, **was)


def _taken(work: Work, case: Case, handover: Handover) -> Receipt:
    """Every line is answered: whoever did so last has the shift."""
    handover.taker_id = _signed(work)
    work.keep(handover)
    work.record("shift.taken", case.id, taker=handover.taker_id)
    steps.happened(work, case, TAKEN, work.now)
    if case.closed_at is None:
        steps.close(work, case, disposition="taken-over")
    giver = work.get(Person, handover.giver_id).name
    taker = work.get(Person, handover.taker_id).name
    sentence = _("{number} is taken over: from {giver} to {taker}.")
    number = _spoken(work, case)
    return Receipt(number, sentence.format(number=number, giver=giver, taker=taker), case.id)


def _spoken(work: Work, case: Case) -> str:
    this_year = work.office.site.local(work.now).year
    return numbers.spoken(case.letter, case.year, case.number, this_year)

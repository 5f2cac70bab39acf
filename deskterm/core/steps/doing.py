"""What an operator does with a step: tick it, leave it out, put it off, stop its ringing."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core import numbers
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.steps.course import start, tick
from deskterm.core.steps.needs import STATE_NEEDS, TEXT_NEEDS, missing_needs
from deskterm.core.steps.rounds import reclock, rule_of, steps_of
from deskterm.core.tables import Case, Step
from deskterm.core.words import _
from deskterm.core.work import Work


def find(work: Work, case_id: int, label: int) -> Step:
    """The open round of this step that is due first; a sentence says why there is none."""
    rounds = [step for step in steps_of(work, case_id) if step.label == label]
    if not rounds:
        raise NotFound(_("This record has no step {label}.").format(label=label))
    waiting = [step for step in rounds if step.state == "open"]
    if waiting:
        return waiting[0]
    states = {
        "done": _("Step {label} is done already."),
        "skipped": _("Step {label} was skipped."),
        "dropped": _("Step {label} is no longer wanted."),
        "off": _("Step {label} does not apply to this record."),
    }
    raise Refusal(states[rounds[-1].state].format(label=label))


def finish(
    work: Work, case_id: int, label: int, at: datetime | None = None, said: str = ""
) -> Step:
    """Tick a step; `said` are the words that it needs, where it needs any."""
    work.require("step.finish")
    step = find(work, case_id, label)
    case = work.get(Case, case_id)
    rule = rule_of(work, step)
    missing = missing_needs(work, case_id, rule)
    wanted = [need for need in missing if need in TEXT_NEEDS]
    if said and wanted:
        work.write(case_id, wanted[0], said)
        missing.remove(wanted[0])
    elif said:
        work.write(case_id, "note", said)
    if missing:
        raise _not_yet(work, step, missing)
    tick(work, step, work.told(at))
    reclock(work, case)
    if rule.opens:
        opened = work.open_case(
            _LETTERS[case.desk],
            case.desk,
            case.grade,
            place_id=case.place_id,
            place_said=case.place_said,
            parent_id=case.id,
        )
        start(work, opened, rule.opens)
    return step


def _not_yet(work: Work, step: Step, missing: list[str]) -> Refusal:
    """What a step needs first, and how it is said where words are all that it needs."""
    needed = ", ".join(_((TEXT_NEEDS | STATE_NEEDS)[need]) for need in missing)
    if not set(missing) <= {*TEXT_NEEDS}:
        return Refusal(_("This step cannot be ticked yet. First: {needed}.").format(needed=needed))
    case = work.get(Case, step.case_id)
    this_year = work.office.site.local(work.now).year
    number = numbers.spoken(case.letter, case.year, case.number, this_year)
    sentence = _("First: {needed}; say it with the step: done {number}.{label} WORDS.")
    if missing[0] == "relative":
        sentence = _("First: {needed}; say it with the step: done {number}.{label} NAME.")
    return Refusal(sentence.format(needed=needed, number=number, label=step.label))


_LETTERS = {"calls": "C", "guards": "G", "rooms": "B", "vehicles": "V", "shifts": "H"}


def skip(work: Work, case_id: int, label: int, reason: str) -> Step:
    """Leave a step out, and say why."""
    work.require("step.finish")
    if not reason.strip():
        raise Refusal(_("Say why the step is skipped."))
    step = find(work, case_id, label)
    text = work.write(case_id, "reason", reason)
    step.state = "skipped"
    step.entered_at, step.done_by = work.now, work.operator
    work.keep(step)
    work.record("step.skipped", case_id, step=step.id, reason=text.id)
    return step


def put_off(work: Work, case_id: int, label: int, to: datetime) -> Step:
    """Let a step fall due later than its clock says; the clock's own time stays on record."""
    work.require("step.finish")
    if to <= work.now:
        raise Refusal(_("A step can only be put off to a time that is still to come."))
    step = find(work, case_id, label)
    before = {"was": step.put_off_to, "was_acknowledged": step.acknowledged_at}
    step.put_off_to, step.acknowledged_at = to, None
    work.keep(step)
    work.record("step.put-off", case_id, step=step.id, to=to, **before)
    return step


def acknowledge(work: Work) -> int:
    """Stop the ringing of every desk step that is overdue now; answers how many there were."""
    work.require("step.acknowledge")
    query = select(Step).where(
        Step.state == "open", Step.role == "desk", col(Step.due_at) < work.now
    )
    ringing = [step for step in work.session.exec(query) if step.acknowledged_at is None]
    for step in ringing:
        step.acknowledged_at = work.now
        work.keep(step)
        work.record("step.acknowledged", step.case_id, step=step.id)
    return len(ringing)

"""Steps: start a procedure, tick, skip, put off; the clocks that follow start by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlmodel import col, select

from deskterm.core import numbers
from deskterm.core.clocks import parse_clock
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.playbook import Playbook, StepRule, parse_playbook
from deskterm.core.tables import Case, Moment, PlaybookVersion, Run, Step
from deskterm.core.words import N_, _
from deskterm.core.work import Work

TEXT_NEEDS = {
    "relative": N_("the name of the relative who stays"),
    "approval": N_("who approved it, and how"),
    "answer": N_("the answer that was given"),
    "outcome": N_("what came of it"),
    "report": N_("what security reports"),
    "instruction": N_("the director's instruction"),
    "decision": N_("the property manager's decision"),
    "use": N_("how the room was used"),
}
"""What a step may need that somebody writes down, in the field of that name."""

STATE_NEEDS = {
    "place": N_("the address"),
    "phone": N_("a phone number"),
    "two-guards": N_("two guards sent"),
    "vehicle": N_("a vehicle sent"),
    "repair-approved": N_("the approval (approve and its number)"),
    "repair-started": N_("the start of the work (repair, its number, started)"),
    "repair-finished": N_("the end of the work (repair, its number, finished)"),
    "repair-paid": N_("its cost (cost, its number, the amount)"),
    "price": N_("the agreed price"),
    "amount": N_("the amount"),
    "party": N_("whom the desk asked to help"),
    "referral": N_("whom the desk asked to help, and what they said"),
}
"""What a step may need that a desk answers for."""


@lru_cache(maxsize=256)
def _parsed(name: str, body: str) -> Playbook:
    return parse_playbook(name, body)


def playbook(work: Work, version_id: int) -> Playbook:
    """The playbook version that a run was started with."""
    row = work.get(PlaybookVersion, version_id)
    return _parsed(row.name, row.body)


def start(work: Work, case: Case, name: str, at: datetime | None = None, subject: str = "") -> Run:
    """Start the newest version of a playbook on a case; its steps' clocks begin at `at`.

    A run with a `subject` follows one of several on the case, a guard by his code.
    """
    newest = select(PlaybookVersion).where(PlaybookVersion.name == name)
    version = work.session.exec(newest.order_by(col(PlaybookVersion.id).desc())).first()
    if version is None:
        raise NotFound(_("There is no playbook {name} in this store.").format(name=name))
    run = work.keep(
        Run(
            case_id=case.id,
            playbook_id=version.id,
            started_at=at or case.opened_at,
            subject=subject,
        )
    )
    first = 1 + int(
        work.reader.value("SELECT coalesce(max(label), 0) FROM steps WHERE case_id = :c", c=case.id)
    )
    for label, rule in enumerate(playbook(work, version.id).steps, start=first):
        work.session.add(
            Step(
                case_id=case.id,
                run_id=run.id,
                label=label,
                name=rule.name,
                role=rule.role,
                paperwork=rule.paperwork,
            )
        )
    work.record("run.started", case.id, run=run.id, playbook=version.id)
    reclock(work, case)
    return run


def drop(work: Work, case: Case, name: str) -> None:
    """Take a playbook off a case: what is not done of it is dropped, what is done stays."""
    for run in live_runs(work, case.id):
        if work.get(PlaybookVersion, run.playbook_id).name == name:
            drop_run(work, run)
            return
    raise NotFound(_("{name} is not under way on this case.").format(name=name))


def drop_run(work: Work, run: Run) -> None:
    """Take one run off its case: what is not done of it is dropped, what is done stays."""
    run.dropped_at = work.now
    work.keep(run)
    _drop_open(work, [step for step in steps_of(work, run.case_id) if step.run_id == run.id])
    work.record("run.dropped", run.case_id, run=run.id)


def live_runs(work: Work, case_id: int) -> list[Run]:
    """The case's runs that were not dropped, in the order they were started."""
    query = select(Run).where(Run.case_id == case_id, col(Run.dropped_at).is_(None))
    return list(work.session.exec(query.order_by(col(Run.id))).all())


def steps_of(work: Work, case_id: int) -> list[Step]:
    """Every step of the case, by label and round."""
    query = select(Step).where(Step.case_id == case_id)
    return list(work.session.exec(query.order_by(col(Step.label), col(Step.round))).all())


def set_flag(work: Work, case: Case, flag: str, *, on: bool = True) -> None:
    """Put a condition on the case or take it off; steps that depend on it come or go."""
    was = flag in case.flags.split()
    flags = [word for word in case.flags.split() if word != flag]
    case.flags = " ".join([*flags, flag] if on else flags)
    work.keep(case)
    work.record("case.flagged", case.id, flag=flag, on=on, was=was)
    reclock(work, case)


def set_moments(work: Work, case: Case, moments: Mapping[str, datetime]) -> None:
    """Supply the instants that clocks of this case wait for; open steps move with them."""
    for name, at in moments.items():
        row = work.session.get(Moment, (case.id, name))
        before = row.at if row else None
        row = row or Moment(case_id=case.id, name=name, at=at, entered_at=work.now)
        row.at, row.entered_at = at, work.now
        work.keep(row)
        work.record("moment.set", case.id, moment=name, at=at, was=before)
    reclock(work, case)


def happened(work: Work, case: Case, event: str, at: datetime, run_id: int | None = None) -> None:
    """Something that a desk knows of happened on a case: tick what it ticks, start what follows.

    The first time is the one that clocks start from. A step that needs more than
    has happened so far (a second guard) waits for the next event of the kind, and one
    whose clock starts at the closing waits for that. Of the runs that follow somebody,
    only `run_id` hears of it.
    """
    if work.session.get(Moment, (case.id, event)) is None:
        work.keep(Moment(case_id=case.id, name=event, at=at, entered_at=work.now))
        work.record("moment.set", case.id, moment=event, at=at)
    rules = _rules(work, case.id)
    deaf = {run.id for run in live_runs(work, case.id) if run.subject and run.id != run_id}
    for step in steps_of(work, case.id):
        rule = rules[step.run_id, step.name]
        ticked = step.state == "open" and rule.ticked_by == event and step.run_id not in deaf
        early = case.closed_at is None and _starts_at_closing(rule)
        if ticked and not early and not missing_needs(work, case.id, rule):
            tick(work, step, at)
    reclock(work, case)


def missing_needs(work: Work, case_id: int, rule: StepRule) -> list[str]:
    """Which of a step's needs are not met yet."""
    return [need for need in rule.needs if not _met(work, case_id, need)]


def rule_of(work: Work, step: Step) -> StepRule:
    """A step as its playbook has it."""
    return _rules(work, step.case_id)[step.run_id, step.name]


def wanting(work: Work, step: Step) -> list[str]:
    """What a step of a case needs that is not there yet."""
    return missing_needs(work, step.case_id, rule_of(work, step))


def _met(work: Work, case_id: int, need: str) -> bool:
    if need in TEXT_NEEDS:
        sql = "SELECT 1 FROM texts WHERE case_id = :c AND field = :f AND replaced_at IS NULL"
        return work.reader.value(sql, c=case_id, f=need) is not None
    answer = work.office.needs.get(need)
    return answer is not None and answer(work.reader, case_id)


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
    rule = _rules(work, case_id)[step.run_id, step.name]
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


def close(
    work: Work,
    case: Case,
    state: str = "closed",
    disposition: str | None = None,
    at: datetime | None = None,
) -> None:
    """Close or cancel a case, now or when told; its open steps are dropped.

    Those that start at the closing are not.
    """
    when = at or work.now
    case.state, case.disposition = state, disposition
    case.closed_at, case.closed_by = when, work.operator
    work.keep(case)
    rules = _rules(work, case.id)
    ending = [
        step
        for step in steps_of(work, case.id)
        if not _starts_at_closing(rules.get((step.run_id, step.name)))
    ]
    left = [step.id for step in ending if step.state == "open"]
    _drop_open(work, ending)
    work.record(f"case.{state}", case.id, disposition=disposition, at=when, left=left)
    happened(work, case, "closed", when)


def _starts_at_closing(rule: StepRule | None) -> bool:
    return bool(rule and rule.clock and "closed" in parse_clock(rule.clock).moments)


def _rules(work: Work, case_id: int) -> dict[tuple[int, str], StepRule]:
    runs = work.session.exec(select(Run).where(Run.case_id == case_id)).all()
    return {
        (run.id, rule.name): rule for run in runs for rule in playbook(work, run.playbook_id).steps
    }


def tick(work: Work, step: Step, at: datetime) -> None:
    """A step is done, whatever it needs; `finish` and `happened` ask for that before."""
    step.state = "done"
    step.done_at, step.entered_at, step.done_by = at, work.now, work.operator
    work.keep(step)
    work.record("step.done", step.case_id, step=step.id, at=at)


def _drop_open(work: Work, steps: list[Step]) -> None:
    for step in steps:
        if step.state in {"open", "off"}:
            step.state = "dropped"
            work.keep(step)


def reclock(work: Work, case: Case) -> None:
    """Bring every open step of the case to the time its clock says now."""
    work.session.flush()
    flags = frozenset(case.flags.split())
    told = {
        row.name: row.at
        for row in work.session.exec(select(Moment).where(Moment.case_id == case.id))
    }
    steps, calendar = steps_of(work, case.id), work.office.site.calendar
    for run in live_runs(work, case.id):
        mine = [step for step in steps if step.run_id == run.id]
        done = {step.name: step.done_at for step in mine if step.done_at}
        moments = {**told, "opened": run.started_at, **done}
        rules = playbook(work, run.playbook_id)
        clocks = rules.clocks
        for rule in rules.steps:
            rounds = [step for step in mine if step.name == rule.name]
            times = clocks[rule.name].times(moments, calendar) if rule.clock else ()
            if case.closed_at is None:
                _match_rounds(work, rounds, len(times))
            for step, due in zip(rounds, [*times, *[None] * len(rounds)], strict=False):
                _set_due(step, due, applies=_applies(rule.when, flags))
    work.session.flush()


def _applies(when: str | None, flags: frozenset[str]) -> bool:
    if not when:
        return True
    return when[4:] not in flags if when.startswith("not ") else when in flags


def _match_rounds(work: Work, rounds: list[Step], times: int) -> None:
    """As many rounds of a step as its clock has times: new ones added, surplus ones dropped."""
    wanted = max(1, times)
    first = rounds[0]
    for number in range(len(rounds) + 1, wanted + 1):
        step = Step(
            case_id=first.case_id,
            run_id=first.run_id,
            label=first.label,
            round=number,
            name=first.name,
            role=first.role,
            paperwork=first.paperwork,
        )
        work.session.add(step)
        rounds.append(step)
    for step in rounds:
        step.rounds = wanted
        if step.round > wanted and step.state in {"open", "off"}:
            step.state = "dropped"
        elif step.round <= wanted and step.state == "dropped":
            step.state = "open"


def _set_due(step: Step, due: datetime | None, *, applies: bool) -> None:
    if step.state in {"open", "off"}:
        step.due_at = due
        step.state = "open" if applies else "off"

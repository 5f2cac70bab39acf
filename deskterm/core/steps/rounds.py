"""The steps of a case as its playbooks have them, and the time that each falls due."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlmodel import col, select

from deskterm.core.clocks import parse_clock
from deskterm.core.playbook import Playbook, StepRule, parse_playbook
from deskterm.core.tables import Case, Moment, PlaybookVersion, Run, Step
from deskterm.core.work import Work


@lru_cache(maxsize=256)
def _parsed(name: str, body: str) -> Playbook:
    return parse_playbook(name, body)


def playbook(work: Work, version_id: int) -> Playbook:
    """The playbook version that a run was started with."""
    row = work.get(PlaybookVersion, version_id)
    return _parsed(row.name, row.body)


def live_runs(work: Work, case_id: int) -> list[Run]:
    """The case's runs that were not dropped, in the order they were started."""
    query = select(Run).where(Run.case_id == case_id, col(Run.dropped_at).is_(None))
    return list(work.session.exec(query.order_by(col(Run.id))).all())


def steps_of(work: Work, case_id: int) -> list[Step]:
    """Every step of the case, by label and round."""
    query = select(Step).where(Step.case_id == case_id)
    return list(work.session.exec(query.order_by(col(Step.label), col(Step.round))).all())


def rules_of(work: Work, case_id: int) -> dict[tuple[int, str], StepRule]:
    """The steps of a case as their playbooks have them, by run and name."""
    runs = work.session.exec(select(Run).where(Run.case_id == case_id)).all()
    return {
        (run.id, rule.name): rule for run in runs for rule in playbook(work, run.playbook_id).steps
    }


def rule_of(work: Work, step: Step) -> StepRule:
    """A step as its playbook has it."""
    return rules_of(work, step.case_id)[step.run_id, step.name]


def starts_at_closing(rule: StepRule | None) -> bool:
    """Whether the clock of a step waits for the end of its case."""
    return bool(rule and rule.clock and "closed" in parse_clock(rule.clock).moments)


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

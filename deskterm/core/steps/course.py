"""A procedure on a case: it starts, hears what happens, and ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import col, select

from deskterm.core.errors import NotFound
from deskterm.core.steps.needs import missing_needs
from deskterm.core.steps.rounds import (
    live_runs,
    playbook,
    reclock,
    rules_of,
    starts_at_closing,
    steps_of,
)
from deskterm.core.tables import Case, Moment, PlaybookVersion, Run, Step
from deskterm.core.words import _
from deskterm.core.work import Work


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
    rules = rules_of(work, case.id)
    deaf = {run.id for run in live_runs(work, case.id) if run.subject and run.id != run_id}
    for step in steps_of(work, case.id):
        rule = rules[step.run_id, step.name]
        ticked = step.state == "open" and rule.ticked_by == event and step.run_id not in deaf
        early = case.closed_at is None and starts_at_closing(rule)
        if ticked and not early and not missing_needs(work, case.id, rule):
            tick(work, step, at)
    reclock(work, case)


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
    rules = rules_of(work, case.id)
    ending = [
        step
        for step in steps_of(work, case.id)
        if not starts_at_closing(rules.get((step.run_id, step.name)))
    ]
    left = [step.id for step in ending if step.state == "open"]
    _drop_open(work, ending)
    work.record(f"case.{state}", case.id, disposition=disposition, at=when, left=left)
    happened(work, case, "closed", when)


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

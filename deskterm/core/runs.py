"""A run that follows somebody on a case: its steps settled, moved, brought back, told anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from deskterm.core import steps
from deskterm.core.tables import Case, Moment, Run, Step
from deskterm.core.work import Work


@dataclass(frozen=True)
class Retold:
    """Something that happened at another time than was told first."""

    event: str
    was: datetime
    at: datetime
    run_id: int | None
    """The run of whom it is about; the other ones that follow somebody did not hear of it."""


def settle(work: Work, case: Case, run_id: int, event: str, at: datetime) -> None:
    """Tick what waits for an event in one run alone, because something later overtook it.

    Neither the case nor its other runs hear of it: that it happened is not known.
    """
    waiting = _ticked_by(work, work.get(Run, run_id), event)
    for step in steps.steps_of(work, case.id):
        if step.run_id == run_id and step.name in waiting and step.state == "open":
            steps.tick(work, step, at)
    steps.reclock(work, case)


def move(work: Work, run_id: int, name: str, to: datetime | None) -> None:
    """Let a step of a run that waits for its time fall due at another one, or by its clock again.

    The caller's journal line says why.
    """
    for step in _waiting(work, run_id, name):
        step.put_off_to, step.acknowledged_at = to, None
        work.keep(step)


def due(work: Work, run_id: int, name: str) -> datetime | None:
    """To when a step of a run that waits for its time was moved; None where it was not."""
    return next((step.put_off_to for step in _waiting(work, run_id, name)), None)


def _waiting(work: Work, run_id: int, name: str) -> Sequence[Step]:
    return work.session.exec(
        select(Step).where(
            Step.run_id == run_id,
            Step.name == name,
            Step.state == "open",
            col(Step.due_at).is_not(None),
        )
    ).all()


def revive(work: Work, case: Case, run_id: int) -> None:
    """Take back that a run was dropped: what was dropped with it is to be done again."""
    run = work.get(Run, run_id)
    if run.dropped_at is None:
        return
    run.dropped_at = None
    work.keep(run)
    for step in steps.steps_of(work, case.id):
        if step.run_id == run_id and step.state == "dropped":
            step.state = "open"
            work.keep(step)
    work.record("run.revived", case.id, run=run_id)
    steps.reclock(work, case)


def retime(work: Work, case: Case, told: Retold) -> None:
    """The moment moves to its true time, with the steps that it ticked and what follows them."""
    moment = work.session.get(Moment, (case.id, told.event))
    if moment is not None and moment.at == told.was:
        steps.set_moments(work, case, {told.event: told.at})
    for run in work.session.exec(select(Run).where(Run.case_id == case.id)).all():
        if not run.subject or run.id == told.run_id:
            _retick(work, run, told)
    steps.reclock(work, case)


def _retick(work: Work, run: Run, told: Retold) -> None:
    names = _ticked_by(work, run, told.event)
    for step in steps.steps_of(work, run.case_id):
        if step.run_id == run.id and step.name in names and step.done_at == told.was:
            step.done_at = told.at
            work.keep(step)
            work.record("step.corrected", run.case_id, step=step.id, was=told.was, at=told.at)


def _ticked_by(work: Work, run: Run, event: str) -> set[str]:
    rules = steps.playbook(work, run.playbook_id).steps
    return {rule.name for rule in rules if rule.ticked_by == event}

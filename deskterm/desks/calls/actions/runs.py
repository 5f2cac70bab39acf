"""Procedures that are added to a call while it runs."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from deskterm.core import steps
from deskterm.core.tables import Case, Moment
from deskterm.core.work import Work
from deskterm.desks.calls import rules

BRANCHED = "branched"
"""It is known what help is wanted."""


def running(work: Work, case: Case) -> set[str]:
    """The names of the playbooks at work on a case."""
    return {steps.playbook(work, run.playbook_id).name for run in steps.live_runs(work, case.id)}


def has(work: Work, case: Case, branch: str) -> bool:
    """Whether this branch is at work on a call."""
    return rules.BRANCHES[branch] in running(work, case)


def begin(work: Work, case: Case, branch: str, wanted_at: datetime | None = None) -> None:
    """Add a branch: its clocks start now, and what still holds ticks its steps at once.

    `wanted_at` is when the caller said what help is wanted, where that was not now.
    """
    if branch == "paid":
        steps.set_flag(work, case, "paid")
    run = steps.start(work, case, rules.BRANCHES[branch], work.now)
    for event, at in _still_true(work, case):
        steps.happened(work, case, event, at)
    if branch in rules.MEDICAL_BRANCHES:
        steps.happened(work, case, BRANCHED, wanted_at or work.now)
    work.record("call.branched", case.id, branch=branch, run=run.id)


def end(work: Work, case: Case, branch: str) -> None:
    """Take a branch off; what was done of it stays on record."""
    steps.drop(work, case, rules.BRANCHES[branch])
    if branch == "paid":
        steps.set_flag(work, case, "paid", on=False)
    work.record("call.unbranched", case.id, branch=branch)


def _still_true(work: Work, case: Case) -> list[tuple[str, datetime]]:
    moments = work.session.exec(select(Moment).where(Moment.case_id == case.id)).all()
    happened = {moment.name: moment.at for moment in moments}
    return [(name, happened[name]) for name in rules.still_true(happened)]

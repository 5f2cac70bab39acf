"""Reopening a case that was closed: what the closing dropped is to be done again."""

from __future__ import annotations

from deskterm.core import steps
from deskterm.core.tables import Case, Moment
from deskterm.core.work import Work


def reopen(work: Work, case: Case) -> None:
    """Open a closed or cancelled case again, as it stood; no clock of it begins anew.

    What was dropped with its whole procedure before the closing stays dropped. Steps
    that start at the closing wait for the next one.
    """
    was = {
        "was": case.state,
        "was_since": case.closed_at,
        "was_by": case.closed_by,
        "disposition": case.disposition,
    }
    case.state, case.disposition = "open", None
    case.closed_at = case.closed_by = None
    work.keep(case)
    work.record("case.reopened", case.id, **was)
    live = {run.id for run in steps.live_runs(work, case.id)}
    for step in steps.steps_of(work, case.id):
        if step.state == "dropped" and step.run_id in live and step.round <= step.rounds:
            step.state = "open"
            work.keep(step)
    unset(work, case, "closed")
    steps.reclock(work, case)


def unset(work: Work, case: Case, name: str) -> None:
    """Take an instant back that clocks of the case started from; the journal keeps it."""
    if moment := work.session.get(Moment, (case.id, name)):
        at = moment.at
        work.session.delete(moment)
        work.session.flush()
        work.record("moment.unset", case.id, moment=name, was=at)

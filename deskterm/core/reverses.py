"""The way back of each journal line that is no desk's own: steps, moments, texts, runs, cases."""

from __future__ import annotations

from sqlmodel import select

from deskterm.core import reopening, runs, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.tables import Case, Moment, Run, Step, Text
from deskterm.core.undo import Line
from deskterm.core.words import _
from deskterm.core.work import Work

UNDONE = "undone"
"""The disposition of a case whose opening was taken back: it counts nowhere."""


def nothing(_work: Work, _line: Line) -> None:
    """What the line stands for is taken back with the other lines of its act."""


def reopen_step(work: Work, line: Line) -> None:
    """A step that was done or skipped is to be done again; its clock is the caller's to set.

    Of a procedure that was dropped meanwhile nothing is to be done.
    """
    step = work.get(Step, line["step"])
    step.state = "dropped" if work.get(Run, step.run_id).dropped_at else "open"
    step.done_at = step.entered_at = step.done_by = None
    work.keep(step)


def pull_step(work: Work, line: Line) -> None:
    """A step that was put off falls due as it did before."""
    step = work.get(Step, line["step"])
    step.put_off_to = line.instant("was")
    step.acknowledged_at = line.instant("was_acknowledged")
    work.keep(step)


def ring_again(work: Work, line: Line) -> None:
    """A step that was acknowledged rings again while it is overdue."""
    step = work.get(Step, line["step"])
    step.acknowledged_at = None
    work.keep(step)


def retell_step(work: Work, line: Line) -> None:
    """The time at which a step was done is the one that was told first."""
    step = work.get(Step, line["step"])
    if step.state == "done":
        step.done_at = line.instant("was")
        work.keep(step)


def unset_moment(work: Work, line: Line) -> None:
    """An instant is what it was before, or unknown again; the journal keeps both."""
    moment = work.session.get(Moment, (line.case_id, line["moment"]))
    if moment is None:
        return
    if was := line.instant("was"):
        moment.at, moment.entered_at = was, work.now
        work.keep(moment)
    else:
        work.session.delete(moment)
        work.session.flush()


def unwrite(work: Work, line: Line) -> None:
    """A text holds no longer, and the one that it replaced does again."""
    text = work.get(Text, line["text"])
    text.replaced_at = work.now
    work.keep(text)
    if line["was"]:
        before = work.get(Text, line["was"])
        before.replaced_at = None
        work.keep(before)
    if text.field == "note":
        search.forget(work, "note", text.id)


def rewrite(work: Work, line: Line) -> None:
    """A text that was put away holds again."""
    text = work.get(Text, line["text"])
    text.replaced_at = None
    work.keep(text)


def unflag(work: Work, line: Line) -> None:
    """A condition of a case is as it was; its steps are the caller's to bring up to date."""
    case = work.get(Case, line.case_id)
    flags = [word for word in case.flags.split() if word != line["flag"]]
    case.flags = " ".join([*flags, line["flag"]] if line["was"] else flags)
    work.keep(case)


def unconfide(work: Work, line: Line) -> None:
    """Who may read the texts of a case is as it was."""
    case = work.get(Case, line.case_id)
    case.confidential = bool(line["was"])
    work.keep(case)


def drop_run(work: Work, line: Line) -> None:
    """A procedure that was started is dropped; refused where steps of it were done since."""
    run = work.get(Run, line["run"])
    if run.dropped_at is not None:
        return
    query = select(Step).where(Step.run_id == run.id)
    touched = [s for s in work.session.exec(query) if s.state in {"done", "skipped"}]
    if touched:
        sentence = _("Step {label} of this procedure was done since; undo that first.")
        raise Refusal(sentence.format(label=touched[0].label))
    steps.drop_run(work, run)


def revive_run(work: Work, line: Line) -> None:
    """A procedure that was dropped goes on."""
    runs.revive(work, work.get(Case, line.case_id), line["run"])


def reopen_case(work: Work, line: Line) -> None:
    """A case that was closed or cancelled goes on."""
    case = work.get(Case, line.case_id)
    if case.closed_at is not None:
        reopening.reopen(work, case)


def cancel_case(work: Work, line: Line) -> None:
    """A case that should not have been opened is cancelled as undone, with all its steps."""
    case = work.get(Case, line.case_id)
    if case.closed_at is None:
        steps.close(work, case, "cancelled", UNDONE)
    for step in steps.steps_of(work, case.id):
        if step.state in {"open", "off"}:
            step.state = "dropped"
            work.keep(step)

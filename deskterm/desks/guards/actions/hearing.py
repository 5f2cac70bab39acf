"""Whoever is heard of: his clock goes on, and a roll call has his answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from deskterm.core import runs
from deskterm.core.work import Work
from deskterm.desks.guards import queries
from deskterm.desks.guards.model import Assignment, RollAnswer, RollCall

WORD = "word"
"""The step that falls due when a guard who is out was not heard of for too long."""


def hear(work: Work, out: Assignment, at: datetime) -> dict[str, object]:
    """A guard gave word of himself; answers the facts that undoing it needs."""
    facts: dict[str, object] = {"was_word": out.word_at}
    if out.run_id:
        facts["was_due"] = runs.due(work, out.run_id, WORD)
    out.word_at = max(out.word_at or at, at)
    work.keep(out)
    ask_later(work, out)
    if roll := _answer(work, out, at):
        facts["roll"] = roll
    return facts


def ask_later(work: Work, out: Assignment) -> None:
    """Count the time without a word from the last one that there was."""
    minutes = queries.roll_minutes(work.reader, out.case_id)
    if out.run_id and out.word_at and minutes:
        runs.move(work, out.run_id, WORD, out.word_at + timedelta(minutes=minutes))


def _answer(work: Work, out: Assignment, at: datetime) -> int | None:
    """Note the answer to the roll call under way, if he was called and owes one."""
    roll = under_way(work)
    answer = work.session.get(RollAnswer, (roll.id, out.id)) if roll else None
    if roll is None or answer is None or answer.answered_at or at < roll.at:
        return None
    answer.answered_at = at
    work.keep(answer)
    return roll.id


def under_way(work: Work) -> RollCall | None:
    """The roll call that has not ended."""
    query = select(RollCall).where(col(RollCall.ended_at).is_(None))
    return work.session.exec(query.order_by(col(RollCall.id).desc())).first()

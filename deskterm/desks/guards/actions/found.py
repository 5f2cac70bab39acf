"""A guard as an act finds him, and what every act about guards says and asks alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from deskterm.core import numbers
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.register import Person
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import queries, rules
from deskterm.desks.guards.model import Assignment, Guard


@dataclass(frozen=True)
class Found:
    """A guard: who, in what state, and on which assignment."""

    person: Person
    row: Guard
    out: Assignment | None

    @property
    def said(self) -> str:
        """By code and name, as a sentence names him."""
        return f"{self.person.code} {self.person.name}"

    @property
    def former(self) -> dict[str, object]:
        """His state before an act, for the journal line: what undoing it brings back."""
        return {"was": self.row.state, "was_since": self.row.since, "was_until": self.row.until}


def find(work: Work, code: str) -> Found:
    """The guard of this code, or a refusal that names them all."""
    person = work.session.exec(select(Person).where(Person.code == code)).first()
    row = work.session.get(Guard, person.id) if person else None
    if person is None or row is None or not person.active:
        codes = ", ".join(found["code"] for found in queries.roster(work.reader))
        sentence = _("There is no guard {code}; there are {codes}.")
        raise NotFound(sentence.format(code=code, codes=codes))
    return Found(person, row, active(work, person.id))


def active(work: Work, person_id: int) -> Assignment | None:
    """What this guard is out on now."""
    query = select(Assignment).where(
        Assignment.person_id == person_id, col(Assignment.clear_at).is_(None)
    )
    return work.session.exec(query).first()


def of(work: Work, assignment: Assignment) -> Found:
    """The guard of an assignment, with what he is out on now."""
    person = work.get(Person, assignment.person_id)
    return Found(person, work.get(Guard, person.id), active(work, person.id))


def turn(
    work: Work, guard: Found, state: str, since: datetime, until: datetime | None = None
) -> None:
    """What the guard does from now on; the caller's journal line says it."""
    guard.row.state, guard.row.since, guard.row.until = state, since, until
    work.keep(guard.row)


def ask(doubts: Sequence[str], so: str, *, anyway: bool) -> None:
    """Ask once about everything doubtful, unless it was asked already."""
    if doubts and not anyway:
        raise Question(" ".join([*doubts, so]))


def refuse_if_out(work: Work, guard: Found) -> None:
    """Who is out on a call neither goes home nor rests."""
    if guard.out is None:
        return
    sentence = _(
        "{guard} is on {number} since {time}; stamp the guard clear first, or send another."
    )
    time = clock(work, guard.out.assigned_at)
    out_on = number(work, guard.out.case_id)
    raise Refusal(sentence.format(guard=guard.person.code, number=out_on, time=time))


def stamps(out: Assignment) -> dict[str, datetime | None]:
    """The times of an assignment by status, those that were filled too."""
    return {status: getattr(out, column) for status, column in queries.COLUMNS.items()}


def told(out: Assignment) -> dict[str, datetime | None]:
    """The times that somebody told; None where one was skipped, filled or not."""
    filled = out.filled.split()
    return {status: None if status in filled else at for status, at in stamps(out).items()}


def put(out: Assignment, status: str, at: datetime | None) -> list[str]:
    """Write a stamp, or take it away, and fill what was skipped; answers what it filled anew."""
    before, known = stamps(out), told(out) | {status: at}
    fills = rules.fillings(known)
    for name, column in queries.COLUMNS.items():
        setattr(out, column, known[name] or fills.get(name))
    out.filled = " ".join(name for name in rules.STAMPS if name in fills)
    return [name for name in rules.STAMPS if name in fills and fills[name] != before[name]]


def case_id(work: Work, said: str) -> int:
    """The id of the case so numbered."""
    return numbers.case_id(work.reader, said, work.office.site.local(work.now))


def number(work: Work, case_id: int) -> str:
    """A case's number, as it is said."""
    case = work.get(Case, case_id)
    this_year = work.office.site.local(work.now).year
    return numbers.spoken(case.letter, case.year, case.number, this_year)


def clock(work: Work, at: datetime) -> str:
    """A time of day at the site; with its date where it was another day."""
    local, today = work.office.site.local(at), work.office.site.local(work.now).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%m-%d %H:%M}"


def label(work: Work, state: str) -> str:
    """A state as it is said at this site."""
    return queries.label(work.office.site, state)


def about(work: Work, guard: Found, sentence: str, status: str, at: datetime) -> str:
    """A sentence about a guard's state and its time."""
    state, time = label(work, status), clock(work, at)
    return sentence.format(guard=guard.person.code, status=state, time=time)


def disorder(work: Work, guard: Found, out: Assignment, status: str, at: datetime) -> list[str]:
    """Why a stamp at this time would be out of order; empty where it would not."""
    wrong = rules.contradicted(told(out) | {status: None}, status, at)
    if wrong is None:
        return []
    sentence = _("{guard} was “{status}” at {time}; what follows does not lie before that.")
    if rules.ORDER.index(wrong[0]) > rules.ORDER.index(status):
        sentence = _("{guard} was “{status}” at {time}; what goes before does not lie after that.")
    return [about(work, guard, sentence, *wrong)]

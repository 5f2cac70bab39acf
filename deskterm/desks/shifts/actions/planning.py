"""The roster: who is to be on."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.register import Person
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.shifts.forms import Roster
from deskterm.desks.shifts.model import Planned

_DAY = timedelta(days=1)


def roster(work: Work, form: Roster) -> Receipt:
    """Put somebody on the roster; refused where they are on it already at that time."""
    work.require("shift.roster")
    person = _person(work, form.who)
    begins, ends = _span(work, form)
    query = select(Planned).where(
        Planned.person_id == person.id,
        col(Planned.withdrawn_at).is_(None),
        Planned.begins_at < ends,
        Planned.ends_at > begins,
    )
    there = work.session.exec(query).first()
    if form.off:
        return _off(work, person, there)
    if there:
        sentence = _("{name} is on the roster {span} already.")
        raise Refusal(sentence.format(name=person.name, span=_said(work, there)))
    row = work.keep(
        Planned(
            person_id=person.id,
            begins_at=begins,
            ends_at=ends,
            entered_at=work.now,
            operator=work.operator,
        )
    )
    work.record("shift.planned", planned=row.id, person=person.id, begins=begins, ends=ends)
    sentence = _("{name} is on the roster {span}.")
    return Receipt("", sentence.format(name=person.name, span=_said(work, row)))


def _off(work: Work, person: Person, there: Planned | None) -> Receipt:
    if there is None:
        raise NotFound(_("{name} is not on the roster then.").format(name=person.name))
    there.withdrawn_at = work.now
    work.keep(there)
    work.record("shift.unplanned", planned=there.id, person=person.id)
    sentence = _("{name} is off the roster {span}.")
    return Receipt("", sentence.format(name=person.name, span=_said(work, there)))


def _person(work: Work, code: str) -> Person:
    query = select(Person).where(Person.code == code, col(Person.active))
    found = work.session.exec(query).first()
    if found is None:
        raise NotFound(_("There is nobody {code} here.").format(code=code))
    return found


def _span(work: Work, form: Roster) -> tuple[datetime, datetime]:
    """The instants of a shift; one that ends before it begins goes on after midnight."""
    site = work.office.site
    day = form.date or site.local(work.now).date()
    after = day + _DAY if form.period.end <= form.period.start else day
    begins = site.calendar.instant(datetime.combine(day, form.period.start))
    return begins, site.calendar.instant(datetime.combine(after, form.period.end))


def _said(work: Work, row: Planned) -> str:
    begins, ends = (work.office.site.local(at) for at in (row.begins_at, row.ends_at))
    return f"{begins:%Y-%m-%d %H:%M}-{ends:%H:%M}"

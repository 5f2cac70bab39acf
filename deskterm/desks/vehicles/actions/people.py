"""Whoever drives, and whether the licence is valid."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.kinds import short
from deskterm.core.register import Person
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles.actions import papers


def person(work: Work, code: str) -> Person:
    """Whoever works here under this code."""
    query = select(Person).where(Person.code == code, col(Person.active))
    if found := work.session.exec(query).first():
        return found
    raise NotFound(_("There is nobody with the code {code}.").format(code=short(code)))


def licence_doubts(work: Work, driver: Person, at: datetime, *, life: bool) -> list[str]:
    """What speaks against letting somebody drive; a licence that ran out is refused.

    Where a life is at stake it is asked about instead.
    """
    kept = papers.standing(work, driver, "licence")
    if kept is None or kept.expires is None:
        return [_("No licence of {driver} is on record.").format(driver=driver.name)]
    if kept.expires >= work.office.site.local(at).date():
        return []
    sentence = _("The licence of {driver} ran out on {day}.")
    sentence = sentence.format(driver=driver.name, day=kept.expires)
    if life:
        return [sentence]
    raise Refusal(sentence + " " + _("Renewed? paper {code} DATE.").format(code=driver.code))

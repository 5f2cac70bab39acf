"""Asking for a report: of a period of days, or of a whole day, month or year."""

from __future__ import annotations

from deskterm.core.layout import Column, Table
from deskterm.core.office import Office
from deskterm.core.report import (
    GROUPINGS,
    Asked,
    Period,
    heading_period,
    named,
    sentences,
)
from deskterm.core.words import N_, _
from deskterm.core.writing import Heading


def run_report(  # noqa: PLR0913, PLR0917 - one report, one period, one grouping
    office: Office,
    name: str,
    first: str | None = None,
    last: str | None = None,
    whole: str | None = None,
    by: str | None = None,
) -> Table:
    """One report of the days from `first` to `last`, of a `whole` one, or of everything."""
    make = named(name)
    with office.read() as reader:
        period = (
            Period.of_whole(office.site, whole)
            if whole
            else Period.of_days(office.site, first, last)
        )
        return make(reader, Asked(office.site, period, office.now(), by or ""))


def heading(
    office: Office, first: str | None = None, last: str | None = None, whole: str | None = None
) -> Heading:
    """What stands over a report of this period on paper."""
    made = office.site.local(office.now())
    return Heading(office.site.title, heading_period(first, last, whole), made)


def reports() -> Table:
    """Every report by its name, and what it answers."""
    columns = (
        Column("name", N_("Report"), 13),
        Column("answers", N_("What it answers"), 64, grow=True),
        Column("by", N_("--by"), 54, 1),
    )
    rows = [
        {"name": name, "answers": sentence, "by": " ".join(GROUPINGS[name])}
        for name, sentence in sentences().items()
    ]
    return Table(columns, rows, _("Reports"))

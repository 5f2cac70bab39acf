"""Asking for a report: of a period of days, or of a whole day, month or year."""

from __future__ import annotations

from deskterm.core.layout import Column, Table
from deskterm.core.office import Office
from deskterm.core.report import Asked, Period, named, sentences
from deskterm.core.words import N_, _


def run_report(
    office: Office,
    name: str,
    first: str | None = None,
    last: str | None = None,
    whole: str | None = None,
) -> Table:
    """One report of the days from `first` to `last`, of a `whole` one, or of everything."""
    make = named(name)
    with office.read() as reader:
        period = (
            Period.of_whole(office.site, whole)
            if whole
            else Period.of_days(office.site, first, last)
        )
        return make(reader, Asked(office.site, period, office.now()))


def reports() -> Table:
    """Every report by its name, and what it answers."""
    columns = (
        Column("name", N_("Report"), 13),
        Column("answers", N_("What it answers"), 40, grow=True),
    )
    rows = [{"name": name, "answers": sentence} for name, sentence in sentences().items()]
    return Table(columns, rows, _("Reports"))

"""The files of a night: the reports of the day, and of the month that it ends."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deskterm.core.config import Config
from deskterm.core.errors import Refusal
from deskterm.core.layout import Table
from deskterm.core.office import Office
from deskterm.core.words import _
from deskterm.core.writing import SUFFIX, Heading, known_format, write
from deskterm.shell.nightly import days
from deskterm.shell.reports import run_report

OF_THE_DAY = ("day", "register", "calls", "answer", "dispatch")
OF_THE_MONTH = (
    "register",
    "calls",
    "answer",
    "dispatch",
    "guards",
    "satisfaction",
    "unpaid",
    "room-register",
    "rooms",
    "room-users",
    "fuel",
    "vehicle-costs",
    "accounts",
)
NOTICES = "due"


def reports(office: Office, config: Config, day: date) -> int:
    """Write the reports of a day that is over; answers how many files there are now."""
    _tidy(config.reports / day.isoformat())
    made = [(name, day.isoformat()) for name in OF_THE_DAY]
    if days.ends_month(day):
        made += [(name, f"{day:%Y-%m}") for name in OF_THE_MONTH]
    return sum(
        _files(office, config, day, f"{name}-{whole}", run_report(office, name, whole=whole), whole)
        for name, whole in made
    )


def notices(office: Office, config: Config, day: date) -> int:
    """Write what falls due within a week from now beside the day's reports; answers how much."""
    table = run_report(office, NOTICES)
    today = f"{office.site.local(office.now()):%Y-%m-%d}"
    _files(office, config, day, f"{NOTICES}-{today}", table, today)
    return len(table.rows)


def _files(  # noqa: PLR0913, PLR0917 - a file is a table, a name, a place and a heading
    office: Office, config: Config, day: date, name: str, table: Table, period: str
) -> int:
    """One table in every format; what an interrupted night left gives way."""
    folder = _folder(config.reports / day.isoformat())
    heading = Heading(office.site.title, period, office.site.local(office.now()))
    for form in map(known_format, config.formats):
        write(table, form, folder / f"{name}.{SUFFIX[form]}", heading, replace=True)
    return len(config.formats)


def _tidy(folder: Path) -> None:
    """Remove the half files of a run that was cut short; one run at a time writes here."""
    for half in folder.glob(".*.[0-9]*"):
        half.unlink(missing_ok=True)


def _folder(path: Path) -> Path:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("{file} cannot be written: {fault}.")
        raise Refusal(sentence.format(file=error.filename or path, fault=error.strerror)) from error
    return path

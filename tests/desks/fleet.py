"""The fleet at work: what its tests say and ask, in the desk's own lines."""

from __future__ import annotations

from datetime import date
from typing import Any

from deskterm.core import numbers
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.shell.look_up import record
from deskterm.shell.reports import run_report
from deskterm.shell.say import say_line

VAN, CAR = "沪A12345", "沪A23456"
LEAD = "majj"


def say(office: Office, line: str, who: str = LEAD, *, anyway: bool = False) -> str:
    """Say a line as it is typed; answers the sentence that came back."""
    return say_line(office, line, who, anyway=anyway).sentence


def page(office: Office, said: str) -> list[str]:
    """The lines of a record's page, each label with its words."""
    with office.read() as reader:
        return [f"{label} {text}".strip() for label, text in record(reader, office, said)]


def steps(office: Office, said: str) -> dict[str, str]:
    """The state of each step of a record."""
    sql = "SELECT name, state FROM steps WHERE case_id = :case ORDER BY label"
    with office.read() as reader:
        case = numbers.case_id(reader, said, office.site.local(office.now()))
        return {row["name"]: row["state"] for row in reader.rows(sql, case=case)}


def due(office: Office, said: str) -> dict[str, str]:
    """When each step of a record falls due, at the site."""
    sql = "SELECT name, due_at FROM steps WHERE case_id = :case AND due_at IS NOT NULL"
    with office.read() as reader:
        case = numbers.case_id(reader, said, office.site.local(office.now()))
        rows = reader.rows(sql, case=case)
    return {
        row["name"]: f"{office.site.local(instant(row['due_at'])):%Y-%m-%d %H:%M}" for row in rows
    }


def rows(office: Office, name: str, month: str | None = None) -> list[dict[str, Any]]:
    """The rows of a report."""
    return run_report(office, name, whole=month).rows


def costs_of(office: Office, plate: str, month: str | None = None) -> dict[str, Any]:
    """One vehicle's row of the monthly table of costs."""
    return next(row for row in rows(office, "vehicle-costs", month) if row["plate"] == plate)


def today(office: Office) -> date:
    """Today at the site."""
    return office.site.local(office.now()).date()

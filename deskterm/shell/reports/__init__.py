"""The reports: the same figures in a terminal, a CSV file and JSON."""

from deskterm.shell.reports import (  # noqa: F401 - each enters its reports into the registry
    answers,
    calls,
    charges,
    daily,
    days,
    due,
    fleet,
    fleet_costs,
    guards,
    late,
    marks,
    on_duty,
    overdue,
    register,
    room_register,
    rooms,
    speed,
    vehicles,
)
from deskterm.shell.reports.asking import heading, reports, run_report

__all__ = ["heading", "reports", "run_report"]

"""The reports: the same figures in a terminal, a CSV file and JSON."""

from deskterm.shell.reports import (  # noqa: F401 - each enters its reports into the registry
    answers,
    calls,
    charges,
    days,
    guards,
    late,
    marks,
    register,
    room_register,
    rooms,
    vehicles,
)
from deskterm.shell.reports.asking import reports, run_report

__all__ = ["reports", "run_report"]

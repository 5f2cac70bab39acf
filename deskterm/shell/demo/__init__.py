"""A store full of generated calls, the same for the same seed, with all that real ones leave.

Every scene is played once by the real actions, in a copy of the store; what it leaves
there is the mould of its copies, which are kept in bulk. So a generated call has the
same rows, journal lines and index records as a real one, whatever the desks come to do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.words import _
from deskterm.shell.demo.company import company
from deskterm.shell.demo.ledger import Ledger
from deskterm.shell.demo.plan import Plan
from deskterm.shell.demo.taken import moulds
from deskterm.shell.house import open_office

Progress = Callable[[int, int], None]
"""Told how many calls of how many are kept."""


def demo(path: Path, calls: int, seed: int, progress: Progress | None = None) -> None:
    """Put so many calls of the two years before the store was made into it, if it has none yet.

    Beside the calls, some of them still open, it generates the guards' and vehicles'
    ways, bookings and fuel slips in proportion. All in one transaction.
    """
    office = open_office(path, console="demo")
    try:
        with office.read() as reader:
            if reader.value("SELECT 1 FROM cases WHERE desk <> 'vehicles' LIMIT 1"):
                sentence = _("This store has calls already; a demo wants one that has none.")
                raise Refusal(sentence)
            made = instant(reader.value("SELECT at FROM journal ORDER BY seq LIMIT 1"))
            everybody = company(reader)
        taken = moulds(path, _monday(made))
        with office.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = -200000")
            plan = Plan(Ledger(connection), taken, everybody, (office.site.calendar, made), seed)
            plan.carry_out(calls, progress or (lambda _done, _of: None))
    finally:
        office.close()


def _monday(made: datetime) -> datetime:
    """A Monday morning within the year, some weeks back: a working day like any other."""
    day = made - timedelta(days=70 + made.weekday())
    return day.replace(hour=2, minute=0, second=0, microsecond=0)

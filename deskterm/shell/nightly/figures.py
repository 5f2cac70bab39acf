"""What is told of a day outside the house: figures."""

from __future__ import annotations

from datetime import date

from deskterm.core import queue
from deskterm.core.office import Office
from deskterm.core.report import Period
from deskterm.core.words import N_, _

_COUNTS = (
    (N_("Calls"), "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'C' AND {day}"),
    (
        N_("Of them for life"),
        "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'C' AND grade = 0 AND {day}",
    ),
    (
        N_("Guards sent"),
        "SELECT count(*) FROM assignments WHERE withdrawn_at IS NULL AND {sent}",
    ),
    (
        N_("Meetings"),
        "SELECT count(*) FROM bookings WHERE state = 'booked' AND {start}",
    ),
    (
        N_("Calls open now"),
        "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'C' AND closed_at IS NULL",
    ),
)
_DURING = {
    name: f"{column} >= :since AND {column} < :until"
    for name, column in {"day": "opened_at", "sent": "assigned_at", "start": "start_at"}.items()
}


def of_day(office: Office, day: date) -> list[tuple[str, int]]:
    """Each figure with its name, in the language spoken now."""
    period = Period.of_whole(office.site, day.isoformat())
    bounds = {"since": period.since, "until": period.until}
    with office.read() as reader:
        found = [
            (_(name), int(reader.value(sql.format(**_DURING), **bounds))) for name, sql in _COUNTS
        ]
        overdue = queue.counts(reader, office.now())["overdue"]
    return [*found, (_("Steps overdue now"), overdue)]

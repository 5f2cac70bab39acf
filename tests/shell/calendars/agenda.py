"""Calendars as other programs write them, for the tests of import and export."""

from __future__ import annotations

from pathlib import Path

from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.shell.calendars.outcome import Outcome
from deskterm.shell.calendars.taking import import_rooms

SHARED = Path(__file__).parents[4] / "shared" / "data" / "rooms"


def vevent(uid: str = "u1", **told: str) -> str:
    """An event in room B on Tuesday 1 December 2026, 14:00-15:00; `DTSTART__TZID` is a parameter."""
    lines = {
        "UID": uid,
        "DTSTART": "20261201T140000",
        "DTEND": "20261201T150000",
        "SUMMARY": "Budget",
        "LOCATION": "Room B",
        **{name.replace("_", "-"): value for name, value in told.items()},
    }
    said = [
        f"{name}{'' if value[:1] == ';' else ':'}{value}" for name, value in lines.items() if value
    ]
    return "\r\n".join(["BEGIN:VEVENT", *said, "END:VEVENT"])


def ics(*parts: str) -> str:
    """A calendar of these components."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    return "\r\n".join([*head, *parts, "END:VCALENDAR", ""])


def take(  # noqa: PLR0913 - an import can be asked for in so many ways
    office: Office,
    folder: Path,
    body: str | bytes,
    name: str = "them.ics",
    *,
    by_map: str | None = None,
    by: str | None = None,
    dry: bool = False,
) -> Outcome:
    """Import this as a file."""
    file = folder / name
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return import_rooms(office, file, by_map, by, dry_run=dry)


def booked(office: Office, *, everything: bool = False) -> list[str]:
    """Every booking that has its room, as `B 12-01 14:00-15:00 Budget`."""
    sql = (
        "SELECT r.code, b.start_at, b.end_at, b.state, t.body FROM bookings b"
        " JOIN rooms r ON r.id = b.room_id LEFT JOIN texts t ON t.case_id = b.case_id"
        " AND t.field = 'words' AND t.replaced_at IS NULL ORDER BY b.start_at, r.code"
    )
    found = []
    with office.read() as reader:
        for row in reader.rows(sql):
            start, end = (office.site.local(instant(row[name])) for name in ("start_at", "end_at"))
            said = f"{row['code']} {start:%m-%d %H:%M}-{end:%H:%M} {row['body'] or ''}".strip()
            if everything or row["state"] in {"booked", "held", "waiting"}:
                found.append(said if row["state"] == "booked" else f"{said} ({row['state']})")
    return found

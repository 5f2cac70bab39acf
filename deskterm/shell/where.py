"""How a place, a room, a vehicle or a record's number is shown in a row."""

from __future__ import annotations

from datetime import datetime

from deskterm.core import numbers
from deskterm.core.reader import Row
from deskterm.core.words import language


def number(row: Row, now: datetime) -> str:
    """The record's number as it is said."""
    return numbers.spoken(row["letter"], row["year"], row["number"], now.year)


def named(row: Row, prefix: str) -> str:
    """`<prefix>name` or `<prefix>english`, whichever suits the language spoken now."""
    name, english = row.get(f"{prefix}name") or "", row.get(f"{prefix}english") or ""
    return (english or name) if language() == "en" else (name or english)


def where(row: Row) -> str:
    """Where a case is: room, vehicle, unit, public place, or what was said of it."""
    return (
        named(row, "room_")
        or row.get("plate")
        or (named(row, "place_") if not (row.get("place") or "").replace("-", "").isdigit() else "")
        or row.get("place")
        or row.get("place_said")
        or ""
    )

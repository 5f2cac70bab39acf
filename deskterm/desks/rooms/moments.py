"""The instants from which the clocks of a booking count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from deskterm.core.site import Site

DOORS = "large_doors_minutes"
EARLY = 30
"""Minutes before the start, where a site sets nothing else (M3.1)."""


def moments(site: Site, size: str, start: datetime, end: datetime) -> Mapping[str, datetime]:
    """Its start and end, and in a large room when the site opens the doors."""
    found = {"start": start, "end": end}
    if size == "large":
        found["doors"] = start - timedelta(minutes=site.number(DOORS, EARLY))
    return found

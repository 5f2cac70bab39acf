"""Instants as the store keeps them: UTC text of one width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """An aware instant as stored: `2026-11-23T06:31:40.123Z`; naive ones are refused."""
    if moment.tzinfo is None:
        message = f"{moment!r} names no instant: it has no time zone"
        raise ValueError(message)
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def instant(text: str) -> datetime:
    """The aware UTC instant that `stamp` wrote."""
    return datetime.fromisoformat(text)

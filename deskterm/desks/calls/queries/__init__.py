"""What the calls desk reads: plain SQL over a reader."""

from deskterm.desks.calls.queries.known import known_at
from deskterm.desks.calls.queries.listing import (
    KINDS,
    State,
    call,
    calls,
    categories,
    counts,
    open_calls,
    rows_of,
    topics,
)
from deskterm.desks.calls.queries.needs import has_phone, has_place
from deskterm.desks.calls.queries.residents import people, residents

__all__ = [
    "KINDS",
    "State",
    "call",
    "calls",
    "categories",
    "counts",
    "has_phone",
    "has_place",
    "known_at",
    "open_calls",
    "people",
    "residents",
    "rows_of",
    "topics",
]

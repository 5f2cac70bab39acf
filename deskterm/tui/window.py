"""The part of a long list that is loaded, and what to load next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

ROWS = 120
"""Rows asked for at a time; more where the screen shows more."""


class Window:
    """Some rows of a list, the first of them at `offset` of `total`."""

    def __init__(self, rows: Sequence[Row] = (), total: int = 0, offset: int = 0) -> None:
        self.rows = rows
        self.total = total
        self.offset = offset
        self.asked: tuple[int, int] | None = None
        """The offset and number of the rows that were asked for and have not come."""

    def show(self, rows: Sequence[Row], total: int, offset: int) -> bool:
        """Hold these rows instead; says whether they are the same as before."""
        same = (self.total, self.offset, self.rows) == (total, offset, rows)
        self.rows, self.total, self.offset = rows, total, offset
        return same

    def at(self, place: int) -> Row | None:
        """The row at a place of the whole list; none where it is not loaded."""
        inside = place - self.offset
        return self.rows[inside] if 0 <= inside < len(self.rows) else None

    def inside(self, place: int) -> int:
        """The nearest place that the list has."""
        return max(0, min(place, self.total - 1))

    def find(self, key: object) -> int | None:
        """The place of the row with this key, if it is loaded."""
        if key is None:
            return None
        found = (inside for inside, row in enumerate(self.rows) if row.get("key") == key)
        return next((self.offset + inside for inside in found), None)

    def wanted(self, top: int, seen: int) -> tuple[int, int] | None:
        """Offset and number of the rows to ask for when `seen` rows from `top` are looked at.

        Half a screen ahead of need, and never twice for the same.
        """
        first, stop = max(0, top - seen // 2), min(self.total, top + seen + seen // 2)
        if self.offset <= first and stop <= self.offset + len(self.rows):
            self.asked = None
            return None
        limit = max(ROWS, 4 * seen)
        wanted = (max(0, top - (limit - seen) // 2), limit)
        if wanted == self.asked:
            return None
        self.asked = wanted
        return wanted

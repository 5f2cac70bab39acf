"""A figure: one thing measured, and the least it could have been."""

from __future__ import annotations

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One thing measured, in milliseconds, and the least it could have been."""

    name: str
    median: float
    high: float
    """What 95 of 100 stay under."""
    floor: float | None
    times: int
    scan: float | None = None
    """What the same would take by looking at every row, where that was measured."""

    @property
    def ratio(self) -> float | None:
        """How many times its floor it takes."""
        return self.median / self.floor if self.floor else None

    @classmethod
    def of(cls, name: str, taken: list[float]) -> Figure:
        """A figure without a floor."""
        return cls(name, statistics.median(taken), _high(taken), None, len(taken))


def figure(
    name: str, taken: list[float], floor: list[float], scan: list[float] | None = None
) -> Figure:
    """The medians of both, and of scans where there were any."""
    by_looking = statistics.median(scan) if scan else None
    median, least = statistics.median(taken), statistics.median(floor)
    return Figure(name, median, _high(taken), least, len(taken), by_looking)


def _high(taken: list[float]) -> float:
    return sorted(taken)[round(0.95 * (len(taken) - 1))]

"""Reports: one registry of questions to the store, each answered with a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.instants import stamp
from deskterm.core.layout import Table
from deskterm.core.reader import Reader
from deskterm.core.site import Site
from deskterm.core.words import _


@dataclass(frozen=True)
class Period:
    """From one stored instant to before another."""

    since: str = ""
    until: str = "9999"

    @classmethod
    def of_days(cls, site: Site, first: str | None, last: str | None) -> Period:
        """From day `first` to day `last`, both included, at the site; all without them."""
        begins, ends = _day(first), _day(last)
        if begins and ends and ends < begins:
            raise Refusal(_("The period ends before it begins."))
        return cls(
            stamp(_midnight(site, begins)) if begins else "",
            stamp(_midnight(site, ends + timedelta(days=1))) if ends else "9999",
        )


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = _("{text} is not a day; write it like 2026-11-23.")
        raise Refusal(sentence.format(text=text)) from None


def _midnight(site: Site, day: date) -> datetime:
    return datetime.combine(day, time.min, site.zone)


@dataclass(frozen=True)
class Asked:
    """What a report is made from: the site, the period, this instant."""

    site: Site
    period: Period
    now: datetime


Report = Callable[[Reader, Asked], Table]
REPORTS: dict[str, Report] = {}


def report(name: str) -> Callable[[Report], Report]:
    """Enter a function into the registry under this name."""

    def enter(function: Report) -> Report:
        REPORTS[name] = function
        return function

    return enter


def named(name: str) -> Report:
    """The report of this name, or a refusal that names them all."""
    if name not in REPORTS:
        sentence = _("There is no report {name}; there are: {known}.")
        raise NotFound(sentence.format(name=name, known=", ".join(sorted(REPORTS))))
    return REPORTS[name]


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share lies, by linear interpolation; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

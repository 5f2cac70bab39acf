"""Reports: one registry of questions to the store, each answered with a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import wraps

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.instants import stamp
from deskterm.core.layout import Table, word
from deskterm.core.reader import Reader
from deskterm.core.site import Site
from deskterm.core.words import _

_WHOLE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LAST_MONTH = 12


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

    @classmethod
    def of_whole(cls, site: Site, text: str) -> Period:
        """A whole day, month or year at the site: `2026-11-23`, `2026-11`, `2026`."""
        try:
            begins, ends = _whole(text)
        except ValueError:
            sentence = _("{text} is no day, month or year; write 2026-11-23, 2026-11 or 2026.")
            raise Refusal(sentence.format(text=text)) from None
        return cls(stamp(_midnight(site, begins)), stamp(_midnight(site, ends)))


def heading_period(first: str | None, last: str | None, whole: str | None) -> str:
    """A period as it stands over a report: 2026-11, 2026-11-01 - 2026-11-15."""
    if whole:
        return unicodedata.normalize("NFKC", whole).strip()
    if first and last:
        return first if first == last else f"{first} - {last}"
    if first:
        return _("from {day}").format(day=first)
    return _("to {day}").format(day=last) if last else _("all")


def _whole(text: str) -> tuple[date, date]:
    """Its first day, and the first day after it."""
    match = _WHOLE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    _usable(date(year, month or 1, day or 1))
    if day:
        begins = date(year, month, day)
        return begins, begins + timedelta(days=1)
    if month:
        return date(year, month, 1), _next_month(year, month)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _usable(day: date) -> date:
    """A day whose midnight can be told in every zone."""
    if not date.min.year < day.year < date.max.year:
        raise ValueError(day)
    return day


def _next_month(year: int, month: int) -> date:
    return date(year + month // _LAST_MONTH, month % _LAST_MONTH + 1, 1)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return _usable(date.fromisoformat(text))
    except ValueError:
        sentence = _("{text} is not a day; write it like 2026-11-23.")
        raise Refusal(sentence.format(text=text)) from None


def _midnight(site: Site, day: date) -> datetime:
    return datetime.combine(day, time.min, site.zone)


def months(site: Site, first: str, last: str) -> list[tuple[str, str, str]]:
    """Every month at the site from one stored instant to another: its name and its bounds."""
    begins, ends = (site.local(datetime.fromisoformat(text)) for text in (first, last))
    day, found = date(begins.year, begins.month, 1), []
    while day <= ends.date():
        after = _next_month(day.year, day.month)
        bounds = (stamp(_midnight(site, day)), stamp(_midnight(site, after)))
        found.append((f"{day:%Y-%m}", *bounds))
        day = after
    return found


@dataclass(frozen=True)
class Asked:
    """What a report is made from: the site, the period, this instant."""

    site: Site
    period: Period
    now: datetime
    by: str = ""
    """What its rows stand for, one of its own groupings; blank is the first of them."""

    @property
    def bounds(self) -> dict[str, str]:
        """The period as SQL takes it: `:since` and `:until`."""
        return {"since": self.period.since, "until": self.period.until}


Report = Callable[[Reader, Asked], Table]
REPORTS: dict[str, Report] = {}
GROUPINGS: dict[str, tuple[str, ...]] = {}
"""By what each report can be asked to group, the one that goes without saying first."""


def report(name: str, sentence: str, by: tuple[str, ...] = ()) -> Callable[[Report], Report]:
    """Enter a function into the registry under this name.

    `sentence`, marked with `N_`, says what it answers: it is the function's
    docstring, and what the list of reports shows in the language spoken then.
    `by` names what `Asked.by` may be; a report without it has one kind of rows.
    """

    def enter(function: Report) -> Report:
        @wraps(function)
        def make(reader: Reader, asked: Asked) -> Table:
            return function(reader, replace(asked, by=grouped_by(name, asked.by)))

        make.__doc__ = sentence
        REPORTS[name] = make
        GROUPINGS[name] = by
        return make

    return enter


def named(name: str) -> Report:
    """The report of this name, or a refusal that names them all."""
    if name not in REPORTS:
        sentence = _("There is no report {name}; there are: {known}.")
        raise NotFound(sentence.format(name=name, known=", ".join(sorted(REPORTS))))
    return REPORTS[name]


def grouped_by(name: str, by: str | None) -> str:
    """How a report groups when asked for `by`, or a refusal that names how it can."""
    known = GROUPINGS.get(name, ())
    said = unicodedata.normalize("NFKC", by or "").strip().lower()
    if not said:
        return known[0] if known else ""
    if not known:
        raise Refusal(
            _("The report {name} has one kind of rows; leave --by out.").format(name=name)
        )
    if said not in known:
        sentence = _("The report {name} is not grouped by {by}; it can be by: {known}.")
        raise Refusal(sentence.format(name=name, by=said, known=", ".join(known)))
    return said


def sentences() -> dict[str, str]:
    """What each report answers, in the language spoken now, by name."""
    return {name: word(made.__doc__ or "") for name, made in sorted(REPORTS.items())}


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which this share lies, by linear interpolation; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

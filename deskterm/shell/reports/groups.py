"""What the rows of a report stand for: a category, a day, a week, who was at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked
from deskterm.core.words import N_, _
from deskterm.desks.guards.rules import natural
from deskterm.shell.reports.cells import title
from deskterm.shell.where import named

TIMES = ("day", "week", "month", "weekday", "hour")
"""What an instant is grouped by, on the site's wall clock."""

_WORDS = {
    "category": N_("Category"),
    "day": N_("Day"),
    "week": N_("Week"),
    "month": N_("Month"),
    "weekday": N_("Weekday"),
    "hour": N_("Hour"),
    "operator": N_("Operator"),
    "guard": N_("Guard"),
    "channel": N_("Channel"),
    "role": N_("By"),
    "desk": N_("Desk"),
}
WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)
_MOST_FILLED = 3_700
"""Days between two that are known, which are filled in; over ten years nobody reads them."""


class Groups:
    """One grouping: the SQL that gives each row its `key`, and the keys as they are read.

    `keys` holds an SQL expression for each grouping that is no time; `at` is the
    instant that times are taken of. A time's key is its minute, so that SQL can add up
    what falls into one and the zone is reckoned once for each.
    """

    def __init__(self, reader: Reader, asked: Asked, keys: Mapping[str, str], at: str) -> None:
        self.by = asked.by
        self.zone = asked.site.zone
        self.sql = keys.get(self.by) or f"substr({at}, 1, 16)"
        self._names = _names(reader, self.by)

    @property
    def column(self) -> Column:
        """The first column of the report."""
        return Column(self.by, _WORDS[self.by], 14, grow=True)

    @property
    def kind(self) -> Literal["line", "bar"]:
        """How it is drawn: what follows in time as a line."""
        return "line" if self.by in {"day", "week", "month"} else "bar"

    @property
    def is_time(self) -> bool:
        """Whether its rows follow one another in time."""
        return self.by in TIMES

    def gather(self, rows: Iterable[Row]) -> dict[str, list[Row]]:
        """The rows by the name of their group, in the order in which groups are read."""
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(self.name(row["key"]), []).append(row)
        if self.is_time:
            return {name: found.get(name, []) for name in _filled(self.by, found)}
        order = {name: place for place, name in enumerate(self._names.values())}
        names = sorted(found, key=lambda name: (order.get(name, len(order)), natural(name)))
        return {name: found[name] for name in names}

    def name(self, key: str | None) -> str:
        """A key as it is read."""
        if key is None:
            return _("unknown")
        if self.is_time:
            return period_name(self.by, key, self.zone)
        return self._names.get(key, key)


def _names(reader: Reader, by: str) -> dict[str, str]:
    """The keys of a grouping with their names, in order."""
    if by == "category":
        sql = "SELECT code, en, zh FROM categories ORDER BY number"
        return {row["code"]: title(row) for row in reader.rows(sql)}
    if by in {"operator", "guard"}:
        people = reader.rows("SELECT code, name, english FROM people ORDER BY code")
        people.sort(key=lambda row: natural(row["code"]))
        return {row["code"]: f"{row['code']} {named(row, '')}" for row in people}
    return {code: _(word) for code, word in _FIXED.get(by, {}).items()}


_FIXED: Mapping[str, Mapping[str, str]] = {
    "channel": {
        "phone": N_("telephone"),
        "desk": N_("at the desk"),
        "written": N_("in writing"),
        "import": N_("taken in"),
    },
    "desk": {
        "calls": N_("calls"),
        "guards": N_("guards"),
        "rooms": N_("rooms"),
        "vehicles": N_("vehicles"),
        "shifts": N_("shifts"),
    },
}


def period_name(by: str, minute: str, zone: ZoneInfo) -> str:
    """The day, week, month, weekday or hour at the site that a UTC minute falls into."""
    return _NAMED[by](wall_clock(minute[:16], zone))


@lru_cache(maxsize=100_000)
def wall_clock(minute: str, zone: ZoneInfo) -> datetime:
    """A stored minute, UTC, on the wall clock of a zone."""
    return datetime.fromisoformat(f"{minute}:00+00:00").astimezone(zone)


def _week(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _day(day: date) -> str:
    return date.isoformat(date(day.year, day.month, day.day))


_NAMED: dict[str, Callable[[datetime], str]] = {
    "day": _day,
    "week": _week,
    "month": _month,
    "weekday": lambda at: _(WEEKDAYS[at.weekday()]),
    "hour": lambda at: f"{at.hour:02d}:00",
}


def _filled(by: str, found: Iterable[str]) -> Iterator[str]:
    """Every period from the first to the last: one in which nothing happened is one, too."""
    names = sorted(found)
    if not names:
        return iter(())
    if by == "hour":
        return iter([f"{hour:02d}:00" for hour in range(24)])
    if by == "weekday":
        return iter([_(day) for day in WEEKDAYS])
    begins, ends = _first_day(by, names[0]), _first_day(by, names[-1])
    if (ends - begins).days > _MOST_FILLED:
        return iter(names)
    naming = {"day": _day, "week": _week, "month": _month}[by]
    days = (begins + timedelta(days=after) for after in range((ends - begins).days + 1))
    return iter(dict.fromkeys(naming(day) for day in days))


def _first_day(by: str, name: str) -> date:
    if by == "week":
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    return date.fromisoformat(name if by == "day" else f"{name}-01")

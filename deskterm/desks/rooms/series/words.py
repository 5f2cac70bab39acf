"""A series in words: its rule, its dates, and what is doubtful about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from deskterm.core import numbers
from deskterm.core.reader import Row
from deskterm.core.words import N_, _, pick
from deskterm.desks.rooms import queries, recurrence
from deskterm.desks.rooms.recurrence import Change, Rule
from deskterm.desks.rooms.rules import Taken
from deskterm.desks.rooms.series.planning import Date, Plan, Seen, Times

WEEKDAYS = {
    "MO": N_("Mon"),
    "TU": N_("Tue"),
    "WE": N_("Wed"),
    "TH": N_("Thu"),
    "FR": N_("Fri"),
    "SA": N_("Sat"),
    "SU": N_("Sun"),
}
FEW_LINES = 3
"""So many lines for dates fit under the desk line of a small terminal."""
_ONCE = {
    "DAILY": N_("daily"),
    "WEEKLY": N_("weekly"),
    "MONTHLY": N_("monthly"),
    "YEARLY": N_("yearly"),
}
_SEVERAL = {
    "DAILY": N_("every {count} days"),
    "WEEKLY": N_("every {count} weeks"),
    "MONTHLY": N_("every {count} months"),
    "YEARLY": N_("every {count} years"),
}
_NTH = {
    "1": N_("1st {weekday}"),
    "2": N_("2nd {weekday}"),
    "3": N_("3rd {weekday}"),
    "4": N_("4th {weekday}"),
    "5": N_("5th {weekday}"),
    "-1": N_("last {weekday}"),
}


def rule(text: str) -> str:
    """A rule as it is said: `weekly Mon, Wed`, `monthly on 31`, `monthly 2nd Tue`."""
    found = recurrence.parts(text)
    freq, count = found["FREQ"], found.get("INTERVAL", "1")
    said = [_(_ONCE[freq]) if count == "1" else _(_SEVERAL[freq]).format(count=count)]
    if "BYDAY" in found:
        said.append(", ".join(_weekday(each) for each in found["BYDAY"].split(",")))
    if "BYMONTHDAY" in found:
        said.append(_on(found))
    more = {"BYSETPOS"} | ({"BYMONTH"} if "BYMONTHDAY" not in found else set())
    said += [f"{name}={found[name]}" for name in sorted(more & found.keys())]
    return " ".join(said)


def _weekday(said: str) -> str:
    number, day = said[:-2].lstrip("+"), _(WEEKDAYS[said[-2:]])
    return _(_NTH.get(number, number + " {weekday}")).format(weekday=day) if number else day


def _on(found: dict[str, str]) -> str:
    """On which days of a month, and of which months."""
    days = found["BYMONTHDAY"].split(",")
    said = _("on the last day") if days == ["-1"] else _("on {days}")
    said = said.format(days=", ".join(days))
    if "BYMONTH" not in found:
        return said
    return _("{days} of month {months}").format(days=said, months=found["BYMONTH"])


def end(kept: Rule) -> str:
    """Until when a series goes on."""
    if kept.until:
        return _("until {day}").format(day=kept.until)
    return _("{count} times").format(count=kept.count)


def room_name(room: Row) -> str:
    """A room's name in the language spoken."""
    return pick({"en": room["english"] or room["name"], "zh": room["name"]})


def times(said: Times) -> str:
    """From when to when, and where."""
    return f"{room_name(said.room)} {said.begins:%H:%M}-{said.ends:%H:%M}"


def day(when: date) -> str:
    """A date with its weekday."""
    return f"{when} {_(WEEKDAYS[recurrence.DAYS[when.weekday()]])}"


def span(each: Date) -> str:
    """A date from when to when, by the clock on the wall; its day where it goes to another."""
    begins, ends = each.begins.shown, each.ends.shown
    where = f" {room_name(each.room)}" if each.moved else ""
    said = f"{each.day} {begins:%H:%M}-{ends:%H:%M}"
    if each.moved and begins.date() != each.day:
        said = f"{each.day} → {begins:%Y-%m-%d %H:%M}-{ends:%H:%M}"
    return said + where


def holder(seen: Seen, taken: Taken) -> str:
    """Who has the room, and until when; another date of the series itself says so."""
    local = seen.site.local
    if not taken.case_id:
        who = _("another date of this series")
    else:
        number = numbers.spoken("B", taken.year, taken.number, local(seen.now).year)
        who = f"{number} {taken.holder}".strip() or number
        if not taken.holder:
            row = queries.booking(seen.reader, taken.case_id) or {}
            who = f"{number} {row.get('words') or ''}".strip()
    return f"{who} {local(taken.start):%H:%M}-{local(taken.end):%H:%M}"


def clash(seen: Seen, each: Date) -> str:
    """A date that others have, and who."""
    sentence = _("{date}: taken by {holder}")
    assert each.taken is not None  # noqa: S101 - only what is taken is told so
    return sentence.format(date=span(each), holder=holder(seen, each.taken))


def clocks(each: Date) -> Iterator[str]:
    """What the clocks make of a date."""
    for wall, asked in ((each.begins, N_("begins")), (each.ends, N_("ends"))):
        if wall.doubled:
            sentence = _("{date}: {time} comes twice that day; the first is meant")
            yield sentence.format(date=each.day, time=f"{wall.shown:%H:%M}")
        if wall.skipped and asked == "begins":
            sentence = _("{date}: the clocks skip that time; it would be {begins}-{ends}")
            yield sentence.format(
                date=each.day, begins=f"{wall.shown:%H:%M}", ends=f"{each.ends.shown:%H:%M}"
            )
        elif wall.skipped and not each.begins.skipped:
            sentence = _("{date}: the clocks skip its end; it would end at {ends}")
            yield sentence.format(date=each.day, ends=f"{wall.shown:%H:%M}")


def change(said: Change) -> str:
    """A day on which the clocks change, and by how much."""
    minutes = int(said.by / timedelta(minutes=1))
    sentence = _("{date}: the clocks go forward {minutes} min; the time of day stays")
    if minutes < 0:
        sentence = _("{date}: the clocks go back {minutes} min; the time of day stays")
    return sentence.format(date=said.day, minutes=abs(minutes))


def lacking(said: Sequence[str]) -> str:
    """What is done about dates that a month lacks."""
    sentence = _("No such date, left out by the rule: {dates}")
    return sentence.format(dates=", ".join(said))


def listed(dates: Sequence[Date]) -> Iterator[str]:
    """Every date that is kept, a line for each month: `2026-12: 02 09→ 16`.

    Of many months of which none has two, they stand one after another: a line each does not fit.
    """
    by_month = groupby(dates, key=lambda each: f"{each.day:%Y-%m}")
    months = [(month, list(days)) for month, days in by_month]
    if len(dates) == len(months) > FEW_LINES:
        yield " ".join(f"{each.day}{_mark(each)}" for each in dates)
        return
    for month, days in months:
        yield f"{month}: {' '.join(f'{each.day:%d}{_mark(each)}' for each in days)}"


def _mark(each: Date) -> str:
    return "→" if each.moved else ""


def doubts(seen: Seen, plan: Plan) -> list[str]:
    """A line for everything that somebody should decide about, or know, before it is kept."""
    said = [clash(seen, each) for each in plan.taken]
    for each in plan.kept:
        said += clocks(each)
    if plan.lacking:
        said.append(lacking(plan.lacking))
    shut = [each.day for each in plan.kept if each.closed]
    if shut:
        sentence = _("The room is not open then: {dates}")
        said.append(sentence.format(dates=", ".join(f"{each}" for each in shut)))
    if gone := sum(each.begins.at < seen.now for each in plan.kept):
        said.append(past(gone))
    return said


def past(count: int) -> str:
    """So many dates of a series lie in the past."""
    sentence = _("{count} dates are past; they would be recorded as entered later")
    if count == 1:
        sentence = _("{count} date is past; it would be recorded as entered later")
    return sentence.format(count=count)

"""Bookings of a CSV or JSON file, by a map."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from icalendar import vDuration

from deskterm.core.errors import Refusal
from deskterm.core.layout import as_typed
from deskterm.core.words import _
from deskterm.shell.calendars.event import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    Calendar,
    Event,
    beyond,
    keyed,
    pieces,
    reject,
)
from deskterm.shell.calendars.ics_text import MOST_EVENTS, read_bytes, text_of, too_many
from deskterm.shell.calendars.map_file import RoomMap
from deskterm.shell.calendars.repeating import Local
from deskterm.shell.calendars.values import known_flags, known_wants, whole_number
from deskterm.shell.site.rows import split

Value = Callable[[str], str]
_DAY = timedelta(days=1)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_YES = frozenset({"1", "yes", "true", "y", "是"})
_DATE = 10
"""Characters of a date without a time."""


def read_csv(file: Path, mapped: RoomMap, site: tzinfo) -> Calendar:
    """Every booking of a CSV file; a row that cannot be read is rejected by itself."""
    rows = split(text_of(file, read_bytes(file)), mapped.delimiter)
    first = next(rows, None)
    header = [name.strip() for name in first.cells] if first else []
    if absent := sorted(mapped.columns - {*header}):
        sentence = _("{file} has no column {names}; it has: {known}.")
        names, known = ", ".join(absent), ", ".join(header)[:200]
        raise Refusal(sentence.format(file=file.name, names=names, known=known))
    reader = _Reader(mapped, site)
    for row in rows:
        if row.fault or len(row.cells) != len(header):
            sentence = _("{found} fields instead of {wanted}")
            odd = sentence.format(found=len(row.cells), wanted=len(header))
            reader.calendar.rejected.append(reject(row.line, row.fault or odd, ""))
            continue
        reader.take(row.line, _cells(dict(zip(header, row.cells, strict=True))))
    return reader.done(file)


def read_json(file: Path, mapped: RoomMap, site: tzinfo) -> Calendar:
    """Every booking of a JSON file, from the list that the map names."""
    try:
        held = json.loads(text_of(file, read_bytes(file)))
    except (ValueError, RecursionError) as error:
        sentence = _("{file} is no JSON, or stops in the middle: {fault}; nothing was taken in.")
        raise Refusal(sentence.format(file=file.name, fault=str(error)[:120])) from error
    found = list(walked(held, mapped.list))
    if not found:
        sentence = _("{file} has no list at {path}, where the map looks for its events.")
        raise Refusal(sentence.format(file=file.name, path=mapped.list))
    reader = _Reader(mapped, site)
    for number, each in enumerate(found, start=1):
        reader.take(number, _fields(each))
    return reader.done(file)


def _cells(named: dict[str, str]) -> Value:
    return lambda name: as_typed(named[name])


def _fields(held: Any) -> Value:  # noqa: ANN401 - whatever JSON holds
    return lambda name: _joined(held, name)


def walked(held: Any, path: str) -> Iterator[Any]:  # noqa: ANN401 - whatever JSON holds
    """What stands at the end of a way: `days[].rooms.*[]`, `*` for every name, `[]` for each."""
    found = [held]
    for part in path.split("."):
        name = part.removesuffix("[]")
        if name:
            found = [inner for each in found for inner in _named(each, name)]
        if part.endswith("[]"):
            found = [inner for each in found if isinstance(each, list) for inner in each]
    yield from found


def _named(held: Any, name: str) -> list[Any]:  # noqa: ANN401
    if not isinstance(held, dict):
        return []
    return list(held.values()) if name == "*" else [held[name]] if name in held else []


def _joined(held: Any, path: str) -> str:  # noqa: ANN401
    """What stands at the end of a way, as text; of several one after another."""
    return ", ".join(said for each in walked(held, path) if (said := _plain(each)))


def _plain(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(_("there is no text where the map looks for it"))


class _Reader:
    """Makes events of rows, by the map."""

    def __init__(self, mapped: RoomMap, site: tzinfo) -> None:
        self.mapped = mapped
        self.site = site
        self.zone = mapped.zone or site
        self.calendar = Calendar()

    def take(self, line: int, value: Value) -> None:
        """One row, or its rejection."""
        try:
            self.calendar.events += self._events(line, value)
        except (ValueError, OverflowError) as error:
            why = beyond() if isinstance(error, OverflowError) else str(error)
            self.calendar.rejected.append(reject(line, why, ""))
        if len(self.calendar.events) > MOST_EVENTS:
            raise too_many()

    def done(self, file: Path) -> Calendar:
        """All of it; refused where there is nothing."""
        if not self.calendar.events and not self.calendar.rejected:
            raise Refusal(_("{file} has no events.").format(file=file.name))
        return self.calendar

    def _events(self, line: int, value: Value) -> Iterator[Event]:
        key = self._said(value, "key", " ")
        if not key:
            raise ValueError(_("{column} is empty").format(column=self.mapped.fields["key"][0]))
        begins = self._time(self._said(value, "start"))
        base = Event(
            key=key,
            line=line,
            start=begins.at,
            end=self._end(value, begins),
            room=self._said(value, "room"),
            words=self._said(value, "words", " · "),
            holder=self._said(value, "holder", ", "),
            note=self._said(value, "note", "\n"),
            people=whole_number(self._said(value, "people")) or None,
            wants=known_wants(self._said(value, "wants")),
            flags=known_flags(self._said(value, "flags")),
            status=self._status(self._said(value, "status")),
            confidential=self._said(value, "confidential").casefold() in _YES,
            sequence=whole_number(self._said(value, "sequence")),
        )
        if base.end <= base.start:
            raise ValueError(_("it ends before it begins"))
        without = self._said(value, "without").split()
        parts = pieces(base.start, base.end, self.site)
        for part in parts:
            yield replace(
                base,
                key=key if len(parts) == 1 else keyed(key, part.start),
                start=part.start,
                end=part.end,
                setup=part.first and "setup" not in without,
                clear=part.last and "clear" not in without,
            )

    def _said(self, value: Value, name: str, between: str = " ") -> str:
        columns = self.mapped.fields.get(name, ())
        parts = (value(column).strip() for column in columns)
        return between.join(part for part in parts if part)

    def _time(self, said: str) -> Local:
        """A time; one without a zone is one of the map's, else of the site's."""
        if not said:
            raise ValueError(_("it does not say when it begins"))
        told = self._formed(said) if self.mapped.dates else _iso(said)
        if told.tzinfo:
            return Local(told.astimezone(UTC).replace(tzinfo=None), UTC)
        return Local(told, self.zone, whole_day=len(said) == _DATE and not self.mapped.dates)

    def _formed(self, said: str) -> datetime:
        for form in self.mapped.dates:
            try:
                return datetime.strptime(said, form)  # noqa: DTZ007 - the zone comes next
            except ValueError:
                continue
        sentence = _("{text} is no time of the form {form}")
        raise ValueError(sentence.format(text=said[:60], form=_(" or ").join(self.mapped.dates)))

    def _end(self, value: Value, begins: Local) -> datetime:
        if said := self._said(value, "end"):
            return self._time(said).at
        if said := self._said(value, "duration"):
            return begins.at + _duration(said)
        if begins.whole_day:
            return Local(begins.shown + _DAY, begins.zone).at
        raise ValueError(_("it does not say when it ends"))

    def _status(self, said: str) -> str:
        bare = said.casefold()
        known = {name.casefold(): state for name, state in self.mapped.states.items()}
        if bare in known:
            return known[bare]
        return bare if bare in {TENTATIVE, CANCELLED} else CONFIRMED


def _iso(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        sentence = _("{text} is no time of the form {form}")
        raise ValueError(sentence.format(text=said[:60], form="2026-11-23T14:30")) from None


def _duration(said: str) -> timedelta:
    """A length of time: `1:30`, minutes as a number, or PT1H30M."""
    if match := _CLOCK.fullmatch(said):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if minutes := whole_number(said):
        return timedelta(minutes=minutes)
    try:
        return vDuration(vDuration.from_ical(said)).dt  # type: ignore[no-untyped-call] # upstream
    except (ValueError, TypeError):
        sentence = _("{text} is no length of time")
        raise ValueError(sentence.format(text=said[:60])) from None

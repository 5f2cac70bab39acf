"""A map of somebody else's bookings: where their list stands, what its fields say, their rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from deskterm.core.playbook import Problem
from deskterm.core.words import _
from deskterm.shell.calendars.event import CANCELLED, CONFIRMED, TENTATIVE
from deskterm.shell.map_file import (
    delimiter,
    encodings,
    forms,
    load,
    named_table,
    whole,
)
from deskterm.shell.site.cells import CellError
from deskterm.shell.site.rows import ENCODINGS, meant
from deskterm.shell.site.toml_files import Toml, some_words, zone_name

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

SOURCE = "ics"
"""Where UIDs come from: they are the same whoever hands them on."""
FIELDS = (
    "key",
    "start",
    "end",
    "duration",
    "room",
    "words",
    "holder",
    "people",
    "wants",
    "flags",
    "status",
    "note",
    "confidential",
    "without",
    "sequence",
)
STATES = (CONFIRMED, TENTATIVE, CANCELLED)


@dataclass(frozen=True)
class RoomMap:
    """What a map file says; the map of nothing is for calendars that need none."""

    source: str = SOURCE
    zone: ZoneInfo | None = None
    dates: tuple[str, ...] = ()
    """Forms of a time; ISO 8601 where there is none."""
    delimiter: str = ","
    encodings: tuple[str, ...] = ENCODINGS
    list: str = "[]"
    """The way to the events in JSON: `days[].rooms.*[]`."""
    margins: bool = True
    """Whether set-up and clearing are added to the times; not where these have them in."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    """Our room's code by what theirs is called; a blank one passes its events over."""
    default: str | None = None
    """For rooms that are not known; without it they are rejected."""
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        """Every column that a CSV file must have."""
        return {name for names in self.fields.values() for name in names}


NO_MAP = RoomMap()
_TOP = ("source", "zone", "dates", "delimiter", "encoding", "list", "margins")
_NEEDED = ("key", "start", "room")


def is_rooms(values: Mapping[str, Any]) -> bool:
    """Whether what a map file says is about bookings of rooms."""
    return "event" in values or "rooms" in values


def read_room_map(file: Path | Traversable) -> RoomMap:
    """The map in this file; BrokenMapError says everything that is wrong with it."""
    return whole(load_room_map(file))


def load_room_map(file: Path | Traversable) -> tuple[RoomMap | None, list[Problem]]:
    """The map in this file, and what is wrong with it, by line."""
    return load(file, _map)


def _map(toml: Toml) -> RoomMap | None:
    values = toml.values
    toml.check_keys(values, (*_TOP, "event", "rooms", "states"))
    if not is_rooms(values):
        toml.wrong("event", _("this is no map of bookings: it has no [event] and no [rooms]"))
        return None
    event, rooms, states = (named_table(toml, name) for name in ("event", "rooms", "states"))
    toml.check_keys(event, FIELDS, "event")
    told: dict[str, Any] = {
        name: toml.take(key, read, values) for key, (name, read) in _READ.items() if key in values
    }
    zone = toml.take("zone", zone_name, values) if "zone" in values else None
    told["fields"] = {name: toml.take(name, _names, event, "event") for name in event}
    told["rooms"] = {name: toml.take(name, _room, rooms, "rooms") for name in rooms}
    told["default"] = told["rooms"].pop("default", None)
    told["states"] = {name: toml.take(name, _state, states, "states") for name in states}
    _check_event(toml, event)
    if toml.problems:
        return None
    return RoomMap(**told, zone=ZoneInfo(zone) if zone else None)


def _check_event(toml: Toml, event: Mapping[str, Any]) -> None:
    """What a list of events must say of each."""
    if not event:
        return
    for name in _NEEDED:
        if name not in event:
            toml.wrong(name, _("“{key}” is missing").format(key=name), "event")
    if "end" not in event and "duration" not in event:
        toml.wrong("end", _("name the end or the duration"), "event")


def _names(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever TOML holds
    return tuple(some_words(one) for one in (value if isinstance(value, list) else [value]))


def _room(value: Any) -> str:  # noqa: ANN401
    return some_words(value) if value != "" else ""


def _state(value: Any) -> str:  # noqa: ANN401
    if value not in STATES:
        sentence = _("unknown “{said}”; {meant}")
        raise CellError(sentence.format(said=value, meant=meant(str(value), STATES)))
    return str(value)


def _switch(value: Any) -> bool:  # noqa: ANN401
    if not isinstance(value, bool):
        raise CellError(_("write true or false"))
    return value


_READ: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "source": ("source", some_words),
    "dates": ("dates", forms),
    "delimiter": ("delimiter", delimiter),
    "encoding": ("encodings", encodings),
    "list": ("list", some_words),
    "margins": ("margins", _switch),
}
"""The name of each value here, and how it is read."""

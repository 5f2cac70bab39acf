"""A map: how a foreign register's columns, dates and categories become ours."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deskterm.core.words import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

STAMPS = ("assigned", "en_route", "on_scene", "at_hospital", "returning", "clear")


@dataclass(frozen=True)
class Map:
    """What a map file says: a name for the source, its zone and dates, and its columns."""

    source: str
    zone: ZoneInfo
    dates: tuple[str, ...]
    delimiter: str
    key: str
    opened: str
    category: str
    place: str
    words: tuple[str, ...]
    categories: dict[str, str]
    default: str
    unit: str
    stamps: dict[str, str]

    @property
    def columns(self) -> set[str]:
        """Every column that the file must have."""
        named = {self.key, self.opened, self.category, self.place, self.unit}
        return {name for name in named | set(self.words) | set(self.stamps.values()) if name}

    def instant(self, text: str) -> datetime | None:
        """The instant that a local time names; None for nothing, ValueError for what is no time."""
        if not text.strip():
            return None
        for form in self.dates:
            try:
                local = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone comes next
            except ValueError:
                continue
            aware = local if local.tzinfo else local.replace(tzinfo=self.zone)
            at = aware.astimezone(UTC)
            if not local.tzinfo and at.astimezone(self.zone).replace(tzinfo=None) != local:
                sentence = _("{text} is skipped by daylight saving in {zone}")
                raise ValueError(sentence.format(text=text, zone=self.zone.key))
            return at
        sentence = _("{text} is no time of the form {form}")
        raise ValueError(sentence.format(text=text, form=_(" or ").join(self.dates)))


def read_map(file: Path | Traversable) -> Map:
    """The map in this file; ValueError says what is missing."""
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    call, run = told.get("call", {}), told.get("run", {})
    missing = [name for name in ("source", "zone", "dates") if name not in told]
    missing += [f"call.{name}" for name in ("key", "opened", "category") if name not in call]
    if run:
        missing += [f"run.{name}" for name in ("unit", "assigned") if name not in run]
    if missing:
        raise ValueError(_("the map lacks {names}").format(names=", ".join(missing)))
    categories = dict(told.get("categories", {}))
    return Map(
        source=told["source"],
        zone=ZoneInfo(told["zone"]),
        dates=tuple(told["dates"]),
        delimiter=told.get("delimiter", ","),
        key=call["key"],
        opened=call["opened"],
        category=call["category"],
        place=call.get("place", ""),
        words=tuple(call.get("words", ())),
        default=categories.pop("default", "other"),
        categories=categories,
        unit=run.get("unit", ""),
        stamps={name: run[name] for name in STAMPS if name in run},
    )

"""A map: how a foreign register's columns, dates and categories become ours."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.playbook import Problem
from deskterm.core.words import _
from deskterm.shell.site.cells import CellError
from deskterm.shell.site.rows import ENCODINGS, EncodingError, decode, meant
from deskterm.shell.site.shipped import shipped
from deskterm.shell.site.toml_files import CATEGORY_CODES, Toml, some_words, zone_name

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

AnyMap = TypeVar("AnyMap")

STAMPS = ("assigned", "en_route", "on_scene", "at_hospital", "returning", "clear")
"""The stamps of a run that a foreign register may know, by the names they have here."""
NEEDED_STAMPS = ("assigned", "clear")
"""Without these a run cannot be kept: it would be under way for ever."""


class BrokenMapError(ValueError):
    """A map that cannot be used; the message has all its faults."""


@dataclass(frozen=True)
class Map:
    """What a map file says: a name for the source, its zone and dates, and its columns."""

    source: str
    zone: ZoneInfo
    dates: tuple[str, ...]
    delimiter: str
    encodings: tuple[str, ...]
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
        """The instant that a local time names; None for nothing, ValueError for what is no time.

        Of an hour that the clocks show twice it is the first. To the millisecond that
        the store keeps.
        """
        if not text.strip():
            return None
        local = self._local(text)
        aware = local if local.tzinfo else local.replace(tzinfo=self.zone)
        at = aware.astimezone(UTC)
        if not local.tzinfo and at.astimezone(self.zone).replace(tzinfo=None) != local:
            sentence = _("{text} is skipped by daylight saving in {zone}")
            raise ValueError(sentence.format(text=text, zone=self.zone.key))
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    def _local(self, text: str) -> datetime:
        for form in self.dates:
            try:
                return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone comes next
            except ValueError:
                continue
        sentence = _("{text} is no time of the form {form}")
        raise ValueError(sentence.format(text=text, form=_(" or ").join(self.dates)))


def map_named(named: str, read: Callable[[Path | Traversable], AnyMap]) -> AnyMap:
    """The map of this name: a file, or one that comes with the program; refused in words."""
    path = Path(named)
    inside = shipped("maps") / f"{named.removesuffix('.toml')}.toml"
    try:
        return read(path if path.is_file() else inside)
    except FileNotFoundError:
        raise NotFound(_("There is no map {name}.").format(name=named)) from None
    except (ValueError, OSError) as error:
        sentence = _("The map {name} cannot be used: {fault}.")
        raise Refusal(sentence.format(name=named, fault=error)) from error


def read_map(file: Path | Traversable) -> Map:
    """The map in this file; BrokenMapError says everything that is wrong with it."""
    return whole(load_map(file))


def load_map(file: Path | Traversable) -> tuple[Map | None, list[Problem]]:
    """The map in this file, and what is wrong with it, by line."""
    return load(file, _map)


def whole(loaded: tuple[AnyMap | None, list[Problem]]) -> AnyMap:
    """A map that was loaded, of whatever it is one; BrokenMapError where anything is wrong."""
    found, problems = loaded
    if found is None or problems:
        raise BrokenMapError("; ".join(str(problem) for problem in problems))
    return found


def load(
    file: Path | Traversable, make: Callable[[Toml], AnyMap | None]
) -> tuple[AnyMap | None, list[Problem]]:
    """What `make` reads out of a map's file, and what is wrong with it, by line."""
    toml, problems = open_map(file)
    if toml is None or problems:
        return None, problems
    found = make(toml)
    return (None if toml.problems else found), toml.problems


def open_map(file: Path | Traversable) -> tuple[Toml | None, list[Problem]]:
    """A map's file as TOML, of whatever it is a map, and what is wrong with it."""
    try:
        toml = Toml(file.name, decode(file.read_bytes()))
    except EncodingError as error:
        return None, [Problem(file.name, error.line, str(error))]
    return toml, toml.problems


_TOP = ("source", "zone", "dates", "delimiter", "encoding", "call", "categories", "run")
_CALL = ("key", "opened", "category", "place", "words")
_RUN = ("unit", *STAMPS)


def _map(toml: Toml) -> Map | None:
    values = toml.values
    toml.check_keys(values, _TOP)
    call, categories, run = (named_table(toml, name) for name in ("call", "categories", "run"))
    toml.check_keys(call, _CALL, "call")
    toml.check_keys(run, _RUN, "run")
    told = {
        "source": toml.take("source", some_words, values),
        "zone": toml.take("zone", zone_name, values),
        "dates": toml.take("dates", forms, values),
        "delimiter": toml.take("delimiter", delimiter, {"delimiter": ",", **values}),
        "encodings": toml.take("encoding", encodings, {"encoding": "", **values}),
        "place": toml.take("place", some_words, call, "call") if "place" in call else "",
        "words": toml.take("words", _columns, {"words": [], **call}, "call"),
        "unit": toml.take("unit", some_words, run, "run") if run else "",
        **{
            name: toml.take(name, some_words, call, "call")
            for name in ("key", "opened", "category")
        },
    }
    known = {name: toml.take(name, _category, categories, "categories") for name in categories}
    needed = [name for name in _RUN[1:] if name in run or (run and name in NEEDED_STAMPS)]
    stamps = {name: toml.take(name, some_words, run, "run") for name in needed}
    if toml.problems:
        return None
    told["zone"] = ZoneInfo(told["zone"])
    default = known.pop("default", "other")
    return Map(**told, categories=known, default=default, stamps=stamps)


def named_table(toml: Toml, name: str) -> Mapping[str, Any]:
    """The table of this name; an empty one where there is none."""
    found = toml.values.get(name, {})
    if isinstance(found, dict):
        return found
    toml.wrong(name, _("write [{name}] on a line of its own").format(name=name))
    return {}


def _listed(read: Callable[[Any], str]) -> Callable[[Any], tuple[str, ...]]:
    def each(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever TOML holds
        if not isinstance(value, list):
            raise CellError(_('write it as a list: ["...", "..."]'))
        return tuple(read(one) for one in value)

    return each


_columns = _listed(some_words)


def _form(value: Any) -> str:  # noqa: ANN401
    form = some_words(value)
    sample = datetime(2026, 11, 23, 14, 31, 40, tzinfo=UTC)
    try:
        read = datetime.strptime(sample.strftime(form), form)  # noqa: DTZ007 - only its parts
    except ValueError as error:
        sentence = _("“{form}” is no form of a time: {error}")
        raise CellError(sentence.format(form=form, error=error)) from error
    if (read.year, read.month, read.day, read.hour) != (2026, 11, 23, 14):
        sentence = _(
            "“{form}” does not say year, month, day and hour; write it like %Y-%m-%d %H:%M"
        )
        raise CellError(sentence.format(form=form))
    return form


def forms(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The forms in which a map says that times are written."""
    forms = _listed(_form)(value)
    if not forms:
        raise CellError(_("name one form of a time at least, like %Y-%m-%d %H:%M"))
    return forms


def delimiter(value: Any) -> str:  # noqa: ANN401
    """The character between two values."""
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
        raise CellError(_("write the one character between two values, like a comma"))
    return value


def encodings(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The encodings to be tried, where a map names one or none."""
    if value == "":
        return ENCODINGS
    name = some_words(value)
    try:
        return (codecs.lookup(name).name,)
    except LookupError:
        raise CellError(_("there is no encoding “{name}”").format(name=name)) from None


def _category(value: Any) -> str:  # noqa: ANN401
    if value not in CATEGORY_CODES:
        sentence = _("unknown category “{name}”; {meant}")
        raise CellError(sentence.format(name=value, meant=meant(str(value), CATEGORY_CODES)))
    return str(value)

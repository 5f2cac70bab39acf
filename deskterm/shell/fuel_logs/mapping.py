"""A map of a fuel log: which of its columns say what, in which units, dates and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from deskterm.core.playbook import Problem
from deskterm.core.words import _
from deskterm.shell.fuel_logs.values import DECIMALS, METRES, MILLILITRES, ORDERS, folded
from deskterm.shell.map_file import delimiter, encodings, load, named_table, whole
from deskterm.shell.site.cells import CellError
from deskterm.shell.site.rows import meant
from deskterm.shell.site.toml_files import Toml, some_words, zone_name

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

ANY = "*"
"""Every word that is not listed elsewhere."""
BY = "by "
"""`by Distance Unit`: the unit stands in that column; `as trip` is the unit of that table."""


@dataclass(frozen=True)
class FuelMap:
    """What a map file says: columns by what they mean, the first that a file has counts."""

    source: str
    zone: ZoneInfo | None
    dates: str
    decimal: str
    delimiter: str
    encodings: tuple[str, ...]
    section: str
    zeros: bool
    """Whether a zero is a figure; else it stands where nothing was entered."""
    columns: Mapping[str, tuple[str, ...]]
    """For each of `COLUMNS`, its possible names; `#3` is the third column, whatever its name."""
    measures: Mapping[str, Mapping[str, str]]
    """For `odometer`, `trip` and `volume`: each possible column, and its unit."""
    words: Mapping[str, Mapping[str, str]]
    """For `full` and `missed`: what each word of that column means."""
    currency: str
    take: frozenset[str]
    """Foreign currencies whose amounts are taken as they stand."""
    units: Mapping[str, str] = field(default_factory=dict)
    vehicles: Mapping[str, str] = field(default_factory=dict)
    """Plates, by what the log calls the vehicles."""


COLUMNS = ("date", "time", "vehicle", "id", "tank", "station", "card", "note", "empty")
_MONEY = ("total", "price", "currency")
_MEASURES = {"odometer": METRES, "trip": METRES, "volume": MILLILITRES}
_WORDS = {"full": ("full", "first", "partial"), "missed": ("yes", "no")}
_TOP = ("source", "zone", "dates", "decimal", "delimiter", "encoding", "section", "zeros")
_TABLES = ("fill", *_MEASURES, "money", *_WORDS, "units", "vehicles")


def is_fuel(values: Mapping[str, Any]) -> bool:
    """Whether what a map file says is about fuel."""
    return "fill" in values


def read_fuel_map(file: Path | Traversable) -> FuelMap:
    """The map in this file; BrokenMapError says everything that is wrong with it."""
    return whole(load_fuel_map(file))


def load_fuel_map(file: Path | Traversable) -> tuple[FuelMap | None, list[Problem]]:
    """The map in this file, and what is wrong with it, by line."""
    return load(file, _map)


def _map(toml: Toml) -> FuelMap | None:
    values = toml.values
    toml.check_keys(values, (*_TOP, *_TABLES))
    if not is_fuel(values):
        toml.wrong("fill", _("this is no map of a fuel log: it has no [fill]"))
        return None
    told = _top(toml)
    fill, money = named_table(toml, "fill"), named_table(toml, "money")
    toml.check_keys(fill, COLUMNS, "fill")
    toml.check_keys(money, (*_MONEY, "is", "take"), "money")
    columns = {name: _take(toml, name, _names, "fill", fill) for name in COLUMNS}
    columns |= {name: _take(toml, name, _names, "money", money) for name in _MONEY}
    columns |= {name: _word_column(toml, name) for name in _WORDS}
    measures = {name: _measure(toml, name) for name in _MEASURES}
    for name, where in (("date", columns["date"]), ("volume", measures["volume"])):
        if not where:
            toml.wrong(name, _("“{key}” is missing").format(key=name), "fill")
    told |= {
        "columns": columns,
        "measures": measures,
        "words": {name: _meanings(toml, name) for name in _WORDS},
        "currency": _take(toml, "is", _currency, "money", {"is": "", **money}),
        "take": frozenset(_take(toml, "take", _names, "money", money)),
        "units": _named(toml, "units", _unit({**METRES, **MILLILITRES})),
        "vehicles": _named(toml, "vehicles", some_words),
    }
    return None if toml.problems else FuelMap(**told)


def _top(toml: Toml) -> dict[str, Any]:
    values = {
        "dates": "ymd",
        "decimal": ".",
        "delimiter": ",",
        "encoding": "",
        "section": "",
        "zeros": False,
        **toml.values,
    }
    return {
        "source": toml.take("source", some_words, values),
        "zone": ZoneInfo(toml.take("zone", zone_name, values) or "UTC")
        if "zone" in values
        else None,
        "dates": toml.take("dates", _one_of(ORDERS), values),
        "decimal": toml.take("decimal", _one_of(DECIMALS), values),
        "delimiter": toml.take("delimiter", delimiter, values),
        "encodings": toml.take("encoding", encodings, values),
        "section": toml.take("section", _maybe_words, values),
        "zeros": toml.take("zeros", _switch, values),
    }


def _take(
    toml: Toml, name: str, read: Callable[[Any], Any], table: str, values: Mapping[str, Any]
) -> Any:  # noqa: ANN401 - what `read` makes of it
    return (toml.take(name, read, values, table) or ()) if name in values else ()


def _word_column(toml: Toml, name: str) -> tuple[str, ...]:
    table = named_table(toml, name)
    toml.check_keys(table, ("column", *_WORDS[name]), name)
    found: tuple[str, ...] = _take(toml, "column", _names, name, table)
    return found


def _meanings(toml: Toml, name: str) -> dict[str, str]:
    table = named_table(toml, name)
    return {
        folded(word): meaning
        for meaning in _WORDS[name]
        for word in _take(toml, meaning, _any_words, name, table)
    }


def _measure(toml: Toml, name: str) -> dict[str, str]:
    return _named(toml, name, _unit(_MEASURES[name]))


def _named(toml: Toml, name: str, read: Callable[[Any], str]) -> dict[str, str]:
    table = named_table(toml, name)
    found = {key: toml.take(key, read, table, name) for key in table}
    return {folded(key) if name == "units" else key: value for key, value in found.items()}


def _unit(known: Mapping[str, object]) -> Callable[[Any], str]:
    def read(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
        found = some_words(value)
        if found in known or found == "as trip" or found.startswith(BY):
            return found
        sentence = _("unknown unit “{name}”; {meant}")
        raise CellError(sentence.format(name=found, meant=meant(found, list(known))))

    return read


def _one_of(known: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:  # noqa: ANN401
        if value not in known:
            raise CellError(_("write one of these: {known}").format(known="  ".join(known)))
        return str(value)

    return read


def _switch(value: Any) -> bool:  # noqa: ANN401
    if not isinstance(value, bool):
        raise CellError(_("write true or false"))
    return value


def _maybe_words(value: Any) -> str:  # noqa: ANN401
    return some_words(value) if value != "" else ""


def _currency(value: Any) -> str:  # noqa: ANN401
    return _maybe_words(value).upper()


def _names(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """One column's name, or several of which a file has the first that it has."""
    return tuple(some_words(one) for one in (value if isinstance(value, list) else [value]))


def _any_words(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in listed):
        raise CellError(_('write it as a list: ["...", "..."]'))
    return tuple(listed)

"""Pictures of a table, said in terms of its columns; every format draws them its own way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

TOTAL = "_total"
"""A row that has this key sums others up: it is written as they are, and never drawn."""
BLANK = "_blank"
"""A row that has this key is one to be written on by hand: it is printed high."""


class Picture(NamedTuple):
    """What is drawn of a table's rows: lines, bars or a heat map.

    `Picture("line", N_("Calls a day"), "day", ("calls", "answered"))` draws two lines;
    `Picture("line", N_("L/100 km"), "month", ("per_100_km",), by="plate")` one for each plate;
    `Picture("heat", N_("Hours used"), "hour", ("hours",), by="room")` a row for each room.
    """

    kind: Literal["line", "bar", "heat"]
    title: str
    """A word marked with `N_`; translated when it is drawn."""
    across: str
    """The column whose values stand along the foot, in the order in which they first come."""
    values: tuple[str, ...]
    """The columns that are drawn; with `by`, the first of them."""
    by: str = ""
    """The column that tells lines, groups of bars or rows of a heat map apart."""


class Grid(NamedTuple):
    """The figures of a picture: for each name, one by each label; None is unknown."""

    labels: list[str]
    series: dict[str, list[float | None]]

    @property
    def empty(self) -> bool:
        """Whether nothing at all is known."""
        return all(value is None for values in self.series.values() for value in values)


def grid(picture: Picture, rows: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> Grid:
    """The figures that a picture shows of these rows; `titles` are the columns' as spoken now."""
    drawn = [row for row in rows if not row.get(TOTAL)]
    labels = list(dict.fromkeys(_label(row, picture.across) for row in drawn))
    known: dict[str, dict[str, float | None]] = {}
    for row in drawn:
        for name in picture.values[:1] if picture.by else picture.values:
            key = _label(row, picture.by) if picture.by else titles.get(name, name)
            known.setdefault(key, {})[_label(row, picture.across)] = _figure(row.get(name))
    return Grid(
        labels, {key: [found.get(label) for label in labels] for key, found in known.items()}
    )


def _label(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _figure(value: object) -> float | None:
    """A number as it is drawn; amounts are texts, `30.00`."""
    try:
        return None if value is None or value == "" else float(str(value))
    except ValueError:
        return None

"""What site.toml says of the fleet: seasons and rules of fuel, what a repair may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deskterm.core.words import _
from deskterm.shell.site.cells import CellError

_ALL = 100


def _months(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, list) or not all(month in range(1, 13) for month in value):
        raise CellError(_("write it as a list of months: [6, 7, 8, 9]"))
    return " ".join(map(str, value))


def _percent(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _ALL:
        raise CellError(_("write it as a whole number from 0 to 100"))
    return str(value)


def _distance(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise CellError(_("write it as a whole number of kilometres"))
    return str(value)


def _cents(value: Any) -> str:  # noqa: ANN401
    """Whole units of the currency, kept as cents."""
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise CellError(_("write it as a whole amount, like 2000"))
    return str(value * 100)


SETTINGS: Mapping[str, Callable[[Any], str]] = {
    "fuel_summer": _months,
    "fuel_winter": _months,
    "fuel_tolerance_percent": _percent,
    "fuel_over_percent": _percent,
    "fuel_under_percent": _percent,
    "fuel_price_percent": _percent,
    "repair_part_limit": _cents,
    "repair_minor_limit": _cents,
    "repair_medium_limit": _cents,
    "repair_over_percent": _percent,
    "vehicle_km_per_day": _distance,
}
"""How each is read."""

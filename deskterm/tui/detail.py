"""What a screen is given to show: a window of its list, and the selected row with its digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deskterm.core.reader import Row
from deskterm.tui.panel import Line


@dataclass(frozen=True)
class Choice:
    """Something the selected row can be asked to do, on a digit."""

    label: str
    line: str
    """What is said on the desk line."""
    unfinished: bool = False
    """Words are still missing: the line is put before the operator."""


@dataclass(frozen=True)
class Detail:
    """What is shown of the selected row."""

    facts: Sequence[Line] = ()
    choices: Sequence[Choice] = ()
    title: str = ""
    """What the record is called, on the edge of its panel."""


@dataclass(frozen=True)
class Listing:
    """A window on a list: its rows, how many there are, and a title that counts them."""

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    title: str = ""

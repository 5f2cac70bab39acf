"""The registers as the journal alone tells them, folded from its first line.

Each kind of line says what it changes; what an undoing took back without a line of its
own kind is known by the line that it `corrects`. A kind that nobody here knows of is a
fault: it may speak of a stamp or a state that no register would be asked for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Line = dict[str, Any]
Tables = dict[str, dict[Any, Row]]


def lines_of(rows: Iterable[Row]) -> list[Line]:
    """Journal rows with their facts read."""
    return [{**row, "facts": json.loads(row["facts"])} for row in rows]


@dataclass
class Fold:
    """What the journal says that stands in the registers, as far as it was read."""

    says: Mapping[str, Callable[[Fold, Line], None]]
    """What a line of each kind changes."""
    back: Mapping[str, Callable[[Fold, Line, Line], None]]
    """What the undoing of a line takes back, where its own lines do not say it."""
    tables: Tables = field(default_factory=lambda: defaultdict(dict))
    lines: dict[int, Line] = field(default_factory=dict)
    words: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """When each guard was heard of on his assignment, by the line that says so."""

    def read(self, lines: list[Line]) -> None:
        """Go on with these lines; those of one act stand together."""
        undoing = {line["act"] for line in lines if line["kind"] == "act.undone"}
        taken: set[tuple[str, int]] = set()
        for line in lines:
            self.lines[line["seq"]] = line
            corrects = line["facts"].get("corrects")
            if line["act"] in undoing and corrects and (line["act"], corrects) not in taken:
                taken.add((line["act"], corrects))
                first = self.lines[corrects]
                self.back.get(first["kind"], nothing)(self, first, line)
            self.says[line["kind"]](self, line)

    def row(self, table: str, line: Line, fact: str) -> Row:
        """The row of a table that a fact of this line names."""
        return self.tables[table][line["facts"][fact]]

    def corrected(self, line: Line) -> Line:
        """The line that this one corrects."""
        return self.lines[line["facts"]["corrects"]]


def nothing(_fold: Fold, *_lines: Line) -> None:
    """Nothing of these registers changes by that."""

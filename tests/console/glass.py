"""The screen of a terminal, read in text and in cells."""

from __future__ import annotations

import copy
from typing import Any

import pyte

ALTERNATE = 1049


class Glass(pyte.Screen):
    """A screen that comes back as it was when a program leaves the alternate one."""

    def __init__(self, columns: int, rows: int) -> None:
        """A clear screen with the cursor at its top left."""
        super().__init__(columns, rows)
        self._beneath: Any = None

    def rows(self) -> list[str]:
        """The rows without trailing blanks; a wide character's empty right half adds nothing."""
        return ["".join(self._row(row)).rstrip() for row in range(self.lines)]

    def find(self, text: str) -> tuple[int, int] | None:
        """The column and row, in cells from 0, where `text` begins; None if it is not shown."""
        for row, line in enumerate(self.rows()):
            if (at := line.find(text)) >= 0:
                cells = [cell for cell, data in enumerate(self._row(row)) for _ in data]
                return cells[at], row
        return None

    def cell(self, column: int, row: int) -> pyte.screens.Char:
        """What stands in one cell, with its colours."""
        return self.buffer[row][column]

    def position(self) -> tuple[int, int]:
        """The column and row of the cursor, in cells from 0."""
        return self.cursor.x, self.cursor.y

    def set_mode(self, *modes: int, **kwargs: Any) -> None:  # noqa: ANN401 - as pyte has it
        """Keep what is shown when the alternate screen comes over it."""
        if kwargs.get("private") and ALTERNATE in modes:
            self._beneath = copy.deepcopy(self.buffer), copy.copy(self.cursor)
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:  # noqa: ANN401 - as pyte has it
        """Bring back what was shown when the alternate screen goes."""
        if kwargs.get("private") and ALTERNATE in modes and self._beneath:
            (self.buffer, self.cursor), self._beneath = self._beneath, None
        super().reset_mode(*modes, **kwargs)

    def _row(self, row: int) -> list[str]:
        return [self.buffer[row][cell].data for cell in range(self.columns)]

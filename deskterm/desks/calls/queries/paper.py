"""The numbered lines of registers that were printed for a night without power."""

from __future__ import annotations

import re

from deskterm.core import numbers
from deskterm.core.reader import Reader, Row

_LINES = (
    "SELECT l.year, l.number, l.printed_at, l.case_id, l.entered_at, l.void_at,"
    " c.letter, c.year AS case_year, c.number AS case_number"
    " FROM paper_lines l LEFT JOIN cases c ON c.id = l.case_id"
)
_SAID = re.compile(r"P-?(?:(\d{4})-)?0*(\d+)")


def printed(reader: Reader, said: str) -> Row | None:
    """The printed line so numbered, `P017`; without a year the newest that is still to be entered.

    Columns: year, number, printed_at, case_id, entered_at, void_at; and of the call that it
    became: letter, case_year, case_number.
    """
    match = _SAID.fullmatch(said)
    if match is None:
        return None
    return reader.row(
        f"{_LINES} WHERE l.number = :number AND (:year = 0 OR l.year = :year)"
        " ORDER BY l.case_id IS NULL AND l.void_at IS NULL DESC, l.year DESC LIMIT 1",
        number=int(match[2]),
        year=int(match[1] or 0),
    )


def awaited(reader: Reader) -> list[Row]:
    """The printed lines that are neither entered nor void; columns as `printed`."""
    return reader.rows(
        f"{_LINES} WHERE l.case_id IS NULL AND l.void_at IS NULL ORDER BY l.year, l.number"
    )


def spoken(row: Row, this_year: int) -> str:
    """The number of a printed line, as it is said."""
    return numbers.spoken("P", row["year"], row["number"], this_year)

"""Record numbers as people say them: `C412` for `C-2026-000412`."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.reader import Reader
from deskterm.core.words import _

_FULL = re.compile(r"([A-Z])-(\d{4})-(\d{1,9})")
_SHORT = re.compile(r"([A-Z])-?0*(\d{1,9})")
_STEP = re.compile(r"(.+)\.(\d{1,4})")


def spoken(letter: str, year: int, number: int, this_year: int) -> str:
    """The short form within its own year, the full one for older records."""
    return f"{letter}{number:03d}" if year == this_year else full(letter, year, number)


def full(letter: str, year: int, number: int) -> str:
    """The number as it stands on paper: `C-2026-000412`."""
    return f"{letter}-{year}-{number:06d}"


def case_id(reader: Reader, said: str, now: datetime) -> int:
    """The id of the case so numbered: the open one, else this year's, else the newest."""
    text = unicodedata.normalize("NFKC", said).strip().upper()
    if match := _FULL.fullmatch(text):
        letter, year, number = match[1], int(match[2]), int(match[3])
    elif match := _SHORT.fullmatch(text):
        letter, year, number = match[1], 0, int(match[2])
    else:
        raise Refusal(_("{said} is not a record number; one looks like C412.").format(said=said))
    row = reader.row(
        "SELECT id FROM cases WHERE letter = :letter AND number = :number"
        " AND year IN (SELECT n.year FROM numbers n WHERE n.letter = :letter"
        " AND (:year = 0 OR n.year = :year))"
        " ORDER BY closed_at IS NULL DESC, year = :this DESC, year DESC LIMIT 1",
        letter=letter,
        number=number,
        year=year,
        this=now.year,
    )
    if row is None:
        raise NotFound(_("There is no record {said}.").format(said=said))
    return int(row["id"])


def step_label(reader: Reader, said: str, now: datetime) -> tuple[int, int]:
    """Case id and step number of `C412.3`."""
    match = _STEP.fullmatch(unicodedata.normalize("NFKC", said).strip())
    if match is None:
        raise Refusal(_("{said} is not a step; one looks like C412.3.").format(said=said))
    return case_id(reader, match[1], now), int(match[2])

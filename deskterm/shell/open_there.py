"""Open calls from the place that is being typed: Down chooses one, Enter adds the caller to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskterm.core import line
from deskterm.core.confidential import masked
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Lexicon
from deskterm.core.reader import Reader
from deskterm.core.words import _, language
from deskterm.desks.calls import queries as calls
from deskterm.shell.verbs import VERBS
from deskterm.shell.where import number, where


@dataclass(frozen=True)
class OpenThere:
    """An open call that a caller can be added to."""

    number: str
    sentence: str


def next_open(
    reader: Reader, now: datetime, text: str, words: Lexicon, chosen: OpenThere | None
) -> OpenThere | None:
    """The open call after the chosen one; None after the last, and where there is none."""
    try:
        parsed = line.parse(text, VERBS, words)
    except Refusal:
        return None
    if parsed.verb.words[0] != "call":
        return None
    said = parsed.values
    known = calls.known_at(
        reader,
        now,
        place=said.get("place", ""),
        phone=said.get("phone", ""),
        name=said.get("caller", ""),
    )
    numbers = [number(row, now) for row in known["open"]]
    at = numbers.index(chosen.number) + 1 if chosen and chosen.number in numbers else 0
    if at >= len(numbers):
        return None
    row = known["open"][at]
    told = masked(row["words"], is_hidden=bool(row["hidden"]))
    kind = row["en"] if language() == "en" else row["zh"]
    sentence = _("Enter adds this caller to {number}: {call}. Down: the next, or a new call.")
    call = " · ".join(part for part in (kind, where(row), told) if part)
    return OpenThere(numbers[at], sentence.format(number=numbers[at], call=call))

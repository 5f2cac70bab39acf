"""What is said after something was kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """The answer to an act that was kept: its record's number and one sentence."""

    number: str
    sentence: str
    case_id: int | None = None
    offers: tuple[tuple[str, str], ...] = ()
    """What can be done with the answer, one key each: a label, and the line that is said."""

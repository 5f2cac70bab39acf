"""What stays hidden of a confidential case, and from whom (H3.4).

Its texts are shown to whoever logged it and to supervisors; place, category and
clocks to everybody. Readers pass `:viewer` and `:sees_all` with every question, so
that a query hides by itself what its reader may not see.
"""

from __future__ import annotations

from deskterm.core.people import Signed, may
from deskterm.core.words import N_, _

RIGHT = "call.read-confidential"
MASK = N_("(confidential)")
"""What stands where a hidden text would."""


def hidden(case: str = "c") -> str:
    """SQL that is 1 where the texts of the case under this alias are hidden, else 0."""
    return f"({case}.confidential = 1 AND NOT :sees_all AND {case}.opened_by IS NOT :viewer)"


def shown(column: str, case: str = "c") -> str:
    """SQL for a column of somebody's words: NULL where it is hidden."""
    return f"CASE WHEN {hidden(case)} THEN NULL ELSE {column} END"


def sight(viewer: Signed | None) -> dict[str, object]:
    """The values that `hidden` asks for; nobody signed on sees no confidential text.

    Nobody has no code: what nobody logged is not theirs either.
    """
    return {"viewer": viewer.code if viewer else "", "sees_all": may(viewer, RIGHT)}


def masked(text: str | None, *, is_hidden: bool) -> str:
    """A text as it is shown: the mask where it is hidden, nothing where there is none."""
    return _(MASK) if is_hidden else text or ""

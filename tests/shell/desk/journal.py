"""Everything that a journal of the desk can say."""

from __future__ import annotations

from tests.shell.desk import calls, guards, steps
from tests.shell.desk.fold import Fold, nothing

SILENT = (
    "act.undone",
    "call.branched",
    "call.promised",
    "call.unbranched",
    "case.noted",
    "line.undone",
    "paper.kept",
    "playbook.taken",
    "site.added",
)
"""Kinds that speak of no stamp and no state of these registers."""


def unread() -> Fold:
    """A fold that knows every kind, and has read no line."""
    says = dict.fromkeys(SILENT, nothing) | calls.SAYS | steps.SAYS | guards.SAYS
    return Fold(says, calls.BACK | steps.BACK)

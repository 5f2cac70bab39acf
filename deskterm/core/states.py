"""The states of a case and of a step, as they are said."""

from __future__ import annotations

from deskterm.core.words import N_

CASE_STATES = {
    "open": N_("open"),
    "waiting": N_("waiting"),
    "done": N_("done"),
    "closed": N_("closed"),
    "cancelled": N_("cancelled"),
}

STEP_MARKS = {"open": " ", "off": "-", "done": "✓", "skipped": "/", "dropped": "-"}
LEFT_UNDONE = "✗"
"""The mark of a step that was due and that the closing of its case dropped."""

STEP_STATES = {
    "open": N_("to do"),
    "off": N_("does not apply"),
    "done": N_("done"),
    "skipped": N_("skipped"),
    "dropped": N_("no longer wanted"),
}

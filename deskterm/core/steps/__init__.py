"""Steps: start a procedure, tick, skip, put off; the clocks that follow start by themselves."""

from deskterm.core.steps.course import (
    close,
    drop,
    drop_run,
    happened,
    set_flag,
    set_moments,
    start,
    tick,
)
from deskterm.core.steps.doing import acknowledge, find, finish, put_off, skip
from deskterm.core.steps.needs import STATE_NEEDS, TEXT_NEEDS, missing_needs, wanting
from deskterm.core.steps.rounds import live_runs, playbook, reclock, rule_of, steps_of

__all__ = [
    "STATE_NEEDS",
    "TEXT_NEEDS",
    "acknowledge",
    "close",
    "drop",
    "drop_run",
    "find",
    "finish",
    "happened",
    "live_runs",
    "missing_needs",
    "playbook",
    "put_off",
    "reclock",
    "rule_of",
    "set_flag",
    "set_moments",
    "skip",
    "start",
    "steps_of",
    "tick",
    "wanting",
]

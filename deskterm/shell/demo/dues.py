"""When the steps of a copy fall due: by the clocks of its playbooks, from its own moments."""

from __future__ import annotations

from collections.abc import Mapping

from deskterm.core.clocks import StepClock, Sum
from deskterm.core.playbook import parse_playbook
from deskterm.core.reader import Row
from deskterm.shell.demo.mould import Due

_ELAPSED = {"m": 60_000, "h": 3_600_000}

STEPS = (
    "SELECT s.*, r.started_at, b.name AS playbook, b.body AS source FROM steps s"
    " JOIN runs r ON r.id = s.run_id JOIN playbooks b ON b.id = r.playbook_id"
    " WHERE s.case_id = :case ORDER BY s.id"
)


def due(slot: int, step: Row, at: int, known: Mapping[str, int]) -> Due:
    """How a step, one of `STEPS`, came to be due at this offset, by the moments known."""
    clock = parse_playbook(step["playbook"], step["source"]).clocks[step["name"]]
    if not all(_is_elapsed(each) for each in (*clock.starts, *_period(clock))):
        return Due(slot, clock=clock, moments=known, round=step["round"] - 1)
    more = sum(map(_milliseconds, _period(clock))) * (step["round"] - 1)
    starts = [
        (known[start.moment], _milliseconds(start))
        for start in clock.starts
        if start.moment in known and known[start.moment] + _milliseconds(start) + more >= at
    ]
    return Due(slot, tuple(starts), more)


def _period(clock: StepClock) -> tuple[Sum, ...]:
    """How often its rounds come, as a sum, where it has rounds."""
    return (Sum("", (clock.every,)),) if clock.every else ()


def _is_elapsed(told: Sum) -> bool:
    return all(term.unit in _ELAPSED for term in told.terms)


def _milliseconds(told: Sum) -> int:
    return sum(term.number * _ELAPSED[term.unit] for term in told.terms)

"""Random desk work over calls and guards, said line by line, against a simple model."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from deskterm.core import queue
from tests.shell.desk.call_work import CALLS, CallWork
from tests.shell.desk.guard_work import GuardWork
from tests.shell.desk.model import Who
from tests.shell.desk.register import Audit
from tests.shell.desk.talk import ANYWAY, NTH

_ON_TWO = "SELECT person_id FROM assignments WHERE clear_at IS NULL GROUP BY 1 HAVING count(*) > 1"
_OUT_ON_WHAT_IS_OVER = (
    "SELECT a.id FROM assignments a JOIN cases c ON c.id = a.case_id"
    " WHERE a.clear_at IS NULL AND (c.closed_at IS NOT NULL OR c.state IN ('closed', 'cancelled'))"
)
_OUT_OTHERWISE = (
    "SELECT g.person_id FROM guards g LEFT JOIN assignments a"
    " ON a.person_id = g.person_id AND a.clear_at IS NULL"
    " WHERE (a.id IS NOT NULL) <> (g.state NOT IN ('available', 'break', 'off-duty'))"
)
_FOLLOWED_OTHERWISE = (
    "SELECT a.id FROM assignments a JOIN runs r ON r.id = a.run_id"
    " WHERE (a.clear_at IS NULL) <> (r.dropped_at IS NULL)"
)


class DeskWork(CallWork, GuardWork):
    """What operators do, in any order, at two consoles."""

    @initialize()
    def begin(self) -> None:
        """There is something to do: two calls, and guards out on both of them."""
        self.log(("desk-1", "lin"), CALLS[0], 0)
        self.log(("desk-2", "zhou"), CALLS[2], 4)
        self.send(("desk-2", "zhou"), ["G1", "G2"], 1, 0, anyway=True)
        self.send(("desk-1", "lin"), ["G3"], 0, 0, anyway=True)

    @rule(pick=NTH, times=st.integers(1, 3), anyway=ANYWAY)
    def undo(self, pick: int, times: int, *, anyway: bool) -> None:
        """The last that stands of somebody's is taken back at a console, and the one before."""
        for _time in range(times):
            self._undo(self._somebody(pick), "", anyway=anyway)

    @rule(pick=st.integers(1, 3))
    def undo_meanwhile(self, pick: int) -> None:
        """Somebody undoes his last act, while others have gone on."""
        self._undo(self._somebody(pick), "", anyway=True)

    @rule(pick=NTH, nth=NTH)
    def undo_on_call(self, pick: int, nth: int) -> None:
        """Somebody's last act on a call is taken back, from whatever console."""
        self._undo(self._somebody(pick), self.call(nth), anyway=True)

    def _somebody(self, pick: int) -> Who:
        standing = self.model.standing() or [("desk-1", "lin")]
        return standing[pick % len(standing)]

    def _undo(self, who: Who, call: str, *, anyway: bool) -> None:
        meant = self.model.last(who, self.case(call) if call else None)
        kept = self.say(who, f"undo {call}", anyway=anyway)
        assert not kept or (meant and self.model.said[meant].undone)

    @rule(minutes=st.sampled_from([1, 3, 10, 45, 200, 800]))
    def pass_time(self, minutes: int) -> None:
        """Nothing happens for a while."""
        note(f"{minutes} minutes pass")
        self.clock.pass_(minutes=minutes)

    @invariant()
    def nobody_is_on_two_calls_nor_out_on_one_that_is_over(self) -> None:
        assert self.store.rows(_ON_TWO) == []
        assert self.store.rows(_OUT_ON_WHAT_IS_OVER) == []
        assert self.store.rows(_OUT_OTHERWISE) == []
        assert self.store.rows(_FOLLOWED_OTHERWISE) == []

    @invariant()
    def journal_registers_and_queue_say_the_same(self) -> None:
        audit = Audit(self.fold, self.store, self.site.calendar)
        assert audit.faults() == []
        with self.offices["desk-2"].read() as reader:
            shown = [(row["id"], row["due"]) for row in queue.due(reader, 10_000)]
        assert shown == audit.queue()

    @invariant()
    def the_desk_is_as_the_model_has_it(self) -> None:
        held = self.store.desk()
        assert held == self.model.desk.told(held["guards"])


def work(sample: Path, folder: Path, examples: int, acts: int) -> None:
    """So many days of desk work, each on a store of its own."""
    days = count(1)
    run_state_machine_as_test(
        lambda: DeskWork(sample, folder / f"day-{next(days)}"),  # type: ignore[arg-type]
        settings=settings(
            max_examples=examples,
            stateful_step_count=acts,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_whatever_is_said_at_the_desk_registers_journal_and_model_agree(
    sample_store: Path, tmp_path: Path
) -> None:
    work(sample_store, tmp_path, 40, 30)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_whatever_is_said_at_the_desk_for_long_they_agree(
    sample_store: Path, tmp_path: Path
) -> None:
    work(sample_store, tmp_path, 200, 50)

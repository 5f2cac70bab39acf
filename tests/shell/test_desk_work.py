"""Random desk work over calls and guards, said line by line, against a simple model."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from deskterm.core import queue
from tests.shell.desk.model import CLEAR, ORDER, Call, Change, Desk, Key, Who, nothing
from tests.shell.desk.register import Audit
from tests.shell.desk.talk import Talk, ago

STATUS = {
    "er": "en-route",
    "os": "on-scene",
    "ah": "at-hospital",
    "rt": "returning",
    "av": CLEAR,
    "br": "break",
    "off": "off-duty",
}
CALLS = (
    "12-3-1502 medical chest pain 138 0013 8000",
    "12-3-1502 medical chest pain escort nursing",
    "8-1-0601 repair tap drips",
    "lobby safety two men fight",
    "8-1-0601 inquiry written when is the office open",
    "8-1-0601 other confidential parcel for me",
    "the old boiler house complaint it smells",
    "12-3-1502 inquiry answered bus times",
)
LIFE = (
    "note {} rang the plumber",
    "confidential {}",
    "confidential {} off",
    "major {}",
    "major {} off",
    "wait {} for the doctor",
    "resume {}",
    "ready {} all done",
    "join {} 12-3-1501 noise",
    "link {} C001 related",
    "callback {} 23:30",
    "price {} tap 30.00",
    "charge {} 30.00 paid",
    "quiet",
)
OTHERS = (
    "ask {} who comes",
    "ask {}",
    "ask {} director may we -1m",
    "says {} we do",
    "refer {} clinic",
    "refer {} gas company: today",
    "branch {} escort",
    "branch {} nursing instead",
    "branch {} escort off",
    "branch {} referral",
)
FIXES = (
    "12-3-1503",
    "complaint",
    "medical",
    "repair",
    "words: quite another thing",
    "139 0013 9000",
)
STEP = ("done {}", "done {} they say all is well", "skip {} not needed", "later {} 23:45")
END = ("close {}", "close {} 5/5 over", "close {} unmet", "cancel {} nothing")

_OPEN = (
    "SELECT s.label, s.name, r.subject FROM steps s JOIN runs r ON r.id = s.run_id"
    " WHERE s.case_id = ? AND s.state = 'open' ORDER BY s.id DESC"
)
_ASKED = (
    "SELECT 1 FROM contacts WHERE case_id = ? AND kind = 'referral'"
    " AND answered_at IS NULL AND withdrawn_at IS NULL"
)
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

WHO = st.sampled_from([("desk-1", "lin"), ("desk-1", "lin"), ("desk-2", "zhou"), ("desk-2", "lin")])
GUARD = st.integers(0, 11)
GUARDS = st.lists(st.sampled_from(["G1", "G2", "G3", "G4"]), min_size=1, max_size=3, unique=True)
NTH = st.integers(0, 3)
BACK = st.sampled_from([0, 0, 0, 1, 4, 30])
ANYWAY = st.booleans()


class DeskWork(Talk):
    """What operators do, in any order."""

    @initialize()
    def begin(self) -> None:
        """Two calls are open: there is something to do."""
        self.log(("desk-1", "lin"), CALLS[0], 0)
        self.log(("desk-2", "zhou"), CALLS[2], 4)
        self.send(("desk-2", "lin"), ["G1", "G2"], 1, 0, anyway=True)

    @rule(who=WHO, words=st.sampled_from(CALLS), back=BACK)
    def log(self, who: Who, words: str, back: int) -> None:
        """A call is logged; one that was answered on the spot is closed with it."""
        number, at = f"C{len(self.model.desk.calls) + 1:03}", self.at(back)
        call = partial(Call, at, at, "closed") if " answered " in words else partial(Call, at)

        def change(desk: Desk) -> None:
            desk.calls[number] = call()

        kept = self.say(who, f"call {words}{ago(back)}", change, anyway=True)
        assert kept is not None, "a call is never refused"
        assert kept.number == number
        self.model.said[self.acts].opens = number

    @rule(who=WHO, guards=GUARDS, nth=NTH, back=BACK, anyway=ANYWAY)
    def send(self, who: Who, guards: list[str], nth: int, back: int, *, anyway: bool) -> None:
        """Guards are sent; who is out elsewhere is taken off there only when asked for twice."""
        desk, call, at, act = self.model.desk, self.call(nth), self.at(back), self.acts + 1
        here = {desk.sent[key].guard for key in desk.out_on(call)}
        going = [guard for guard in guards if guard not in here]

        def change(desk: Desk) -> None:
            for guard in going:
                assert anyway or not desk.out(guard), f"{guard} is taken off unasked"
                desk.send((act, guard), call, at)

        self.say(who, f"send {' '.join(guards)} {call}{ago(back)}", change, anyway=anyway)

    @rule(who=WHO, pick=GUARD, word=st.sampled_from([*STATUS]), back=BACK, anyway=ANYWAY)
    def status(self, who: Who, pick: int, word: str, back: int, *, anyway: bool) -> None:
        """A guard's status: a time of his call, or a state of his own."""
        guard = self.guard(pick)
        out, state, at = self.model.desk.out(guard), STATUS[word], self.at(back)
        change: Change = partial(Desk.change, guard=guard, state=state)
        if state in ORDER:
            change = partial(Desk.mark, key=out or (0, guard), status=state, at=at)
        elif state == CLEAR and out:
            change = partial(Desk.clear, key=out, at=at)
        self.say(who, f"{guard} {word}{ago(back)}", change, anyway=anyway)

    @rule(who=WHO, picks=st.lists(GUARD, min_size=1, max_size=2), back=BACK)
    def hear(self, who: Who, picks: list[int], back: int) -> None:
        """Word comes from guards who are out."""
        guards = [*dict.fromkeys(map(self.guard, picks))]
        out = all(self.model.desk.out(guard) for guard in guards)
        kept = self.say(who, f"heard {' '.join(guards)}{ago(back)}")
        assert out or not kept

    @rule(who=WHO, nth=NTH, which=st.integers(0, 9), how=st.sampled_from(STEP), back=BACK)
    def step(self, who: Who, nth: int, which: int, how: str, back: int) -> None:
        """A step is ticked, skipped or put off; one that asks after a guard stamps him."""
        call = self.call(nth)
        rows = self.store.rows(_OPEN, self.case(call))
        row = rows[which % len(rows)] if rows else {"label": 1, "name": "", "subject": ""}
        asks = {"moving": "en-route", "arrived": "on-scene"}.get(row["subject"] and row["name"])
        change: Change = nothing
        if asks and how.startswith("done"):
            key = self.model.desk.out(row["subject"])
            assert key, "a step asks after a guard who is on no call"
            change = partial(Desk.mark, key=key, status=asks, at=self.at(back))
        text = how.format(f"{call}.{row['label']}") + ago(back if how.startswith("done") else 0)
        self.say(who, text, change, anyway=True)

    @rule(who=WHO, end=st.booleans())
    def roll(self, who: Who, *, end: bool) -> None:
        """Everybody who is out is called, or the roll call is over."""
        self.say(who, "roll end" if end else "roll")

    @rule(who=WHO, nth=NTH, what=st.sampled_from(FIXES))
    def fix(self, who: Who, nth: int, what: str) -> None:
        """Something of a call was logged wrongly."""
        self.say(who, f"fix {self.call(nth)} {what}", anyway=True)

    @rule(who=WHO, nth=NTH, line=st.sampled_from(LIFE) | st.sampled_from(OTHERS), anyway=ANYWAY)
    def live(self, who: Who, nth: int, line: str, *, anyway: bool) -> None:
        """Whatever else happens on a call, or at the desk."""
        self.say(who, line.format(self.call(nth)), anyway=anyway)

    @rule(who=WHO, nth=NTH, back=BACK, words=st.sampled_from(["", " soon"]))
    def answer(self, who: Who, nth: int, back: int, words: str) -> None:
        """The caller has a reply."""
        call, at = self.call(nth), self.at(back)
        self.say(who, f"answer {call}{words}{ago(back)}", partial(Desk.answer, call=call, at=at))

    @rule(who=WHO, nth=NTH, line=st.sampled_from(END), back=BACK, anyway=ANYWAY)
    def end(self, who: Who, nth: int, line: str, back: int, *, anyway: bool) -> None:
        """A call ends; asked for twice, whoever is out on it is clear then."""
        closes = line.startswith("close")
        call, told = self.call(nth), back if closes else 0
        at, out = self.at(told), self.model.desk.out_on(call) if anyway else []

        def change(desk: Desk) -> None:
            for key in out:
                desk.clear(key, at)
            desk.end(call, "closed" if closes else "cancelled")

        self.say(who, line.format(call) + ago(told), change, anyway=anyway)

    @rule(who=WHO, nth=NTH, other=NTH)
    def duplicate(self, who: Who, nth: int, other: int) -> None:
        """A call is the same as another one, and over if nobody is out on it or was asked."""
        call, desk = self.call(nth), self.model.desk
        free = desk.calls[call].state == "open" and not desk.out_on(call)
        over = free and not self.store.rows(_ASKED, self.case(call))
        change: Change = partial(Desk.end, call=call, state="closed") if over else nothing
        self.say(who, f"link {call} {self.call(other)} duplicate", change)

    @rule(who=WHO, nth=NTH)
    def reopen(self, who: Who, nth: int) -> None:
        """A call that was over goes on."""
        call = self.call(nth)
        self.say(who, f"reopen {call} not over", partial(Desk.reopen, call=call))

    @rule(who=WHO, pick=GUARD, word=st.sampled_from(["sent", *STATUS]), back=BACK, anyway=ANYWAY)
    def fix_stamp(self, who: Who, pick: int, word: str, back: int, *, anyway: bool) -> None:
        """A guard's stamp had another time."""
        guard = self.guard(pick)
        status, (at, told) = STATUS.get(word, "assigned"), self.wall(back)
        key: Key = self.model.desk.newest(guard) or (0, guard)
        change = partial(Desk.correct, key=key, status=status, at=at)
        self.say(who, f"fix {guard} {word} {told}", change, anyway=anyway)

    @rule(who=WHO, nth=NTH, back=BACK, name=st.sampled_from(["opened", "answered"]))
    def fix_time(self, who: Who, nth: int, back: int, name: str) -> None:
        """A call, or the answer to it, had another time."""
        call, (at, told) = self.call(nth), self.wall(back)
        said = "answered " if name == "answered" else ""

        def change(desk: Desk) -> None:
            setattr(desk.calls[call], name, at)

        self.say(who, f"fix {call} {said}{told}", change)

    @rule(who=WHO, nth=st.none() | NTH, times=st.integers(1, 3), anyway=ANYWAY)
    def undo(self, who: Who, nth: int | None, times: int, *, anyway: bool) -> None:
        """The last that stands of theirs is taken back, at this console or on one call."""
        call = "" if nth is None else self.call(nth)
        for _time in range(times):
            meant = self.model.last(who, self.case(call) if call else None)
            kept = self.say(who, f"undo {call}", anyway=anyway)
            assert not kept or (meant and self.model.said[meant].undone)

    @rule(minutes=st.sampled_from([1, 3, 10, 45, 200, 800]))
    def pass_time(self, minutes: int) -> None:
        """Nothing happens for a while."""
        self.clock.pass_(minutes=minutes)

    @invariant()
    def nobody_is_on_two_calls_nor_out_on_one_that_is_over(self) -> None:
        assert self.store.rows(_ON_TWO) == []
        assert self.store.rows(_OUT_ON_WHAT_IS_OVER) == []
        assert self.store.rows(_OUT_OTHERWISE) == []

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
        lambda: DeskWork(sample, folder / f"day-{next(days)}"),
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
    work(sample_store, tmp_path, 30, 25)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_whatever_is_said_at_the_desk_for_long_they_agree(
    sample_store: Path, tmp_path: Path
) -> None:
    work(sample_store, tmp_path, 200, 50)

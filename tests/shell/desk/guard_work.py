"""What is done with guards at the desk, in lines."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.shell.desk.fold import Row
from tests.shell.desk.model import CLEAR, Change, Desk, Key, Who, nothing
from tests.shell.desk.talk import ANYWAY, BACK, NTH, WHO, Talk, ago

WORDS = {"assigned": "sent", "en-route": "er", "on-scene": "os", "at-hospital": "ah"}
WORDS |= {"returning": "rt", CLEAR: "av"}
STAMPED = {"guards-en-route": "en-route", "guards-on-scene": "on-scene"}
DUTY = {"br": "break", "off": "off-duty", "av": CLEAR}
STEP = ("done {}", "done {} they say all is well", "skip {} not needed", "later {} 23:45")

_OPEN = (
    "SELECT s.label, s.name, r.subject, r.playbook_id FROM steps s JOIN runs r ON r.id = s.run_id"
    " WHERE s.case_id = ? AND s.state = 'open' ORDER BY s.id DESC"
)
PICK = st.integers(0, 11)
GUARDS = st.lists(st.sampled_from(["G1", "G2", "G3"]), min_size=1, max_size=3, unique=True)


class GuardWork(Talk):
    """Guards are sent, followed, called and brought back."""

    def guard(self, pick: int) -> str:
        """One of the guards; whoever is out is picked more often."""
        guards = ["G1", "G2", "G3"]
        out = [each for each in guards if self.model.desk.out(each)]
        pool = [*out, *out, *out, *guards]
        return pool[pick % len(pool)]

    def status(self, guard: str, pick: int, *, told: bool) -> str:
        """A time of a guard's last call; those that were told, or were not, more often."""
        key, every = self.model.desk.newest(guard), [*WORDS]
        known = self.model.desk.sent[key].told if key else {}
        pool = [*(each for each in every if (each in known) is told), *every]
        return pool[pick % len(pool)]

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

    @rule(who=WHO, pick=PICK, nth=PICK, back=BACK, anyway=ANYWAY)
    def move(self, who: Who, pick: int, nth: int, back: int, *, anyway: bool) -> None:
        """A guard went on with his call; who is on none cannot."""
        guard, at = self.guard(pick), self.at(back)
        status = self.status(guard, nth, told=False)
        if status in {"assigned", CLEAR}:
            status = "on-scene"
        key = self.model.desk.out(guard) or (0, guard)
        change = partial(Desk.mark, key=key, status=status, at=at)
        self.say(who, f"{guard} {WORDS[status]}{ago(back)}", change, anyway=anyway)

    @rule(who=WHO, pick=PICK, word=st.sampled_from([*DUTY]), back=BACK, anyway=ANYWAY)
    def turn(self, who: Who, pick: int, word: str, back: int, *, anyway: bool) -> None:
        """A guard is free, of his call too if he is on one; or he rests, or goes home."""
        guard, at = self.guard(pick), self.at(back)
        out, state = self.model.desk.out(guard), DUTY[word]
        change: Change = partial(Desk.change, guard=guard, state=state)
        if out and state == CLEAR:
            change = partial(Desk.clear, key=out, at=at)
        self.say(who, f"{guard} {word}{ago(back)}", change, anyway=anyway)

    @rule(who=WHO, picks=st.lists(PICK, min_size=1, max_size=2), back=BACK)
    def hear(self, who: Who, picks: list[int], back: int) -> None:
        """Word comes from guards who are out."""
        guards = [*dict.fromkeys(map(self.guard, picks))]
        out = all(self.model.desk.out(guard) for guard in guards)
        kept = self.say(who, f"heard {' '.join(guards)}{ago(back)}")
        assert out or not kept

    @rule(who=WHO, end=st.booleans())
    def roll(self, who: Who, *, end: bool) -> None:
        """Everybody who is out is called, or the roll call is over."""
        self.say(who, "roll end" if end else "roll")

    @rule(who=WHO, nth=NTH, which=st.integers(0, 9), how=st.sampled_from(STEP), back=BACK)
    def step(self, who: Who, nth: int, which: int, how: str, back: int) -> None:
        """A step is ticked, skipped or put off; one that asks after a guard stamps him."""
        call, ticks = self.call(nth), how.startswith("done")
        rows = self.store.rows(_OPEN, self.case(call))
        label: int = 1
        change: Change = nothing
        if rows:
            row = rows[which % len(rows)]
            label, change = row["label"], self._ticked(call, row, back) if ticks else nothing
        text = how.format(f"{call}.{label}") + ago(back if ticks else 0)
        self.say(who, text, change, anyway=True)

    def _ticked(self, call: str, row: Row, back: int) -> Change:
        """What happens when a step is ticked: one that waits for something says it."""
        rules = {each.name: each for each in self.store.playbook(row["playbook_id"]).steps}
        event, at = rules[row["name"]].ticked_by, self.at(back)
        if event == "answered" and self.model.desk.calls[call].answered is None:
            return partial(Desk.answer, call=call, at=at)
        if row["subject"] and event in STAMPED:
            key = self.model.desk.out(row["subject"])
            assert key, "a step asks after a guard who is on no call"
            return partial(Desk.mark, key=key, status=STAMPED[event], at=at)
        return nothing

    @rule(who=WHO, pick=PICK, nth=PICK, back=BACK, anyway=ANYWAY)
    def fix_stamp(self, who: Who, pick: int, nth: int, back: int, *, anyway: bool) -> None:
        """A guard's stamp had another time."""
        guard, (at, told) = self.guard(pick), self.wall(back)
        status = self.status(guard, nth, told=True)
        key: Key = self.model.desk.newest(guard) or (0, guard)
        change = partial(Desk.correct, key=key, status=status, at=at)
        self.say(who, f"fix {guard} {WORDS[status]} {told}", change, anyway=anyway)

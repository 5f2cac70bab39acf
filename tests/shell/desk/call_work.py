"""What is done with calls at the desk, in lines."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.shell.desk.model import Call, Change, Desk, Who, nothing
from tests.shell.desk.talk import ANYWAY, BACK, NTH, WHO, Talk, ago

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
    "4/5",
)
ENDS = ("close {}", "close {} 5/5 over", "close {} unmet", "cancel {} nothing")

_ASKED = (
    "SELECT 1 FROM contacts WHERE case_id = ? AND kind = 'referral'"
    " AND answered_at IS NULL AND withdrawn_at IS NULL"
)


class CallWork(Talk):
    """Calls are logged, looked after, put right, closed and opened again."""

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

    @rule(who=WHO, nth=NTH, line=st.sampled_from(LIFE), anyway=ANYWAY)
    def live(self, who: Who, nth: int, line: str, *, anyway: bool) -> None:
        """Whatever else happens on a call, or at the desk."""
        self.say(who, line.format(self.call(nth)), anyway=anyway)

    @rule(who=WHO, nth=NTH, line=st.sampled_from(OTHERS), anyway=ANYWAY)
    def ask(self, who: Who, nth: int, line: str, *, anyway: bool) -> None:
        """Others are asked or told, and say something; a call branches."""
        self.say(who, line.format(self.call(nth)), anyway=anyway)

    @rule(who=WHO, nth=NTH, back=BACK, words=st.sampled_from(["", " soon"]))
    def answer(self, who: Who, nth: int, back: int, words: str) -> None:
        """The caller has a reply."""
        call, at = self.call(nth), self.at(back)
        self.say(who, f"answer {call}{words}{ago(back)}", partial(Desk.answer, call=call, at=at))

    @rule(who=WHO, nth=NTH, line=st.sampled_from(ENDS), back=BACK, anyway=ANYWAY)
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

    @precondition(lambda self: any(each.state != "open" for each in self.model.desk.calls.values()))
    @rule(who=WHO, nth=NTH)
    def reopen(self, who: Who, nth: int) -> None:
        """A call that was over goes on."""
        call = self.call(nth, over=True)
        self.say(who, f"reopen {call} not over", partial(Desk.reopen, call=call))

    @rule(who=WHO, nth=NTH, what=st.sampled_from(FIXES))
    def fix(self, who: Who, nth: int, what: str) -> None:
        """Something of a call was logged wrongly."""
        self.say(who, f"fix {self.call(nth)} {what}", anyway=True)

    @rule(who=WHO, nth=NTH, back=BACK, name=st.sampled_from(["opened", "answered"]))
    def fix_time(self, who: Who, nth: int, back: int, name: str) -> None:
        """A call, or the answer to it, had another time."""
        call, (at, told) = self.call(nth), self.wall(back)
        said = "answered " if name == "answered" else ""

        def change(desk: Desk) -> None:
            setattr(desk.calls[call], name, at)

        self.say(who, f"fix {call} {said}{told}", change)

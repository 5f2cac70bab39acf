"""A simple model of the desk: who is out on which call, and what was told of whom.

It knows no clocks, no tables and no journal. What was said and kept is a list; what was
undone is left out of it, and the desk is what the rest of the list makes of it. Whatever
could not be kept asserts so: the desk must have refused it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deskterm.core.instants import stamp

ORDER = ("assigned", "en-route", "on-scene", "at-hospital", "returning")
CLEAR = "available"
FILLED = {
    "en-route": ("on-scene", "at-hospital", "returning"),
    "on-scene": ("at-hospital",),
}
"""By which later times one that was skipped is filled."""


@dataclass
class Call:
    """A call as it would be told over the telephone."""

    opened: datetime
    answered: datetime | None = None
    state: str = "open"


@dataclass
class Sent:
    """A guard on a call, and the times that were told."""

    guard: str
    call: str
    told: dict[str, datetime]

    @property
    def out(self) -> bool:
        """Whether he is out still."""
        return CLEAR not in self.told

    @property
    def filled(self) -> dict[str, datetime]:
        """What was skipped, with the time of the first after it that says it happened."""
        found = {}
        for skipped, tellers in FILLED.items():
            times = [self.told[teller] for teller in tellers if teller in self.told]
            if skipped not in self.told and times:
                found[skipped] = times[0]
        return found

    @property
    def state(self) -> str:
        """The last that is known of him there."""
        return max((name for name in self.told if name in ORDER), key=ORDER.index)


Key = tuple[int, str]
"""A sending: the act that sent, and the guard."""
Change = Callable[["Desk"], None]


@dataclass
class Desk:
    """Calls, sendings, and what guards do who are on no call."""

    calls: dict[str, Call] = field(default_factory=dict)
    sent: dict[Key, Sent] = field(default_factory=dict)
    duty: dict[str, str] = field(default_factory=dict)

    def out_on(self, call: str) -> list[Key]:
        """The sendings of those who are out on a call."""
        return [key for key, sent in self.sent.items() if sent.call == call and sent.out]

    def out(self, guard: str) -> Key | None:
        """What a guard is out on."""
        found = [key for key, sent in self.sent.items() if sent.guard == guard and sent.out]
        assert len(found) <= 1, f"{guard} is on {len(found)} calls"
        return found[0] if found else None

    def newest(self, guard: str) -> Key | None:
        """What a guard is on, or was on last."""
        mine = [key for key, sent in self.sent.items() if sent.guard == guard]
        return mine[-1] if mine else None

    def state(self, guard: str) -> str:
        """What a guard does."""
        key = self.out(guard)
        return self.sent[key].state if key else self.duty.get(guard, CLEAR)

    def told(self, guards: Iterable[str]) -> dict[str, Any]:
        """Everything that it knows, as the registers would say it."""
        sent = [
            (each.guard, each.call, _typed(each.told), _typed(each.filled))
            for each in self.sent.values()
        ]
        calls = {
            number: {
                "opened": stamp(call.opened),
                "answered": call.answered and stamp(call.answered),
                "state": call.state,
            }
            for number, call in self.calls.items()
        }
        return {"calls": calls, "guards": {each: self.state(each) for each in guards}, "sent": sent}

    def send(self, key: Key, call: str, at: datetime) -> None:
        """A guard goes to a call, from another one if he is out on it."""
        assert self.calls[call].state == "open", f"{call} is over"
        if before := self.out(key[1]):
            assert self.sent[before].call != call, f"{key[1]} is on {call} already"
            self.clear(before, at)
        self.sent[key] = Sent(key[1], call, {"assigned": at})

    def mark(self, key: Key, status: str, at: datetime) -> None:
        """A guard who is out did something for the first time."""
        assert self.sent[key].out, f"{key[1]} is out on no call"
        assert status not in self.sent[key].told, f"{key[1]} was {status} already"
        self.sent[key].told[status] = at

    def clear(self, key: Key, at: datetime) -> None:
        """A guard is clear of his call."""
        self.mark(key, CLEAR, at)
        self.duty[key[1]] = CLEAR

    def change(self, guard: str, state: str) -> None:
        """A guard who is on no call goes home, or comes, or rests."""
        assert self.out(guard) is None, f"{guard} is out"
        self.duty[guard] = state

    def correct(self, key: Key, status: str, at: datetime) -> None:
        """A stamp gets its true time."""
        assert status != CLEAR or not self.sent[key].out, f"{key[1]} is out still"
        self.sent[key].told[status] = at

    def answer(self, call: str, at: datetime) -> None:
        """The caller has a reply."""
        assert self.calls[call].state == "open", f"{call} is over"
        assert self.calls[call].answered is None, f"{call} was answered"
        self.calls[call].answered = at

    def end(self, call: str, state: str) -> None:
        """A call is over; nobody is out on it."""
        assert self.calls[call].state == "open", f"{call} is over"
        assert not self.out_on(call), f"somebody is out on {call}"
        self.calls[call].state = state

    def reopen(self, call: str) -> None:
        """A call that was over goes on."""
        assert self.calls[call].state != "open", f"{call} is open"
        self.calls[call].state = "open"


def _typed(times: dict[str, datetime]) -> dict[str, str]:
    """Times as the registers have them."""
    return {name: stamp(at) for name, at in times.items()}


def nothing(_desk: Desk) -> None:
    """What the model has no word for."""


Who = tuple[str, str]
"""A console, and the operator at it."""


@dataclass
class Said:
    """What was said at a console and kept."""

    act: int
    who: Who
    change: Change = nothing
    cases: frozenset[int | None] = frozenset()
    """The cases that its journal lines are about."""
    opens: str = ""
    """The call that it opened."""
    undone: bool = False


class Model:
    """What was said and kept, and the desk that it makes."""

    def __init__(self) -> None:
        self.said: dict[int, Said] = {}
        self.desk = Desk()

    def keep(self, said: Said) -> None:
        """One more act was kept."""
        said.change(self.desk)
        self.said[said.act] = said

    def last(self, who: Who, case: int | None = None) -> int | None:
        """What undoing takes back: the last that stands of theirs, at a console or on a case."""
        for each in reversed(self.said.values()):
            here = each.who[1] == who[1] and case in each.cases if case else each.who == who
            if here and not each.undone:
                return each.act
        return None

    def standing(self) -> list[Who]:
        """Whoever has something to undo at a console, the latest first."""
        return [
            *dict.fromkeys(each.who for each in reversed(self.said.values()) if not each.undone)
        ]

    def undo(self, act: int) -> None:
        """An act was taken back: the desk is as if it had not been."""
        self.said[act].undone = True
        self.desk = Desk()
        for each in self.said.values():
            if not each.undone:
                each.change(self.desk)
            elif each.opens:
                each.change(self.desk)
                self.desk.calls[each.opens].state = "cancelled"

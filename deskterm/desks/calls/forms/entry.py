"""What is said while somebody calls."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_
from deskterm.desks.calls import rules


class NewCall(Form):
    """Log a call: what for, and from where; everything else can follow."""

    verbs: ClassVar[tuple[str, ...]] = ("call", "c", "求助", "来电")
    title: ClassVar[str] = N_("New call")
    implied: ClassVar[tuple[str, ...]] = ("place", "category", "full-name")

    place: str | None = fill(
        N_("Place"), "place", None, N_("Unit, public place, or where the caller says it is")
    )
    category: str | None = fill(
        N_("Category"), "category", None, N_("Left empty, the words suggest it")
    )
    words: str | None = fill(N_("Words"), "words", None, N_("What the caller says"))
    phone: str | None = fill(N_("Phone"), "phone", None, N_("To ring back"))
    caller: str | None = fill(
        N_("Caller"), "who", None, N_("Name, pinyin initials, or the end of a phone number")
    )
    ring: str | None = fill(N_("Missed call"), "missed", None)
    kind: str | None = fill(N_("Incident kind"), "kind", None)
    told: Told | None = fill(N_("Happened"), "told", None)
    paper: str | None = fill(
        N_("Paper line"), "paper", None, N_("Its number in the register printed for a night")
    )
    written: bool = fill(N_("In writing"), "flag", default=False, words=("written", "书面", "来函"))
    in_person: bool = fill(
        N_("At the desk"), "flag", default=False, words=("at the desk", "来访", "当面")
    )
    answered: bool = fill(N_("Answered"), "flag", default=False, words=("answered", "已答复"))
    confidential: bool = fill(
        N_("Confidential"), "flag", default=False, words=("confidential", "保密")
    )

    escort: bool = fill(N_("Escort"), "wish", default=False, words=("escort", "护送", "送医"))
    ambulance: bool = fill(
        N_("Ambulance"), "wish", default=False, words=("ambulance", "120", "救护车")
    )
    nursing: bool = fill(N_("Nursing"), "wish", default=False, words=("nursing", "陪护"))

    @property
    def wishes(self) -> list[str]:
        """The branches that were said in one breath with the call."""
        return [name for name in rules.MEDICAL_BRANCHES if getattr(self, name)]

    @property
    def channel(self) -> str:
        """How it came in: `phone`, `desk` or `written`."""
        return "written" if self.written else "desk" if self.in_person else "phone"


class JoinCall(Form):
    """Add another caller to a call that is open already."""

    verbs: ClassVar[tuple[str, ...]] = ("join", "j", "并入")
    title: ClassVar[str] = N_("Join")

    case: str = fill(N_("Call"), "case")
    place: str | None = fill(N_("Place"), "place", None, N_("Where this caller calls from"))
    phone: str | None = fill(N_("Phone"), "phone", None, N_("To ring back"))
    caller: str | None = fill(N_("Caller"), "who", None)
    words: str | None = fill(N_("Words"), "words", None, N_("What this caller says"))
    told: Told | None = fill(N_("Happened"), "told", None)


class Caution(Form):
    """What whoever answers a call from there must know; or that it holds no longer."""

    verbs: ClassVar[tuple[str, ...]] = ("caution", "注意")
    title: ClassVar[str] = N_("Caution")

    place: str = fill(N_("Place"), "place")
    words: str = fill(
        N_("Words"), "words", hint=N_("Oxygen bottle, dog, hard of hearing; or off 2")
    )
    until: dt.date | None = fill(N_("Until"), "until", None, N_("The last day on which it holds"))

    @property
    def off(self) -> int | None:
        """Which one is taken off; 0 for the only one, None where one is added."""
        return rules.taken_off(self.words)

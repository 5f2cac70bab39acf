"""What an operator can say to the shifts desk."""

from __future__ import annotations

from datetime import date as day
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Period
from deskterm.core.words import N_


class SignOff(Form):
    """End the shift at this console; a sign-on, with its PIN, is not for the desk line."""

    verbs: ClassVar[tuple[str, ...]] = ("off", "签退")
    title: ClassVar[str] = N_("Sign off")


class SignOn(Form):
    """Begin a shift at this console."""

    title: ClassVar[str] = N_("Sign on")

    code: str = fill(N_("Operator"), "operator")
    pin: str = fill(N_("PIN"), "name")


class HandOver(Form):
    """Hand the shift over: everything that is open is put down, line by line."""

    verbs: ClassVar[tuple[str, ...]] = ("handover", "ho", "交班")
    title: ClassVar[str] = N_("Hand over")

    words: str | None = fill(
        N_("Words"), "words", None, N_("What whoever comes should know besides")
    )


class TakeOver(Form):
    """Answer a line of a handover: accept it, ask about it, or accept it with a remark.

    The number of the handover alone accepts every line that has no answer yet.
    """

    verbs: ClassVar[tuple[str, ...]] = ("accept", "接班")
    title: ClassVar[str] = N_("Take over")

    step: str = fill(
        N_("Line"), "handed", hint=N_("H012.3: the third line of H012; H012: all that is left")
    )
    asked: bool = fill(
        N_("Asked"),
        "flag",
        default=False,
        hint=N_("It stays open until it is accepted"),
        words=("asked", "ask", "疑问", "提问"),
    )
    words: str | None = fill(N_("Words"), "words", None)


class Roster(Form):
    """Put somebody on the roster for a day, or take them off it."""

    verbs: ClassVar[tuple[str, ...]] = ("roster", "排班")
    title: ClassVar[str] = N_("Roster")

    who: str = fill(N_("Who"), "operator")
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    period: Period = fill(N_("Period"), "period")
    off: bool = fill(N_("Off"), "flag", default=False, words=("off", "取消"))

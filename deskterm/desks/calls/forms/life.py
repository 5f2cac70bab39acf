"""What is said of a call while it runs: notes, the answer, what it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_, _
from deskterm.desks.calls.rules import INSTEAD_WORDS, OFF_WORDS, branch_of


class Note(Form):
    """Add a note to a record."""

    verbs: ClassVar[tuple[str, ...]] = ("note", "n", "备注")
    title: ClassVar[str] = N_("Note")

    case: str = fill(N_("Record"), "case")
    words: str = fill(N_("Words"), "words")
    told: Told | None = fill(N_("Happened"), "told", None)


class Confide(Form):
    """Hide what was written of a call, or show it again."""

    verbs: ClassVar[tuple[str, ...]] = ("confidential", "保密")
    title: ClassVar[str] = N_("Confidential")

    case: str = fill(N_("Call"), "case")
    off: bool = fill(N_("Off"), "flag", default=False, words=("off", "取消", "公开"))


class Answer(Form):
    """The caller had a reply."""

    verbs: ClassVar[tuple[str, ...]] = ("answer", "a", "答复")
    title: ClassVar[str] = N_("Answer")

    case: str = fill(N_("Call"), "case")
    words: str | None = fill(N_("Answer"), "words", None)
    told: Told | None = fill(N_("Answered at"), "told", None)


class Wait(Form):
    """The call waits for something."""

    verbs: ClassVar[tuple[str, ...]] = ("wait", "w", "等待")
    title: ClassVar[str] = N_("Wait")

    case: str = fill(N_("Call"), "case")
    words: str = fill(N_("Waits for"), "words")


class Resume(Form):
    """Go on with a call that waited or was done."""

    verbs: ClassVar[tuple[str, ...]] = ("resume", "继续")
    title: ClassVar[str] = N_("Go on")

    case: str = fill(N_("Call"), "case")


class Ready(Form):
    """The work is done, and the caller is still to be asked."""

    verbs: ClassVar[tuple[str, ...]] = ("ready", "办妥")
    title: ClassVar[str] = N_("Work done")

    case: str = fill(N_("Call"), "case")
    words: str | None = fill(N_("Outcome"), "words", None, N_("What came of it"))


class CallBack(Form):
    """Promise the caller to ring back."""

    verbs: ClassVar[tuple[str, ...]] = ("callback", "回电")
    title: ClassVar[str] = N_("Ring back")

    case: str = fill(N_("Call"), "case")
    date: dt.date | None = fill(N_("Date"), "date", None, N_("Left empty, the nearest such time"))
    time: dt.time = fill(N_("Time"), "time")
    words: str | None = fill(N_("What about"), "words", None)


class Branch(Form):
    """Add to a call the help that turns out to be wanted, or take it off again."""

    verbs: ClassVar[tuple[str, ...]] = ("branch", "b", "分支")
    title: ClassVar[str] = N_("Branch")

    case: str = fill(N_("Call"), "case")
    words: str = fill(
        N_("Branch"), "words", hint=N_("escort, ambulance, nursing, paid or referral; then words")
    )
    off: bool = fill(N_("Off"), "flag", default=False, words=tuple(sorted(OFF_WORDS)))
    instead: bool = fill(
        N_("Instead"),
        "flag",
        default=False,
        hint=N_("In the place of the other medical branches"),
        words=tuple(sorted(INSTEAD_WORDS)),
    )
    told: Told | None = fill(N_("Happened"), "told", None)

    def problems(self) -> Mapping[str, str]:
        """A branch that is none of the five."""
        if branch_of(self.words):
            return {}
        sentence = _("A call branches into escort, ambulance, nursing, paid or referral.")
        return {"words": sentence}


class Major(Form):
    """Mark a call as a major one, or as ordinary again."""

    verbs: ClassVar[tuple[str, ...]] = ("major", "重大")
    title: ClassVar[str] = N_("Major")

    case: str = fill(N_("Call"), "case")
    off: bool = fill(N_("Ordinary again"), "flag", default=False, words=("off", "ordinary", "普通"))

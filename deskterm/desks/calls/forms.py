"""What an operator can say to the calls desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_, _
from deskterm.desks.calls.rules import OFF_WORDS, branch_of


class NewCall(Form):
    """Log a call: what for, and from where; everything else can follow."""

    verbs: ClassVar[tuple[str, ...]] = ("call", "c", "求助", "来电")
    title: ClassVar[str] = N_("New call")
    implied: ClassVar[tuple[str, ...]] = ("place", "category")

    place: str | None = fill(
        N_("Place"), "place", None, N_("Unit, public place, or where the caller says it is")
    )
    category: str | None = fill(
        N_("Category"), "category", None, N_("Left empty, the words suggest it")
    )
    words: str | None = fill(N_("Words"), "words", None, N_("What the caller says"))
    phone: str | None = fill(N_("Phone"), "phone", None, N_("To ring back"))
    caller: str | None = fill(N_("Caller"), "name", None)
    kind: str | None = fill(N_("Incident kind"), "kind", None)
    told: Told | None = fill(N_("Happened"), "told", None)
    written: bool = fill(N_("In writing"), "flag", default=False, words=("written", "书面", "来函"))
    in_person: bool = fill(
        N_("At the desk"), "flag", default=False, words=("at the desk", "来访", "当面")
    )
    answered: bool = fill(N_("Answered"), "flag", default=False, words=("answered", "已答复"))
    confidential: bool = fill(
        N_("Confidential"), "flag", default=False, words=("confidential", "保密")
    )

    @property
    def channel(self) -> str:
        """How it came in: `phone`, `desk` or `written`."""
        return "written" if self.written else "desk" if self.in_person else "phone"


class Note(Form):
    """Add a note to a record."""

    verbs: ClassVar[tuple[str, ...]] = ("note", "n", "备注")
    title: ClassVar[str] = N_("Note")

    case: str = fill(N_("Record"), "case")
    words: str = fill(N_("Words"), "words")
    told: Told | None = fill(N_("Happened"), "told", None)


class Finish(Form):
    """Tick a step."""

    verbs: ClassVar[tuple[str, ...]] = ("done", "d", "完成")
    title: ClassVar[str] = N_("Step done")

    step: str = fill(N_("Step"), "step")
    words: str | None = fill(N_("Words"), "words", None, N_("What the step wants written down"))
    told: Told | None = fill(N_("Done at"), "told", None)


class Skip(Form):
    """Leave a step out, and say why."""

    verbs: ClassVar[tuple[str, ...]] = ("skip", "k", "跳过")
    title: ClassVar[str] = N_("Skip a step")

    step: str = fill(N_("Step"), "step")
    words: str = fill(N_("Reason"), "words")


class PutOff(Form):
    """Let a step fall due later today, or early tomorrow."""

    verbs: ClassVar[tuple[str, ...]] = ("later", "l", "推迟")
    title: ClassVar[str] = N_("Put off")

    step: str = fill(N_("Step"), "step")
    time: dt.time = fill(N_("Until"), "time")


class Answer(Form):
    """The caller had a reply."""

    verbs: ClassVar[tuple[str, ...]] = ("answer", "a", "答复")
    title: ClassVar[str] = N_("Answer")

    case: str = fill(N_("Call"), "case")
    words: str | None = fill(N_("Answer"), "words", None)
    told: Told | None = fill(N_("Answered at"), "told", None)


class CloseCall(Form):
    """Close a call."""

    verbs: ClassVar[tuple[str, ...]] = ("close", "x", "结案")
    title: ClassVar[str] = N_("Close")

    case: str = fill(N_("Call"), "case")
    words: str | None = fill(N_("Outcome"), "words", None, N_("What came of it"))


class Branch(Form):
    """Add to a call the help that turns out to be wanted, or take it off again."""

    verbs: ClassVar[tuple[str, ...]] = ("branch", "分支")
    title: ClassVar[str] = N_("Branch")

    case: str = fill(N_("Call"), "case")
    words: str = fill(
        N_("Branch"), "words", hint=N_("escort, ambulance, nursing, paid or referral; then words")
    )
    off: bool = fill(N_("Off"), "flag", default=False, words=tuple(sorted(OFF_WORDS)))

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

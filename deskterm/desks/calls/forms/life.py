"""What is said of a call that is open: notes, the answer, branches, the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_, _
from deskterm.desks.calls.rules import OFF_WORDS, branch_of


class Note(Form):
    """Add a note to a record."""

    verbs: ClassVar[tuple[str, ...]] = ("note", "n", "备注")
    title: ClassVar[str] = N_("Note")

    case: str = fill(N_("Record"), "case")
    words: str = fill(N_("Words"), "words")
    told: Told | None = fill(N_("Happened"), "told", None)


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

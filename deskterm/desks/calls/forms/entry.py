"""What is said while somebody calls."""

from __future__ import annotations

from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_


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

"""What is said to put a call right."""

from __future__ import annotations

from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_


class FixCall(Form):
    """What was logged wrongly of a call, as it should have been; only what is given changes."""

    title: ClassVar[str] = N_("Correct a call")

    case: str = fill(N_("Call"), "case")
    place: str | None = fill(N_("Place"), "place", None)
    category: str | None = fill(N_("Category"), "category", None)
    kind: str | None = fill(N_("Incident kind"), "kind", None)
    caller: str | None = fill(N_("Caller"), "who", None)
    phone: str | None = fill(N_("Phone"), "phone", None)
    satisfaction: int | None = fill(
        N_("Satisfaction"), "satisfaction", None, N_("What the caller says: 5/5 is very satisfied")
    )
    words: str | None = fill(N_("Words"), "words", None, N_("What the caller said"))
    told: Told | None = fill(N_("Happened"), "told", None)
    answered: bool = fill(
        N_("Answered"), "flag", default=False, words=("answered", "已答复", "答复时间")
    )
    """The time that was told is that of the answer, not that of the call."""

"""What is said when others are asked about a call, and what they answer."""

from __future__ import annotations

from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_


class Ask(Form):
    """Tell the supervisor, the director or the manager of a call, or ask them."""

    verbs: ClassVar[tuple[str, ...]] = ("ask", "e", "请示")
    title: ClassVar[str] = N_("Ask")

    case: str = fill(N_("Call"), "case")
    role: str | None = fill(N_("Whom"), "rung", None, N_("Left empty, whoever comes next"))
    words: str | None = fill(N_("Question"), "words", None, N_("Left empty, they are only told"))
    told: Told | None = fill(N_("Asked at"), "told", None)


class Says(Form):
    """What whoever was asked or told says."""

    verbs: ClassVar[tuple[str, ...]] = ("says", "批示")
    title: ClassVar[str] = N_("They say")

    case: str = fill(N_("Call"), "case")
    role: str | None = fill(N_("Who"), "rung", None, N_("Left empty, whoever was asked last"))
    words: str = fill(N_("Words"), "words")
    told: Told | None = fill(N_("Said at"), "told", None)


class Refer(Form):
    """Ask a party that can help; what they said stands after a colon."""

    verbs: ClassVar[tuple[str, ...]] = ("refer", "r", "转请")
    title: ClassVar[str] = N_("Refer")

    case: str = fill(N_("Call"), "case")
    words: str = fill(
        N_("Whom, and what they said"), "words", hint=N_("gas company: today at 15:00")
    )
    told: Told | None = fill(N_("Asked at"), "told", None)

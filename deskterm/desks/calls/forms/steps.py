"""What is said of a step."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_


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

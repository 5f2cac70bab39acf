"""What an operator can say of a guard."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_


class GuardStatus(Form):
    """What a guard does now; `G2 on scene` says it without a verb."""

    verbs: ClassVar[tuple[str, ...]] = ("status", "状态")
    title: ClassVar[str] = N_("Guard's status")
    implied: ClassVar[tuple[str, ...]] = ("guard",)

    guard: str = fill(N_("Guard"), "guard")
    status: str = fill(N_("Status"), "status")
    case: str | None = fill(N_("Call"), "case", None)
    told: Told | None = fill(N_("When"), "told", None)
    until: time | None = fill(N_("Until"), "time", None, N_("The end of a break"))

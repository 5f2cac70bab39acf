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


class FixStamp(Form):
    """The true time of a guard's stamp: on the call he is on, else the last one he was on."""

    title: ClassVar[str] = N_("Correct a guard's time")

    guard: str = fill(N_("Guard"), "guard")
    status: str = fill(N_("Status"), "status")
    case: str | None = fill(N_("Call"), "case", None)
    told: Told = fill(N_("When"), "told")


class Roll(Form):
    """Call everybody who is out on a call; `roll end` ends it."""

    verbs: ClassVar[tuple[str, ...]] = ("roll", "点名")
    title: ClassVar[str] = N_("Roll call")

    end: bool = fill(N_("End"), "flag", default=False, words=("end", "over", "结束", "完毕"))


class Heard(Form):
    """Guards gave word of themselves."""

    verbs: ClassVar[tuple[str, ...]] = ("heard", "h", "应答")
    title: ClassVar[str] = N_("Heard of")

    guards: list[str] = fill(N_("Guards"), "guards")
    told: Told | None = fill(N_("When"), "told", None)


class IssueEquipment(Form):
    """Hand equipment out to a guard."""

    verbs: ClassVar[tuple[str, ...]] = ("issue", "发放")
    title: ClassVar[str] = N_("Issue equipment")

    equipment: list[str] = fill(N_("Equipment"), "equipment")
    guard: str = fill(N_("Guard"), "guard")
    told: Told | None = fill(N_("When"), "told", None)


class ReturnEquipment(Form):
    """Equipment comes back."""

    verbs: ClassVar[tuple[str, ...]] = ("return", "归还")
    title: ClassVar[str] = N_("Return equipment")

    equipment: list[str] = fill(N_("Equipment"), "equipment")
    told: Told | None = fill(N_("When"), "told", None)

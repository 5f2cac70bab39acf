"""What an operator can say to the vehicles desk."""

from __future__ import annotations

from datetime import date as day
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_


class NewSlip(Form):
    """Enter a fuel slip: which vehicle and how many litres; everything else can follow."""

    verbs: ClassVar[tuple[str, ...]] = ("fuel", "f", "加油", "油单")
    title: ClassVar[str] = N_("Fuel slip")

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    litres: int = fill(N_("Litres"), "litres")
    """In millilitres."""
    money: int | None = fill(N_("Amount"), "money", None)
    """In cents."""
    km: int | None = fill(N_("Odometer"), "km", None, N_("The total, as it stands on the slip"))
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    told: Told | None = fill(N_("Fuelled at"), "told", None)
    full: bool = fill(N_("Full tank"), "flag", default=True)
    partial: bool = fill(
        N_("Not full"), "flag", default=False, words=("partial", "not full", "未加满", "没加满")
    )
    missed: bool = fill(
        N_("A fill missed"),
        "flag",
        default=False,
        hint=N_("A fill before this one was never entered"),
        words=("missed", "漏记"),
    )
    words: str | None = fill(N_("Station"), "words", None)

    @property
    def to_the_brim(self) -> bool:
        """Whether the tank was full afterwards; the desk line says `partial` where it was not."""
        return self.full and not self.partial


class VehicleOut(Form):
    """A vehicle that was sent drives off."""

    verbs: ClassVar[tuple[str, ...]] = ("out", "出车")
    title: ClassVar[str] = N_("Vehicle out")

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    km: int | None = fill(N_("Odometer"), "km", None)
    told: Told | None = fill(N_("Out at"), "told", None)


class VehicleBack(Form):
    """A vehicle is back from its trip."""

    verbs: ClassVar[tuple[str, ...]] = ("back", "回", "回车")
    title: ClassVar[str] = N_("Vehicle back")

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    km: int | None = fill(N_("Odometer"), "km", None)
    told: Told | None = fill(N_("Back at"), "told", None)

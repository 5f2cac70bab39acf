"""What an operator can say to the vehicles desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as day
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told, fold, short
from deskterm.core.words import N_, _
from deskterm.desks.vehicles.rules import third


class NewSlip(Form):
    """Enter a fuel slip: the vehicle and its litres, or the amount and what a litre costs."""

    verbs: ClassVar[tuple[str, ...]] = ("fuel", "f", "加油", "油单")
    title: ClassVar[str] = N_("Fuel slip")
    labelled: ClassVar[bool] = True

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    litres: int | None = fill(N_("Litres"), "litres", None, N_("Or amount and price"))
    """In millilitres."""
    money: int | None = fill(N_("Amount"), "money", None)
    """In cents."""
    price: int | None = fill(
        N_("Per litre"), "unit-price", None, N_("Of any two of the three comes the third")
    )
    """In thousandths of the currency."""
    km: int | None = fill(N_("Odometer"), "km", None, N_("The total, as it stands on the slip"))
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    told: Told | None = fill(N_("Fuelled at"), "told", None)
    full: bool = fill(
        N_("Full tank"), "flag", default=True, words=("full", "full tank", "加满", "满箱")
    )
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
    card: str | None = fill(N_("Card"), "fuel-card", None, N_("Left empty, the vehicle's own"))
    trip: int | None = fill(N_("Trip meter"), "trip-meter", None)
    """In metres."""
    second: bool = fill(
        N_("Second tank"),
        "flag",
        default=False,
        words=("second tank", "tank 2", "副油箱", "副箱", "二号油箱"),
    )
    words: str | None = fill(N_("Station"), "words", None, words=("油站", "加油站"))
    reason: str | None = fill(
        N_("Reason"), "words", None, N_("Why it holds although it looks wrong"), words=("理由",)
    )

    @property
    def to_the_brim(self) -> bool:
        """Whether the tank was full afterwards; the desk line says `partial` where it was not."""
        return self.full and not self.partial

    @property
    def tank(self) -> int:
        """The first tank or the second: each has its own log."""
        return 2 if self.second else 1

    @property
    def figures(self) -> tuple[int | None, int | None, int | None]:
        """Millilitres, cents and thousandths per litre: of any two the third."""
        return third(self.litres, self.money, self.price)

    def problems(self) -> Mapping[str, str]:
        """Nothing tells the litres, or a number stands there that is nothing of a slip's."""
        if not self.figures[0]:
            return {"litres": _("Say the litres, or amount and price: 45.2L, or 380.50 8.42/L.")}
        words = (self.words or "").split()
        if hours := [word for word in words if _HOUR.fullmatch(fold(word))]:
            sentence = _("“{word}” is no station; the time of a slip is written @{word}.")
            return {"told": sentence.format(word=fold(hours[0]))}
        if words and all(NUMBER.fullmatch(fold(word)) for word in words):
            sentence = _(
                "“{words}” is neither an amount nor an odometer reading; write 380.00, or 8210 km."
            )
            return {"words": sentence.format(words=short(self.words or ""))}
        return {}


class FixSlip(Form):
    """What is other on a slip than it was entered; what is not said stays."""

    verbs: ClassVar[tuple[str, ...]] = ("slip",)
    title: ClassVar[str] = N_("Correct a slip")
    labelled: ClassVar[bool] = True

    litres: int | None = fill(N_("Litres"), "litres", None)
    money: int | None = fill(N_("Amount"), "money", None)
    price: int | None = fill(N_("Per litre"), "unit-price", None)
    km: int | None = fill(N_("Odometer"), "km", None)
    date: day | None = fill(N_("Date"), "date", None)
    told: Told | None = fill(N_("Fuelled at"), "told", None)
    full: bool = fill(N_("Full tank"), "flag", default=False, words=("full", "加满"))
    partial: bool = fill(
        N_("Not full"), "flag", default=False, words=("partial", "not full", "未加满", "没加满")
    )
    missed: bool = fill(N_("A fill missed"), "flag", default=False, words=("missed", "漏记"))
    unmissed: bool = fill(
        N_("None missed"), "flag", default=False, words=("not missed", "none missed", "未漏记")
    )
    card: str | None = fill(N_("Card"), "fuel-card", None)
    trip: int | None = fill(N_("Trip meter"), "trip-meter", None)
    second: bool = fill(
        N_("Second tank"), "flag", default=False, words=("second tank", "tank 2", "副油箱", "副箱")
    )
    words: str | None = fill(N_("Station"), "words", None, words=("油站", "加油站"))
    reason: str | None = fill(N_("Reason"), "words", None, words=("理由",))


_HOUR = re.compile(r"[012]?\d:[0-5]\d", re.ASCII)
NUMBER = re.compile(r"[-+]?¥?\d[\d.,]*")
"""What stands on a slip for itself, and is no part of a station's name."""


class SetNorm(Form):
    """What a vehicle may use per 100 km from a day on, in summer, in winter or always."""

    verbs: ClassVar[tuple[str, ...]] = ("norm", "定额")
    title: ClassVar[str] = N_("Norm")

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    litres: int = fill(N_("L/100 km"), "litres")
    """In millilitres per 100 km."""
    date: day | None = fill(N_("From"), "since", None, N_("Left empty, from today"))
    season: str | None = fill(N_("Season"), "season", None, N_("summer or winter; else always"))


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

"""What an operator can say of trips, papers, costs, repairs, stock, training and checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date as day
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import fleet_rules as rules

_STRAY = re.compile(r"[-+−]?[¥￥]?[\d.,]+(?:元)?")


def _stray(words: str | None) -> str | None:
    """A sentence on the last word where it is a number that was meant for an amount."""
    said = (words or "").split()
    if not said or not _STRAY.fullmatch(said[-1]):
        return None
    sentence = _("“{word}” is no amount and no count; write 380.00, or say in words what it is.")
    return sentence.format(word=said[-1])


class NewTrip(Form):
    """Ask for a trip: for whom and what for; with a vehicle and its driver it is sent at once."""

    verbs: ClassVar[tuple[str, ...]] = ("trip", "用车")
    title: ClassVar[str] = N_("Trip")
    labelled: ClassVar[bool] = True

    vehicle: str | None = fill(N_("Vehicle"), "vehicle", None)
    driver: str | None = fill(N_("Driver"), "driver", None)
    told: Told | None = fill(N_("When"), "told", None)
    requester: str | None = fill(N_("Requester"), "name", None)
    words: str | None = fill(N_("Purpose"), "words", None, N_("for Finance to the airport"))

    @property
    def asked(self) -> rules.Asked | None:
        """Who asks, and what for; None where one of them was not said."""
        if self.requester and self.words:
            return rules.Asked(self.requester, self.words)
        return rules.asked_for(self.words or "")

    def problems(self) -> Mapping[str, str]:
        """A trip has somebody who asks for it and a purpose, and a driver with its vehicle."""
        if self.asked is None:
            return {"words": _("Say who asks and what for: for Finance to the airport.")}
        if bool(self.vehicle) is not bool(self.driver):
            sentence = _("A vehicle goes with its driver: 沪A12345 driver shen.")
            return {"driver" if self.vehicle else "vehicle": sentence}
        return {}


class NewPaper(Form):
    """A paper was renewed, or maintenance done: when it falls due next."""

    verbs: ClassVar[tuple[str, ...]] = ("paper", "证件")
    title: ClassVar[str] = N_("Paper renewed")

    vehicle: str | None = fill(N_("Vehicle"), "vehicle", None)
    driver: str | None = fill(N_("Driver"), "driver", None)
    kind: str | None = fill(N_("Paper"), "filed", None)
    date: day | None = fill(N_("Due"), "date", None, N_("Maintenance: left empty, by its interval"))
    km: int | None = fill(
        N_("Odometer"), "km", None, N_("Maintenance: as it was done; with a date, when it is due")
    )
    money: int | None = fill(N_("Amount"), "money", None)
    words: str | None = fill(N_("Words"), "words", None)


class NewCost(Form):
    """Keep a cost of a vehicle, of a repair, or of an account."""

    verbs: ClassVar[tuple[str, ...]] = ("cost", "费用")
    title: ClassVar[str] = N_("Cost")
    labelled: ClassVar[bool] = True

    vehicle: str | None = fill(N_("Vehicle"), "vehicle", None)
    case: str | None = fill(N_("Repair"), "case", None)
    kind: str | None = fill(N_("Kind"), "cost", None)
    account: str | None = fill(N_("Account"), "account", None, N_("Left empty, by the kind"))
    amount: int | None = fill(N_("Amount"), "sum", None, N_("Left empty, it is not known yet"))
    supplier: str | None = fill(N_("Supplier"), "supplier", None, words=("供应商", "商家"))
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    words: str | None = fill(N_("Words"), "words", None, words=("reason", "why", "理由", "因为"))
    slip: str | None = fill(
        N_("Slip number"),
        "words",
        None,
        N_("As it stands on the supplier's paper"),
        words=("receipt", "invoice", "单号", "票号", "发票号"),
    )

    def problems(self) -> Mapping[str, str]:
        """A number that is no amount is not kept as words, with the amount unknown."""
        said = _stray(self.words) if self.amount is None else None
        return {"amount": said} if said else {}


class NewRepair(Form):
    """Ask for a repair by its grade, or say what became of one: started, finished, bought."""

    verbs: ClassVar[tuple[str, ...]] = ("repair", "维修")
    title: ClassVar[str] = N_("Repair")
    labelled: ClassVar[bool] = True

    vehicle: str | None = fill(N_("Vehicle"), "vehicle", None)
    case: str | None = fill(N_("Repair"), "case", None)
    grade: str | None = fill(N_("Grade"), "grade", None, N_("minor, medium, major; a worn part"))
    stage: str | None = fill(N_("What became of it"), "stage", None)
    driver: str | None = fill(N_("Asked for by"), "driver", None)
    amount: int | None = fill(N_("Estimate or cost"), "sum", None)
    supplier: str | None = fill(
        N_("Shop"), "supplier", None, N_("Left empty, the appointed one"), ("修理厂", "厂家")
    )
    until: day | None = fill(N_("Warranty until"), "until", None)
    told: Told | None = fill(N_("When"), "told", None)
    words: str | None = fill(
        N_("What is to be done"), "words", None, words=("reason", "why", "理由", "因为")
    )

    def problems(self) -> Mapping[str, str]:
        """A request has a vehicle, a grade and words; a stage has its repair."""
        if self.case and not self.stage:
            return {"stage": _("Say what became of it: started, finished or bought.")}
        if self.case:
            return {}
        wanted = {
            "vehicle": _("Say which vehicle: repair 沪A12345 minor brake pads 800."),
            "grade": _("Say the grade: minor, medium, major, or part."),
            "words": _("Say what is to be done."),
        }
        lacks = {name: said for name, said in wanted.items() if not getattr(self, name)}
        said = _stray(self.words) if self.amount is None else None
        return lacks | ({"amount": said} if said else {})


class Buy(Form):
    """Buy something into the stock; what is new to it is entered with its first purchase."""

    verbs: ClassVar[tuple[str, ...]] = ("buy", "购入")
    title: ClassVar[str] = N_("Bought into stock")
    labelled: ClassVar[bool] = True

    quantity: int = fill(N_("How many"), "quantity")
    amount: int | None = fill(N_("Amount"), "sum", None, N_("Left empty, it is not known yet"))
    supplier: str | None = fill(N_("Supplier"), "supplier", None, words=("供应商", "商家"))
    date: day | None = fill(N_("Date"), "date", None)
    words: str = fill(N_("What"), "words", hint=N_("glass cleaner 12 240.00"))

    def problems(self) -> Mapping[str, str]:
        """A number that is no count is not part of a name."""
        said = _stray(self.words)
        return {"quantity": said} if said else {}


class Issue(Form):
    """Issue something out of the stock to a vehicle."""

    verbs: ClassVar[tuple[str, ...]] = ("supply", "领用")
    title: ClassVar[str] = N_("Issued from stock")

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    what: str = fill(N_("What"), "supply")
    quantity: int = fill(N_("How many"), "quantity", 1)
    date: day | None = fill(N_("Date"), "date", None)
    words: str | None = fill(N_("Reason"), "words", None, N_("Where more goes out than was there"))

    def problems(self) -> Mapping[str, str]:
        """A number that is no count does not become a reason, and one piece."""
        said = _stray(self.words)
        return {"quantity": said} if said else {}


class Train(Form):
    """A driver was trained."""

    verbs: ClassVar[tuple[str, ...]] = ("train", "培训")
    title: ClassVar[str] = N_("Training")

    driver: str = fill(N_("Driver"), "driver")
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    words: str = fill(N_("Words"), "words", hint=N_("What was taught"))


class Check(Form):
    """A vehicle was checked before it drove, or assessed technically."""

    verbs: ClassVar[tuple[str, ...]] = ("check", "检查")
    title: ClassVar[str] = N_("Check")

    vehicle: str = fill(N_("Vehicle"), "vehicle")
    kind: str = fill(N_("Kind"), "check", "daily", N_("daily, or technical"))
    driver: str | None = fill(N_("Driver"), "driver", None)
    failed: bool = fill(
        N_("Not in order"), "flag", default=False, words=("failed", "不合格", "不正常")
    )
    date: day | None = fill(N_("Date"), "date", None, N_("Left empty, it is today"))
    words: str | None = fill(N_("Words"), "words", None)


class Shop(Form):
    """A repair shop is short-listed, on trial, appointed or dropped."""

    verbs: ClassVar[tuple[str, ...]] = ("shop", "修理厂")
    title: ClassVar[str] = N_("Repair shop")

    supplier: str | None = fill(N_("Shop"), "supplier", None)
    state: str = fill(N_("What becomes of it"), "shop-state")
    words: str | None = fill(N_("Words"), "words", None, N_("A new shop's name, or why"))

"""What is said of a paid service: its price, its amount, and that it was paid."""

from __future__ import annotations

from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_
from deskterm.desks.calls.rules import priced

PAID = ("paid", "已付", "已收")


class _Money(Form):
    """An amount beside free words, or among them."""

    words: str | None = None
    money: int | None = None

    @property
    def service(self) -> str:
        """What is paid for, as it was said."""
        return self._said if self.money is not None else priced(self._said)[0]

    @property
    def cents(self) -> int | None:
        """The amount; None where none was said."""
        return self.money if self.money is not None else priced(self._said)[1]

    @property
    def _said(self) -> str:
        return self.words or ""


class AgreePrice(_Money):
    """The caller agrees to a price before the work begins."""

    verbs: ClassVar[tuple[str, ...]] = ("price", "议价")
    title: ClassVar[str] = N_("Price")

    case: str = fill(N_("Call"), "case")
    words: str | None = fill(
        N_("Service"), "words", None, N_("A code of the price list, or what is paid for")
    )
    money: int | None = fill(N_("Price"), "money", None, N_("Left empty, the list's"))
    told: Told | None = fill(N_("Agreed at"), "told", None)


class KeepAmount(_Money):
    """What the service cost in the end."""

    verbs: ClassVar[tuple[str, ...]] = ("charge", "收费")
    title: ClassVar[str] = N_("Charge")

    case: str = fill(N_("Call"), "case")
    money: int | None = fill(N_("Amount"), "money", None)
    words: str | None = fill(N_("Service"), "words", None, N_("Where more than one is charged"))
    paid: bool = fill(N_("Paid"), "flag", default=False, words=PAID)
    told: Told | None = fill(N_("Happened"), "told", None)

    @property
    def is_paid(self) -> bool:
        """Whether it is paid too; the last word may say so."""
        return self.paid or self._said != (self.words or "")

    @property
    def _said(self) -> str:
        words = (self.words or "").split()
        return " ".join(words[:-1]) if words and words[-1] in PAID else self.words or ""


class Paid(Form):
    """What is charged on a call is paid."""

    verbs: ClassVar[tuple[str, ...]] = ("paid", "已付")
    title: ClassVar[str] = N_("Paid")

    case: str = fill(N_("Call"), "case")
    told: Told | None = fill(N_("Paid at"), "told", None)

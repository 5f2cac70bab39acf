"""What an operator can say to the shifts desk."""

from __future__ import annotations

from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.words import N_


class SignOff(Form):
    """End the shift at this console; a sign-on, with its PIN, is not for the desk line."""

    verbs: ClassVar[tuple[str, ...]] = ("off", "签退")
    title: ClassVar[str] = N_("Sign off")


class SignOn(Form):
    """Begin a shift at this console."""

    title: ClassVar[str] = N_("Sign on")

    code: str = fill(N_("Operator"), "operator")
    pin: str = fill(N_("PIN"), "name")

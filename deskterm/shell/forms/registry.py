"""The registry of forms: how each is filled from the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskterm.core.errors import NotFound
from deskterm.core.layout import Table
from deskterm.core.words import _

if TYPE_CHECKING:
    from deskterm.core.office import Office


@dataclass(frozen=True)
class Wanted:
    """What a form is filled for: a record, or a period; or how many blank lines it has."""

    record: str = ""
    first: str | None = None
    last: str | None = None
    whole: str | None = None
    lines: int = 0
    """Blank lines for writing on by hand, in place of what is recorded."""
    operator: str | None = None


Filled = Callable[["Office", Wanted], Table]
FORMS: dict[str, Filled] = {}


def form(code: str) -> Callable[[Filled], Filled]:
    """Enter a function into the registry under the code that `forms.csv` has."""

    def enter(function: Filled) -> Filled:
        FORMS[code] = function
        return function

    return enter


def filled(code: str) -> Filled:
    """How the form of this code is filled, or a refusal that names them all."""
    if code not in FORMS:
        sentence = _("There is no form {name}; there are: {known}.")
        raise NotFound(sentence.format(name=code, known=", ".join(sorted(FORMS))))
    return FORMS[code]

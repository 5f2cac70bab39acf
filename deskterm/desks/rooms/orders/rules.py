"""The rules of a service order: its form, what can be wanted, which department has what."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

ORDER_FORM: Final = "LYWG/QR-007"
REGISTER_FORM: Final = "LYWG/QR-046"

BUSINESS: Final = "business"
EQUIPMENT: Final = "equipment"
PROVIDERS: Final = (BUSINESS, EQUIPMENT)
"""Who carries an order out, and to whom it goes at once (M1.4)."""
MENDERS: Final = ("engineering", EQUIPMENT)
"""To whom a fault goes (M4.1)."""

ITEMS: Final = (
    "banner",
    "name-plates",
    "sign-in-desk",
    "flowers",
    "fruit",
    "plants",
    "tea",
    "paper-cups",
)
"""What can be wanted for a meeting (M2.1)."""

_SPELLED: Final = {
    "business": "business 业务部 业务",
    "equipment": "equipment 设备部 设备",
    "engineering": "engineering 工程部 工程",
    "service": "service 服务 服务员 服务人员",
    "office": "office 办公室",
    "gm-office": "gm-office gm 总经理室",
}
_DEPARTMENTS: Final = {word: role for role, words in _SPELLED.items() for word in words.split()}
_IDLE: Final = {"department", "dept", "dept.", "departments", "and", "the", "to", "staff"}


def departments(said: str) -> tuple[list[str], list[str]]:
    """The departments that are named, each once, and the words that name none."""
    found: dict[str, None] = {}
    strange: list[str] = []
    for word in re.split(r"[\s,，、;；+&和]+", said.casefold()):
        if role := _DEPARTMENTS.get(word):
            found[role] = None
        elif word and word not in _IDLE:
            strange.append(word)
    return list(found), strange


def provider(item: str, provides: Mapping[str, str]) -> str:
    """The department that brings this; what a site says nothing of is the business department's."""
    return provides.get(item, BUSINESS)


def mender(said: str, faults: Mapping[str, Sequence[str]]) -> str | None:
    """The department whose words a fault is told in; None where it is nobody's, or either's.

    A longer word says more than a shorter one: an air conditioner by the window is the
    equipment department's.
    """
    weight = {role: _weight(said.casefold(), words) for role, words in faults.items()}
    best = max(weight.values(), default=0)
    named = [role for role, each in weight.items() if each == best]
    return named[0] if best and len(named) == 1 else None


def _weight(said: str, words: Collection[str]) -> int:
    """How much of what was said is of these words, in letters."""
    found = [word for word in words if _in(word.casefold(), said)]
    apart = [word for word in found if not any(word != other and word in other for other in found)]
    return sum(map(len, apart))


def _in(word: str, said: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said) is not None
    return word in said

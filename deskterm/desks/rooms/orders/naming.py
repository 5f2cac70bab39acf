"""Departments and things that are wanted, as they are said and read."""

from __future__ import annotations

from collections.abc import Iterable

from deskterm.core.errors import Refusal
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.words import _
from deskterm.desks.rooms.orders import queries, rules

_KNOWN = (*rules.PROVIDERS, "engineering", "service")


def named(said: str | None, known: Iterable[str] = _KNOWN) -> list[str]:
    """The departments that are named, or a refusal that says which there are."""
    if not said:
        return []
    found, strange = rules.departments(said)
    strange += [role for role in found if role not in known]
    if strange or not found:
        sentence = _("“{name}” is no department that does this; there are {known}.")
        raise Refusal(sentence.format(name=" ".join(strange) or said, known=names(known)))
    return found


def names(departments: Iterable[str]) -> str:
    """Departments as they are called."""
    return ", ".join(_(ROLE_WORDS[role]) for role in departments)


def things(items: Iterable[str]) -> str:
    """What is wanted for a meeting, as it is called."""
    return ", ".join(_(queries.ITEM_WORDS.get(item, item)) for item in items)

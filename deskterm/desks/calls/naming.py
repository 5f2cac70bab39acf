"""Who is meant: a name, its reading or initials, a telephone number or its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deskterm.desks.calls.rules import TAIL, digits, fold

_SENTENCES = """
a again all also am an and any are as ask at away back bad be been big bike but by call can car
cat date day did do does dog due end far few find for game gate gave get go good got had has have
he hear help her here hi him his hot how i if in is it its just key kid last late left let like
line long look lot low made make man many may me men more mr mrs ms mum my name need new next
nice no nor not now of off oh ok old on one only or our out over own pay pet please put rude run
said same saw say see send set she side sir sit so some son soon still sun take tea tell ten than
that the their them then there they this time to too try tv two up us use van wait want was way
we well wet what when who why will with woman women yes you
"""
EVERYDAY = frozenset(_SENTENCES.split())
"""Words of any sentence: where initials or a reading are the same, the word is meant."""


def number_said(words: str) -> str:
    """The digits of a phone number, or of its end, if that is all that these words are."""
    plain = fold(words)
    said = digits(plain)
    only = all(char in "0123456789 +()/.-" for char in plain)
    return said if only and len(said) >= TAIL else ""


WHOLE = 7
"""A phone number has at least so many digits; fewer are the end of one."""


def same_phone(known: str, said: str) -> bool:
    """Whether a number as it was said, or shown by a telephone, is this one that is known.

    Either may have a code before it that the other one lacks.
    """
    one, other = digits(known), digits(said)
    if len(other) < TAIL:
        return False
    return one.endswith(other) or (len(one) >= WHOLE and other.endswith(one))


def caller_among(
    residents: Sequence[dict[str, Any]], name: str, phone: str
) -> dict[str, Any] | None:
    """The one of these residents who has this name or reading, or else this phone number."""
    said = fold(name)
    if said:
        number = number_said(name)
        named = [
            row
            for row in residents
            if said in _readings(row) or (number and same_phone(row["phone"], number))
        ]
    else:
        named = [row for row in residents if phone and same_phone(row["phone"], phone)]
    return named[0] if len(named) == 1 else None


def _readings(resident: dict[str, Any]) -> set[str]:
    said = {fold(resident[part]) for part in ("name", "english", "pinyin", "initials")}
    return said | {fold(resident["pinyin"]).replace(" ", "")}


def called(resident: dict[str, Any] | None, said: str) -> str:
    """What a caller is called on record: as said, but by his name where only a reading was."""
    if resident is None or fold(said) in {fold(resident["name"]), fold(resident["english"])}:
        return said
    return str(resident["name"]) if said else ""

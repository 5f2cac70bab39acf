"""What a value in a site's file can be: read into what the store keeps, or refused in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal, InvalidOperation

from deskterm.core.people import PIN
from deskterm.core.words import _
from deskterm.desks.rooms.rules import opening
from deskterm.shell.site.rows import meant

Value = str | int | bool | None
"""As the store holds it: days are ISO text, amounts whole numbers of the smallest unit."""
Read = Callable[[str], Value]


class CellError(ValueError):
    """A value that cannot be taken; the message says what would be right."""


def _plain(said: str) -> str:
    return unicodedata.normalize("NFKC", said).strip()


def text(said: str) -> str:
    """Words as they were written; may be blank."""
    return said.strip()


def some(said: str) -> str:
    """Words that may not be blank."""
    if not said.strip():
        raise CellError(_("a value is missing here"))
    return said.strip()


def code(said: str) -> str:
    """A short name without blanks that records refer to."""
    found = some(_plain(said))
    if any(char.isspace() for char in found):
        raise CellError(_("“{said}” has a blank in it; a code has none").format(said=found))
    return found


def unit(said: str) -> str:
    """A unit's code: building, entrance and room, with hyphens."""
    found = code(said)
    if not re.fullmatch(r"\w+-\w+-\w+", found):
        sentence = _("“{said}” is no unit; one looks like 12-3-1502")
        raise CellError(sentence.format(said=found))
    return found


def word_of(known: Collection[str]) -> Read:
    """One of these words."""

    def read(said: str) -> str:
        found = some(_plain(said)).lower()
        if found not in known:
            sentence = _("unknown “{said}”; {meant}")
            raise CellError(sentence.format(said=found, meant=meant(found, known)))
        return found

    return read


def words(said: str) -> str:
    """Several words apart by semicolons, kept apart by blanks; a blank inside becomes a hyphen."""
    each = (re.sub(r"\s+", "-", part.strip()) for part in re.split("[;；]", said))
    return " ".join(part for part in each if part)


def amount(parts: int, least: int, like: str) -> Read:
    """A decimal number as so many parts of one: `amount(100, 0, "12.50")` reads money as cents."""

    def read(said: str) -> int:
        found = some(_plain(said)).replace(",", "")
        try:
            counted = Decimal(found) * parts
        except InvalidOperation:
            counted = Decimal("NaN")
        if not counted.is_finite() or counted != counted.to_integral_value():
            sentence = _("“{said}” is no such number; write it like {like}")
            raise CellError(sentence.format(said=said, like=like))
        if not least <= counted <= 10**12:
            sentence = _("{said} is out of bounds; it is {least} or more")
            raise CellError(sentence.format(said=said, least=Decimal(least) / parts))
        return int(counted)

    return read


def whole(least: int = 0) -> Read:
    """A whole number."""
    return amount(1, least, "30")


def or_none(read: Read) -> Read:
    """The same, or nothing where it is blank."""
    return lambda said: read(said) if said.strip() else None


def day(said: str) -> str:
    """A date of the calendar."""
    found = some(_plain(said)).replace("/", "-")
    try:
        return date.fromisoformat(found).isoformat()
    except ValueError:
        sentence = _("“{said}” is no date; write it like 2026-11-23")
        raise CellError(sentence.format(said=said)) from None


def hours(said: str) -> str:
    """When a room is open, `mo-fr 08:00-20:00; sa 09:00-12:00`; always where it is blank."""
    found = _plain(said).lower()
    try:
        opening(found)
    except ValueError as error:
        sentence = _("“{said}” is no opening time; write it like mo-fr 08:00-20:00; sa 09:00-12:00")
        raise CellError(sentence.format(said=error)) from None
    return found


_PHONE = re.compile(r"\+?\(?[0-9][0-9 ()-]{1,24}[0-9](?:[x#][0-9]{1,6})?")


def phone(said: str) -> str:
    """A telephone number, as it is dialled; may be blank."""
    found = _plain(said)
    if found and not _PHONE.fullmatch(found):
        sentence = _("“{said}” is no telephone number; write it like 100-5550-2231")
        raise CellError(sentence.format(said=said))
    return found


def pin(said: str) -> str:
    """A PIN of exactly six digits, or blank for somebody who never signs on.

    What was written instead is not repeated: it may be somebody's PIN elsewhere.
    """
    found = _plain(said)
    if found and not (PIN.fullmatch(found) and len(found) == 6):  # noqa: PLR2004 - six digits
        raise CellError(_("a PIN is six digits"))
    return found

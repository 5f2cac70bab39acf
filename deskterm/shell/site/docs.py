"""What of a site's registers is found by a search, and by which words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from deskterm.core import search
from deskterm.core.instants import stamp
from deskterm.core.register import Person, Place, Resident, Vehicle
from deskterm.core.search import Doc
from deskterm.core.work import Work
from deskterm.desks.calls.model import Document, Phrase, Price
from deskterm.desks.calls.rules import yuan
from deskterm.desks.vehicles.actions import suppliers
from deskterm.shell.site.names import reading


def _aloud(name: str) -> str:
    return _spoken(*reading(name))


def _spoken(pinyin: str, initials: str) -> str:
    """A reading as one word and as several, and its initials."""
    return f"{pinyin} {pinyin.replace(' ', '')} {initials}" if pinyin else ""


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit())


def _body(*words: str) -> str:
    return " ".join(word for word in words if word)


def place(row: Place) -> Doc:
    """A unit or a public place."""
    return Doc("place", row.id, _body(row.code, row.name, row.english), _aloud(row.name))


def resident(row: Resident, unit: str) -> Doc:
    """A resident, by name, reading, phone and unit."""
    keys = f"{_spoken(row.pinyin, row.initials)} {_digits(row.phone)}"
    return Doc("resident", row.id, _body(row.name, row.english, unit), keys)


def guard(row: Person) -> Doc:
    """A guard, by code, name and phone."""
    keys = f"{_spoken(row.pinyin, row.initials)} {_digits(row.phone)}"
    return Doc("guard", row.id, _body(row.code, row.name, row.english), keys)


def vehicle(row: Vehicle) -> Doc:
    """A vehicle, by plate and name."""
    keys = f"{row.plate[:2]}·{row.plate[2:]} {row.plate[2:]} {_aloud(row.name)}"
    return Doc("vehicle", row.id, _body(row.plate, row.name, row.english, row.model), keys)


def by_words(words: str) -> int:
    """The number under which stands in the index what has words, and no number, for its key."""
    return int.from_bytes(sha256(words.encode()).digest()[:6], "big")


def document(row: Document) -> Doc:
    """A reference document, by its titles, heading and place."""
    body = _body(row.code, row.title, row.english, row.location)
    return Doc("document", by_words(row.code), body, f"{row.heading} {_aloud(row.title)}")


def phrase(row: Phrase) -> Doc:
    """A phrase card, by its words."""
    return Doc("phrase", row.id, _body(row.zh, row.en), row.category)


def price(row: Price) -> Doc:
    """A price of the list (Q2.2), by its code and names; it says since when it holds.

    That day is written with points: whoever looks for what happened in a month does not
    look for the prices that began in it.
    """
    told = f"¥{yuan(row.cents)}" + (f"/{row.unit}" if row.unit else "")
    body = _body(row.code, row.name, row.english, told, f"({row.begins:%Y.%m.%d} –)")
    return Doc(
        "price", by_words(f"{row.code}/{row.begins}"), body, f"{_aloud(row.name)} 价目 price"
    )


MAKERS: dict[str, Callable[[Any], Doc]] = {
    "units": place,
    "places": place,
    "guards": guard,
    "vehicles": vehicle,
    "documents": document,
    "phrases": phrase,
    "prices": price,
    "suppliers": suppliers.doc,
}
"""By register; residents need their unit's code as well."""


def keep_all(work: Work, docs: Sequence[Doc]) -> None:
    """Put many records into the index: new ones in one go, the others one by one."""
    kinds = {doc.kind for doc in docs}
    listed = ", ".join(f"'{kind}'" for kind in kinds) or "''"
    known = {
        (row["kind"], row["ref"])
        for row in work.reader.each(f"SELECT kind, ref FROM docs WHERE kind IN ({listed})")  # noqa: S608 - our own words
    }
    new = [doc for doc in docs if (doc.kind, doc.ref) not in known and doc.body]
    for doc in docs:
        if (doc.kind, doc.ref) in known:
            search.keep(work, doc)
    search.add(work, [(doc, stamp(work.now)) for doc in new])

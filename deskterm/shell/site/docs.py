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
from deskterm.desks.calls.model import Document, Phrase
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


def document_ref(code: str) -> int:
    """The number under which a document stands in the index: its code is a word."""
    return int.from_bytes(sha256(code.encode()).digest()[:6], "big")


def document(row: Document) -> Doc:
    """A reference document, by its titles, heading and place."""
    body = _body(row.code, row.title, row.english, row.location)
    return Doc("document", document_ref(row.code), body, f"{row.heading} {_aloud(row.title)}")


def phrase(row: Phrase) -> Doc:
    """A phrase card, by its words."""
    return Doc("phrase", row.id, _body(row.zh, row.en), row.category)


MAKERS: dict[str, Callable[[Any], Doc]] = {
    "units": place,
    "places": place,
    "guards": guard,
    "vehicles": vehicle,
    "documents": document,
    "phrases": phrase,
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
    for doc in docs:
        if (doc.kind, doc.ref) in known:
            search.keep(work, doc)
    add_new(work, [(doc, stamp(work.now)) for doc in docs if (doc.kind, doc.ref) not in known])


def add_new(work: Work, docs: Sequence[tuple[Doc, str]]) -> None:
    """Put records into the index that are not in it yet, each with its stored instant."""
    search.add(work, docs)

"""What is known before a call is saved, in words: who lives there, what to mind, what to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from deskterm.core import places
from deskterm.core.confidential import MASK
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site, read_site
from deskterm.core.words import N_, _, language, pick
from deskterm.desks.calls import naming
from deskterm.desks.calls import queries as calls
from deskterm.desks.calls.rules import MEDICAL_BRANCHES, suggest, wishes_meant
from deskterm.shell import documents
from deskterm.shell.where import number

Segments = list[tuple[str, str]]
SHOWN = 2
"""So many people, and so many open calls, are told of; the others are counted."""
BRANCHES = {
    "escort": N_("Escort to hospital"),
    "ambulance": N_("120 ambulance"),
    "nursing": N_("Nursing"),
}
_ORDINARY = 2
_LIFE = 0


def call_pieces(reader: Reader, now: datetime, values: Mapping[str, str]) -> Segments:
    """What a call with these values would be, and what is known where it comes from.

    What must be minded stands before what is only good to know.
    """
    categories = calls.categories(reader)
    category = _category(categories, values)
    return [
        *_kind(category, values),
        *([(_(MASK), "soon")] if values.get("confidential") else []),
        *where_pieces(reader, now, values, category),
        *([(values["words"], "")] if values.get("words") else []),
        *_documents(reader, category, values.get("words", "")),
    ]


def _documents(reader: Reader, category: Row | None, words: str) -> Iterator[tuple[str, str]]:
    """Where the answer may stand; nothing that distracts from an emergency."""
    if category is not None and category["grade"] == _ORDINARY:
        for row in documents.near(reader, words, 1):
            yield documents.line(row), "dim"


def _category(found: list[Row], values: Mapping[str, str]) -> Row | None:
    code = values.get("category")
    if not code and (kind := values.get("kind")):
        owners = (row["code"] for row in found if kind in {each["code"] for each in row["kinds"]})
        code = next(owners, None)
    code = code or suggest(values.get("words", ""), calls.topics(found))
    if not code and any(values.get(name) for name in MEDICAL_BRANCHES):
        code = "medical"
    return next((row for row in found if row["code"] == code), None)


def _kind(category: Row | None, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if category is None:
        yield _("which category?"), "soon"
        return
    yield pick(category), "life" if category["grade"] == _LIFE else ""
    said = [name for name in MEDICAL_BRANCHES if values.get(name)]
    medical = category["code"] == "medical"
    for name in wishes_meant(said, values.get("words", ""), medical=medical):
        yield _("with {branch}").format(branch=_(BRANCHES[name])), "ok"


def where_pieces(
    reader: Reader, now: datetime, values: Mapping[str, str], category: Row | None = None
) -> Iterator[tuple[str, str]]:
    """Where it comes from and who calls, what to mind there, what is open, what to say."""
    place, phone, name = (values.get(part, "") for part in ("place", "phone", "caller"))
    if not (place or phone or name):
        return
    known = calls.known_at(reader, now, place=place, phone=phone, name=name)
    site = read_site(reader)
    yield from _place(reader, known, place, name or phone)
    yield from _open_there(known, now, site)
    yield from _cautions(known)
    yield from _people(known, name, phone)
    yield from _notes(known)
    for notice in known["notices"]:
        yield pick(notice), "soon"
    if known["earlier"]:
        yield _earlier(known, site, category), "dim"


def _place(reader: Reader, known: Row, said: str, who: str) -> Iterator[tuple[str, str]]:
    if known["place"]:
        yield places.in_words(known["place"]), ""
    elif said and (alike := places.alike(reader, said)):
        sentence = _("{said} is more than one unit: {units}")
        yield sentence.format(said=said.replace("--", "-"), units=", ".join(alike)), "soon"
    elif said and (near := places.nearest(reader, said)):
        sentence = _("no unit {said}; near: {units}")
        yield sentence.format(said=said.replace("--", "-"), units=", ".join(near)), "soon"
    elif said:
        yield said, ""
    elif known["people"]:
        sentence = _("which {who}? {units}")
        units = ", ".join(f"{row['place']} {_called(row)}" for row in known["people"])
        yield sentence.format(who=who, units=units), "soon"


def _cautions(known: Row) -> Iterator[tuple[str, str]]:
    for row in known["cautions"]:
        until = _(" until {day}").format(day=row["ends"]) if row["ends"] else ""
        yield f"! {row['body']}{until}", "life"


def _notes(known: Row) -> Iterator[tuple[str, str]]:
    """What the register says of the unit; longer known than a caution, and less urgent."""
    if known["place"] and (notes := known["place"]["notes"]):
        yield f"! {notes}", "soon"


def _open_there(known: Row, now: datetime, site: Site) -> Iterator[tuple[str, str]]:
    rows = known["open"]
    for row in rows[:SHOWN]:
        at = site.local(instant(row["opened_at"]))
        since = f"{at:%H:%M}" if at.date() == site.local(now).date() else f"{at:%m-%d %H:%M}"
        sentence = _("open there: {number} {category} since {time}")
        told = {"number": number(row, now), "category": pick(row), "time": since}
        yield sentence.format(**told), "soon"
    if len(rows) > SHOWN:
        yield _("{count} more open there").format(count=len(rows) - SHOWN), "soon"
    if rows:
        yield _("Down, Enter joins"), "ok"


def _people(known: Row, name: str, phone: str) -> Iterator[tuple[str, str]]:
    if known["place"] is None:
        return
    who = known["people"]
    caller = naming.caller_among(who, name, phone) if name or phone else None
    for row in [caller] if caller else who[:SHOWN]:
        parts = [_called(row), row["phone"], f"({row['notes']})" if row["notes"] else ""]
        yield " ".join(part for part in parts if part), ""
    if not caller and len(who) > SHOWN:
        yield _("{count} more live there").format(count=len(who) - SHOWN), "dim"


def _called(row: Row) -> str:
    return str((row["english"] or row["name"]) if language() == "en" else row["name"])


def _earlier(known: Row, site: Site, category: Row | None) -> str:
    """How many earlier calls, and the last one of the category; else the last one of all."""
    code = category["code"] if category else ""
    last = next((row for row in known["last"] if row["category"] == code), known["last"][0])
    day = f"{site.local(instant(last['opened_at'])):%Y-%m-%d}"
    count = known["earlier"]
    more = "+" if count >= calls.EARLIER else ""
    sentence = _("earlier calls: {count}, last {category} {day}")
    return sentence.format(count=f"{count}{more}", category=pick(last), day=day)

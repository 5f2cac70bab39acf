"""How calls, their callers, their notes and missed calls are found, as the store holds them."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from deskterm.core import numbers, places, search
from deskterm.core.instants import instant
from deskterm.core.reader import Row
from deskterm.core.tables import Case, Text
from deskterm.core.words import pick
from deskterm.core.work import Work
from deskterm.desks.calls import queries, rules
from deskterm.desks.calls.actions.saying import spoken
from deskterm.desks.calls.model import Call, Caller

IMPORT = "import"
"""The channel of a call that was taken in from another register."""

NOTED = (
    "SELECT t.id, json_extract(j.facts, '$.at') AS at, t.entered_at FROM texts t"
    " CROSS JOIN journal j ON j.case_id = t.case_id AND j.kind IN ('case.noted', 'call.joined')"
    " AND json_extract(j.facts, '$.text') = t.id"
    " WHERE t.field = 'note' AND t.replaced_at IS NULL"
)
"""SQL: the notes that stand, each with the time of which it tells."""

_WORDS = (
    "SELECT body FROM texts WHERE case_id = :case AND field = 'words' AND replaced_at IS NULL"
    " ORDER BY id DESC LIMIT 1"
)


def index(work: Work, case: Case) -> None:
    """Make a call findable by its number, place, caller and words, as they are now."""
    if doc := call(work, case, foreign(work, case)):
        search.keep(work, doc, case.opened_at)


def index_all(work: Work, case: Case) -> None:
    """The same of a call that was put right, and of what was noted on it: its place is another."""
    index(work, case)
    for row in work.reader.rows(f"{NOTED} AND t.case_id = :case", case=case.id):
        text = work.get(Text, row["id"])
        with search.as_of(work, text.entered_at):
            search.keep(work, note(work, case, text), instant(row["at"]))
    query = select(Caller).where(Caller.case_id == case.id, col(Caller.withdrawn_at).is_(None))
    for other in work.session.exec(query).all():
        search.keep(work, caller(work, case, other), other.at)


def foreign(work: Work, case: Case) -> str:
    """What a call that was taken in from another register is called there."""
    known = work.session.get(Call, case.id)
    if known is None or known.channel != IMPORT:
        return ""
    sql = "SELECT key FROM imported WHERE record = :record"
    return str(work.reader.value(sql, record=f"cases:{case.id}") or "")


def call(work: Work, case: Case, key: str = "") -> search.Doc | None:
    """How a call is found; `key` is what another register calls it.

    The words are read past what hides them from whoever works here.
    """
    known = work.session.get(Call, case.id)
    if known is None:
        return None
    place, resident = _place(work, case), _resident(work, known.resident_id)
    masked = _joined(
        numbers.full(case.letter, case.year, case.number),
        place.get("code", ""),
        place.get("name", ""),
        case.place_said,
        known.caller or resident.get("name", ""),
    )
    words = work.reader.value(_WORDS, case=case.id)
    category = work.reader.row("SELECT en, zh FROM categories WHERE code = :c", c=known.category)
    keys = _joined(
        f"{case.letter}{case.number} {case.letter}{case.number:03d}",
        place.get("english", ""),
        _readings(resident),
        known.phone,
        rules.digits(known.phone),
        pick(category or {}),
        key,
    )
    body = _joined(masked, words)
    return search.Doc("call", case.id, body, keys, case.id, masked)


def note(work: Work, case: Case, text: Text) -> search.Doc:
    """How a note is found: by its words, and by the number and the place of its record."""
    place = _place(work, case)
    where = [str(place.get(name, "")) for name in ("code", "name", "english")]
    number = spoken(work, case)
    keys = _joined(number, *where, case.place_said)
    return search.Doc("note", text.id, text.body, keys, case.id, number)


def caller(work: Work, case: Case, row: Caller) -> search.Doc:
    """How one more caller is found: as the call is, and by what the register says of him."""
    resident = _resident(work, row.resident_id)
    home = places.by_id(work.reader, resident.get("place_id", 0)) or {}
    place, code = _place(work, case), str(home.get("code", ""))
    number = numbers.full(case.letter, case.year, case.number)
    body = _joined(number, row.name, "" if code in row.name else code)
    where = [str(place.get(name, "")) for name in ("code", "name", "english")]
    told = (row.phone, rules.digits(row.phone), *where, case.place_said)
    keys = _joined(_readings(resident), *told)
    return search.Doc("caller", row.id, body, keys, case.id, body)


def missed(work: Work, case: Case, phone: str) -> search.Doc:
    """How a missed call is found: by its number, and by whoever is known by the telephone's."""
    known = queries.caller_of(work.reader, phone)
    number = numbers.full(case.letter, case.year, case.number)
    body = _joined(number, known["place"], *known["names"], phone)
    keys = f"{case.letter}{case.number} {spoken(work, case)} {rules.digits(phone)}"
    return search.Doc("missed", case.id, body, keys, case.id, body)


def _place(work: Work, case: Case) -> Row:
    return (places.by_id(work.reader, case.place_id) if case.place_id else None) or {}


def _resident(work: Work, resident_id: int | None) -> Row:
    sql = "SELECT place_id, name, english, pinyin, initials FROM residents WHERE id = :id"
    return (work.reader.row(sql, id=resident_id) if resident_id else None) or {}


def _readings(resident: Row) -> str:
    told = (resident.get(name) for name in ("name", "english", "pinyin", "initials"))
    return _joined(*told, resident.get("pinyin", "").replace(" ", ""))


def _joined(*parts: Any) -> str:  # noqa: ANN401 - columns of a row
    return " ".join(part for part in parts if part)

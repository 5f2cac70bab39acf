"""What the calls desk reads: plain SQL over a reader."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Literal

from deskterm.core import history, places
from deskterm.core.confidential import hidden, shown
from deskterm.core.errors import NotFound
from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.site import read_site
from deskterm.core.words import N_, _
from deskterm.desks.calls.rules import Topic, digits, fold, tail

State = Literal["all", "open", "closed"]

_WINDOWS: dict[State, str] = {
    "all": "SELECT id FROM cases WHERE desk = 'calls'"
    " ORDER BY opened_at DESC, id DESC LIMIT :limit OFFSET :offset",
    "open": "WITH waiting AS MATERIALIZED (SELECT id, opened_at FROM cases"
    " WHERE desk = 'calls' AND closed_at IS NULL) SELECT id FROM waiting"
    " ORDER BY opened_at DESC, id DESC LIMIT :limit OFFSET :offset",
    "closed": "SELECT id FROM cases WHERE desk = 'calls' AND closed_at IS NOT NULL"
    " ORDER BY opened_at DESC, id DESC LIMIT :limit OFFSET :offset",
}
"""Which calls a window holds; the few open ones are gathered first, not sought among all."""
_CALLS = (
    "SELECT c.id, c.letter, c.year, c.number, c.grade, c.state, c.flags, c.opened_at, c.entered_at,"  # noqa: S608 - constants only
    " c.opened_by, c.closed_at, c.closed_by, c.parent_id, k.category, g.number AS category_number,"
    " g.en, g.zh, k.kind, k.channel, k.caller, k.phone, k.resident_id, c.confidential,"
    f" {hidden()} AS hidden, k.answered_at, k.satisfaction, c.place_id, p.code AS place,"
    " p.kind AS place_kind,"
    " p.building, p.entrance, p.room, p.name AS place_name, p.english AS place_english,"
    " c.place_said, r.name AS resident, r.english AS resident_english,"
    f" {shown('t.body')} AS words"
    " FROM ({window}) w JOIN cases c ON c.id = w.id LEFT JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN categories g ON g.code = k.category LEFT JOIN places p ON p.id = c.place_id"
    " LEFT JOIN residents r ON r.id = k.resident_id"
    " LEFT JOIN texts t ON t.case_id = c.id AND t.field = 'words' AND t.replaced_at IS NULL"
    " ORDER BY c.opened_at DESC, c.id DESC"
)
_PEOPLE = (
    "SELECT r.id, r.name, r.english, r.pinyin, r.initials, r.phone, r.role, r.notes, r.place_id,"
    " p.code AS place FROM residents r JOIN places p ON p.id = r.place_id WHERE r.active = 1"
)
KINDS = {
    "call.opened": N_("call logged"),
    "call.answered": N_("answered"),
    "call.branched": N_("branch added"),
    "call.unbranched": N_("branch taken off"),
    "case.noted": N_("noted"),
}
"""What the journal lines of this desk say happened."""


def has_place(reader: Reader, case_id: int) -> bool:
    """Whether the case has a place of the site, or the words of one."""
    found = reader.value(
        "SELECT 1 FROM cases WHERE id = :case AND (place_id IS NOT NULL OR place_said <> '')",
        case=case_id,
    )
    return found is not None


def has_phone(reader: Reader, case_id: int) -> bool:
    """Whether the call has a phone number to ring back."""
    found = reader.value("SELECT 1 FROM calls WHERE case_id = :case AND phone <> ''", case=case_id)
    return found is not None


def categories(reader: Reader) -> list[Row]:
    """The seven categories by number; `words` and `kinds` are lists."""
    rows = reader.rows("SELECT * FROM categories ORDER BY number")
    return [
        {**row, "words": json.loads(row["words"]), "kinds": json.loads(row["kinds"])}
        for row in rows
    ]


def topics(found: list[Row]) -> list[Topic]:
    """What suggests each of these categories: its words, and the names of its incident kinds."""
    return [
        Topic(row["code"], row["grade"], tuple(row["words"]) + _names(row["kinds"]))
        for row in found
    ]


def _names(kinds: list[Row]) -> tuple[str, ...]:
    return tuple(kind[language] for kind in kinds for language in ("en", "zh"))


def calls(
    reader: Reader,
    limit: int = 50,
    offset: int = 0,
    *,
    state: State = "all",
    open_first: bool = False,
) -> list[Row]:
    """A window of the call list, the newest first; or the open ones before the others.

    Columns: id, letter, year, number, grade, state, flags, opened_at, entered_at,
    opened_by, closed_at, closed_by, parent_id, category, category_number, en and zh
    (the category's), kind, channel, caller, phone, resident_id, confidential,
    hidden (whether the reader sees no words of it), answered_at, satisfaction, place_id,
    place, place_kind, building, entrance, room, place_name, place_english, place_said,
    resident, resident_english, words.
    """
    if not open_first or state != "all":
        return _calls(reader, _WINDOWS[state], limit=limit, offset=offset)
    rows = calls(reader, limit, offset, state="open")
    if len(rows) < limit:
        skipped = max(0, offset - _open(reader))
        rows += calls(reader, limit - len(rows), skipped, state="closed")
    return rows


def _calls(reader: Reader, window: str, **values: object) -> list[Row]:
    return reader.rows(_CALLS.format(window=window), **values)


def open_calls(reader: Reader, limit: int = 20) -> list[Row]:
    """The Board's open calls, the newest first; columns as `calls`."""
    return calls(reader, limit, state="open")


def _open(reader: Reader) -> int:
    return int(
        reader.value("SELECT count(*) FROM cases WHERE desk = 'calls' AND closed_at IS NULL")
    )


def counts(reader: Reader, now: datetime) -> Row:
    """How many calls are open, how many were opened today by the site's wall clock, and all."""
    midnight = read_site(reader).local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = reader.value(
        "SELECT count(*) FROM cases WHERE desk = 'calls' AND opened_at >= :midnight",
        midnight=stamp(midnight.astimezone(UTC)),
    )
    total = reader.value("SELECT count(*) FROM cases WHERE desk = 'calls'")
    return {"open": _open(reader), "today": int(today), "total": int(total)}


def call(reader: Reader, case_id: int) -> Row:
    """The whole record of a call.

    As a row of `calls`, with `people` (who lives there), `steps` (as `history.steps`:
    label, round, state, due_at, done_at, role, en and zh...) and `timeline` (every
    journal line of the case in order, as `history.timeline`).
    """
    found = _calls(reader, "SELECT id FROM cases WHERE id = :case AND desk = 'calls'", case=case_id)
    if not found:
        raise NotFound(_("There is no such call."))
    row = found[0]
    row["people"] = residents(reader, row["place_id"]) if row["place_id"] else []
    row["steps"] = history.steps(reader, case_id)
    row["timeline"] = history.timeline(reader, case_id)
    return row


def residents(reader: Reader, place_id: int) -> list[Row]:
    """Who lives in a unit.

    Columns: id, name, english, pinyin, initials, phone, role, notes, place_id, place.
    """
    return reader.rows(f"{_PEOPLE} AND r.place_id = :place ORDER BY r.id", place=place_id)


def people(reader: Reader, phone: str = "", name: str = "", limit: int = 20) -> list[Row]:
    """Who has this phone number, or this name, pinyin or initials; columns as `residents`."""
    if phone:
        rows = reader.rows(f"{_PEOPLE} AND r.phone_tail = :tail ORDER BY r.id", tail=tail(phone))
        return [row for row in rows if digits(row["phone"]).endswith(digits(phone))][:limit]
    if not name.strip():
        return []
    return reader.rows(
        f"{_PEOPLE} AND (r.name = :name OR r.initials = :folded OR lower(r.english) = :folded"
        " OR replace(r.pinyin, ' ', '') = :tight) ORDER BY r.id LIMIT :limit",
        name=name.strip(),
        folded=fold(name),
        tight=fold(name).replace(" ", ""),
        limit=limit,
    )


def known_at(
    reader: Reader, now: datetime, *, place: str = "", phone: str = "", name: str = ""
) -> Row:
    """What is known before a call is saved, by its place, a phone number or a name.

    `place`: its row of `core.places`, or None; `people`: who lives there, or who has
    the phone or the name; `open`: open calls, columns as `calls`; `earlier`: how many
    closed calls; `last`: of each category among them en, zh, count and the last
    opened_at; `notices`: en, zh of what callers of that building are told today.
    """
    found = places.find(reader, place) if place else None
    who = residents(reader, found["id"]) if found else people(reader, phone, name)
    if found is None and not place and len({row["place_id"] for row in who}) == 1:
        found = places.by_id(reader, who[0]["place_id"])
    where, key = ("c.place_id = :key", found["id"] if found else None)
    if found is None and phone:
        where, key = "k.phone_tail = :key", tail(phone)
    last = _last(reader, where, key) if key else []
    return {
        "place": found,
        "people": who,
        "open": _open_there(reader, where, key) if key else [],
        "earlier": sum(row["count"] for row in last),
        "last": last,
        "notices": _notices(reader, now, found["building"]) if found else [],
    }


def _open_there(reader: Reader, where: str, key: object) -> list[Row]:
    window = (
        f"SELECT c.id FROM cases c JOIN calls k ON k.case_id = c.id WHERE {where}"  # noqa: S608 - constants only
        " AND c.closed_at IS NULL ORDER BY c.opened_at DESC LIMIT 20"
    )
    return _calls(reader, window, key=key)


def _last(reader: Reader, where: str, key: object) -> list[Row]:
    return reader.rows(
        "SELECT g.code AS category, g.en, g.zh, count(*) AS count, max(c.opened_at) AS opened_at"  # noqa: S608
        " FROM cases c JOIN calls k ON k.case_id = c.id JOIN categories g ON g.code = k.category"
        f" WHERE {where} AND c.closed_at IS NOT NULL GROUP BY g.code ORDER BY opened_at DESC",
        key=key,
    )


def _notices(reader: Reader, now: datetime, building: str) -> list[Row]:
    return reader.rows(
        "SELECT id, building, begins, ends, en, zh FROM notices"
        " WHERE building IN ('', :building) AND begins <= :day AND ends >= :day ORDER BY id",
        building=building,
        day=read_site(reader).local(now).date().isoformat(),
    )

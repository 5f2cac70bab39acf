"""Calls as lists, as counts, and one whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Literal

from deskterm.core import history
from deskterm.core.confidential import hidden, shown
from deskterm.core.errors import NotFound
from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.site import read_site
from deskterm.core.words import N_, _
from deskterm.desks.calls.queries.charges import charges
from deskterm.desks.calls.queries.closings import closings, links
from deskterm.desks.calls.queries.contacts import contacts
from deskterm.desks.calls.queries.residents import residents
from deskterm.desks.calls.rules import Topic

State = Literal["all", "open", "closed"]

_WINDOWS: dict[State, str] = {
    "all": "SELECT id FROM cases WHERE desk = 'calls' AND letter = 'C'"
    " ORDER BY opened_at DESC, id DESC LIMIT :limit OFFSET :offset",
    "open": "WITH waiting AS MATERIALIZED (SELECT id, opened_at FROM cases"
    " WHERE desk = 'calls' AND letter = 'C' AND closed_at IS NULL) SELECT id FROM waiting"
    " ORDER BY opened_at DESC, id DESC LIMIT :limit OFFSET :offset",
    "closed": "SELECT id FROM cases WHERE desk = 'calls' AND letter = 'C' AND closed_at IS NOT NULL"
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
KINDS = {
    "call.opened": N_("call logged"),
    "call.answered": N_("answered"),
    "call.branched": N_("branch added"),
    "call.corrected": N_("corrected"),
    "call.unbranched": N_("branch taken off"),
    "call.unanswered": N_("answer taken back"),
    "call.turned": N_("state changed"),
    "call.promised": N_("promised to ring back"),
    "call.ended": N_("ended"),
    "call.reopened": N_("reopened, because"),
    "call.joined": N_("one more caller"),
    "call.linked": N_("linked"),
    "call.unlinked": N_("link taken back"),
    "case.confided": N_("confidentiality changed"),
    "case.noted": N_("noted"),
    "contact.told": N_("asked"),
    "contact.said": N_("they said"),
    "contact.withdrawn": N_("asking taken back"),
    "contact.unsaid": N_("answer taken back"),
    "charge.agreed": N_("price agreed"),
    "charge.kept": N_("amount kept"),
    "charge.paid": N_("paid"),
    "charge.withdrawn": N_("charge taken back"),
    "text.replaced": N_("no longer holds"),
    "place.cautioned": N_("caution given"),
    "place.uncautioned": N_("caution taken off"),
    "ring.began": N_("telephone rang"),
    "ring.taken": N_("telephone taken"),
    "ring.missed": N_("telephone rang, nobody took it"),
    "ring.taken-up": N_("became a call"),
}
"""What the journal lines of this desk say happened."""


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
        return rows_of(reader, _WINDOWS[state], limit=limit, offset=offset)
    rows = calls(reader, limit, offset, state="open")
    if len(rows) < limit:
        skipped = max(0, offset - _open(reader))
        rows += calls(reader, limit - len(rows), skipped, state="closed")
    return rows


def rows_of(reader: Reader, window: str, **values: object) -> list[Row]:
    """The calls whose ids this SQL selects, the newest first; columns as `calls`."""
    return reader.rows(_CALLS.format(window=window), **values)


def open_calls(reader: Reader, limit: int = 20) -> list[Row]:
    """The Board's open calls, the newest first; columns as `calls`."""
    return calls(reader, limit, state="open")


def _open(reader: Reader) -> int:
    return int(
        reader.value(
            "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'C' AND closed_at IS NULL"
        )
    )


def counts(reader: Reader, now: datetime) -> Row:
    """How many calls are open, how many were opened today by the site's wall clock, and all."""
    midnight = read_site(reader).local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = reader.value(
        "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'C'"
        " AND opened_at >= :midnight",
        midnight=stamp(midnight.astimezone(UTC)),
    )
    total = reader.value("SELECT count(*) FROM cases WHERE letter = 'C'")
    return {"open": _open(reader), "today": int(today), "total": int(total)}


def call(reader: Reader, case_id: int) -> Row:
    """The whole record of a call.

    As a row of `calls`, with `people` (who lives there), `steps` (as `history.steps`:
    label, round, state, due_at, done_at, role, en and zh...), `timeline` (every
    journal line of the case in order, as `history.timeline`), and its `contacts`,
    `charges`, `closings` and `links`, as the queries of those names.
    """
    found = rows_of(
        reader,
        "SELECT id FROM cases WHERE id = :case AND desk = 'calls' AND letter = 'C'",
        case=case_id,
    )
    if not found:
        raise NotFound(_("There is no such call."))
    row = found[0]
    row["people"] = residents(reader, row["place_id"]) if row["place_id"] else []
    row["steps"] = history.steps(reader, case_id)
    row["timeline"] = history.timeline(reader, case_id)
    row["contacts"] = contacts(reader, case_id)
    row["charges"] = charges(reader, case_id)
    row["closings"] = closings(reader, case_id)
    row["links"] = links(reader, case_id)
    return row

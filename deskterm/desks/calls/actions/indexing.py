"""How a call is found: its search row, built from what the store holds of it."""

from __future__ import annotations

from deskterm.core import numbers, places, search
from deskterm.core.register import Resident
from deskterm.core.tables import Case
from deskterm.core.words import pick
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.model import Call, Category


def index(work: Work, case: Case) -> None:
    """Make a call findable by its number, place, caller and words, as they are now.

    The words are read past what hides them from whoever works here.
    """
    call = work.session.get(Call, case.id)
    if call is None:
        return
    place = (places.by_id(work.reader, case.place_id) if case.place_id else None) or {}
    resident = work.session.get(Resident, call.resident_id) if call.resident_id else None
    masked = _joined(
        numbers.full(case.letter, case.year, case.number),
        place.get("code", ""),
        place.get("name", ""),
        case.place_said,
        call.caller or (resident.name if resident else ""),
    )
    words = work.current(case.id, "words")
    keys = _joined(
        f"{case.letter}{case.number} {case.letter}{case.number:03d}",
        place.get("english", ""),
        _readings(resident),
        call.phone,
        rules.digits(call.phone),
        pick(work.get(Category, call.category).model_dump()),
    )
    body = _joined(masked, words.body if words else "")
    doc = search.Doc("call", case.id, body, keys, case.id, masked)
    search.keep(work, doc, case.opened_at)


def _readings(resident: Resident | None) -> str:
    if resident is None:
        return ""
    tight = resident.pinyin.replace(" ", "")
    return _joined(resident.name, resident.english, resident.pinyin, resident.initials, tight)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)

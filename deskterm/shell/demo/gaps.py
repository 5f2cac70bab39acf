"""What differs from copy to copy: columns, facts, and words of the index."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deskterm.core.reader import Row
from deskterm.shell.demo import stage
from deskterm.shell.demo.mould import Mould, Pattern, pattern

REFERS = {
    "case_id": "cases",
    "run_id": "runs",
    "run": "runs",
    "step": "steps",
    "text": "texts",
    "reason": "texts",
    "assignment": "assignments",
    "trip": "trips",
    "booking": "bookings",
    "slip": "slips",
    "contact": "contacts",
    "charge": "charges",
    "closing": "closings",
    **dict.fromkeys(
        ("party_id", "question_id", "answer_id", "words_id", "outcome_id", "reason_id"), "texts"
    ),
}
"""Columns and facts that hold the number of a row of this table."""

OF_THE_ROW = {"due_at": "due", "body": "body", "salt": "salt"}
"""Columns whose value belongs to their row alone."""

_SHARED = {"holder", "year", "station", "card", "held_from", "held_to"}
_OWN = {name: name for name in _SHARED}
OWN_COLUMNS = _OWN | {
    "place_id": "place_id",
    "resident_id": "resident_id",
    "room_id": "room_id",
    "vehicle_id": "vehicle_id",
    "phone": "phone",
    "phone_tail": "tail",
    "number": "number",
    "odometer_km": "km",
    "litres_ml": "litres",
    "amount_cents": "cents",
}
SHARED = {("charges", "amount_cents")}
"""Columns whose value every copy of the scene shares, though they are named like others."""

OWN_FACTS = {
    "place": "place_id",
    "resident": "resident_id",
    "room": "room_id",
    "vehicle": "vehicle_id",
    "number": "full",
}
"""Columns and facts that every copy has a value of its own for, by that value's name."""

GUARDS = frozenset({"person_id", "guard"})
OPERATORS = frozenset(
    {
        "opened_by",
        "closed_by",
        "done_by",
        "operator",
        "told_by",
        "agreed_by",
        "amount_by",
        "paid_by",
    }
)

Gap = tuple[re.Pattern[str], str]
"""What is a gap in a record of the index, and whose value goes there."""


def gaps(letter: str, number: int) -> list[Gap]:
    """The gaps in the records of a case, or a slip, so numbered."""
    told = {
        rf"\b{letter}-\d{{4}}-{number:06d}\b": "full",
        rf"\b{letter}{number:03d}\b": "padded",
        rf"\b{letter}{number}\b": "short",
        stage.PLACE: "place",
        stage.PINYIN: "pinyin",
        stage.PINYIN.replace(" ", ""): "joined",
        stage.ENGLISH: "english",
        stage.INITIALS: "initials",
        stage.RESIDENT: "resident",
        stage.PHONE: "phone",
        stage.PHONE.replace("-", ""): "digits",
        stage.WORDS: "words",
        stage.HOLDER: "holder",
        stage.ROOM_NAME: "room_name",
        stage.ROOM_ENGLISH: "room_english",
        rf"\b{stage.ROOM}(?:small|large)\b": "room_code",
        r"\b\d{4}-\d\d-\d\d \d\d:\d\d-\d\d:\d\d": "span",
        r"\b\d{4}-\d\d-\d\d\b": "day",
        stage.PLATE: "plate",
        stage.PLATE[1:]: "plate_tail",
        stage.PLATE[2:]: "plate_digits",
        f"{stage.LITRES / 1000} L": "litres_said",
        str(stage.KM): "km",
        stage.STATION: "station",
    }
    return [(re.compile(shape, re.IGNORECASE), name) for shape, name in told.items()]


def guard_gaps(person: Row, place: int) -> list[Gap]:
    """The gaps in the record of an assignment: the guard in this place of the scene."""
    said = {
        f"{person['code']} {person['name']}": f"guard_said {place}",
        person["english"]: f"guard_english {place}",
        person["initials"]: f"guard_initials {place}",
    }
    return [
        (re.compile(rf"\b{re.escape(text)}(?!\w)", re.IGNORECASE), name)
        for text, name in said.items()
        if text
    ]


def cut_out(mould: Mould, text: str, where: Sequence[Gap], *, folded: bool = False) -> Pattern:
    """The text with its gaps cut out; of two that begin together the longer one."""
    found = sorted(
        (match.start(), -match.end(), name)
        for shape, name in where
        for match in shape.finditer(text)
    )
    parts, slots, at = "", [], 0
    for start, end, name in found:
        if start >= at:
            parts += text[at:start].replace("%", "%%") + "%s"
            slots.append(mould.slot((name, "folded") if folded else name))
            at = -end
    return pattern(parts + text[at:].replace("%", "%%"), slots)

"""What happened to a case: its steps, and every line of the journal about it, in order."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.reader import Reader, Row
from deskterm.core.words import pick

_STEPS = (
    "SELECT s.id, s.label, s.round, s.rounds, s.name, s.role, s.state, s.paperwork, s.due_at,"
    " s.put_off_to, s.done_at, s.entered_at, s.done_by, s.acknowledged_at, r.playbook_id,"
    " b.name AS playbook, r.subject, w.en, w.zh FROM steps s JOIN runs r ON r.id = s.run_id"
    " JOIN playbooks b ON b.id = r.playbook_id"
    " JOIN step_words w ON w.playbook_id = r.playbook_id AND w.name = s.name"
)
_LINES = "SELECT seq, at, operator, console, kind, case_id, facts, act FROM journal"
_AMONG = "IN (SELECT value FROM json_each(:ids))"
_NAMED = {
    "guard": f"SELECT id, code, name FROM people WHERE id {_AMONG}",  # noqa: S608 - constants only
    "vehicle": f"SELECT id, plate FROM vehicles WHERE id {_AMONG}",  # noqa: S608
    "run": "SELECT r.id, b.body AS procedure, r.subject FROM runs r"  # noqa: S608
    f" JOIN playbooks b ON b.id = r.playbook_id WHERE r.id {_AMONG}",
}
"""What a line names by its id, and the columns that it gets from there."""
_TEXTS = ("text", "reason")
"""The facts that are the id of something written."""


def steps(reader: Reader, case_id: int) -> list[Row]:
    """Every step of a case with its state, its times and its titles (en, zh)."""
    return reader.rows(f"{_STEPS} WHERE s.case_id = :case ORDER BY s.label, s.round", case=case_id)


def left_undone(reader: Reader, case_id: int) -> set[int]:
    """The steps of a closed case whose clocks ran, and that its closing dropped."""
    facts = reader.value(
        "SELECT j.facts FROM journal j JOIN cases c ON c.id = j.case_id WHERE j.case_id = :case"
        " AND c.closed_at IS NOT NULL AND j.kind IN ('case.closed', 'case.cancelled')"
        " ORDER BY j.seq DESC LIMIT 1",
        case=case_id,
    )
    left = json.loads(facts).get("left", []) if facts else []
    rows = [row for row in steps(reader, case_id) if row["id"] in left] if left else []
    return {row["id"] for row in rows if row["due_at"] and row["state"] == "dropped"}


def timeline(reader: Reader, case_id: int) -> list[Row]:
    """Every journal line of a case, in the order in which they were kept.

    Columns as `read`, and `corrections`: the lines that correct this one and were not taken
    back, of which `undone` says whether they take it back; and `corrects`: the line that it
    corrects itself.
    """
    lines = read(reader, reader.rows(f"{_LINES} WHERE case_id = :case ORDER BY seq", case=case_id))
    undoing = {line["act"] for line in lines if line["kind"] == "act.undone"}
    known = {line["seq"]: line for line in lines}
    for line in lines:
        line["undone"] = line["act"] in undoing
        line["corrections"], line["corrects"] = [], None
    pairs = [(line, known.get(line["facts"].get("corrects"))) for line in lines]
    back = {first["seq"] for line, first in pairs if first and line["undone"]}
    for line, first in pairs:
        if first:
            line["corrects"] = _brief(first)
            first["corrections"] += [] if line["seq"] in back else [_brief(line)]
    return lines


def _brief(line: Row) -> Row:
    """A line without those that it is connected with."""
    return {name: line[name] for name in line if name not in {"corrections", "corrects"}}


def read(reader: Reader, rows: Iterable[Row]) -> list[Row]:
    """Lines of the journal with what they speak of.

    `facts` as a dictionary; the `body` and `field` of what was written (masked where it is
    hidden) and when it was replaced; the `step`; the `code` and `name` of a guard, the
    `plate` of a vehicle, the `procedure` and `subject` of a run; None where a line names none.
    """
    lines = [{**row, "facts": _facts(row)} for row in rows]
    texts = _texts(reader, _ids(lines, *_TEXTS))
    of_step = {row["id"]: row for row in _rows(reader, _STEPS_AMONG, _ids(lines, "step"))}
    for line in lines:
        told = [texts.get(_id(line, name)) for name in _TEXTS]
        text = next((each for each in told if each), {})
        line["field"], line["replaced_at"] = text.get("field"), text.get("replaced_at")
        line["body"] = masked(text.get("body"), is_hidden=bool(text.get("hidden"))) or None
        line["step"] = of_step.get(_id(line, "step"))
    for name, sql in _NAMED.items():
        _name(lines, name, {row["id"]: row for row in _rows(reader, sql, _ids(lines, name))})
    return lines


_STEPS_AMONG = f"{_STEPS} WHERE s.id {_AMONG}"
_COLUMNS = {"guard": ("code", "name"), "vehicle": ("plate",), "run": ("procedure", "subject")}


@lru_cache(maxsize=256)
def _title(playbook: str) -> dict[str, str]:
    title: dict[str, str] = tomllib.loads(playbook)["title"]
    return title


def _facts(row: Row) -> dict[str, object]:
    facts = row["facts"]
    return dict(json.loads(facts) if isinstance(facts, str) else facts)


def _name(lines: Sequence[Row], fact: str, named: dict[int, Row]) -> None:
    for line in lines:
        found = named.get(_id(line, fact), {})
        line.update({column: found.get(column) for column in _COLUMNS[fact]})
        if found.get("procedure"):
            line["procedure"] = pick(_title(found["procedure"]))


def _texts(reader: Reader, ids: list[int]) -> dict[int, Row]:
    found = _rows(
        reader,
        f"SELECT t.id, t.field, {shown('t.body')} AS body, {hidden()} AS hidden, t.replaced_at"  # noqa: S608 - constants only
        f" FROM texts t LEFT JOIN cases c ON c.id = t.case_id WHERE t.id {_AMONG}",
        ids,
    )
    return {row["id"]: row for row in found}


def _rows(reader: Reader, sql: str, ids: list[int]) -> list[Row]:
    return reader.rows(sql, ids=json.dumps(ids)) if ids else []


def _ids(lines: Sequence[Row], *facts: str) -> list[int]:
    found = {_id(line, name) for line in lines for name in facts}
    return sorted(found - {0})


def _id(line: Row, fact: str) -> int:
    told = str(line["facts"].get(fact, ""))
    return int(told) if told.isdigit() else 0

"""The state of the desk as an act leaves it: what undoing must bring back."""

from __future__ import annotations

import json
from typing import Any

from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.shell.say import say_line

State = dict[str, list[tuple[Any, ...]]]
Line = dict[str, Any]

_STATE = {
    "cases": "SELECT id, desk, grade, state, place_id, place_said, flags, opened_at, opened_by,"
    " closed_at, closed_by, disposition, confidential FROM cases"
    " WHERE disposition IS NOT 'undone'",
    "runs": "SELECT case_id, playbook_id, started_at, subject FROM runs WHERE dropped_at IS NULL"
    " AND case_id NOT IN (SELECT id FROM cases WHERE disposition = 'undone')",
    "steps": "SELECT s.case_id, s.label, s.round, s.state, s.due_at, s.put_off_to, s.done_at,"
    " s.done_by, s.acknowledged_at FROM steps s JOIN runs r ON r.id = s.run_id"
    " JOIN cases c ON c.id = s.case_id WHERE r.dropped_at IS NULL AND s.state <> 'dropped'"
    " AND c.disposition IS NOT 'undone'",
    "moments": "SELECT case_id, name, at FROM moments"
    " WHERE case_id NOT IN (SELECT id FROM cases WHERE disposition = 'undone')",
    "texts": "SELECT case_id, field, body FROM texts WHERE replaced_at IS NULL"
    " AND (case_id IS NULL"
    " OR case_id NOT IN (SELECT id FROM cases WHERE disposition = 'undone'))",
    "calls": "SELECT k.* FROM calls k JOIN cases c ON c.id = k.case_id"
    " WHERE c.disposition IS NOT 'undone'",
    "contacts": "SELECT * FROM contacts WHERE withdrawn_at IS NULL",
    "charges": "SELECT * FROM charges WHERE withdrawn_at IS NULL",
    "links": "SELECT case_id, other_id, kind FROM links WHERE withdrawn_at IS NULL",
    "closings": "SELECT case_id, state, at, satisfaction FROM closings"
    " WHERE reopened_at IS NULL AND disposition IS NOT 'undone'",
    "guards": "SELECT person_id, state, since, until FROM guards",
    "assignments": "SELECT id, case_id, person_id, assigned_at, en_route_at, on_scene_at,"
    " at_hospital_at, returning_at, clear_at, filled, word_at FROM assignments"
    " WHERE withdrawn_at IS NULL",
    "issues": "SELECT equipment, person_id FROM issues WHERE back_at IS NULL",
    "roll_answers": "SELECT * FROM roll_answers",
    "trips": "SELECT * FROM trips WHERE withdrawn_at IS NULL",
    "bookings": "SELECT case_id, start_at, end_at FROM bookings WHERE state = 'booked'",
    "notes": "SELECT ref, body FROM docs WHERE kind = 'note'",
    "found": "SELECT d.ref, d.body, d.keys FROM docs d JOIN cases c ON c.id = d.case_id"
    " WHERE d.kind = 'call' AND c.disposition IS NOT 'undone'",
    "callers": "SELECT case_id, resident_id, name, phone, at FROM callers"
    " WHERE withdrawn_at IS NULL",
    "rings": "SELECT id, state, case_id FROM rings",
    "paper_lines": "SELECT year, number, case_id, entered_at, void_at FROM paper_lines",
}
"""What counts of each table, without the marks of what no longer holds."""

_STAMPS = (
    "assigned_at",
    "en_route_at",
    "on_scene_at",
    "at_hospital_at",
    "returning_at",
    "clear_at",
)


def state(office: Office) -> State:
    """Everything that counts, table by table."""
    with office.read() as reader:
        return {
            table: sorted((tuple(row.values()) for row in reader.rows(sql)), key=repr)
            for table, sql in _STATE.items()
        }


def say(
    office: Office, text: str, operator: str | None = "lin", *, anyway: bool = False
) -> Receipt:
    """A line of the desk, said by somebody."""
    return say_line(office, text, operator, anyway=anyway)


def unproved(office: Office) -> list[str]:
    """Every stamp and state of the registers that no standing line of the journal says."""
    with office.read() as reader:
        rows = reader.rows("SELECT seq, case_id, kind, facts FROM journal ORDER BY seq")
        lines = [{**row, "facts": json.loads(row["facts"])} for row in rows]
        said = _standing(lines)
        sent = reader.rows("SELECT * FROM assignments WHERE withdrawn_at IS NULL")
        done = reader.rows("SELECT * FROM steps WHERE state = 'done'")
        answered = reader.rows("SELECT * FROM calls WHERE answered_at IS NOT NULL")
        cases = reader.rows("SELECT * FROM cases")
    wrong = [fault for row in sent for fault in _unstamped(row, said)]
    wrong += [
        f"step {row['id']} {row['done_at']}"
        for row in done
        if row["done_at"] not in _times(said, "step", row["id"])
    ]
    wrong += [
        f"call {row['case_id']} {row['answered_at']}"
        for row in answered
        if row["answered_at"] not in {_answered(line, row["case_id"]) for line in said}
    ]
    ends = {line["case_id"]: line["kind"] for line in lines if line["kind"] in _ENDS}
    wrong += [
        f"case {row['id']} {row['state']}"
        for row in cases
        if bool(row["closed_at"]) != (ends.get(row["id"], _ENDS[-1]) != _ENDS[-1])
    ]
    return wrong


def _standing(lines: list[Line]) -> list[Line]:
    """The lines that no other line corrects, save one that was taken back itself."""
    gone: set[int] = set()
    for line in reversed(lines):
        if line["seq"] not in gone and line["facts"].get("corrects"):
            gone.add(line["facts"]["corrects"])
    return [line for line in lines if line["seq"] not in gone]


def _unstamped(row: Line, said: list[Line]) -> list[str]:
    mine = _times(said, "assignment", row["id"])
    filled = {f"{name.replace('-', '_')}_at" for name in row["filled"].split()}
    return [
        f"assignment {row['id']} {column} {row[column]}"
        for column in _STAMPS
        if row[column] and column not in filled and row[column] not in mine
    ]


def _times(said: list[Line], fact: str, ref: int) -> set[str]:
    return {line["facts"].get("at") for line in said if line["facts"].get(fact) == ref}


_ENDS = ("case.closed", "case.cancelled", "case.reopened")


def _answered(line: Line, case_id: int) -> str | None:
    if line["case_id"] != case_id:
        return None
    if line["kind"] == "call.answered":
        return str(line["facts"]["at"])
    if line["kind"] == "call.corrected" and "answered" in line["facts"]["changes"]:
        return str(line["facts"]["changes"]["answered"][1])
    return None

"""The registers as the store holds them, in the shape in which the journal tells them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from deskterm.core.clocks import Calendar, parse_clock
from deskterm.core.instants import instant, stamp
from deskterm.core.playbook import Playbook, StepRule, parse_playbook
from tests.shell.desk.fold import Fold, Line, Row, Tables, lines_of
from tests.shell.desk.guards import ORDER
from tests.shell.desk.steps import BLANK

_STATE = (
    "cases",
    "calls",
    "runs",
    "steps",
    "moments",
    "texts",
    "contacts",
    "charges",
    "closings",
    "links",
    "callers",
    "guards",
    "assignments",
    "roll_calls",
    "roll_answers",
    "numbers",
    "docs WHERE case_id IS NOT NULL",
)
"""What acts over calls and guards change."""

_SHAPES = {
    "cases": (
        "id",
        "SELECT id, state, opened_at, opened_by, closed_at, closed_by, disposition FROM cases",
    ),
    "calls": (
        "id",
        "SELECT c.id, k.category, c.place_id AS place, k.resident_id AS resident, k.channel,"
        " k.kind, c.confidential, k.answered_at AS answered, k.satisfaction, c.flags"
        " FROM calls k JOIN cases c ON c.id = k.case_id",
    ),
    "closings": (
        "id",
        'SELECT id, case_id AS "case", satisfaction, reopened_at FROM closings',
    ),
    "contacts": (
        "id",
        'SELECT id, case_id AS "case", role, told_at, answered_at, withdrawn_at FROM contacts',
    ),
    "callers": ("id", 'SELECT id, case_id AS "case", at, withdrawn_at FROM callers'),
    "links": ("case_id other_id", "SELECT case_id, other_id, kind, withdrawn_at FROM links"),
    "charges": (
        "id",
        'SELECT id, case_id AS "case", agreed_at, amount_at, paid_at, withdrawn_at FROM charges',
    ),
    "runs": ("id", 'SELECT id, case_id AS "case", playbook_id AS playbook, dropped_at FROM runs'),
    "moments": ("case_id name", "SELECT case_id, name, at FROM moments"),
    "texts": ("id", "SELECT id, field, replaced_at IS NULL AS stands FROM texts"),
    "guards": ("person_id", "SELECT person_id, state, since, until FROM guards"),
    "assignments": (
        "id",
        'SELECT id, case_id AS "case", person_id AS guard, assigned_at AS assigned,'
        ' en_route_at AS "en-route", on_scene_at AS "on-scene", at_hospital_at AS "at-hospital",'
        ' returning_at AS "returning", clear_at AS available, filled, word_at, withdrawn_at'
        " FROM assignments",
    ),
    "rolls": ("id", "SELECT id, at, ended_at FROM roll_calls"),
    "answers": (
        "roll_id assignment_id",
        "SELECT roll_id, assignment_id, answered_at FROM roll_answers",
    ),
}
"""The key and the columns of each register."""

_SENT = (
    "SELECT p.code AS guard, printf('C%03d', c.number) AS call, a.assigned_at AS assigned,"
    ' a.en_route_at AS "en-route", a.on_scene_at AS "on-scene", a.at_hospital_at AS "at-hospital",'
    ' a.returning_at AS "returning", a.clear_at AS available, a.filled FROM assignments a'
    " JOIN people p ON p.id = a.person_id JOIN cases c ON c.id = a.case_id"
    " WHERE a.withdrawn_at IS NULL ORDER BY a.id"
)
_CALLS = (
    "SELECT printf('C%03d', c.number) AS call, c.opened_at AS opened, k.answered_at AS answered,"
    " CASE WHEN c.closed_at IS NULL THEN 'open' ELSE c.state END AS state"
    " FROM cases c JOIN calls k ON k.case_id = c.id"
)
_GUARDS = "SELECT p.code, g.state FROM guards g JOIN people p ON p.id = g.person_id"


class Store:
    """A store's file, read past the program."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.row_factory = sqlite3.Row

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a query finds."""
        return [dict(row) for row in self._connection.execute(sql, values)]

    def lines(self, after: int = 0) -> list[Line]:
        """The journal after this line."""
        return lines_of(self.rows("SELECT * FROM journal WHERE seq > ? ORDER BY seq", after))

    def digest(self) -> str:
        """Every state table in one figure, what can be found by a record included."""
        read = hashlib.sha256()
        for table in _STATE:
            rows = self._connection.execute(f"SELECT * FROM {table}")
            read.update(repr([tuple(row) for row in rows]).encode())
        return read.hexdigest()

    def tables(self) -> Tables:
        """Every register, by the keys that journal lines name."""
        found = {name: self._table(*shape) for name, shape in _SHAPES.items()}
        for row in found["calls"].values():
            row["flags"] = frozenset(row["flags"].split())
        for row in found["assignments"].values():
            row.update(dict.fromkeys(row.pop("filled").split()))
        return found

    def _table(self, key: str, sql: str) -> dict[Any, Row]:
        names = key.split()
        found = {}
        for row in self.rows(sql):
            keys = tuple(row.pop(name) for name in names)
            found[keys if len(keys) > 1 else keys[0]] = row
        return found

    def desk(self) -> Row:
        """The desk as the model would tell it."""
        sent = []
        for row in self.rows(_SENT):
            known, filled = {name for name in ORDER if row[name]}, {*row["filled"].split()}
            told = ({name: row[name] for name in names} for names in (known - filled, filled))
            sent.append((row["guard"], row["call"], *told))
        return {
            "calls": {row.pop("call"): row for row in self.rows(_CALLS)},
            "guards": {row["code"]: row["state"] for row in self.rows(_GUARDS)},
            "sent": sent,
        }

    def steps(self) -> list[Row]:
        """Every step, with the run that it belongs to."""
        return self.rows(
            "SELECT s.*, r.started_at, r.playbook_id, r.subject, c.grade FROM steps s"
            " JOIN runs r ON r.id = s.run_id JOIN cases c ON c.id = s.case_id ORDER BY s.id"
        )

    def playbook(self, version: int) -> Playbook:
        """A procedure as it was taken into the store."""
        (row,) = self.rows("SELECT name, body FROM playbooks WHERE id = ?", version)
        return _parsed(row["name"], row["body"])


@cache
def _parsed(name: str, body: str) -> Playbook:
    return parse_playbook(name, body)


class Audit:
    """The journal held against the registers, both ways."""

    def __init__(self, fold: Fold, store: Store, calendar: Calendar) -> None:
        self.fold, self.store, self.calendar = fold, store, calendar
        self.steps = store.steps()
        self.done: dict[int, dict[str, datetime]] = defaultdict(dict)
        for row in self.steps:
            if at := fold.tables["steps"].get(row["id"], BLANK)["done_at"]:
                self.done[row["run_id"]][row["name"]] = instant(at)
        self.told = {row["id"]: self._told(row) for row in self.steps}

    def faults(self) -> list[str]:
        """Where one says what the other does not."""
        told, held = self.fold.tables, self.store.tables()
        wrong = [
            f"{name} {key}: the journal says {told[name].get(key)}, the register {rows.get(key)}"
            for name, rows in held.items()
            for key in told[name].keys() | rows.keys()
            if told[name].get(key) != rows.get(key)
        ]
        known = {row["id"] for row in self.steps}
        wrong += [f"step {key} is told of, and there is none" for key in {*told["steps"]} - known]
        return wrong + [fault for row in self.steps for fault in self._step_faults(row)]

    def queue(self) -> list[tuple[int, str]]:
        """Every open step that has a time, by grade and time."""
        found: list[tuple[int, str, int]] = []
        for row in self.steps:
            told = self.told[row["id"]]
            due = str(row["put_off_to"] or told.get("due_at"))
            if told["state"] == "open" and told["due_at"]:
                found.append((row["grade"], due, row["id"]))
        return [(key, due) for _grade, due, key in sorted(found)]

    def _step_faults(self, row: Row) -> Iterator[str]:
        """Where a step is not as the journal and its clock have it."""
        told = dict(self.told[row["id"]])
        if row["subject"] and row["name"] == "word":
            del told["put_off_to"], told["acknowledged_at"]
        for column, value in told.items():
            if row[column] != value:
                said = f"the journal says {value}, the register {row[column]}"
                yield f"step {row['id']} {row['name']} {column}: {said}"

    def _told(self, row: Row) -> Row:
        """A step as the journal and its clock have it."""
        rules = self.store.playbook(row["playbook_id"])
        rule = next(rule for rule in rules.steps if rule.name == row["name"])
        told = dict(self.fold.tables["steps"].get(row["id"], BLANK))
        told["state"] = told["state"] or self._state(rule, row)
        if told["state"] in {"open", "off"}:
            told["due_at"] = self._due(rule, row)
        return told

    def _state(self, rule: StepRule, row: Row) -> str:
        """Whether a step that was neither done nor skipped is to be done."""
        tables, last = self.fold.tables, "closed" in (rule.clock or "")
        case, run = tables["cases"][row["case_id"]], tables["runs"][row["run_id"]]
        over = case["closed_at"] and (not last or case["disposition"] == "undone")
        if run["dropped_at"] or over or row["round"] > row["rounds"]:
            return "dropped"
        flags, when = tables["calls"].get(row["case_id"], {}).get("flags", ()), rule.when or ""
        applies = not when or (when.removeprefix("not ") in flags) is not when.startswith("not ")
        return "open" if applies else "off"

    def _due(self, rule: StepRule, row: Row) -> str | None:
        """When a step falls due by its clock, from what the journal says has happened."""
        if not rule.clock:
            return None
        moments = {"opened": instant(row["started_at"]), **self.done[row["run_id"]]}
        for (case, name), told in self.fold.tables["moments"].items():
            if case == row["case_id"]:
                moments.setdefault(name, instant(told["at"]))
        times = parse_clock(rule.clock).times(moments, self.calendar)
        return stamp(times[row["round"] - 1]) if len(times) >= row["round"] else None

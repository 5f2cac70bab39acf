"""Taking a mould from what a played scene left in the stage's store."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.shell.demo import gaps, stage
from deskterm.shell.demo.dues import STEPS, due
from deskterm.shell.demo.mould import Act, Docs, Mould, Pattern, Written, pattern

TABLES = (
    "cases",
    "calls",
    "bookings",
    "runs",
    "steps",
    "moments",
    "texts",
    "assignments",
    "trips",
    "contacts",
    "charges",
    "closings",
)
"""Where a case leaves rows, in the order in which they may be kept."""

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_ABOUT = {"call": "cases", "booking": "cases", "assignment": "assignments", "note": "texts"}
"""What the index's records of each kind are about; else a slip."""


class Scenery(NamedTuple):
    """What a mould is taken from: one case, or one slip, of the stage's store."""

    reader: Reader
    operator: str
    opened: datetime
    letter: str
    number: int
    """Of the case or slip on the stage."""


class Taker:
    """Takes one mould."""

    def __init__(self, scenery: Scenery) -> None:
        self.of = scenery
        self.mould = Mould()
        self.guards: dict[int, int] = {}
        self.digests: dict[int, int] = {}
        self.gaps = gaps.gaps(scenery.letter, scenery.number)

    def case(self, case_id: int) -> Mould:
        """The mould of a case with everything that belongs to it."""
        reader = self.of.reader
        for table in TABLES:
            key = "id" if table == "cases" else "case_id"
            sql = f"SELECT * FROM {table} WHERE {key} = :case ORDER BY rowid"  # noqa: S608 - our tables
            for row in reader.rows(sql, case=case_id):
                self._row(table, row)
        self.mould.case = self.mould.slot(("cases", case_id))
        self._dues(reader.rows(STEPS, case=case_id))
        docs = reader.rows("SELECT * FROM docs WHERE case_id = :case ORDER BY id", case=case_id)
        lines = "SELECT * FROM journal WHERE case_id = :case ORDER BY seq"
        return self._done(docs, reader.rows(lines, case=case_id))

    def slip(self, slip_id: int) -> Mould:
        """The mould of a fuel slip."""
        reader = self.of.reader
        for row in reader.rows("SELECT * FROM slips WHERE id = :id", id=slip_id):
            self._row("slips", row)
        docs = reader.rows("SELECT * FROM docs WHERE kind = 'slip' AND ref = :id", id=slip_id)
        lines = "SELECT * FROM journal WHERE kind = 'slip.kept' ORDER BY seq DESC LIMIT 1"
        return self._done(docs, reader.rows(lines))

    def _done(self, docs: Sequence[Row], lines: Sequence[Row]) -> Mould:
        for doc in docs:
            self._doc(doc)
        self._acts(lines)
        for person, place in self.guards.items():
            row = self.of.reader.row("SELECT * FROM guards WHERE person_id = :id", id=person) or {}
            slot = self.mould.slot(("guard", place))
            self.mould.guards.append((slot, row["state"], self._offset(row["since"])))
        self.mould.close()
        return self.mould

    def _offset(self, stamp: str) -> int:
        return round((instant(stamp) - self.of.opened) / timedelta(milliseconds=1))

    def _row(self, table: str, row: Row) -> None:
        self.mould.columns[table] = tuple(row)
        if "id" in row:
            self.mould.ids.append((self.mould.slot((table, row["id"])), table))
        slots = [self._column(table, row, name) for name in row]
        self.mould.rows.setdefault(table, []).append(itemgetter(*slots))
        if table == "texts":
            self._text(row)

    def _column(self, table: str, row: Row, name: str) -> int:
        value = row[name]
        if name == "id":
            return self.mould.slot((table, value))
        if value is None:
            return self.mould.constant(None)
        if name in gaps.OF_THE_ROW:
            return self.mould.slot((gaps.OF_THE_ROW[name], row["id"]))
        if (table, name) in gaps.SHARED:
            return self.mould.constant(value)
        found = self._differs(gaps.OWN_COLUMNS, name, value)
        return self.mould.constant(value) if found is None else found

    def _differs(
        self,
        own: Mapping[str, str],
        name: str,
        value: Any,  # noqa: ANN401 - what a column or a fact holds
    ) -> int | None:
        """Where the value of a column or a fact stands that differs from copy to copy."""
        if name in own:
            return self.mould.slot(own[name])
        if name in gaps.REFERS:
            return self.mould.slots.get((gaps.REFERS[name], value))
        if name in gaps.GUARDS:
            place = self.guards.setdefault(value, len(self.guards))
            return self.mould.slot(("guard", place))
        if name == "subject" and value:
            sql = "SELECT id FROM people WHERE code = :code"
            who = self.of.reader.value(sql, code=value)
            return self.mould.slot(f"guard_code {self.guards.setdefault(who, len(self.guards))}")
        if name in gaps.OPERATORS and value == self.of.operator:
            return self.mould.slot("operator")
        is_time = isinstance(value, str) and _STAMP.fullmatch(value)
        return self.mould.time(self._offset(value)) if is_time else None

    def _text(self, row: Row) -> None:
        body, salt, digest = (self.mould.slot((of, row["id"])) for of in ("body", "salt", "digest"))
        if row["body"] == stage.WORDS:
            self.mould.slots["words"] = body
        else:
            self.mould.constants.append((body, row["body"]))
        self.mould.written.append(Written(body, salt, digest))
        self.digests[row["id"]] = digest

    def _dues(self, steps: Sequence[Row]) -> None:
        sql = "SELECT name, at FROM moments WHERE case_id = :case"
        told = self.of.reader.rows(sql, case=steps[0]["case_id"])
        happened = {row["name"]: self._offset(row["at"]) for row in told}
        for step in steps:
            if step["due_at"] is None:
                continue
            mine = [other for other in steps if other["run_id"] == step["run_id"]]
            done = {each["name"]: self._offset(each["done_at"]) for each in mine if each["done_at"]}
            known = {**happened, "opened": self._offset(step["started_at"]), **done}
            slot = self.mould.slot(("due", step["id"]))
            self.mould.dues.append(due(slot, step, self._offset(step["due_at"]), known))

    def _doc(self, doc: Row) -> None:
        mould, table = self.mould, _ABOUT.get(doc["kind"], "slips")
        case = doc["case_id"]
        slots = [
            mould.constant(doc["kind"]),
            mould.slot((table, doc["ref"])),
            mould.slot(("cases", case)) if case else mould.constant(None),
            mould.time(self._offset(doc["at"])),
        ]
        where = [*self.gaps, *(self._guard_gaps(doc["ref"]) if table == "assignments" else ())]
        body = gaps.cut_out(mould, doc["body"], where)
        keys = gaps.cut_out(mould, doc["keys"], where, folded=True)
        masked = gaps.cut_out(mould, doc["masked"], where)
        mould.docs.append(Docs(itemgetter(*slots), body, keys, masked))

    def _guard_gaps(self, assignment: int) -> list[gaps.Gap]:
        sql = "SELECT p.* FROM assignments a JOIN people p ON p.id = a.person_id WHERE a.id = :id"
        person = self.of.reader.row(sql, id=assignment) or {}
        return gaps.guard_gaps(person, self.guards[person["id"]])

    def _acts(self, lines: Sequence[Row]) -> None:
        acts: dict[str, list[Row]] = {}
        for line in lines:
            acts.setdefault(line["act"], []).append(line)
        for mine in acts.values():
            offset = self._offset(mine[0]["at"])
            told = tuple((line["kind"], *self._facts(line)) for line in mine)
            self.mould.acts.append(Act(offset, self.mould.time(offset), told))
            self.mould.end = max(self.mould.end, offset)

    def _facts(self, line: Row) -> Pattern:
        facts = json.loads(line["facts"])
        parts, slots = [], []
        for name, value in facts.items():
            slot = self._fact(facts, name)
            said = json.dumps(value, ensure_ascii=False).replace("%", "%%")
            if slot is not None:
                said = '"%s"' if isinstance(value, str) else "%s"
                slots.append(slot)
            parts.append(f'"{name}": {said}')
        return pattern("{" + ", ".join(parts) + "}", slots)

    def _fact(self, facts: Mapping[str, Any], name: str) -> int | None:
        if name == "digest":
            return self.digests[facts["text"]]
        return None if facts[name] is None else self._differs(gaps.OWN_FACTS, name, facts[name])

"""A store full of generated calls, the same for the same seed, with all that real ones leave."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from deskterm.core import search
from deskterm.core.errors import Refusal
from deskterm.core.instants import stamp
from deskterm.core.journal import START, digest, text_digest
from deskterm.core.numbers import full
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _
from deskterm.shell.house import open_office

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
SPAN = timedelta(days=730)
BATCH = 2000
_WORDS = {
    "medical": ("chest pain 胸痛", "fell in the bathroom 浴室摔倒", "fever, elderly 老人发烧"),
    "repair": (
        "kitchen pipe leaks 厨房水管漏水",
        "lift stuck 电梯故障",
        "corridor light out 走廊灯不亮",
    ),
    "complaint": ("noise upstairs at night 楼上夜间噪音", "smell in the lobby 大堂有异味"),
    "inquiry": ("parking permit for a visitor 访客停车证", "when is the fee due 物业费何时交"),
    "safety": ("bicycle stolen 自行车被盗", "quarrel at the gate 门口争吵"),
    "disaster": ("smoke in the stairwell 楼道有烟", "water in the car park 车库进水"),
    "other": ("umbrella wanted 借雨伞", "help with a parcel 帮忙搬包裹"),
}
_WEIGHTS = (6, 40, 12, 24, 4, 2, 12)


class _Call(NamedTuple):
    """A generated call before it is rows."""

    id: int
    at: datetime
    category: Row
    place: Row
    words: str
    minutes: int
    number: int
    chance: random.Random


def demo(path: Path, calls: int, seed: int) -> None:
    """Put so many closed calls of the two years before November 2026 into a store that has none."""
    office = open_office(path, console="demo")
    with office.read() as reader:
        if reader.value("SELECT 1 FROM cases WHERE desk = 'calls' LIMIT 1"):
            raise Refusal(_("This store has calls already; a demo wants one that has none."))
        made = _calls(reader, calls, seed)
        books = _playbooks(reader)
        last_text = int(reader.value("SELECT coalesce(max(id), 0) FROM texts"))
        last_run = int(reader.value("SELECT coalesce(max(id), 0) FROM runs"))
        last_step = int(reader.value("SELECT coalesce(max(id), 0) FROM steps"))
    maker = _Maker(books, last_text, last_run, last_step)
    with office.engine.begin() as connection:
        maker.begin(connection)
        while batch := list(islice(made, BATCH)):
            maker.keep(connection, batch)
    office.close()


def _calls(reader: Reader, calls: int, seed: int) -> Iterator[_Call]:
    categories = reader.rows("SELECT * FROM categories ORDER BY number")
    places = reader.rows("SELECT id, code FROM places WHERE kind = 'unit' ORDER BY id")
    first = int(reader.value("SELECT coalesce(max(id), 0) FROM cases")) + 1
    chance = random.Random(seed)  # noqa: S311 - the calls need not be secret
    numbers: dict[int, int] = {}

    def generate() -> Iterator[_Call]:
        for n in range(calls):
            at = UNTIL - SPAN + SPAN * n / max(1, calls) + timedelta(seconds=chance.randrange(200))
            at = at.replace(microsecond=0)
            numbers[at.year] = numbers.get(at.year, 0) + 1
            category = chance.choices(categories, _WEIGHTS)[0]
            words = chance.choice(_WORDS[category["code"]])
            place = chance.choice(places)
            minutes = 1 + chance.randrange(90)
            yield _Call(first + n, at, category, place, words, minutes, numbers[at.year], chance)

    return generate()


def _playbooks(reader: Reader) -> dict[str, tuple[int, list[Row]]]:
    found = {}
    for row in reader.rows("SELECT max(id) AS id, name FROM playbooks GROUP BY name"):
        steps = reader.rows(
            "SELECT name FROM step_words WHERE playbook_id = :id ORDER BY rowid", id=row["id"]
        )
        found[row["name"]] = (int(row["id"]), steps)
    return found


class _Maker:
    """Turns calls into rows, and keeps the journal's chain."""

    def __init__(
        self, books: dict[str, tuple[int, list[Row]]], text: int, run: int, step: int
    ) -> None:
        self.books = books
        self.text, self.run, self.step = text, run, step
        self.head, self.seq, self.doc = START, 0, 0
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def begin(self, connection: Connection) -> None:
        """Find the ends of the journal and the index."""
        row = connection.exec_driver_sql("SELECT seq, hash FROM journal ORDER BY seq DESC").first()
        if row:
            self.seq, self.head = row
        self.doc = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM docs").scalar_one()

    def keep(self, connection: Connection, calls: Sequence[_Call]) -> None:
        """Write one batch."""
        self.rows = {}
        for call in calls:
            self._case(call)
        for table, rows in self.rows.items():
            names = list(rows[0])
            marks = ", ".join(f":{name}" for name in names)
            sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our names
            connection.exec_driver_sql(sql, rows)
        connection.exec_driver_sql(
            "INSERT INTO numbers (letter, year, last) VALUES ('C', ?, ?)"
            " ON CONFLICT (letter, year) DO UPDATE SET last = excluded.last",
            [(call.at.year, call.number) for call in calls],
        )

    def _add(self, table: str, **row: object) -> None:
        self.rows.setdefault(table, []).append(row)

    def _case(self, call: _Call) -> None:
        at, end = stamp(call.at), stamp(call.at + timedelta(minutes=call.minutes))
        self._add(
            "cases",
            id=call.id,
            letter="C",
            year=call.at.year,
            number=call.number,
            desk="calls",
            grade=call.category["grade"],
            state="closed",
            place_id=call.place["id"],
            place_said="",
            flags="",
            opened_at=at,
            entered_at=at,
            closed_at=end,
            disposition="closed",
        )
        answered = stamp(call.at + timedelta(seconds=30 + call.chance.randrange(500)))
        self._add(
            "calls",
            case_id=call.id,
            category=call.category["code"],
            caller="",
            phone="",
            phone_tail="",
            channel="phone",
            confidential=0,
            answered_at=answered,
        )
        self.text += 1
        salt = f"{call.chance.getrandbits(64):016x}"
        self._add(
            "texts",
            id=self.text,
            case_id=call.id,
            field="words",
            body=call.words,
            salt=salt,
            entered_at=at,
        )
        act = str(UUID(int=call.chance.getrandbits(128), version=4))
        said = full("C", call.at.year, call.number)
        vouched = text_digest(salt, call.words)
        self._line(call, at, act, "case.opened", number=said, desk="calls", opened=at)
        self._line(call, at, act, "text.written", text=self.text, field="words", digest=vouched)
        self._run(call, at, act, answered)
        self._line(call, at, act, "case.closed", disposition="closed", at=end)
        self._doc(call, at, f"{said} {call.place['code']} {call.words}")

    def _run(self, call: _Call, at: str, act: str, answered: str) -> None:
        book, steps = self.books[call.category["playbook"]]
        self.run += 1
        self._add("runs", id=self.run, case_id=call.id, playbook_id=book, started_at=at)
        self._line(call, at, act, "run.started", run=self.run, playbook=book)
        for label, step in enumerate(steps, start=1):
            self.step += 1
            done = step["name"] == "reply"
            self._add(
                "steps",
                id=self.step,
                case_id=call.id,
                run_id=self.run,
                label=label,
                round=1,
                rounds=1,
                name=step["name"],
                role="desk",
                paperwork=0,
                state="done" if done else "dropped",
                done_at=answered if done else None,
                entered_at=answered if done else None,
            )
            if done:
                self._line(call, at, act, "step.done", step=self.step, at=answered)

    def _line(self, call: _Call, at: str, act: str, kind: str, /, **facts: object) -> None:
        self.seq += 1
        number = sum(row["act"] == act for row in self.rows.get("journal", [])[-8:])
        line = {
            "seq": self.seq,
            "at": at,
            "operator": None,
            "console": "demo",
            "kind": kind,
            "case_id": call.id,
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
            "act": act,
            "line": number,
            "prev": self.head,
        }
        self.head = line["hash"] = digest(line)
        self._add("journal", **line)

    def _doc(self, call: _Call, at: str, body: str) -> None:
        self.doc += 1
        self._add(
            "docs",
            id=self.doc,
            kind="call",
            ref=call.id,
            case_id=call.id,
            at=at,
            body=body,
            keys="",
        )
        self._add("docs_index", rowid=self.doc, tokens=" ".join(sorted(search.tokens(body))))

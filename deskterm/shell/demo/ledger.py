"""The ledger: generated rows kept in bulk, with the journal's chain and the index unbroken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from heapq import heappop, heappush
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from deskterm.core import search
from deskterm.core.instants import instant
from deskterm.core.journal import START

if TYPE_CHECKING:
    from sqlalchemy import Connection

BATCH = 5000
ORDER = (
    "cases",
    "calls",
    "bookings",
    "slips",
    "runs",
    "steps",
    "moments",
    "texts",
    "assignments",
    "trips",
    "contacts",
    "charges",
    "closings",
    "docs",
    "journal",
)
_LINE = (
    "seq",
    "at",
    "operator",
    "console",
    "kind",
    "case_id",
    "facts",
    "act",
    "line",
    "prev",
    "hash",
)
Typed = tuple[str, int, str, str | None, int | None, Sequence[tuple[str, str]]]
"""One act as it was typed: at, turn, UUID, operator, case, and its lines' kinds and facts."""


class Ledger:
    """Rows on their way into the store, in batches, all in the connection's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._cursor = connection.connection.cursor()
        self._rows: dict[str, list[Sequence[Any]]] = {table: [] for table in ORDER}
        self._columns: dict[str, Sequence[str]] = {
            "docs": ("id", "kind", "ref", "case_id", "at", "body", "keys", "masked"),
            "journal": _LINE,
        }
        last = self._one("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        self._seq: int = last[0] if last else 0
        self._head: str = last[1] if last else START
        self._waiting: list[Typed] = []
        self._turn = 0
        self._ids = {table: self._last(table) for table in (*ORDER[:6], *ORDER[7:13])}

    def _one(self, sql: str) -> Any:  # noqa: ANN401 - a row of the driver
        return self._cursor.execute(sql).fetchone()

    def _last(self, table: str) -> int:
        key = "case_id" if table == "calls" else "id"
        return 0 if table == "moments" else self._one(f"SELECT max({key}) FROM {table}")[0] or 0  # noqa: S608

    def new_id(self, table: str) -> int:
        """The next number of a table's rows."""
        self._ids[table] += 1
        return self._ids[table]

    def add(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Rows on their way."""
        self._columns[table] = columns
        self._rows[table] += rows

    def index(self, about: Sequence[Any], body: str, keys: str, masked: str) -> None:
        """A record of the index: kind, ref, case and instant, and its texts as in `search.Doc`."""
        first = search.first_id(instant(about[-1]))
        self._rows["docs"].append((first, first, first, *about, body, keys, masked))

    def typed(
        self,
        at: str,
        act: str,
        operator: str | None,
        case_id: int | None,
        lines: Sequence[tuple[str, str]],
    ) -> None:
        """An act on its way; its lines join the chain when its time has come."""
        self._turn += 1
        heappush(self._waiting, (at, self._turn, act, operator, case_id, lines))

    def until(self, at: str) -> None:
        """Chain every act from before this instant, and keep what makes a batch."""
        while self._waiting and self._waiting[0][0] < at:
            self._chain(heappop(self._waiting))
        if len(self._rows["journal"]) >= BATCH:
            self.flush()

    def _chain(self, typed: Typed) -> None:
        at, _turn, act, operator, case_id, lines = typed
        who, case = json.dumps(operator, ensure_ascii=False), case_id or "null"
        seq, head, rows = self._seq, self._head, self._rows["journal"]
        for number, (kind, facts) in enumerate(lines):
            seq += 1
            hashed = (
                f'[{seq}, "{at}", {who}, "demo", "{kind}", {case}, {encode_basestring(facts)},'
                f' "{act}", {number}, "{head}"]'
            )
            prev, head = head, sha256(hashed.encode()).hexdigest()
            rows.append((seq, at, operator, "demo", kind, case_id, facts, act, number, prev, head))
        self._seq, self._head = seq, head

    def flush(self) -> None:
        """Write what is on its way."""
        for table in ORDER:
            if rows := self._rows[table]:
                names = self._columns[table]
                marks = ["?"] * len(names)
                if table == "docs":
                    marks[0] = search.FREE
                sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(marks)})"  # noqa: S608
                self._cursor.executemany(sql, rows)
                self._rows[table] = []

    def index_all(self) -> None:
        """Write the index of every record that is in it, in one go."""
        search.fill(self._cursor)

    def run(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One more statement, for each of these rows."""
        self._cursor.executemany(sql, rows)

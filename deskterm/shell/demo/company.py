"""The company of a demo: who calls, who goes, which room is free."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deskterm.core.errors import Refusal
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _
from deskterm.shell.demo.cast import folded

_RESIDENTS = (
    "SELECT r.id, r.place_id, r.name, r.english, r.pinyin, r.initials, r.phone, r.phone_tail,"
    " p.code FROM residents r JOIN places p ON p.id = r.place_id"
    " WHERE r.active = 1 AND r.phone <> '' AND r.id = (SELECT min(o.id) FROM residents o"
    " WHERE o.place_id = r.place_id AND o.active = 1) ORDER BY r.id"
)
_GUARDS = (
    "SELECT p.id, p.code, p.name, p.english, p.initials FROM guards g"
    " JOIN people p ON p.id = g.person_id WHERE p.active = 1 AND g.state = 'available'"
    " ORDER BY p.id"
)
_OPERATORS = (
    "SELECT code FROM people WHERE active = 1 AND role IN ('desk', 'supervisor', 'manager')"
    " ORDER BY role <> 'desk', id LIMIT 2"
)

Own = dict[Any, Any]


@dataclass
class Company:
    """Everybody and everything that a copy of a scene can be played with."""

    residents: Sequence[Own]
    guards: Sequence[Row]
    vehicles: Sequence[Row]
    rooms: Mapping[str, Sequence[Row]]
    """By size."""
    operators: Sequence[str]
    busy: dict[tuple[str, int], datetime] = field(default_factory=dict)
    """Until when a guard or a vehicle is out."""

    def operator(self, hour: int) -> str:
        """Who has the desk at this hour: one by day, another by night."""
        return self.operators[0 if 8 <= hour < 20 else -1]  # noqa: PLR2004 - the day's shift

    def out(
        self, chance: random.Random, guards: int, begins: datetime, ends: datetime
    ) -> Own | None:
        """So many guards who are free now, busy until the end; None where there are not enough."""
        free = [row for row in self.guards if self._free("guard", row, begins)]
        if len(free) < guards:
            return None
        own: Own = {}
        for place, row in enumerate(chance.sample(free, guards)):
            self.busy["guard", row["id"]] = ends
            own["guard", place] = row["id"]
            own[f"guard_code {place}"] = row["code"]
            own |= folded(
                {
                    f"guard_said {place}": f"{row['code']} {row['name']}",
                    f"guard_english {place}": row["english"],
                    f"guard_initials {place}": row["initials"],
                }
            )
        return own

    def vehicle(self, begins: datetime, ends: datetime) -> Own | None:
        """A vehicle that is free now, busy until the end."""
        free = [row for row in self.vehicles if self._free("vehicle", row, begins)]
        if not free:
            return None
        self.busy["vehicle", free[0]["id"]] = ends
        return {"vehicle_id": free[0]["id"]}

    def _free(self, kind: str, row: Row, at: datetime) -> bool:
        until = self.busy.get((kind, row["id"]))
        return until is None or until < at


def company(reader: Reader) -> Company:
    """Everybody in this store; refused where nobody could call or answer."""
    residents = [_resident(row) for row in reader.rows(_RESIDENTS)]
    operators = [row["code"] for row in reader.rows(_OPERATORS)]
    if not residents or not operators:
        raise Refusal(_("A demo needs a desk operator, and residents with telephone numbers."))
    rooms = reader.rows("SELECT * FROM rooms WHERE active = 1 ORDER BY id")
    return Company(
        residents=residents,
        guards=reader.rows(_GUARDS),
        vehicles=reader.rows("SELECT * FROM vehicles WHERE active = 1 ORDER BY id"),
        rooms={size: [row for row in rooms if row["size"] == size] for size in ("small", "large")},
        operators=operators,
    )


def _resident(row: Row) -> Own:
    digits = "".join(char for char in row["phone"] if char.isdigit())
    return {
        "place_id": row["place_id"],
        "resident_id": row["id"],
        "tail": row["phone_tail"],
        **folded(
            {
                "place": row["code"],
                "resident": row["name"],
                "english": row["english"],
                "pinyin": row["pinyin"],
                "joined": row["pinyin"].replace(" ", ""),
                "initials": row["initials"],
                "phone": row["phone"],
                "digits": digits,
            }
        ),
    }

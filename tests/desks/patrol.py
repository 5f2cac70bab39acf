"""A shift of guards at work: what the tests of the guards desk do and look at."""

from __future__ import annotations

from typing import Any

from deskterm.core import history, steps
from deskterm.core.kinds import Told
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.forms import GuardStatus


def open_case(office: Office, place: str = "12-3-1502", playbook: str = "") -> int:
    with office.work("lin") as work:
        place_id = work.reader.value("SELECT id FROM places WHERE code = :code", code=place)
        case = work.open_case("C", "calls", 0, place_id=place_id)
        if playbook:
            steps.start(work, case, playbook)
    return case.id


def send(
    office: Office, case_id: int, *codes: str, told: str = "", anyway: bool = False
) -> list[str]:
    with office.work("lin") as work:
        at = work.told(Told(int(told[1:-1]))) if told else None
        return actions.send(work, case_id, codes, at, anyway=anyway)


def status(office: Office, guard: str, now: str, operator: str = "lin", **said: str) -> Receipt:
    with office.work(operator) as work:
        return actions.status(work, GuardStatus.read({"guard": guard, "status": now, **said}))


def guard(office: Office, code: str) -> dict[str, Any]:
    with office.read() as reader:
        return next(row for row in queries.roster(reader) if row["code"] == code)


def times(office: Office, case_id: int) -> list[dict[str, Any]]:
    with office.read() as reader:
        return queries.of_case(reader, case_id)


def told(office: Office, case_id: int, *kinds: str) -> list[tuple[str, str | None]]:
    with office.read() as reader:
        lines = history.timeline(reader, case_id)
    return [(line["kind"], line["code"]) for line in lines if line["kind"] in kinds]


def moments(office: Office, case_id: int) -> dict[str, str]:
    with office.read() as reader:
        sql = "SELECT name, at FROM moments WHERE case_id = :case"
        return {row["name"]: row["at"] for row in reader.rows(sql, case=case_id)}


def step_states(office: Office, case_id: int, *names: str) -> list[str]:
    with office.read() as reader:
        found = {row["name"]: row["state"] for row in history.steps(reader, case_id)}
    return [found[name] for name in names]

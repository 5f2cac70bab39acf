"""A shift of guards at work: what the tests of the guards desk do and look at."""

from __future__ import annotations

import json
from typing import Any

from deskterm.core import history, queue, steps
from deskterm.core.instants import instant
from deskterm.core.kinds import Told
from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.core.undo import Line
from deskterm.desks.calls.model import Call
from deskterm.desks.guards import actions, queries
from deskterm.desks.guards.forms import FixStamp, GuardStatus
from deskterm.shell.say import say_line


def open_case(
    office: Office, place: str = "12-3-1502", playbook: str = "", category: str = ""
) -> int:
    with office.work("lin") as work:
        place_id = work.reader.value("SELECT id FROM places WHERE code = :code", code=place)
        case = work.open_case("C", "calls", 0, place_id=place_id)
        if category:
            work.keep(Call(case_id=case.id, category=category))
        if playbook:
            steps.start(work, case, playbook)
    return case.id


def send(
    office: Office, case_id: int, *codes: str, told: str = "", anyway: bool = False
) -> list[str]:
    with office.work("lin") as work:
        at = work.told(Told(int(told[1:-1]))) if told else None
        return actions.send(work, case_id, codes, at, anyway=anyway)


def status(
    office: Office,
    guard: str,
    now: str,
    operator: str = "lin",
    *,
    anyway: bool = False,
    **said: str,
) -> Receipt:
    with office.work(operator) as work:
        form = GuardStatus.read({"guard": guard, "status": now, **said}, anyway=anyway)
        return actions.status(work, form)


def fix(
    office: Office, guard: str, now: str, told: str, *, anyway: bool = False, **said: str
) -> Receipt:
    with office.work("lin") as work:
        typed = {"guard": guard, "status": now, "told": told, **said}
        return actions.correct_stamp(work, FixStamp.read(typed, anyway=anyway))


def say(office: Office, line: str, operator: str = "lin", *, anyway: bool = False) -> str:
    return say_line(office, line, operator, anyway=anyway).sentence


def undo(office: Office, case_id: int | None = None) -> None:
    """Take the last act of a case back, or the very last one, by this desk's own ways."""
    with office.work("lin") as work:
        where = "case_id = :case" if case_id else ":case IS NULL"
        last = f"SELECT act FROM journal WHERE {where} ORDER BY seq DESC LIMIT 1"
        rows = work.reader.rows(
            f"SELECT seq, at, kind, case_id, facts FROM journal WHERE act = ({last}) ORDER BY seq DESC",
            case=case_id,
        )
        for row in rows:
            if way := actions.UNDOES.get(row["kind"]):
                facts = json.loads(row["facts"])
                way(work, Line(row["seq"], instant(row["at"]), row["kind"], row["case_id"], facts))


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


def lines(office: Office, *kinds: str) -> list[dict[str, Any]]:
    """The facts of the journal's lines of these kinds, in order, each with its own number."""
    with office.read() as reader:
        marks = ", ".join(f"'{kind}'" for kind in kinds)
        rows = reader.rows(f"SELECT seq, facts FROM journal WHERE kind IN ({marks}) ORDER BY seq")
    return [{"seq": row["seq"], **json.loads(row["facts"])} for row in rows]


def waiting(office: Office) -> list[tuple[str, str, str]]:
    """The queue's steps that follow a guard: whom, which, and when at the site."""
    with office.read() as reader:
        rows = queue.due(reader, 500)
        return [
            (row["subject"], row["en"], f"{office.site.local(instant(row['due'])):%H:%M}")
            for row in rows
            if row["subject"]
        ]


def moments(office: Office, case_id: int) -> dict[str, str]:
    with office.read() as reader:
        sql = "SELECT name, at FROM moments WHERE case_id = :case"
        return {row["name"]: row["at"] for row in reader.rows(sql, case=case_id)}


def step_states(office: Office, case_id: int, *names: str) -> list[str]:
    with office.read() as reader:
        found = {row["name"]: row["state"] for row in history.steps(reader, case_id)}
    return [found[name] for name in names]


def step_dues(office: Office, case_id: int, *names: str) -> list[str]:
    """When these steps are due on the site's clock; blank while nobody knows."""
    with office.read() as reader:
        found = {row["name"]: row["due_at"] for row in history.steps(reader, case_id)}
        dues = [found[name] and office.site.local(instant(found[name])) for name in names]
        return [f"{due:%H:%M}" if due else "" for due in dues]

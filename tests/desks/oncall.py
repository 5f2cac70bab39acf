"""The desk on the phone: what the tests of the life of a call do, in the desk's own lines."""

from __future__ import annotations

from typing import Any

from deskterm.core.office import Office
from deskterm.core.receipt import Receipt
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import NewCall
from deskterm.shell.say import say_line

KNOWN = "12-3-1502"


def log(office: Office, operator: str = "lin", **said: str) -> int:
    """Log a call from a known unit; answers its case."""
    with office.work(operator) as work:
        receipt = actions.open_call(work, NewCall.read({"place": KNOWN, **said}, anyway=True))
    assert receipt.case_id
    return receipt.case_id


def say(office: Office, line: str, operator: str | None = "lin", *, anyway: bool = False) -> str:
    """Say a line as it is typed; answers the sentence that came back."""
    return said(office, line, operator, anyway=anyway).sentence


def said(
    office: Office, line: str, operator: str | None = "lin", *, anyway: bool = False
) -> Receipt:
    """Say a line as it is typed; answers the whole receipt."""
    return say_line(office, line, operator, anyway=anyway)


def call(office: Office, case_id: int) -> dict[str, Any]:
    """The whole record of a call."""
    with office.read() as reader:
        return queries.call(reader, case_id)


def steps_of(office: Office, case_id: int, playbook: str) -> list[dict[str, Any]]:
    """The steps of one of a call's playbooks."""
    return [row for row in call(office, case_id)["steps"] if row["playbook"] == playbook]


def step(office: Office, case_id: int, name: str, playbook: str = "") -> dict[str, Any]:
    """The last step of this name."""
    found = [
        row
        for row in call(office, case_id)["steps"]
        if row["name"] == name and playbook in {"", row["playbook"]}
    ]
    assert found, name
    last: dict[str, Any] = found[-1]
    return last


def tick(office: Office, case_id: int, name: str, words: str = "", operator: str = "lin") -> str:
    """Tick the step of this name on the desk line."""
    row = call(office, case_id)
    number = f"{row['letter']}{row['number']}"
    return say(office, f"done {number}.{step(office, case_id, name)['label']} {words}", operator)


def lines(office: Office, case_id: int, kind: str) -> list[dict[str, Any]]:
    """The journal lines of one kind about a call."""
    return [line for line in call(office, case_id)["timeline"] if line["kind"] == kind]


def written(office: Office, case_id: int) -> list[tuple[str, str]]:
    """What was written about a call, each with its field, in order."""
    found = lines(office, case_id, "text.written")
    return [(line["field"], line["body"]) for line in found]

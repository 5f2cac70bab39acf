"""Stamps that were told: none of them changes or vanishes without a line that corrects it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.shell.desk.fold import Fold, Line
from tests.shell.desk.guards import ORDER
from tests.shell.desk.register import Store

Key = tuple[str, int, str]
"""A register, a row of it, and what was stamped."""


def stamps(store: Store) -> dict[Key, str]:
    """Every stamp that somebody told; those that were filled are none."""
    held = store.tables()
    found = {
        (table, key, name): row[name]
        for table, names in (
            ("assignments", ORDER),
            ("cases", ("opened_at", "closed_at")),
            ("calls", ("answered",)),
            ("contacts", ("told_at", "answered_at")),
        )
        for key, row in held[table].items()
        for name in names
    }
    found |= {("steps", row["id"], "done_at"): row["done_at"] for row in store.steps()}
    return {key: at for key, at in found.items() if at}


def moved(
    before: dict[Key, str], after: dict[Key, str], lines: list[Line], fold: Fold
) -> list[Key]:
    """The stamps that an act changed or took away, and says so of in none of its lines."""
    freed = {key for line in lines for key in _freed(line, fold)}
    changed = {key for key, at in before.items() if after.get(key) != at}
    return sorted(changed - freed)


def _freed(line: Line, fold: Fold) -> Iterator[Key]:
    """The stamps that a line corrects, or takes back."""
    facts, case = line["facts"], line["case_id"]
    first = fold.lines.get(facts.get("corrects") or 0)
    for each in (line, first):
        if each and each["kind"] == "call.corrected":
            yield "cases", case, "opened_at"
            yield "calls", case, "answered"
    if first and first["kind"] == "step.done":
        yield "steps", first["facts"]["step"], "done_at"
    if line["kind"] == "step.corrected" or (first and first["kind"] == "step.corrected"):
        yield "steps", (first or line)["facts"].get("step", facts.get("step")), "done_at"
    yield from _own(line)


def _own(line: Line) -> Iterator[Key]:
    facts, case = line["facts"], line["case_id"]
    match line["kind"]:
        case "guard.corrected" | "guard.unstamped":
            yield "assignments", facts["assignment"], facts["status"]
        case "guard.uncleared":
            yield "assignments", facts["assignment"], "available"
        case "call.unanswered":
            yield "calls", case, "answered"
        case "case.reopened":
            yield "cases", case, "closed_at"
        case "contact.unsaid":
            yield "contacts", facts["contact"], "answered_at"

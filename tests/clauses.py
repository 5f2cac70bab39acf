"""Which clauses of the procedures are proved: `python -m tests.clauses`.

A clause is proved by a test that names it. A step clause also needs a step of a
playbook that carries it, a card clause a card or a phrase that does.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deskterm.core.playbook import StepRule, load_folder

HERE = Path(__file__).parents[1]
LISTED = HERE / "docs" / "clauses.csv"
PROCEDURES = HERE.parent / "shared" / "procedures.md"
"""The source, where it lies beside the repository."""
KINDS = ("rule", "step", "card")
DUE = ("H", "M", "Q1.")
"""What these begin with must be proved now."""


class Clause(NamedTuple):
    """A clause of the procedures, how it is proved, and what it says in short."""

    number: str
    kinds: frozenset[str]
    words: str


class Gap(NamedTuple):
    """A clause that is not proved, by kind, and what is missing."""

    clause: str
    kind: str
    missing: str


def clauses() -> list[Clause]:
    """Every clause, as `docs/clauses.csv` lists them."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return [
            Clause(row["clause"], frozenset(row["kind"].split()), row["words"])
            for row in csv.DictReader(file)
        ]


def marks(folder: Path = HERE / "tests") -> dict[str, set[str]]:
    """Every clause that a test names, with the files that do."""
    named: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for clause in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            named.setdefault(clause, set()).add(str(path.relative_to(folder)))
    return named


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.clause":
            for argument in node.args:
                yield str(ast.literal_eval(argument))


def _steps() -> list[StepRule]:
    playbooks, _problems = load_folder(HERE / "data" / "playbooks")
    return [step for playbook in playbooks.values() for step in playbook.steps]


def stepped() -> set[str]:
    """The clauses that a step of a shipped playbook carries."""
    return {clause for step in _steps() for clause in step.clauses}


def carded() -> set[str]:
    """The clauses that a card or a phrase carries: words to show, in both languages."""
    shown = {clause for step in _steps() if step.card for clause in step.clauses}
    with (HERE / "data" / "site" / "phrases.csv").open(encoding="utf-8", newline="") as file:
        return shown | {row["clause"] for row in csv.DictReader(file) if row["zh"] and row["en"]}


def gaps() -> list[Gap]:
    """What is not proved yet, in the order of the clauses."""
    found = []
    tested, steps, cards = set(marks()), stepped(), carded()
    for clause in clauses():
        for kind in sorted(clause.kinds, key=KINDS.index):
            missing = [
                what
                for what, there in (
                    ("no test", clause.number in tested),
                    ("no step", kind != "step" or clause.number in steps),
                    ("no card", kind != "card" or clause.number in cards),
                )
                if not there
            ]
            if missing:
                found.append(Gap(clause.number, kind, ", ".join(missing)))
    return found


def source() -> list[str]:
    """The clauses that the procedures number; nothing where they are not at hand."""
    if not PROCEDURES.exists():
        return []
    text = PROCEDURES.read_text(encoding="utf-8")
    return re.findall(r"^\| ([A-Z]\d+\.\d+) \|", text, re.MULTILINE)


def due(clause: str) -> bool:
    """Whether this clause must be proved now."""
    return clause.startswith(DUE)


def main() -> int:
    """Print what is not proved, by kind; 1 when that is anything that is due."""
    found, words = gaps(), {clause.number: clause.words for clause in clauses()}
    lines = [
        f"{kind}  {gap.clause:6} {gap.missing}: {words[gap.clause]}"
        for kind in KINDS
        for gap in found
        if gap.kind == kind
    ]
    all_of = Counter(kind for clause in clauses() for kind in clause.kinds)
    open_of = Counter(gap.kind for gap in found)
    proved = (f"{all_of[kind] - open_of[kind]} of {all_of[kind]} {kind}s" for kind in KINDS)
    sys.stdout.write("\n".join([*lines, f"Proved: {', '.join(proved)}.", ""]))
    return int(any(due(gap.clause) for gap in found))


if __name__ == "__main__":
    sys.exit(main())

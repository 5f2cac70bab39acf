"""Rules and clocks are pure: they know the standard library and dateutil, and nothing else."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "deskterm"
KNOWN = sys.stdlib_module_names | {"dateutil"}
RULES = {"deskterm.desks.rooms.rules"}
"""What rules that outgrew a file know of one another: as pure as they are."""
DESKS = {"calls", "guards", "rooms", "vehicles"}
"""The desks that decide something."""


def _pure_files() -> list[Path]:
    """`core/clocks.py` and each desk's rules, a file, more files or the folder it has grown into."""
    desks = HOUSE / "desks"
    rules = [*desks.glob("*/rules.py"), *desks.glob("*/rules/**/*.py")]
    rules += desks.glob("*/recurrence.py")
    return [HOUSE / "core" / "clocks.py", *sorted(rules)]


def _strangers(source: str) -> list[str]:
    """What `source` imports, anywhere in it, beyond what a rule may know."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append("." * node.level + (node.module or ""))
    return [name for name in found if name.split(".")[0] not in KNOWN and name not in RULES]


@pytest.mark.parametrize("file", _pure_files(), ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_rule_knows_the_standard_library_and_dateutil_alone(file: Path) -> None:
    assert _strangers(file.read_text(encoding="utf-8")) == []


def test_every_desk_that_decides_something_has_rules_to_look_at() -> None:
    desks = {file.relative_to(HOUSE / "desks").parts[0] for file in _pure_files()[1:]}
    assert desks == DESKS


@pytest.mark.parametrize(
    "line",
    [
        "import sqlmodel",
        "import datetime, textual.app",
        "from deskterm.core.errors import Refusal",
        "from . import model",
        "from ..queries import rooms",
        "def late():\n    from sqlalchemy import text",
    ],
)
def test_a_stranger_in_a_rule_is_noticed(line: str) -> None:
    assert _strangers(f"import datetime as dt\nfrom dateutil.rrule import rrule\n{line}\n")

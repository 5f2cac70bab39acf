"""The import contracts hold here, and each of them notices when it is broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


class Breach(NamedTuple):
    """An import that must not be, and the contract that says so."""

    module: str
    line: str
    contract: str


DIRECTIONS = "Imports run shell, desks, tui, core and never back"
APART = "Desks never import one another"
TEXTUAL = "Only tui, shell and a desk's screen know Textual"
TUI = "Of a desk only its screen knows tui"
ON_TOP = "A desk's screen stands on top of its other files"
SQL = "A screen reaches SQL through its desk's queries only"

BREACHES = [
    Breach("core.queue", "import deskterm.tui.app", DIRECTIONS),
    Breach("core.queue", "import deskterm.desks.rooms.model", DIRECTIONS),
    Breach("tui.app", "import deskterm.desks.rooms.model", DIRECTIONS),
    Breach("desks.rooms.actions", "import deskterm.shell.acts", DIRECTIONS),
    Breach("desks.rooms.actions", "import deskterm.desks.calls.model", APART),
    Breach("desks.shifts.queries", "import deskterm.desks.vehicles.rules", APART),
    Breach("core.layout", "import textual.widgets", TEXTUAL),
    Breach("desks.guards.queries", "import textual", TEXTUAL),
    Breach("desks.vehicles.model", "import deskterm.tui.app", TUI),
    Breach("desks.calls.actions", "import deskterm.desks.calls.screen", ON_TOP),
    Breach("desks.rooms.screen", "import sqlmodel", SQL),
    Breach("tui.app", "import sqlite3", SQL),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree and its contracts, to be spoilt."""
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HERE / "deskterm", tmp_path / "deskterm", ignore=leave)
    return tmp_path


def _lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def _judged(report: str, verdict: str) -> list[str]:
    return re.findall(rf"^(.+) {verdict}(?: \(.*\))?$", report, re.MULTILINE)


def _file(tree: Path, module: str) -> Path:
    """The file of a module, whether or not it has grown into a folder."""
    base = tree.joinpath("deskterm", *module.split("."))
    folder = base / "__init__.py"
    return folder if folder.exists() else base.with_suffix(".py")


def test_every_contract_is_kept(copy: Path) -> None:
    linted = _lint(copy)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.module}: {breach.line}")
def test_a_breach_is_noticed(copy: Path, breach: Breach) -> None:
    for module in re.findall(r"[\w.]+\.screen", f"deskterm.{breach.module} {breach.line}"):
        _file(copy, module.removeprefix("deskterm.")).touch()
    with _file(copy, breach.module).open("a", encoding="utf-8") as spoilt:
        spoilt.write(f"\n{breach.line}\n")
    linted = _lint(copy)
    assert linted.returncode == 1, linted.stdout + linted.stderr
    assert breach.contract in _judged(linted.stdout, "BROKEN")


def test_every_contract_has_a_breach_that_proves_it(copy: Path) -> None:
    kept = _judged(_lint(copy).stdout, "KEPT")
    assert set(kept) == {breach.contract for breach in BREACHES}

"""The measured tasks, done in the real program in a terminal, within their budgets of keys."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.tasks import TASKS, Task
from tests.console.terminal import Terminal

DESKTERM = Path(sys.executable).with_name("deskterm")


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Terminal]:
    """A console on a fresh store of the sample site, somebody signed on."""
    home = {
        **os.environ,
        "HOME": str(tmp_path),
        "DESKTERM_STORE": str(tmp_path / "desk.db"),
        "DESKTERM_LANGUAGE": "en",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
        "LINES": "34",
    }
    subprocess.run([DESKTERM, "init"], env=home, check=True, capture_output=True)
    with Terminal([str(DESKTERM)], (120, 34), cwd=tmp_path, env=home) as terminal:
        terminal.wait_for("F12", timeout=30)
        terminal.press("f7")
        terminal.wait_for("PIN")
        terminal.type("lin")
        terminal.press("tab")
        terminal.type("418203")
        terminal.press("enter")
        terminal.wait_for("Lin Wei", timeout=20)
        terminal.wait_for("Due")
        yield terminal


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_takes_no_more_keys_than_its_budget(console: Terminal, task: Task) -> None:
    assert task.do(console) <= task.budget, task.what

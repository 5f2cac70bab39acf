"""The measured tasks, done in the real program in a terminal, within their budgets of keys."""

from __future__ import annotations

import pytest

from tests.console.tasks import TASKS, Task
from tests.console.terminal import Terminal


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_takes_no_more_keys_than_its_budget(console: Terminal, task: Task) -> None:
    assert task.do(console) <= task.budget, task.what

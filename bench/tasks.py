"""The tasks of a desk, each on a fresh store: from the last key to the screen that shows it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench.console import Console
from bench.store import DESKTERM, copied
from tests.console.keys import sequence
from tests.console.tasks import Key, Literal, Part, Seen, SignOn, Task, signing_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SIGN_ON = (
    "import sys; from pathlib import Path; from deskterm.shell.house import open_office;"
    " from deskterm.desks.shifts.actions import sign_on;"
    " sign_on(open_office(Path(sys.argv[1]), console='desk-1'), 'lin', '418203')"
)


class Stage:
    """A store of the sample site with the desk operator signed on, copied for every task."""

    def __init__(self, folder: Path, env: Mapping[str, str | None]) -> None:
        """Make the store in `folder`."""
        self.env = env
        self.folder = folder
        self.store = folder / "tasks.db"
        subprocess.run(
            [DESKTERM, "init", "--store", self.store], check=True, stdout=subprocess.DEVNULL
        )
        subprocess.run([sys.executable, "-c", SIGN_ON, str(self.store)], check=True)

    def timed(self, task: Task) -> float:
        """Milliseconds from the last key of the task to the end of the frame that shows it."""
        away = self.folder / "round"
        shutil.rmtree(
            away, ignore_errors=True
        )  # a log that was left there belongs to another store
        away.mkdir()
        store = copied(self.store, away)
        with Console([str(DESKTERM), "--store", str(store)], self.env) as console:
            console.reaches(lambda screen: "Lin Wei" in screen, console.wire.started)
            for part in task.before:
                _do(console, part)
            took = 0.0
            for part in task.parts:
                took = _do(console, part) or took
        return took


def _do(console: Console, part: Part) -> float:
    """Send it, or wait for it; a wait answers how long it took since the key before it."""
    if isinstance(part, Seen):
        return console.reaches(lambda screen: part in screen, console.pressed)
    if isinstance(part, SignOn):
        for each in signing_on(part):
            _do(console, each)
        return 0.0
    console.settle(0.05)
    keys = sequence(part) if isinstance(part, Key) else Literal(part).encode()
    console.pressed = time.perf_counter()
    console.wire.write(keys)
    return 0.0

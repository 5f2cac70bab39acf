"""Opens an installed console once, outside this checkout, and leaves it by its keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.console.dialect import modes_left
from tests.console.terminal import Terminal

KEYS = "F2 Board"
LEAVE, ASKED = "ctrl+q", "Ctrl+Q again"


def main(away: Path) -> int:
    """Make a store with the program in `away`/venv, open it, leave; 0 when all of it went well."""
    deskterm, store = away / "venv" / "bin" / "deskterm", away / "desk.db"
    subprocess.run([deskterm, "init", "--store", store], cwd=away, check=True)
    home = {"HOME": str(away), "XDG_STATE_HOME": None, "XDG_CONFIG_HOME": None}
    with Terminal([str(deskterm), "--store", str(store)], cwd=away, env=home) as terminal:
        terminal.wait_for(KEYS, timeout=30)
        opened = terminal.settle()
        terminal.press(LEAVE)
        terminal.wait_for(ASKED)
        terminal.press(LEAVE)
        end = terminal.wait_end()
    print(opened)
    print(f"Left with status {end.status}.")
    return 0 if end.status == 0 and end.restored and not modes_left(terminal.wire.raw) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

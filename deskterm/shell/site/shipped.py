"""Where the data that comes with the program stands."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import deskterm

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped(folder: str) -> Traversable:
    """A folder of the shipped data: `playbooks`, `site`, `maps`.

    A checkout that was never installed has it beside the package.
    """
    try:
        return files("deskterm.data") / folder
    except ModuleNotFoundError:
        return Path(str(deskterm.__file__)).parents[1] / "data" / folder

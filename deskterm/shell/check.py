"""Looking all of `data/` over; every problem with its file and line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from deskterm.core.playbook import Problem, load_folder
from deskterm.core.words import _
from deskterm.shell.map_file import read_map
from deskterm.shell.site.load import load_site
from deskterm.shell.site.shipped import shipped

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def check(folder: Path | None = None) -> list[Problem]:
    """Every problem of a data folder; the shipped one where none is named."""
    root: Path | Traversable = folder or shipped("")
    playbooks, problems = load_folder(root / "playbooks")
    files, wrong = load_site(root / "site", playbooks)
    del files
    return [*problems, *wrong, *_maps(root / "maps")]


def _maps(folder: Path | Traversable) -> list[Problem]:
    if not folder.is_dir():
        return []
    problems = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        try:
            read_map(file)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(file.name, 0, str(error)))
        except ValueError as error:
            problems.append(Problem(file.name, 0, _("{fault}").format(fault=error)))
    return problems

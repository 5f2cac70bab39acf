"""Playbooks from texts and folders."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from deskterm.core.clocks import is_moment_name
from deskterm.core.playbook.book import Playbook
from deskterm.core.playbook.checks import check_clocks, check_names, check_opens, why_no_name
from deskterm.core.playbook.faults import BookFile, BrokenPlaybook, Problem
from deskterm.core.playbook.tables import read_tables
from deskterm.core.words import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _read(
    name: str, text: str, folder: Collection[str] | None = None
) -> tuple[Playbook | None, list[Problem]]:
    file = BookFile(f"{name}.toml", text)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [_not_toml(file, str(error))]
    playbook = read_tables(file, name, values)
    if not is_moment_name(name) or "_" in name:
        file.problem((), why_no_name(name))
    check_names(file, playbook)
    check_clocks(file, playbook)
    if folder is not None:
        check_opens(file, playbook, folder)
    return playbook, sorted(file.problems, key=lambda problem: problem.line)


def _not_toml(file: BookFile, why: str) -> Problem:
    """The decoder's words, and the line that it names at their end."""
    reason, __, where = why.rstrip(")").partition(" (at ")
    digits = where.removeprefix("line ").partition(",")[0]
    line = int(digits) if digits.isdigit() else file.text.rstrip().count("\n") + 1 if where else 1
    return Problem(file.name, line, _("this is not TOML: {reason}").format(reason=reason))


def parse_playbook(name: str, text: str) -> Playbook:
    """The playbook that this text writes, or BrokenPlaybook with every fault of it.

    Whether the playbooks that it opens exist is known to `load_folder` alone.
    """
    playbook, problems = _read(name, text)
    if playbook is None or problems:
        raise BrokenPlaybook(problems)
    return playbook


def load_folder(folder: Path | Traversable) -> tuple[dict[str, Playbook], list[Problem]]:
    """The sound playbooks of a folder by name, and what is wrong with the others."""
    try:
        files = {file.name: file for file in folder.iterdir() if file.name[:1] != "."}
    except OSError as error:
        return {}, [_unread(folder.name, error)]
    names = {name.removesuffix(".toml") for name in files if name.endswith(".toml")}
    playbooks: dict[str, Playbook] = {}
    problems: list[Problem] = []
    for name in sorted(names):
        try:
            text = files[f"{name}.toml"].read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(_unread(f"{name}.toml", error))
            continue
        playbook, found = _read(name, text, names)
        problems += found
        if playbook and not found:
            playbooks[name] = playbook
    return playbooks, problems


def _unread(file: str, error: OSError | UnicodeDecodeError) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Problem(file, line, _("this line is not UTF-8; save the file as UTF-8"))
    why = _("this cannot be read: {reason}")
    return Problem(file, 0, why.format(reason=error.strerror or error))

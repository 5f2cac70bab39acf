"""Looking all of `data/` over; every problem with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskterm.core.errors import Refusal
from deskterm.core.playbook import Problem, load_folder
from deskterm.core.words import _
from deskterm.shell.calendars.map_file import is_rooms, load_room_map
from deskterm.shell.fuel_logs.mapping import is_fuel, load_fuel_map
from deskterm.shell.map_file import load_map, open_map
from deskterm.shell.site.load import load_site
from deskterm.shell.site.shipped import shipped

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PARTS = ("playbooks", "site", "maps", "keymap.toml")
"""What a data folder can hold."""


def check(folder: Path | None = None) -> list[Problem]:
    """Every problem of a data folder, or of a site's folder alone; else of the shipped data.

    What the folder leaves out is as shipped.
    """
    root: Path | Traversable = folder or shipped("")
    if (root / "site.toml").is_file():
        return load_site(root, _names(shipped("playbooks")))[1]
    if not any(_exists(root / part) for part in PARTS):
        sentence = _("there is nothing to check here; a data folder holds {parts}")
        return [Problem(root.name, 0, sentence.format(parts=", ".join(PARTS)))]
    procedures = (root if (root / "playbooks").is_dir() else shipped("")) / "playbooks"
    found = [*_within("playbooks", load_folder(procedures)[1])]
    if (root / "site").is_dir():
        found += _within("site", load_site(root / "site", _names(procedures))[1])
    if (root / "maps").is_dir():
        found += _within("maps", _maps(root / "maps"))
    if (root / "keymap.toml").is_file():
        found += _keys(root / "keymap.toml")
    return found


def _exists(part: Path | Traversable) -> bool:
    return part.is_dir() or part.is_file()


def _names(folder: Path | Traversable) -> list[str]:
    """The playbooks of a folder, sound or not: those that are not are told by themselves."""
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir())


def _within(folder: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield replace(problem, file=f"{folder}/{problem.file}")


def _maps(folder: Path | Traversable) -> Iterator[Problem]:
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            toml, broken = open_map(file)
            yield from broken or _loader(toml.values if toml else {})(file)[1]


def _loader(said: Mapping[str, Any]) -> Callable[[Path | Traversable], tuple[Any, list[Problem]]]:
    """What reads a map, by what it is a map of."""
    if is_fuel(said):
        return load_fuel_map
    return load_room_map if is_rooms(said) else load_map


def _keys(file: Path | Traversable) -> Iterator[Problem]:
    from deskterm.tui import keymap  # noqa: PLC0415 - it brings Textual along

    try:
        text = file.read_text(encoding="utf-8")
        keys = keymap.load(Path(str(file)))
    except (Refusal, UnicodeDecodeError) as no:
        yield Problem(file.name, 0, str(no))
        return
    for sentence in keymap.problems(keys, keymap.load()):
        yield Problem(file.name, _line(text, sentence), sentence)


def _line(text: str, sentence: str) -> int:
    """The line of the last action that the sentence names and the file has; 0 for none."""
    scope, lines = "", {}
    for number, line in enumerate(text.splitlines(), start=1):
        if table := re.match(r"\[([\w-]+)\]", line):
            scope = table[1]
        elif named := re.match(r'"?([\w-]+)"?\s*=', line):
            lines[f"{scope}.{named[1]}"] = number
    named_in = re.findall(r"[a-z][\w-]*\.[\w-]+", sentence)
    return max((lines[name] for name in named_in if name in lines), default=0)

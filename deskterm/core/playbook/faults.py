"""What is wrong in a file that somebody wrote, and on which line of it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from deskterm.core.errors import Refusal
from deskterm.core.words import _

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a file, where, and what would be right."""

    file: str
    line: int
    """Counted from 1; 0 when the whole file is meant."""
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.sentence}"


class BrokenPlaybook(Refusal):
    """A playbook that cannot be used; `problems` are all its faults, a line each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def _paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _paths(inner, (*path, key))


def _lines(text: str) -> dict[KeyPath, int]:
    """The line on which each key of a sound TOML text begins: `("step", 0, "clock")`.

    A statement ends with the first line that makes TOML of the lines since the last one.
    """
    lines: dict[KeyPath, int] = {}
    header: KeyPath = ()
    steps, begun, held = 0, 1, ""
    for number, row in enumerate(text.split("\n"), start=1):
        begun = begun if held else number
        held += row + "\n"
        try:
            paths = list(_paths(tomllib.loads(held)))
        except tomllib.TOMLDecodeError:
            continue
        if held.lstrip().startswith("["):
            header = paths[-1]
            steps += held.lstrip().startswith("[[") and header == ("step",)
            if header[0] == "step" and steps:
                header = ("step", steps - 1, *header[1:])
            paths = [()]
        for path in paths:
            lines.setdefault((*header, *path), begun)
        held = ""
    return lines


class BookFile:
    """One file being read, and what was found wrong with it so far."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """The line on which each key begins."""
        return _lines(self.text)

    def problem(self, path: KeyPath, sentence: str) -> None:
        """Report what is wrong at a key, or where the key should be."""
        while path and path not in self.lines:
            path = path[:-1]
        self.problems.append(Problem(self.name, self.lines.get(path, 1), sentence))


def or_rather(sentence: str, word: str, known: Collection[str]) -> str:
    """The sentence, with the known word that was meant, or with all of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a file with a fault pays for it

    if near := get_close_matches(word, known, n=1):
        return _('{sentence}; did you mean "{nearest}"?').format(sentence=sentence, nearest=near[0])
    return _("{sentence}; known are: {known}").format(sentence=sentence, known=", ".join(known))

"""Files that the console writes: a report or a form, into a folder beside the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.layout import Table, clean
from deskterm.core.report import GROUPINGS, named
from deskterm.core.words import _
from deskterm.core.writing import FORMATS, SUFFIX, Heading, write
from deskterm.shell.forms import FORMS, Wanted, printed
from deskterm.shell.reports import heading, run_report

if TYPE_CHECKING:
    from deskterm.core.office import Office

FORM = ("form", "表单")
"""Words that say a form is meant, where a report has the same name."""


@dataclass(frozen=True)
class Said:
    """A report or a form, as it is asked for in words: name, period, grouping, format, record."""

    name: str
    is_form: bool = False
    whole: str = ""
    by: str = ""
    style: str = ""
    record: str = ""

    @classmethod
    def read(cls, words: Sequence[str]) -> Said:
        """The words in any order after the name; what is none of them is a period."""
        pieces = list(words)
        is_form = bool(pieces) and pieces[0].lower() in FORM
        name = "".join(pieces[is_form : is_form + 1])
        if is_form and name not in FORMS:
            sentence = _("There is no form {name}; there are: {known}.")
            raise NotFound(sentence.format(name=name, known=", ".join(sorted(FORMS))))
        if not is_form:
            named(name)
        told = {"whole": "", "by": "", "style": "", "record": ""}
        for piece in pieces[is_form + 1 :]:
            told[_kind(piece, name, is_form=is_form)] = piece
        return cls(name, is_form, **told)

    @property
    def title(self) -> str:
        """As it stands on the edge of the page."""
        return " · ".join(part for part in (self.name, self.whole, self.by, self.record) if part)


def _kind(piece: str, name: str, *, is_form: bool) -> str:
    """Which part of the question a word is."""
    if piece.lower() in FORMATS:
        return "style"
    if not is_form and piece.lower() in GROUPINGS[name]:
        return "by"
    return "record" if is_form and not piece[:1].isdigit() else "whole"


def made(office: Office, said: Said) -> tuple[Table, Heading]:
    """What was asked for, and what stands over it."""
    if said.is_form:
        if said.name == "paper-register":
            sentence = _("Its numbers are given out in the shell: deskterm form paper-register.")
            raise Refusal(sentence)
        return printed(office, said.name, Wanted(said.record, whole=said.whole or None))
    table = run_report(office, said.name, whole=said.whole or None, by=said.by)
    return table, heading(office, whole=said.whole or None)


def export(office: Office, said: Said) -> Path:
    """A new file of it in `exports` beside the store, for its owner alone."""
    table, over = made(office, said)
    folder = office.path.absolute().parent / "exports"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        sentence = _("{file} cannot be written: {fault}.")
        raise Refusal(sentence.format(file=folder, fault=error.strerror)) from error
    style = said.style.lower()
    path = _free(folder, _file_name(said), SUFFIX[style])
    write(table, style, path, over)
    return path


def _file_name(said: Said) -> str:
    parts = (said.name, said.whole, said.by, said.record)
    text = "-".join(part for part in parts if part)
    return "".join(char if char.isalnum() or char in "-_" else "_" for char in clean(text))[:80]


def _free(folder: Path, name: str, suffix: str) -> Path:
    """The first name that no file has."""
    names = (f"{name}{f'-{turn}' if turn > 1 else ''}.{suffix}" for turn in count(1))
    return next(path for path in (folder / each for each in names) if not path.exists())

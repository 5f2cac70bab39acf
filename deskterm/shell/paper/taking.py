"""Taking the lines of a paper register in: each is an act of its own, with its true time."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from uuid import UUID, uuid5

from deskterm.core import line, numbers
from deskterm.core.errors import Refusal, StoreRefusal
from deskterm.core.kinds import KINDS, Lexicon
from deskterm.core.office import AlreadyKept, Office
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import queries as calls
from deskterm.shell.lexicon import lexicon
from deskterm.shell.say import fill_in
from deskterm.shell.site.rows import EncodingError, decode
from deskterm.shell.verbs import VERBS

_ACTS = UUID("6d3bd0b1-0f4e-4d0e-9a63-6f6f3d2f9a17")
"""What an act's own number is made from, so that a line that was kept is known again."""
_NUMBER = re.compile(r"[Pp]-?(?:\d{4}-)?\d+")
_OTHER = re.compile(r"(?<!\S)[Pp]-?(?:\d{4}-)?\d+(?=\.\d|\s|$)")


@dataclass(frozen=True)
class Entry:
    """One line as it was written: the paper line it belongs to, its time, and what was said."""

    at: int
    text: str
    paper: str = ""
    told: str = ""
    said: str = ""
    turn: int = 1
    """Lines that say the very same are told apart by how often they came."""


@dataclass
class Taken:
    """What came of a file."""

    kept: int = 0
    known: int = 0
    rejected: list[tuple[Entry, str]] = field(default_factory=list)
    rejects_file: str = ""
    dry_run: bool = False

    def sentence(self) -> str:
        """The outcome for people."""
        said = _("Lines taken in: {kept}; known already: {known}; rejected: {rejected}.")
        told = [said.format(kept=self.kept, known=self.known, rejected=len(self.rejected))]
        told += [f"{entry.at}: {reason}" for entry, reason in self.rejected]
        if self.rejects_file:
            where = _("The rejected lines stand in {file}.")
            told.append(where.format(file=self.rejects_file))
        return "\n".join([*told, *([_("Nothing was kept (dry run).")] if self.dry_run else [])])


class _DryRun(Exception):  # noqa: N818 - not an error: it takes everything back
    pass


def take(office: Office, file: Path, operator: str | None, *, dry_run: bool = False) -> Taken:
    """Keep each line of a file; what is refused goes to a rejects file with the reason."""
    with office.read() as reader:
        words = lexicon(reader, office.site, office.now())
    entries = list(_entries(_text(file), words))
    taken = Taken(dry_run=dry_run)
    if dry_run:
        _try(office, entries, operator, (words, taken))
        return taken
    for entry in entries:
        try:
            with office.work(operator, _act(office, entry)) as work:
                keep(work, entry, words)
            taken.kept += 1
        except (AlreadyKept, Refusal) as no:
            _refused(taken, entry, no)
    if taken.rejected:
        taken.rejects_file = _write_rejects(file, taken)
    return taken


def _refused(taken: Taken, entry: Entry, no: Refusal) -> None:
    """Count a line that was not kept; where the store itself is at fault, nothing goes on."""
    if isinstance(no, StoreRefusal):
        raise no
    if isinstance(no, AlreadyKept):
        taken.known += 1
    else:
        taken.rejected.append((entry, str(no)))


def _try(
    office: Office, entries: list[Entry], operator: str | None, into: tuple[Lexicon, Taken]
) -> None:
    """Do all of it in one act, see what would be refused, and take everything back."""
    words, taken = into
    known = {entry.at for entry in entries if office.kept(_act(office, entry))}
    try:
        with office.work(operator) as work:
            for entry in entries:
                if entry.at in known:
                    taken.known += 1
                    continue
                try:
                    with work.attempt():
                        keep(work, entry, words)
                    taken.kept += 1
                except Refusal as no:
                    _refused(taken, entry, no)
            raise _DryRun  # noqa: TRY301 - it takes the whole act back
    except _DryRun:
        pass


def keep(work: Work, entry: Entry, words: Lexicon) -> None:
    """Do what one line says, at its time, on the call that its paper line became."""
    if not entry.paper:
        sentence = _("A line begins with its number on paper: P017 @03:12 call 12-3-1502 leak.")
        raise Refusal(sentence)
    parsed = line.parse(_numbered(work, entry.said), VERBS, words)
    verb, values = parsed.verb, dict(parsed.values)
    takes = {spec.name for spec in verb.fields}
    if "paper" in takes:
        values["paper"] = entry.paper
    else:
        _name_call(work, entry, verb, values)
    if entry.told and "told" not in takes:
        sentence = _("“{verb}” takes no time of its own; leave {told} out.")
        raise Refusal(sentence.format(verb=verb.words[0], told=entry.told))
    if entry.told:
        values["told"] = entry.told
    fill_in(work, verb.words[0], values, words, anyway=parsed.anyway)


def _name_call(work: Work, entry: Entry, verb: line.Verb, values: dict[str, str]) -> None:
    """The call that the paper line became is the first one that is meant, where none is named."""
    names = [spec.name for spec in verb.fields if spec.kind == "case"]
    given = [values[name] for name in names if name in values]
    if len(given) < len(names):
        values |= dict(zip(names, [_call(work, entry.paper), *given], strict=False))


def _numbered(work: Work, said: str) -> str:
    """What was said, with the numbers of calls where those of paper lines stand."""

    def number(match: re.Match[str]) -> str:
        return _call(work, match[0].upper())

    verb, blank, rest = said.partition(" ")
    return verb + blank + _OTHER.sub(number, rest)


def _call(work: Work, paper: str) -> str:
    row = calls.printed(work.reader, paper)
    if row is None or row["case_id"] is None:
        sentence = _("{paper} is no call yet: {paper} @03:12 call 12-3-1502 leak comes first.")
        raise Refusal(sentence.format(paper=paper))
    return numbers.full(row["letter"], row["case_year"], row["case_number"])


def _act(office: Office, entry: Entry) -> UUID:
    """The same act for the same line of the same sheet, however often it is taken in."""
    with office.read() as reader:
        row = calls.printed(reader, entry.paper) or {"year": 0, "printed_at": ""}
    text = " ".join(unicodedata.normalize("NFKC", entry.text).split())
    return uuid5(_ACTS, f"{row['year']} {row['printed_at']} {text} {entry.turn}")


def _entries(text: str, words: Lexicon) -> Iterator[Entry]:
    turns: Counter[str] = Counter()
    for at, raw in enumerate(text.splitlines(), start=1):
        plain = " ".join(raw.split())
        if plain and not plain.startswith(("#", "＃")):
            turns[plain] += 1
            yield _entry(at, plain, turns[plain], words)


def _entry(at: int, text: str, turn: int, words: Lexicon) -> Entry:
    head, _blank, rest = text.partition(" ")
    paper = unicodedata.normalize("NFKC", head)
    if not _NUMBER.fullmatch(paper):
        return Entry(at, text, said=text, turn=turn)
    pieces = rest.split(" ")
    for length in (2, 1):
        told = KINDS["told"].looks(" ".join(pieces[:length]), words)
        if told:
            said = " ".join(pieces[length:])
            return Entry(at, text, _spelled(paper), told, said, turn)
    return Entry(at, text, _spelled(paper), "", rest, turn)


def _spelled(paper: str) -> str:
    return KINDS["paper"].read(paper)


def _text(file: Path) -> str:
    try:
        return decode(file.read_bytes())
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=file, fault=error.strerror)) from error
    except EncodingError as error:
        sentence = _("{file}, line {line}: {fault}.")
        raise Refusal(sentence.format(file=file, line=error.line, fault=error)) from error


def _write_rejects(file: Path, taken: Taken) -> str:
    """A new file in the working folder, for its owner alone, that can be mended and taken in.

    Where none can be written, what is said of the lines is all there is.
    """
    names = (f".{turn}" if turn > 1 else "" for turn in count(1))
    while True:
        path = Path(f"{file.stem}.rejects{next(names)}.txt")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        except OSError:
            return ""
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            for entry, reason in taken.rejected:
                out.write(f"# {entry.at}: {reason}\n{entry.text}\n")
        return str(path)


def facts(taken: Taken) -> Mapping[str, object]:
    """The outcome for programs."""
    return {
        "kept": taken.kept,
        "known": taken.known,
        "rejected": [
            {"line": entry.at, "text": entry.text, "reason": reason}
            for entry, reason in taken.rejected
        ],
        "rejects_file": taken.rejects_file,
        "dry_run": taken.dry_run,
    }

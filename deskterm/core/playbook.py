"""Playbooks: read a folder of procedures and report every problem, not the first."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len

from deskterm.core.clocks import SENTENCES, ClockError, StepClock, is_moment_name, parse_clock
from deskterm.core.errors import Refusal
from deskterm.core.words import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES: Final = _names("en zh")
DESKS: Final = _names("calls guards rooms vehicles shifts")
GRADES: Final = _names("life property ordinary")
ROLES: Final = _names(
    "desk supervisor director manager security-lead security-supervisor guard gate-guard office"
    " business equipment engineering gm-office fleet-lead driver company-gm investment-gm service"
)
EVENTS: Final = _names(
    "guards-sent guards-en-route guards-on-scene guards-at-hospital guards-returning guards-clear"
    " vehicle-sent vehicle-out vehicle-back daily-checked paper-renewed"
    " repair-approved repair-started repair-finished repair-paid answered branched closed located"
    " supervisor-told director-told manager-told supervisor-said director-said manager-said"
    " party-told party-said price-agreed amount-kept"
    " applicant-phoned order-filled order-sent business-received equipment-received"
    " business-ready equipment-ready user-looked abnormal-noted emergency shift-taken"
)
NEEDS: Final = _names(
    "place phone two-guards vehicle relative price amount approval referral answer outcome"
    " report instruction decision party use"
    " repair-approved repair-started repair-finished repair-paid"
)
FLAGS: Final = _names(
    "major written large important staff equipment-watch paid via-office catering calendar-days"
    " roll-call changes abnormal emergency to-engineering to-equipment unsaid"
)
TITLE_CELLS: Final = 34

_PLAYBOOK_KEYS: Final = _names("desk grade title clause moments site_adjusts step")
_STEP_KEYS: Final = _names("name role clock title card needs ticked_by opens when clause paperwork")
_Path = tuple[str | int, ...]
_Values = Mapping[str, Any]


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


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step as its playbook has it; what the file leaves out is None or empty."""

    name: str
    role: str
    clock: str | None
    """As written; `Playbook.clocks` holds it read."""
    title: dict[str, str] = field(hash=False)
    card: dict[str, str] | None = field(hash=False)
    needs: tuple[str, ...]
    ticked_by: str | None
    opens: str | None
    when: str | None
    clauses: tuple[str, ...]
    paperwork: bool


@dataclass(frozen=True, slots=True)
class Playbook:
    """A procedure: its steps, in the order of the file, and the text that it was read from."""

    name: str
    desk: str
    grade: str
    title: dict[str, str] = field(hash=False)
    clauses: tuple[str, ...]
    moments: tuple[str, ...]
    site_adjusts: bool
    steps: tuple[StepRule, ...]
    source: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, by which versions of a playbook are told apart."""
        return sha256(self.source.encode(errors="surrogatepass")).hexdigest()

    @property
    def clocks(self) -> dict[str, StepClock]:
        """The clock of every step that has one, for `due_times`."""
        return {step.name: parse_clock(step.clock) for step in self.steps if step.clock}


def clock_sentence(error: ClockError) -> str:
    """What is wrong with a clock, in the language spoken now."""
    return _(SENTENCES[error.code]).format(**error.values)


def _paths(value: object, path: _Path = ()) -> Iterator[_Path]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _paths(inner, (*path, key))


def _lines(text: str) -> dict[_Path, int]:
    """The line on which each key of a sound TOML text begins: `("step", 0, "clock")`.

    A statement ends with the first line that makes TOML of the lines since the last one.
    """
    lines: dict[_Path, int] = {}
    header: _Path = ()
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


class _File:
    """One file being read, and what was found wrong with it so far."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []

    @cached_property
    def lines(self) -> dict[_Path, int]:
        return _lines(self.text)

    def problem(self, path: _Path, sentence: str) -> None:
        """Report what is wrong at a key, or where the key should be."""
        while path and path not in self.lines:
            path = path[:-1]
        self.problems.append(Problem(self.name, self.lines.get(path, 1), sentence))


def _or_rather(sentence: str, word: str, known: Collection[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a file with a fault pays for it

    if near := get_close_matches(word, known, n=1):
        return _('{sentence}; did you mean "{nearest}"?').format(sentence=sentence, nearest=near[0])
    return _("{sentence}; known are: {known}").format(sentence=sentence, known=", ".join(known))


class _Table:
    """One table of a file: each method reads a key and reports what is wrong there."""

    def __init__(self, file: _File, path: _Path, values: _Values, called: str = "") -> None:
        self.file, self.path, self.values, self.called = file, path, values, called

    def fault(self, key: str, sentence: str) -> None:
        if self.called:
            sentence = _("{where}: {sentence}").format(where=self.called, sentence=sentence)
        self.file.problem((*self.path, key), sentence)

    def check_keys(self, known: Collection[str], needed: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                self.fault(key, _or_rather(_('unknown key "{key}"').format(key=key), key, known))
        for key in needed:
            if key not in self.values:
                self.fault(key, _('"{key}" is missing').format(key=key))

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.fault(key, _('"{key}" must be words in quotes').format(key=key))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        each = value if isinstance(value, list) else [value]
        if all(isinstance(text, str) and text.strip() for text in each):
            return tuple(each)
        self.fault(key, _('"{key}" must be words in quotes, or a list of them').format(key=key))
        return ()

    def truth(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, _('"{key}" must be true or false').format(key=key))
        return value is True

    def known(self, key: str, words: Collection[str | None], known: Collection[str]) -> None:
        for word in words:
            if word is not None and word not in known:
                unknown = _('unknown {key} "{word}"').format(key=key, word=word)
                self.fault(key, _or_rather(unknown, word, known))

    def one_of(self, key: str, known: Collection[str]) -> str:
        word = self.text(key)
        self.known(key, [word], known)
        return word or ""

    def words(self, key: str, widest: int | None = None) -> dict[str, str]:
        values = self.values.get(key, {})
        if not isinstance(values, dict):
            like = '{ en = "...", zh = "..." }'
            self.fault(key, _('"{key}" must be written {like}').format(key=key, like=like))
        if key not in self.values or not isinstance(values, dict):
            return {}
        called = f"{self.called}, {key}" if self.called else key
        table = _Table(self.file, (*self.path, key), values, called)
        table.check_keys(LANGUAGES, LANGUAGES)
        words = {language: table.text(language) or "" for language in LANGUAGES}
        for language, text in words.items():
            if widest and (cells := cell_len(text)) > widest:
                wide = _('"{text}" is {cells} cells wide; at most {widest} fit the queue')
                table.fault(language, wide.format(text=text, cells=cells, widest=widest))
        return words

    def clock(self) -> str | None:
        text = self.text("clock")
        try:
            if text:
                parse_clock(text)
        except ClockError as error:
            sentence = _('the clock "{clock}" cannot be read: {why}')
            self.fault("clock", sentence.format(clock=text, why=clock_sentence(error)))
            return None
        return text


def _step(table: _Table) -> StepRule:
    table.check_keys(_STEP_KEYS, ("name", "role", "title"))
    needs, ticked_by, when = table.texts("needs"), table.text("ticked_by"), table.text("when")
    table.known("needs", needs, NEEDS)
    table.known("ticked_by", [ticked_by], EVENTS)
    table.known("when", [when and when.removeprefix("not ")], FLAGS)
    return StepRule(
        name=table.text("name") or "",
        role=table.one_of("role", ROLES),
        clock=table.clock(),
        title=table.words("title", TITLE_CELLS),
        card=table.words("card") or None,
        needs=needs,
        ticked_by=ticked_by,
        opens=table.text("opens"),
        when=when,
        clauses=table.texts("clause"),
        paperwork=table.truth("paperwork"),
    )


def _steps(file: _File, values: _Values) -> Iterator[StepRule]:
    tables = values.get("step", ())
    if isinstance(tables, list) and tables and all(isinstance(table, dict) for table in tables):
        for index, table in enumerate(tables):
            called = _called(index, str(table.get("name", "")))
            yield _step(_Table(file, ("step", index), table, called))
    elif "step" in values:
        file.problem(("step",), _("steps must be written [[step]], each followed by its keys"))


def _called(index: int, name: str) -> str:
    return _('step "{step}"').format(step=name) if name else f"[[step]] {index + 1}"


def _playbook(file: _File, name: str, values: _Values) -> Playbook:
    table = _Table(file, (), values)
    table.check_keys(_PLAYBOOK_KEYS, ("desk", "grade", "title", "step"))
    return Playbook(
        name=name,
        desk=table.one_of("desk", DESKS),
        grade=table.one_of("grade", GRADES),
        title=table.words("title"),
        clauses=table.texts("clause"),
        moments=table.texts("moments"),
        site_adjusts=table.truth("site_adjusts"),
        steps=tuple(_steps(file, values)),
        source=file.text,
    )


def _kebab(name: str) -> str:
    right = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
    if right == name and name.isascii():
        return _('"{name}" reads like a part of a clock; choose another name').format(name=name)
    sentence = _('"{name}" is no name; write small letters, digits and single hyphens')
    sentence = sentence.format(name=name)
    return _or_rather(sentence, right, [right]) if is_moment_name(right) else sentence


def _check_names(file: _File, playbook: Playbook) -> None:
    for moment in playbook.moments:
        if not is_moment_name(moment):
            file.problem(("moments",), _kebab(moment))
    taken = {"opened", *playbook.moments}
    for index, step in enumerate(playbook.steps):
        path = ("step", index, "name")
        if step.name and (not is_moment_name(step.name) or "_" in step.name):
            file.problem(path, _kebab(step.name))
        elif step.name in taken or (step.name in EVENTS and step.ticked_by != step.name):
            sentence = _('step "{step}": this name is taken; two things cannot share it')
            file.problem(path, sentence.format(step=step.name))
        taken |= {step.name} - {""}


def _check_clocks(file: _File, playbook: Playbook) -> None:
    """Every clock waits for something that can happen, and none for itself."""
    names = [step.name for step in playbook.steps]
    supplied = dict.fromkeys(["opened", *playbook.moments, *filter(None, names), *EVENTS])
    waits: dict[str, dict[str, None]] = {name: {} for name in names}
    for index, step in enumerate(playbook.steps):
        for moment in parse_clock(step.clock).moments if step.clock else ():
            if moment in waits:
                waits[step.name][moment] = None
            elif moment not in supplied:
                sentence = _('{step} waits for "{moment}", which nothing supplies')
                sentence = sentence.format(step=_called(index, step.name), moment=moment)
                file.problem(("step", index, "clock"), _or_rather(sentence, moment, supplied))
    for ring in _rings(waits):
        sentence = _("these steps wait for one another, so none falls due: {ring}")
        sentence = sentence.format(ring=" > ".join(ring))
        file.problem(("step", min(map(names.index, ring)), "clock"), sentence)


def _rings(waits: dict[str, dict[str, None]]) -> Iterator[list[str]]:
    """The circles among steps that wait for steps, each as it is waited: a for b for a."""
    while True:
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            ring = error.args[1][::-1]
            del waits[ring[0]][ring[1]]
            yield ring
        else:
            return


def _check_opens(file: _File, playbook: Playbook, folder: Collection[str]) -> None:
    for index, step in enumerate(playbook.steps):
        if step.opens and step.opens not in folder:
            sentence = _('{step} opens "{name}", and there is no such playbook')
            sentence = sentence.format(step=_called(index, step.name), name=step.opens)
            file.problem(("step", index, "opens"), _or_rather(sentence, step.opens, folder))


def _read(
    name: str, text: str, folder: Collection[str] | None = None
) -> tuple[Playbook | None, list[Problem]]:
    file = _File(f"{name}.toml", text)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [_not_toml(file, str(error))]
    playbook = _playbook(file, name, values)
    if not is_moment_name(name) or "_" in name:
        file.problem((), _kebab(name))
    _check_names(file, playbook)
    _check_clocks(file, playbook)
    if folder is not None:
        _check_opens(file, playbook, folder)
    return playbook, sorted(file.problems, key=lambda problem: problem.line)


def _not_toml(file: _File, why: str) -> Problem:
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

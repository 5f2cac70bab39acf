"""Reading a site's folder: every record of every file, and every problem, not the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from deskterm.core.errors import Refusal
from deskterm.core.playbook import Problem
from deskterm.core.words import _
from deskterm.shell.site import registers, toml_files
from deskterm.shell.site.cells import CellError, Value
from deskterm.shell.site.rows import EncodingError, Row, decode, meant, split
from deskterm.shell.site.shape import Cell, Register

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class BrokenSite(Refusal):
    """Files of a site that cannot be taken in; `problems` are all their faults, a line each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file, its values as the store keeps them."""

    line: int
    values: dict[str, Value]

    def key(self, register: Register) -> str:
        """What names it among the rows of its file."""
        return " ".join(str(self.values.get(name, "")) for name in register.key)


@dataclass
class SiteFiles:
    """What the files of a site say: records by the name of their register."""

    records: dict[str, list[Record]] = field(default_factory=dict)

    def __getitem__(self, register: Register) -> list[Record]:
        return self.records.get(register.name, [])

    @property
    def settings(self) -> dict[str, str]:
        """The site's settings by name."""
        found = self[registers.SETTINGS]
        return {str(record.values["name"]): str(record.values["value"]) for record in found}


class _File:
    """One CSV file being read."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.problems: list[Problem] = []
        self.records: list[Record] = []
        self.keys: dict[str, int] = {}
        """Every key, folded, with its line; of rows with a fault elsewhere too."""
        self.names: set[str] = set()
        """The first field of each key: what other files refer to."""
        self.readable = False

    def wrong(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(self.register.file, line, sentence))

    def read(self, raw: bytes) -> None:
        try:
            rows = split(decode(raw))
        except EncodingError as error:
            self.wrong(error.line, str(error))
            return
        header = next(rows, None)
        if header is None or header.fault:
            empty = _("the file is empty; it begins with a header")
            self.wrong(1, header.fault if header else empty)
            return
        names = [name.strip() for name in header.cells]
        self._check_header(names)
        self.readable = all(cell.name in names for cell in self.register.cells)
        for row in rows if self.readable else ():
            self._row(row, names)

    def _check_header(self, names: list[str]) -> None:
        known = [cell.name for cell in self.register.cells]
        absent = [name for name in known if name not in names]
        for name in names:
            if name not in known:
                sentence = _("unknown column “{name}”; {meant}")
                self.wrong(1, sentence.format(name=name, meant=meant(name, absent or known)))
            elif names.count(name) > 1:
                self.wrong(1, _("the column “{name}” stands there twice").format(name=name))
        for name in absent:
            self.wrong(1, _("the column “{name}” is missing").format(name=name))

    def _row(self, row: Row, names: list[str]) -> None:
        if row.fault:
            self.wrong(row.line, row.fault)
            return
        if len(row.cells) != len(names):
            sentence = _("{found} values where the header has {wanted}")
            self.wrong(row.line, sentence.format(found=len(row.cells), wanted=len(names)))
            return
        said = dict(zip(names, row.cells, strict=True))
        values: dict[str, Value] = dict(self.register.fixed)
        for cell in self.register.cells:
            try:
                values[cell.to] = cell.read(said[cell.name])
            except CellError as error:
                self.wrong(row.line, f"{cell.name}: {error}")
        self._take(Record(row.line, values))

    def _take(self, record: Record) -> None:
        if not all(name in record.values for name in self.register.key):
            return
        key = record.key(self.register)
        self.names.add(str(record.values[self.register.key[0]]))
        first = self.keys.setdefault(key.casefold(), record.line)
        if first != record.line:
            sentence = _("{key} stands in line {line} already")
            self.wrong(record.line, sentence.format(key=key, line=first))
        elif all(cell.to in record.values for cell in self.register.cells):
            self.records.append(record)


def load_site(
    folder: Path | Traversable, playbooks: Collection[str] = ()
) -> tuple[SiteFiles, list[Problem]]:
    """What the files of a folder say, and all that is wrong with them, by file and line.

    `playbooks` are the names that a category may have; none checks nothing.
    """
    problems: list[Problem] = []
    raw = dict(_bytes(folder, problems))
    site = SiteFiles()
    _load_toml(site, raw, playbooks, problems)
    files = {}
    for register in registers.CSV_REGISTERS:
        file = files[register.name] = _File(register)
        if register.file in raw:
            file.read(raw[register.file])
        if register.file in raw or not register.optional:
            site.records[register.name] = file.records
    known = {name: file.names for name, file in files.items() if file.readable}
    known["categories"] = set(toml_files.CATEGORY_CODES)
    for file in files.values():
        _check_rows(file)
        _check_references(file, known)
    _check_shared_keys(files)
    problems += [problem for file in files.values() for problem in file.problems]
    problems += _check_settings(site, known)
    return site, sorted(problems)


def _bytes(folder: Path | Traversable, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    wanted = [register.file for register in registers.REGISTERS]
    optional = {register.file for register in registers.REGISTERS if register.optional}
    found = sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []
    for name in found:
        if name.endswith((".csv", ".toml")) and name not in wanted:
            absent = [each for each in wanted if each not in found]
            sentence = _("this is none of the site's files; {meant}")
            problems.append(Problem(name, 0, sentence.format(meant=meant(name, absent or wanted))))
    for name in wanted:
        if name in optional and name not in found:
            continue
        try:
            yield name, (folder / name).read_bytes()
        except OSError as error:
            reason = _("the file is missing") if name not in found else str(error.strerror)
            problems.append(Problem(name, 0, reason))


def _toml(name: str, raw: dict[str, bytes], problems: list[Problem]) -> toml_files.Toml | None:
    try:
        return toml_files.Toml(name, decode(raw[name])) if name in raw else None
    except EncodingError as error:
        problems.append(Problem(name, error.line, str(error)))
        return None


def _load_toml(
    site: SiteFiles, raw: dict[str, bytes], playbooks: Collection[str], problems: list[Problem]
) -> None:
    if file := _toml(registers.SETTINGS.file, raw, problems):
        if file.values:
            site.records["settings"] = [
                Record(file.line(name), {"name": name, "value": value})
                for name, value in toml_files.settings(file)
            ]
        problems += file.problems
    if file := _toml(registers.CATEGORIES.file, raw, problems):
        if file.values:
            found = toml_files.categories(file, playbooks)
            site.records["categories"] = [Record(line, values) for line, values in found]
            _check_categories(site, file)
        problems += file.problems


def _check_categories(site: SiteFiles, file: toml_files.Toml) -> None:
    for name in ("code", "number"):
        found: dict[Value, int] = {}
        for record in site.records["categories"]:
            value = record.values[name]
            if value in found:
                sentence = _("{key} stands in line {line} already")
                told = sentence.format(key=value, line=found[value])
                file.problems.append(Problem(file.name, record.line, told))
            found.setdefault(value, record.line)
    if not file.problems and len(site.records["categories"]) < len(toml_files.CATEGORY_CODES):
        codes = {record.values["code"] for record in site.records["categories"]}
        absent = ", ".join(code for code in toml_files.CATEGORY_CODES if code not in codes)
        sentence = _("these categories are missing: {codes}")
        file.problems.append(Problem(file.name, 0, sentence.format(codes=absent)))


def _check_references(file: _File, known: Mapping[str, Collection[str]]) -> None:
    for record in file.records:
        for cell in file.register.cells:
            if problem := _dangling(cell, record, known):
                file.wrong(record.line, problem)


def _dangling(cell: Cell, record: Record, known: Mapping[str, Collection[str]]) -> str:
    """Why a value refers to nothing; blank when it does, or when nobody can tell."""
    value = str(record.values[cell.to])
    if not cell.refers or not value or any(name not in known for name in cell.refers):
        return ""
    there = [key for name in cell.refers for key in known[name]]
    if value in there:
        return ""
    sentence = _("{name}: there is no {value} in {files}; {meant}")
    files = ", ".join(registers.BY_NAME[name].file for name in cell.refers)
    return sentence.format(
        name=cell.name, value=value, files=files, meant=meant(value, sorted(there))
    )


def _check_shared_keys(files: Mapping[str, _File]) -> None:
    taken: dict[tuple[str, str], tuple[str, int]] = {}
    for file in files.values():
        for key, line in file.keys.items() if file.register.unique else ():
            name, first = taken.setdefault((file.register.table, key), (file.register.file, line))
            if name != file.register.file:
                sentence = _("{key} stands in {file}, line {line}, already")
                file.wrong(line, sentence.format(key=key, file=name, line=first))


def _check_rows(file: _File) -> None:
    check = _ROW_CHECKS.get(file.register.name)
    for record in file.records if check else ():
        if check and (sentence := check(record.values)):
            file.wrong(record.line, sentence)


def _unit_is_whole(values: Mapping[str, Value]) -> str:
    whole = "{building}-{entrance}-{room}".format_map(values)
    if values["code"] == whole:
        return ""
    sentence = _("unit {code} does not say building, entrance and room {whole}")
    return sentence.format(code=values["code"], whole=whole)


def _paper_falls_due(values: Mapping[str, Value]) -> str:
    if values["expires"] is None and values["service_km"] is None:
        return _("a paper needs the day it expires, or the kilometres of the next service")
    return ""


def _notice_ends(values: Mapping[str, Value]) -> str:
    if str(values["ends"]) < str(values["begins"]):
        return _("this notice ends before it begins")
    return ""


_ROW_CHECKS: dict[str, Callable[[Mapping[str, Value]], str]] = {
    "units": _unit_is_whole,
    "papers": _paper_falls_due,
    "notices": _notice_ends,
}


def _check_settings(site: SiteFiles, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    places = [code for name in ("places", "units") for code in known.get(name, ())]
    if "places" not in known:
        return
    for record in site[registers.SETTINGS]:
        name, value = record.values["name"], str(record.values["value"])
        if name in {"office", "entrance"} and value not in places:
            sentence = _("{name}: there is no place {value}; {meant}")
            told = sentence.format(name=name, value=value, meant=meant(value, places))
            yield Problem(registers.SETTINGS.file, record.line, told)

"""Taking a foreign call register in: all of a file in one act, a second time nothing twice."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from deskterm.core import numbers, search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.layout import inert
from deskterm.core.office import Office
from deskterm.core.register import Person
from deskterm.core.tables import Case, Imported
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls.model import Call
from deskterm.desks.guards.model import Assignment, Guard
from deskterm.shell.map_file import Map, read_map
from deskterm.shell.site.shipped import shipped

FIELD_LIMIT = 1_000_000


@dataclass(frozen=True)
class Reject:
    """A row that could not be taken: its line, why, and what stood in it."""

    line: int
    reason: str
    row: list[str]


@dataclass
class Outcome:
    """What an import came to."""

    calls: int = 0
    runs: int = 0
    known: int = 0
    rejected: list[Reject] = field(default_factory=list)
    rejects_file: str = ""
    dry_run: bool = False

    def facts(self) -> dict[str, object]:
        """The outcome for programs."""
        return {
            "calls": self.calls,
            "runs": self.runs,
            "known": self.known,
            "rejected": len(self.rejected),
            "rejects_file": self.rejects_file,
            "dry_run": self.dry_run,
        }

    def sentence(self) -> str:
        """The outcome for people."""
        said = _(
            "{calls} calls with {runs} runs taken in, {known} known already,"
            " {rejected} rows rejected."
        )
        text = said.format(
            calls=self.calls, runs=self.runs, known=self.known, rejected=len(self.rejected)
        )
        if self.rejects_file:
            text += " " + _("The rejected rows stand in {file}.").format(file=self.rejects_file)
        return text + (" " + _("Nothing was kept (dry run).") if self.dry_run else "")


@dataclass
class _Run:
    unit: str
    stamps: dict[str, datetime | None]


@dataclass
class _Call:
    key: str
    opened: datetime
    category: str
    place: str
    words: str
    runs: list[_Run] = field(default_factory=list)


class _DryRun(Exception):  # noqa: N818 - not an error: it takes the act back
    pass


def import_calls(
    office: Office, file: Path, map_file: str, operator: str | None, *, dry_run: bool = False
) -> Outcome:
    """Take the calls of a CSV file in by a map; rows that cannot be read go to a rejects file."""
    mapped = _map(map_file)
    outcome = Outcome(dry_run=dry_run)
    header, rows = _rows(file, mapped)
    calls = _gather(header, rows, mapped, outcome)
    try:
        with office.work(operator) as work:
            if operator is not None:
                work.require("import")
            _keep(work, mapped, calls, outcome)
            if dry_run:
                raise _DryRun  # noqa: TRY301 - it takes the whole act back
    except _DryRun:
        pass
    if outcome.rejected and not dry_run:
        outcome.rejects_file = _write_rejects(file, header, outcome.rejected)
    return outcome


def _map(named: str) -> Map:
    path = Path(named)
    inside = shipped("maps") / f"{named.removesuffix('.toml')}.toml"
    try:
        return read_map(path if path.exists() else inside)
    except FileNotFoundError:
        raise NotFound(_("There is no map {name}.").format(name=named)) from None
    except (ValueError, KeyError) as error:
        sentence = _("The map {name} cannot be used: {fault}.")
        raise Refusal(sentence.format(name=named, fault=error)) from error


def _rows(file: Path, mapped: Map) -> tuple[list[str], list[tuple[int, list[str]]]]:
    csv.field_size_limit(FIELD_LIMIT)
    try:
        raw = file.read_bytes()
    except OSError as error:
        sentence = _("{file} cannot be read: {fault}.")
        raise Refusal(sentence.format(file=file, fault=error.strerror)) from error
    reader = csv.reader(
        io.StringIO(_text(file, raw), newline=""), delimiter=mapped.delimiter, strict=True
    )
    rows: list[tuple[int, list[str]]] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        rows.extend((reader.line_num, row) for row in reader)
    except csv.Error as error:
        line = rows[-1][0] + 1 if rows else 1
        sentence = _(
            "{file}: from line {line} on it is no CSV ({fault}); a quote may not be closed."
        )
        raise Refusal(sentence.format(file=file.name, line=line, fault=error)) from error
    if absent := sorted(mapped.columns - set(header)):
        sentence = _("{file} has no column {names}; it has: {known}.")
        names, known = ", ".join(absent), ", ".join(header)
        raise Refusal(sentence.format(file=file.name, names=names, known=known))
    return header, [(line, row) for line, row in rows if any(cell.strip() for cell in row)]


def _text(file: Path, raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(_("{file} is neither UTF-8 nor GB18030.").format(file=file.name))


def _gather(
    header: list[str], rows: list[tuple[int, list[str]]], mapped: Map, outcome: Outcome
) -> dict[str, _Call]:
    calls: dict[str, _Call] = {}
    for line, row in rows:
        try:
            if len(row) != len(header):
                sentence = _("{found} fields instead of {wanted}")
                fault = sentence.format(found=len(row), wanted=len(header))
                raise ValueError(fault)  # noqa: TRY301 - one row's fault, told as the others are
            _take(dict(zip(header, row, strict=True)), mapped, calls)
        except ValueError as error:
            outcome.rejected.append(Reject(line, str(error), row))
    return calls


def _take(row: dict[str, str], mapped: Map, calls: dict[str, _Call]) -> None:
    key = row[mapped.key].strip()
    if not key:
        raise ValueError(_("{column} is empty").format(column=mapped.key))
    run = _run(row, mapped) if mapped.unit else None
    opened = mapped.instant(row[mapped.opened])
    if opened is None:
        raise ValueError(_("{column} is empty").format(column=mapped.opened))
    told = row[mapped.category].strip()
    call = calls.setdefault(
        key,
        _Call(
            key,
            opened,
            mapped.categories.get(told, mapped.default),
            row[mapped.place] if mapped.place else "",
            " · ".join(row[name].strip() for name in mapped.words if row[name].strip()),
        ),
    )
    if run:
        if any(run.unit == other.unit for other in call.runs):
            raise ValueError(_("{unit} is on this call already").format(unit=run.unit))
        call.runs.append(run)


def _run(row: dict[str, str], mapped: Map) -> _Run:
    unit = row[mapped.unit].strip()
    if not unit:
        raise ValueError(_("{column} is empty").format(column=mapped.unit))
    stamps = {name: mapped.instant(row[column]) for name, column in mapped.stamps.items()}
    for name in ("assigned", "clear"):
        if name in mapped.stamps and stamps[name] is None:
            raise ValueError(_("{column} is empty").format(column=mapped.stamps[name]))
    return _Run(unit, stamps)


def _keep(work: Work, mapped: Map, calls: dict[str, _Call], outcome: Outcome) -> None:
    known = {
        row.key
        for row in work.session.exec(select(Imported).where(Imported.source == mapped.source))
    }
    codes = {row["code"] for row in work.reader.rows("SELECT code FROM categories")}
    people: dict[str, int] = {}
    for call in calls.values():
        if call.key in known:
            outcome.known += 1
            continue
        if call.category not in codes:
            raise Refusal(
                _("The map names a category {code} that this site has not.").format(
                    code=call.category
                )
            )
        case = _keep_call(work, mapped, call)
        for run in call.runs:
            _keep_run(work, case, run, people)
        outcome.calls += 1
        outcome.runs += len(call.runs)


def _keep_call(work: Work, mapped: Map, call: _Call) -> Case:
    grade = work.reader.value("SELECT grade FROM categories WHERE code = :code", code=call.category)
    ends = [run.stamps["clear"] for run in call.runs if run.stamps.get("clear")]
    closed = max((end for end in ends if end), default=call.opened)
    case = work.open_case("C", "calls", int(grade), opened_at=call.opened, place_said=call.place)
    case.state, case.closed_at, case.closed_by = "closed", closed, work.operator
    case.disposition = "imported"
    work.keep(case)
    work.keep(Call(case_id=case.id, category=call.category, channel="import"))
    if call.words:
        work.write(case.id, "words", call.words)
    work.keep(Imported(source=mapped.source, key=call.key, record=f"cases:{case.id}"))
    work.record("case.closed", case.id, disposition="imported", at=closed)
    number = numbers.full(case.letter, case.year, case.number)
    body = " ".join(part for part in (number, call.place, call.words) if part)
    search.keep(work, search.Doc("call", case.id, body, call.key, case.id), call.opened)
    return case


def _keep_run(work: Work, case: Case, run: _Run, people: dict[str, int]) -> None:
    if run.unit not in people:
        people[run.unit] = _unit(work, run.unit)
    columns: dict[str, Any] = {f"{name}_at": at for name, at in run.stamps.items() if at}
    row = work.keep(Assignment(case_id=case.id, person_id=people[run.unit], **columns))
    told = {name: at for name, at in run.stamps.items() if at}
    work.record("guard.imported", case.id, guard=row.person_id, assignment=row.id, **told)


def _unit(work: Work, code: str) -> int:
    found = work.session.exec(select(Person).where(Person.code == code)).first()
    if found is None:
        found = work.keep(Person(code=code, name=code, role="guard", active=False))
        work.keep(Guard(person_id=found.id, state="off-duty", since=work.now))
        work.record("site.added", None, table="people", row=found.id)
    return found.id


def _write_rejects(file: Path, header: list[str], rejected: list[Reject]) -> str:
    path = Path(f"{file.stem}.rejects.csv")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([_("line"), _("reason"), *header])
        writer.writerows(_reject_rows(rejected))
    return str(path)


def _reject_rows(rejected: list[Reject]) -> Iterator[list[str]]:
    for one in rejected:
        yield [str(one.line), one.reason, *(inert(cell) for cell in one.row)]

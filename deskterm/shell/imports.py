"""Taking a foreign call register in: all of a file in one act, a second time nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import select

from deskterm.core import places, search
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.register import Person
from deskterm.core.tables import Case, Imported
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls.actions import indexing
from deskterm.desks.calls.model import Call
from deskterm.desks.guards.model import Assignment, Guard
from deskterm.shell.foreign import ForeignCall, ForeignRun, Register, read_register
from deskterm.shell.map_file import Map, map_named, read_map
from deskterm.shell.rejects import DryRun, Reject, write_rejects


@dataclass
class Outcome:
    """What an import came to."""

    calls: int = 0
    runs: int = 0
    known: int = 0
    partial: int = 0
    """Calls that were taken in without a row of theirs that was rejected."""
    rejected: list[Reject] = field(default_factory=list)
    rejects_file: str = ""
    dry_run: bool = False

    def facts(self) -> dict[str, object]:
        """The outcome for programs."""
        return {
            "calls": self.calls,
            "runs": self.runs,
            "known": self.known,
            "partial": self.partial,
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
        told = [
            said.format(
                calls=self.calls, runs=self.runs, known=self.known, rejected=len(self.rejected)
            )
        ]
        if self.partial:
            partly = _("{count} calls were taken in without their rejected rows.")
            told.append(partly.format(count=self.partial))
        if self.rejects_file:
            where = _("The rejected rows stand in {file}.")
            told.append(where.format(file=self.rejects_file))
        return " ".join([*told, *([_("Nothing was kept (dry run).")] if self.dry_run else [])])


def import_calls(
    office: Office, file: Path, map_file: str, operator: str | None, *, dry_run: bool = False
) -> Outcome:
    """Take the calls of a CSV file in by a map; rows that cannot be read go to a rejects file.

    Whoever runs the program without signing on owns the store's file, and may do it.
    """
    mapped = map_named(map_file, read_map)
    register = read_register(file, mapped)
    outcome = Outcome(rejected=register.rejected, dry_run=dry_run)
    try:
        with office.work(operator) as work:
            if operator is not None:
                work.require("import")
            _Keeper(work, mapped).keep(register, outcome)
            if dry_run:
                raise DryRun  # noqa: TRY301 - it takes the whole act back
            if outcome.rejected:
                outcome.rejects_file = write_rejects(file, register.header, register.rejected)
    except DryRun:
        pass
    return outcome


class _Keeper:
    """Keeps calls that this store has not, within one work."""

    def __init__(self, work: Work, mapped: Map) -> None:
        self.work = work
        self.mapped = mapped
        query = select(Imported.key).where(Imported.source == mapped.source)
        self.known = set(work.session.exec(query))
        categories = work.reader.rows("SELECT code, grade FROM categories")
        self.grades = {row["code"]: int(row["grade"]) for row in categories}
        self.people: dict[str, int] = {}

    def keep(self, register: Register, outcome: Outcome) -> None:
        """Keep what is new, and count it."""
        for call in register.calls.values():
            if call.key in self.known:
                outcome.known += 1
                continue
            case = self._call(call)
            for run in call.runs:
                self._run(case, run)
            outcome.calls += 1
            outcome.runs += len(call.runs)
            outcome.partial += not call.whole

    def _call(self, call: ForeignCall) -> Case:
        work = self.work
        if call.category not in self.grades:
            sentence = _("The map names a category {code} that this site has not.")
            raise Refusal(sentence.format(code=call.category))
        place = places.find(work.reader, call.place) if call.place else None
        case = work.open_case(
            "C",
            "calls",
            self.grades[call.category],
            opened_at=call.opened,
            place_id=place["id"] if place else None,
            place_said="" if place else call.place,
        )
        kept = work.keep(Call(case_id=case.id, category=call.category, channel="import"))
        work.record(
            "call.opened",
            case.id,
            category=kept.category,
            incident=kept.kind,
            place=case.place_id,
            resident=kept.resident_id,
            channel=kept.channel,
            confidential=case.confidential,
            opened=call.opened,
        )
        if call.words:
            work.write(case.id, "words", call.words)
        work.keep(Imported(source=self.mapped.source, key=call.key, record=f"cases:{case.id}"))
        self._close(case, call)
        if doc := indexing.call(work, case, call.key):
            search.keep(work, doc, call.opened)
        return case

    def _close(self, case: Case, call: ForeignCall) -> None:
        """A foreign call is over: closed when its last unit was free again."""
        ends = [run.stamps["clear"] for run in call.runs]
        case.state, case.closed_by = "closed", self.work.operator
        case.closed_at, case.disposition = max([call.opened, *ends]), "imported"
        self.work.keep(case)
        self.work.record("case.closed", case.id, disposition="imported", at=case.closed_at)

    def _run(self, case: Case, run: ForeignRun) -> None:
        if run.unit not in self.people:
            self.people[run.unit] = self._unit(run.unit)
        columns: dict[str, Any] = {f"{name}_at": at for name, at in run.stamps.items()}
        person = self.people[run.unit]
        row = self.work.keep(Assignment(case_id=case.id, person_id=person, **columns))
        self.work.record("guard.imported", case.id, guard=person, assignment=row.id, **run.stamps)

    def _unit(self, code: str) -> int:
        """The guard of this code; a new one who is not on duty, where there is none.

        Somebody else's code is not taken away: the foreign unit gets its source before it.
        """
        work = self.work
        for name in (code, f"{self.mapped.source}:{code}"):
            found = work.session.exec(select(Person).where(Person.code == name)).first()
            if found is None:
                return self._new_unit(name, code)
            if found.role == "guard":
                return found.id
        sentence = _("The code {code} belongs to somebody else here.")
        raise Refusal(sentence.format(code=code))

    def _new_unit(self, name: str, code: str) -> int:
        work = self.work
        person = work.keep(Person(code=name, name=code, role="guard", active=False))
        guard = work.keep(Guard(person_id=person.id, state="off-duty", since=work.now))
        work.record("site.added", None, table="people", ids=[person.id])
        facts = {"guard": person.id, "state": guard.state, "at": guard.since, "until": None}
        work.record("guard.changed", None, **facts)
        return person.id

"""Handing a year's help register over: its lines, its words, a manifest, the sums of all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deskterm.core import numbers, people
from deskterm.core.confidential import RIGHT, hidden
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.instants import stamp
from deskterm.core.layout import Column, csv_lines
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.calls.model import Archive
from deskterm.shell.archive.files import BOM, Folder
from deskterm.shell.archive.years import archive_of, destroyable_from
from deskterm.shell.reports.cells import local
from deskterm.shell.reports.register import COLUMNS, year_lines

_TEXTS = (
    Column("number", N_("No."), 13),
    Column("field", N_("Field"), 10),
    Column("written", N_("Written"), 19),
    Column("operator", N_("Operator"), 8),
    Column("replaced", N_("Replaced"), 19),
    Column("words", N_("Words"), 30),
)
_CALLS = " FROM cases c JOIN calls k ON k.case_id = c.id WHERE c.letter = 'C' AND c.year = :year"
_WRITTEN = " FROM cases c JOIN texts t ON t.case_id = c.id WHERE c.letter = 'C' AND c.year = :year"
_NAMED = 12
"""So many open calls are named in a sentence; the manifest names all."""


@dataclass(frozen=True)
class Made:
    """A year that was archived."""

    year: int
    calls: int
    folder: Path
    digest: str
    """SHA-256 of the manifest."""
    files: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is said of it."""
        sentence = _("{year} is archived: {calls} calls, in {folder}; manifest {digest}.")
        return sentence.format(
            year=self.year, calls=self.calls, folder=self.folder, digest=self.digest
        )


@dataclass(frozen=True)
class _State:
    """The year as it stood when it was read."""

    calls: int
    by_category: list[Row]
    still_open: list[str]
    journal: dict[str, Any]
    destroyed: str | None
    """When the words of most of it went; those of calls that were open then are still here."""


def make(office: Office, year: int, folder: Path, *, anyway: bool = False) -> Made:
    """Write a year's register, with all its words, into a folder, and say so in the journal.

    By whoever looks at this office. Calls that are still open are asked about once.
    """
    people.require(office.viewer, "archive")
    if year >= office.site.local(office.now()).year:
        sentence = _("{year} is not over; a year is archived when it is.")
        raise Refusal(sentence.format(year=year))
    files = Folder(folder)
    try:
        with office.read() as reader:
            state = _look(reader, year)
            _refuse_secrets(reader, year)
            if not anyway:
                _ask_open(year, state.still_open)
            digest = _write(office, reader, files, state, year)
        _record(office, year, state, digest)
    except BaseException:
        files.take_back()
        raise
    names = tuple(str(file["name"]) for file in files.written)
    return Made(year, state.calls, folder, digest, names)


def _look(reader: Reader, year: int) -> _State:
    by_category = reader.rows(
        "SELECT g.number, g.code, g.en, g.zh, count(*) AS calls FROM cases c"
        " JOIN calls k ON k.case_id = c.id JOIN categories g ON g.code = k.category"
        " WHERE c.letter = 'C' AND c.year = :year GROUP BY g.code ORDER BY g.number",
        year=year,
    )
    if not by_category:
        raise NotFound(_("There are no calls of {year}.").format(year=year))
    destroyed = (archive_of(reader, year) or {}).get("destroyed_at")
    if destroyed and not reader.value(f"SELECT 1{_WRITTEN} LIMIT 1", year=year):
        sentence = _("The words of {year} were destroyed; there is nothing left to archive.")
        raise Refusal(sentence.format(year=year))
    rows = reader.rows(
        f"SELECT c.letter, c.year, c.number{_CALLS} AND c.closed_at IS NULL ORDER BY c.number",
        year=year,
    )
    head = reader.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1") or {}
    return _State(
        calls=sum(row["calls"] for row in by_category),
        by_category=by_category,
        still_open=[numbers.full(row["letter"], row["year"], row["number"]) for row in rows],
        journal={"count": head.get("seq"), "head": head.get("hash")},
        destroyed=destroyed,
    )


def _refuse_secrets(reader: Reader, year: int) -> None:
    """Words that this reader may not see would be missing from the archive for ever."""
    secret = reader.value(f"SELECT count(*){_CALLS} AND {hidden()}", year=year)
    if not secret:
        return
    roles = ", ".join(
        _(people.ROLES[role]) for role in people.ROLES if role in people.RIGHTS[RIGHT]
    )
    sentence = _(
        "{year} has {count} confidential calls whose words you may not read;"
        " it can be archived by: {roles}."
    )
    raise Refusal(sentence.format(year=year, count=secret, roles=roles))


def _ask_open(year: int, still_open: list[str]) -> None:
    if not still_open:
        return
    names = ", ".join(still_open[:_NAMED]) + (", …" if len(still_open) > _NAMED else "")
    sentence = _("{count} calls of {year} are still open: {names}. Archive it anyway?")
    raise Question(sentence.format(count=len(still_open), year=year, names=names))


def _write(office: Office, reader: Reader, files: Folder, state: _State, year: int) -> str:
    lines = csv_lines(COLUMNS, year_lines(reader, office.site, year))
    files.write(f"help-register-{year}.csv", _marked(lines))
    words = csv_lines(_TEXTS, _texts(office, reader, year))
    files.write(f"help-register-{year}-words.csv", _marked(words))
    told = {
        "form": "住户求助登记表",
        "year": year,
        "site": {name: office.site.values.get(name, "") for name in ("name", "english")},
        "calls": state.calls,
        "by_category": state.by_category,
        "open": state.still_open,
        "files": files.written,
        "journal": state.journal,
        "made_at": stamp(office.now()),
        "made_by": _who(office),
        "destroyed_at": state.destroyed,
        "destroyable_from": destroyable_from(year).isoformat(),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    digest = files.write(f"manifest-{year}.json", [text])
    files.write("SHA256SUMS", [files.sums()])
    return digest


def _marked(lines: Iterator[str]) -> Iterator[str]:
    yield BOM + next(lines)
    yield from lines


def _texts(office: Office, reader: Reader, year: int) -> Iterator[Row]:
    """Whatever was written on a call of the year, what was replaced later too."""
    zone = office.site.zone
    found = reader.each(
        "SELECT c.letter, c.year, c.number, t.field, t.body, t.entered_at, t.operator,"
        f" t.replaced_at{_WRITTEN} ORDER BY c.number, t.id",
        year=year,
    )
    for row in found:
        yield {
            "number": numbers.full(row["letter"], row["year"], row["number"]),
            "field": row["field"],
            "written": local(row["entered_at"], zone),
            "operator": row["operator"],
            "replaced": local(row["replaced_at"], zone),
            "words": row["body"],
        }


def _record(office: Office, year: int, state: _State, digest: str) -> None:
    """The year's row and its journal line; an archive made anew takes the former one's place."""
    with office.work(_who(office)) as work:
        work.require("archive")
        row = work.session.get(Archive, year)
        was = {"was": row.digest, "was_since": row.at} if row else {}
        row = row or Archive(year=year, at=work.now, calls=0, digest="")
        row.at, row.operator, row.calls, row.digest = work.now, work.operator, state.calls, digest
        work.keep(row)
        work.record(
            "archive.made",
            None,
            year=year,
            calls=state.calls,
            digest=digest,
            journal=state.journal["count"],
            **was,
        )


def _who(office: Office) -> str | None:
    return office.viewer.code if office.viewer else None

"""Destroying the words, names and phones of a year that was kept long enough.

Cases, stamps, steps, sums and the journal stay, so that the figures of the year
stay as they are and the chain still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from deskterm.core import numbers, people, search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.core.reader import Reader
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls.model import Archive
from deskterm.shell.archive.years import archive_of, destroyable_from

_CALLS = "letter = 'C' AND year = :year AND closed_at IS NOT NULL"
"""SQL: the calls of a year that are over."""

_THESE = (
    "case_id IN (SELECT id FROM cases"
    " WHERE letter IN ('C', 'R') AND year = :year AND closed_at IS NOT NULL)"
)
"""SQL: what belongs to them, and to the calls of the year that were missed; `{these}` below."""

_COUNTS = {
    "calls": f"SELECT count(*) FROM cases WHERE {_CALLS}",  # noqa: S608 - constants only
    "texts": "SELECT count(*) FROM texts WHERE {these}",
    "docs": "SELECT count(*) FROM docs WHERE {these}",
    "names": (
        "SELECT (SELECT count(*) FROM calls WHERE {these}"
        " AND (caller <> '' OR phone <> '' OR resident_id IS NOT NULL))"
        " + (SELECT count(*) FROM callers WHERE {these}"
        " AND (name <> '' OR phone <> '' OR resident_id IS NOT NULL))"
        " + (SELECT count(*) FROM rings WHERE {these} AND phone <> '')"
    ),
}
_BLANKS = (
    "UPDATE calls SET caller = '', phone = '', phone_tail = '', resident_id = NULL WHERE {these}",
    "UPDATE callers SET name = '', phone = '', phone_tail = '', resident_id = NULL WHERE {these}",
    "UPDATE rings SET phone = '', phone_tail = '' WHERE {these}",
    "UPDATE contacts SET question_id = NULL, answer_id = NULL WHERE {these}",
    "UPDATE charges SET words_id = NULL WHERE {these}",
    "UPDATE closings SET outcome_id = NULL, reason_id = NULL WHERE {these}",
)
"""What names somebody, and what points to a text."""

POINTING = (
    "contacts (party_id)",
    "contacts (question_id)",
    "contacts (answer_id)",
    "charges (words_id)",
    "closings (outcome_id)",
    "closings (reason_id)",
    "place_notes (text_id)",
    "closures (reason_id)",
    "order_events (text_id)",
    "slips (reason_id)",
    "slips (note_id)",
    "stock_moves (reason_id)",
    "assessments (text_id)",
    "handover_lines (text_id)",
    "handover_lines (answer_id)",
)
"""Every column that may point to a text."""


@dataclass(frozen=True)
class Destroyed:
    """What was destroyed of a year, or would be: calls, texts, names, entries of the index."""

    year: int
    counts: Mapping[str, int]

    @property
    def nothing(self) -> bool:
        """Whether there was nothing left to destroy."""
        return not any(self.counts[name] for name in ("texts", "names", "docs"))

    @property
    def sentence(self) -> str:
        """What is said of it."""
        if self.nothing:
            return _("Nothing is left of {year} that could be destroyed.").format(year=self.year)
        sentence = _(
            "Destroyed of {year}: {texts} texts, the names and phones of {names} records."
            " {calls} calls stay with their times, sums and journal."
        )
        return sentence.format(year=self.year, **self.counts)


def left_of(office: Office, year: int) -> Destroyed:
    """What would be destroyed of a year; refused where it may not be, in a sentence."""
    people.require(office.viewer, "archive.destroy")
    with office.read() as reader:
        _refuse_early(office, reader, year)
        return Destroyed(year, _counts(reader, year))


def destroy(office: Office, year: int) -> Destroyed:
    """Destroy the words, names and phones of a year's closed calls, by whoever looks here.

    A second time there is nothing left to do, and nothing is done.
    """
    left = left_of(office, year)
    if left.nothing or office.viewer is None:
        return left
    with office.work(office.viewer.code) as work:
        work.require("archive.destroy")
        _refuse_early(office, work.reader, year)
        _refuse_changed(work, year)
        counts = _counts(work.reader, year)
        _run(work, "PRAGMA secure_delete = 1")
        _forget(work, year)
        for blank in _BLANKS:
            _run(work, blank, year=year)
        _delete_texts(work, year)
        row = work.get(Archive, year)
        row.destroyed_at, row.destroyed_by = row.destroyed_at or work.now, work.operator
        work.keep(row)
        work.record("archive.destroyed", None, year=year, **counts)
    _overwrite(office)
    return Destroyed(year, counts)


def _refuse_early(office: Office, reader: Reader, year: int) -> None:
    if archive_of(reader, year) is None:
        sentence = _("{year} is not archived; deskterm archive {year} comes first.")
        raise NotFound(sentence.format(year=year))
    first = destroyable_from(year)
    if office.site.local(office.now()).date() < first:
        sentence = _("{year} is kept for two years after its hand-over; it may go from {day} on.")
        raise Refusal(sentence.format(year=year, day=first))


def _refuse_changed(work: Work, year: int) -> None:
    """What was written on a call after the archive was made stands in no archive."""
    sql = "SELECT facts FROM journal WHERE kind = 'archive.made' ORDER BY seq DESC"
    made = (json.loads(row["facts"]) for row in work.reader.each(sql))
    last = next((facts["journal"] for facts in made if facts["year"] == year), 0)
    sql = "SELECT case_id FROM journal WHERE seq > :last AND {these} ORDER BY seq LIMIT 1"
    changed = work.reader.value(_filled(sql), last=last, year=year)
    if changed:
        row = work.get(Case, changed)
        number = numbers.full(row.letter, row.year, row.number)
        sentence = _("{number} was changed after {year} was archived; archive {year} again first.")
        raise Refusal(sentence.format(number=number, year=year))


def _filled(sql: str) -> str:
    return sql.replace("{these}", _THESE)


def _counts(reader: Reader, year: int) -> dict[str, int]:
    return {name: int(reader.value(_filled(sql), year=year)) for name, sql in _COUNTS.items()}


def _forget(work: Work, year: int) -> None:
    sql = _filled("SELECT kind, ref FROM docs WHERE {these}")
    found = work.reader.rows(sql, year=year)
    search.forget_all(work, ((row["kind"], row["ref"]) for row in found))
    search.compact(work)


def _delete_texts(work: Work, year: int) -> None:
    """Nothing points to them any more; a party that must be named is a blank one from now on."""
    named = "FROM contacts WHERE party_id IS NOT NULL AND {these} LIMIT 1"
    if work.reader.value(_filled(f"SELECT 1 {named}"), year=year):
        gone = work.write(None, "destroyed", "")
        blank = "UPDATE contacts SET party_id = :gone WHERE party_id IS NOT NULL AND {these}"
        _run(work, blank, year=year, gone=gone.id)
    with _found_fast(work):
        _run(work, "DELETE FROM texts WHERE {these}", year=year)


@contextmanager
def _found_fast(work: Work) -> Iterator[None]:
    """Indexes of everything that points to a text: each one that goes is looked for there."""
    for place, column in enumerate(POINTING):
        _run(work, f"CREATE INDEX pointing_{place} ON {column}")
    yield
    for place in range(len(POINTING)):
        _run(work, f"DROP INDEX pointing_{place}")


def _run(work: Work, sql: str, **values: object) -> None:
    work.session.flush()
    work.session.connection().connection.cursor().execute(_filled(sql), values)


def _overwrite(office: Office) -> None:
    """Let the write-ahead log go, which may still hold pages as they were."""
    connection = office.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()

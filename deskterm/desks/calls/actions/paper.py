"""The register on paper: lines that are numbered, entered later, or void."""

from __future__ import annotations

from deskterm.core import numbers
from deskterm.core.errors import Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.reader import Row
from deskterm.core.tables import Case
from deskterm.core.undo import Line
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import queries
from deskterm.desks.calls.actions.saying import local
from deskterm.desks.calls.forms import NewCall
from deskterm.desks.calls.model import PaperLine

LETTER = "P"
MOST = 400
"""So many lines can be printed at once."""


def reserve(work: Work, count: int) -> list[PaperLine]:
    """Number so many lines that are about to be printed; no number is printed twice."""
    if not 1 <= count <= MOST:
        sentence = _("Print 1 to {most} lines, not {count}.")
        raise Refusal(sentence.format(most=MOST, count=count))
    lines = []
    for _each in range(count):
        year, number = work.number(LETTER, work.now)
        lines.append(work.keep(PaperLine(year=year, number=number, printed_at=work.now)))
    first, last = lines[0], lines[-1]
    work.record("paper.printed", None, year=first.year, first=first.number, last=last.number)
    return lines


def void(work: Work, first: int, last: int) -> list[PaperLine]:
    """Say that printed lines stayed blank or were spoilt; answers which; none if one is a call."""
    work.require("call.edit")
    rows = [_printed(work, f"{LETTER}{number:03d}") for number in range(first, last + 1)]
    for row in rows:
        if row["case_id"] is not None:
            raise _is_a_call(work, row)
    lines = [work.get(PaperLine, (row["year"], row["number"])) for row in rows]
    fresh = [line for line in lines if line.void_at is None]
    for line in fresh:
        line.void_at = work.now
        work.keep(line)
    if fresh:
        year = fresh[0].year
        work.record("paper.voided", None, year=year, numbers=[line.number for line in fresh])
    return fresh


def enter(work: Work, form: NewCall, case: Case) -> None:
    """A call was written on this line of the paper; a line becomes one call and no other."""
    said = form.paper or ""
    row = queries.printed(work.reader, said)
    if row is None and form.anyway:
        return
    if row is None:
        raise Question(_never(work, said))
    if row["case_id"] is not None:
        raise _is_a_call(work, row)
    doubts = _doubts(work, row, case)
    if doubts and not form.anyway:
        raise Question(" ".join(doubts))
    line = work.get(PaperLine, (row["year"], row["number"]))
    was = line.void_at
    line.case_id, line.entered_at, line.void_at = case.id, work.now, None
    work.keep(line)
    work.record("paper.entered", case.id, year=line.year, number=line.number, was_void=was)


def unenter(work: Work, line: Line) -> None:
    """A line of the paper is to be entered still."""
    row = work.get(PaperLine, (line["year"], line["number"]))
    row.case_id = row.entered_at = None
    row.void_at = line.instant("was_void")
    work.keep(row)


def _doubts(work: Work, row: Row, case: Case) -> list[str]:
    doubts = []
    said = queries.paper_spoken(row, local(work).year)
    printed = work.office.site.local(instant(row["printed_at"]))
    if row["void_at"]:
        doubts.append(_("{paper} was declared void.").format(paper=said))
    if case.opened_at < instant(row["printed_at"]):
        sentence = _("{paper} was printed on {time}; the call cannot have been written before.")
        doubts.append(sentence.format(paper=said, time=f"{printed:%m-%d %H:%M}"))
    return doubts


def _printed(work: Work, said: str) -> Row:
    row = queries.printed(work.reader, said)
    if row is None:
        raise Refusal(_never(work, said))
    return row


def _never(work: Work, said: str) -> str:
    awaited = [queries.paper_spoken(row, local(work).year) for row in queries.awaited(work.reader)]
    sentence = _("{paper} was never printed; nothing on paper is waited for.")
    if awaited:
        sentence = _("{paper} was never printed; waited for are {first} to {last}.")
    told = {"first": awaited[0], "last": awaited[-1]} if awaited else {}
    return sentence.format(paper=said, **told)


def _is_a_call(work: Work, row: Row) -> Refusal:
    number = numbers.spoken(row["letter"], row["case_year"], row["case_number"], local(work).year)
    paper = queries.paper_spoken(row, local(work).year)
    return Refusal(_("{paper} is {number} already.").format(paper=paper, number=number))

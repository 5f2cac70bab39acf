"""What a shift leaves open, on every desk, and what the lines of a handover say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from deskterm.core import queue
from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.drafts import half_typed
from deskterm.core.errors import Question
from deskterm.core.instants import instant, stamp
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.spans import until
from deskterm.core.states import CASE_STATES
from deskterm.core.words import N_, _, language
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.desks.shifts import actions as shifts
from deskterm.desks.shifts import queries
from deskterm.desks.shifts.actions.handing import LETTER, Open
from deskterm.shell.where import named, number, where

if TYPE_CHECKING:
    from deskterm.core.office import Office
    from deskterm.core.people import Signed
    from deskterm.core.receipt import Receipt
    from deskterm.core.work import Work
    from deskterm.desks.shifts.forms import HandOver

NEXT_SHIFT_HOURS = 12
"""How far ahead steps of meetings, papers and the like are handed over; a site setting."""
JUST = timedelta(minutes=10)
"""Whoever hands over what they took within this time is asked: a key was pressed too often."""
_MOST = 100_000

_CASE = (
    "SELECT c.id, c.letter, c.year, c.number, c.state, c.opened_at, c.place_said, p.code AS place,"  # noqa: S608 - constants only
    " p.name AS place_name, p.english AS place_english, m.name AS room_name,"
    f" m.english AS room_english, v.plate, g.en, g.zh, {hidden()} AS hidden,"
    f" {shown('t.body')} AS words"
    " FROM cases c LEFT JOIN places p ON p.id = c.place_id LEFT JOIN rooms m ON m.id = c.room_id"
    " LEFT JOIN vehicles v ON v.id = c.vehicle_id LEFT JOIN calls k ON k.case_id = c.id"
    " LEFT JOIN categories g ON g.code = k.category"
    " LEFT JOIN texts t ON t.case_id = c.id AND t.field = 'words' AND t.replaced_at IS NULL"
    " WHERE c.id = :case"
)
_STEP = (
    "SELECT w.en, w.zh, coalesce(s.put_off_to, s.due_at) AS due, count(*) OVER () AS open"
    " FROM steps s JOIN runs r ON r.id = s.run_id"
    " JOIN step_words w ON w.playbook_id = r.playbook_id AND w.name = s.name"
    " WHERE s.case_id = :case AND s.state = 'open' AND s.due_at IS NOT NULL"
    " ORDER BY due, s.id LIMIT 1"
)


def open_now(reader: Reader, site: Site, now: datetime, drafts: int = 0) -> list[Open]:
    """Everything that a shift which ends now leaves to the next one, a line each."""
    return [*_cases(reader, site, now), *_out(reader), *_told(reader, site, now, drafts)]


def _cases(reader: Reader, site: Site, now: datetime) -> Iterator[Open]:
    open_calls = reader.rows(
        "SELECT id, opened_at FROM cases WHERE desk = 'calls' AND letter = 'C'"
        " AND closed_at IS NULL ORDER BY grade, opened_at, id"
    )
    for row in open_calls:
        yield Open("call", row["id"], since=instant(row["opened_at"]))
    known = {row["id"] for row in open_calls}
    ahead = now + timedelta(hours=site.number("shift_hours", NEXT_SHIFT_HOURS))
    for row in queue.due(reader, _MOST):
        own = row["case_id"] not in known and row["letter"] != LETTER
        if own and instant(row["due"]) < ahead:
            known.add(row["case_id"])
            yield Open("record", row["case_id"], since=instant(row["due"]))


def _out(reader: Reader) -> Iterator[Open]:
    for row in guards.roster(reader):
        if row["assignment_id"]:
            yield Open("guard", row["case_id"], row["code"], instant(row["assigned_at"]))
    trips = reader.rows(
        "SELECT t.case_id, t.sent_at, v.plate FROM trips t JOIN vehicles v ON v.id = t.vehicle_id"
        " WHERE t.back_at IS NULL AND t.withdrawn_at IS NULL ORDER BY t.sent_at, t.id"
    )
    for row in trips:
        yield Open("vehicle", row["case_id"], row["plate"], instant(row["sent_at"]))
    for row in guards.in_hands(reader):
        subject = f"{row['code']} {row['guard']}"
        yield Open("equipment", None, subject, instant(row["out_at"]))


def _told(reader: Reader, site: Site, now: datetime, drafts: int) -> Iterator[Open]:
    for row in calls.notices_now(reader, site.local(now).date()):
        yield Open("notice", row["id"])
    if drafts:
        yield Open("draft", None, str(drafts))


def as_line(found: Open) -> Row:
    """What is open as it would stand on a handover."""
    since = stamp(found.since) if found.since else None
    return {**found._asdict(), "since": since, "words": None}


def said(reader: Reader, site: Site, now: datetime, row: Row) -> str:
    """A line of a handover in words, as things stand now."""
    kind, since = row["kind"], row["since"]
    ago = f" · {until(now - instant(since))}" if since and kind != "record" else ""
    if kind == "words":
        return str(row["words"] or "")
    if kind == "draft":
        return _("{count} half typed at this console (Ctrl+R)").format(count=row["subject"])
    if kind == "notice":
        return _notice(reader, row["about"])
    case = reader.row(_CASE, case=row["about"]) if row["about"] else None
    if case is None:
        return f"{row['subject']}{ago}"
    told = _case_said(reader, site, now, case)
    return f"{row['subject']} · {told}{ago}" if row["subject"] else told


def _case_said(reader: Reader, site: Site, now: datetime, case: Row) -> str:
    title = (case["en"] if language() == "en" else case["zh"]) or ""
    words = masked(case["words"], is_hidden=bool(case["hidden"]))
    state = _(CASE_STATES[case["state"]]) if case["letter"] == "C" else ""
    step = reader.row(_STEP, case=case["id"])
    due = ""
    if step:
        at = site.local(instant(step["due"]))
        due = f"{at:%m-%d %H:%M} {step['en'] if language() == 'en' else step['zh']}"
    told = (number(case, now), title, where(case), words, state, due)
    return " · ".join(part for part in told if part)


def _notice(reader: Reader, notice: int) -> str:
    row = reader.row("SELECT building, en, zh FROM notices WHERE id = :id", id=notice)
    if row is None:
        return ""
    text = row["en"] if language() == "en" else row["zh"]
    return f"{row['building']} {text}".strip()


def hand_over(work: Work, form: HandOver) -> Receipt:
    """Put down what is open now, on every desk."""
    site, office = work.office.site, work.office
    taken = (
        queries.taken_since(work.reader, work.person.id, work.now - JUST) if work.person else None
    )
    if taken and not form.anyway:
        sentence = _("You took {number} over just now; hand the shift over again?")
        raise Question(sentence.format(number=number(taken, site.local(work.now))))
    found = open_now(work.reader, site, work.now, half_typed(office.path, office.console))
    return shifts.give(work, found, form.words)


def sign_on(office: Office, code: str, pin: str) -> tuple[Signed, str]:
    """Begin a shift here; where the one before was not handed over, that is put down.

    Answers who is on, and the number of a handover that waits for them; blank where none does.
    """
    person = shifts.sign_on(office, code, pin)
    if person.role == "desk":
        with office.read() as reader:
            giver = queries.left_unsaid(reader, person.id)
        if giver is not None:
            _put_down(office, person, giver)
    with office.read() as reader:
        waits = [row for row in queries.waiting(reader) if row["giver_id"] != person.id]
    return person, number(waits[0], office.now()) if waits else ""


def _put_down(office: Office, person: Signed, giver: int) -> None:
    with office.work(person.code) as work:
        if queries.left_unsaid(work.reader, person.id) != giver:
            return
        found = open_now(work.reader, office.site, work.now)
        if any(each.kind != "notice" for each in found):
            shifts.give(work, found, giver=giver)


COLUMNS = (
    Column("line", N_("No."), 8),
    Column("words", N_("What"), 30, grow=True),
    Column("state", N_("State"), 12),
    Column("answer", N_("Asked or remarked"), 18, 1),
    Column("answered", N_("At"), 16, 2),
    Column("by", N_("By"), 8, 1),
)


def sheet(reader: Reader, site: Site, now: datetime, case_id: int) -> Table:
    """The handover as it is printed: every line, what became of it, and both names."""
    head = queries.handover(reader, case_id) or {}
    rows = [_row(reader, site, now, head, line) for line in queries.handover_lines(reader, case_id)]
    giver = named(head, "giver_")
    taker = named(head, "taker_") if head.get("taker") else _("not taken over yet")
    given = site.local(instant(head["opened_at"]))
    title = _("Shift handover {number} · {giver} → {taker} · {given}")
    told = {"number": number(head, now), "giver": giver, "taker": taker}
    return Table(COLUMNS, rows, title.format(**told, given=f"{given:%Y-%m-%d %H:%M}"))


def _row(reader: Reader, site: Site, now: datetime, head: Row, line: Row) -> Row:
    at = site.local(instant(line["answered_at"])) if line["answered_at"] else None
    return {
        "line": f"{number(head, now)}.{line['line']}",
        "words": said(reader, site, now, line),
        "state": _(queries.STATES[line["state"]]),
        "answer": line["answer"],
        "answered": f"{at:%Y-%m-%d %H:%M}" if at else None,
        "by": line["answered_by"],
    }


def lines(reader: Reader, site: Site, now: datetime, case_id: int) -> Iterator[tuple[str, str]]:
    """The lines of a handover on its record's page; nothing where the case is none."""
    head = queries.handover(reader, case_id)
    if head is None:
        return
    yield _("Given by"), named(head, "giver_")
    yield _("Taken over by"), named(head, "taker_") if head["taker"] else _("not taken over yet")
    if head["unsaid"]:
        yield _("Missing"), _("left without handing over")
    for line in queries.handover_lines(reader, case_id):
        state = _(queries.STATES[line["state"]])
        parts = (said(reader, site, now, line), state, line["answered_by"], line["answer"])
        yield f".{line['line']}", " · ".join(part for part in parts if part)

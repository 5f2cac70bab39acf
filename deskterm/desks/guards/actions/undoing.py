"""Taking back what a journal line of this desk says, as a correction of its own.

Each is refused in a sentence when the guard has moved on since. Rows stay: what was
undone is marked, and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from deskterm.core import runs, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.register import Person
from deskterm.core.tables import Case, Run
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.guards import rules
from deskterm.desks.guards.actions import found
from deskterm.desks.guards.actions.correcting import rewrite
from deskterm.desks.guards.actions.found import Found
from deskterm.desks.guards.actions.hearing import WORD, ask_later
from deskterm.desks.guards.model import Assignment, Guard, Issue, RollAnswer

if TYPE_CHECKING:
    from deskterm.core.undo import Line

_WORDS = (
    "SELECT max(json_extract(w.facts, '$.at')) FROM journal w WHERE w.case_id = :case"
    " AND w.kind IN ('guard.heard', 'guard.stamped', 'guard.cleared', 'guard.taken')"
    " AND json_extract(w.facts, '$.assignment') = :id AND w.seq <> :seq AND NOT EXISTS ("
    "SELECT 1 FROM journal b WHERE b.case_id = w.case_id AND json_extract(b.facts, '$.corrects')"
    " = w.seq AND b.kind IN ('guard.unheard', 'guard.unstamped', 'guard.uncleared'))"
)
"""The last time that a guard gave word of himself on an assignment, as far as it stands."""


def unsend(work: Work, line: Line) -> None:
    """A sending did not happen: its assignment is withdrawn, the guard is as he was."""
    out = work.get(Assignment, line["assignment"])
    guard = found.of(work, out)
    later = [at for status, at in found.told(out).items() if status != "assigned" and at]
    if later or out.withdrawn_at:
        raise _moved_on(work, guard)
    if out.run_id and (run := work.get(Run, out.run_id)).dropped_at is None:
        steps.drop_run(work, run)
    # Clear too: an assignment that is not over is the only one its guard can have.
    out.withdrawn_at = out.clear_at = work.now
    work.keep(out)
    search.forget(work, "assignment", out.id)
    _as_before(work, guard, line)
    work.record("guard.withdrawn", out.case_id, assignment=out.id, **_of(line))


def unstamp(work: Work, line: Line) -> None:
    """A stamp is unknown again, and what it had filled with it."""
    out, status = work.get(Assignment, line["assignment"]), line["status"]
    guard = found.of(work, out)
    turned = not _follows(line["was"], status)
    now = (guard.row.state, guard.row.since)
    if found.told(out)[status] != line.instant("at") or out.clear_at:
        raise _moved_on(work, guard)
    if turned and now != (status, line.instant("at")):
        raise _moved_on(work, guard)
    filled = found.put(out, status, None)
    _unhear(work, out, line)
    work.keep(out)
    if turned:
        _as_before(work, guard, line)
    more = {"assignment": out.id, "status": status, "filled": filled}
    work.record("guard.unstamped", out.case_id, **more, **_of(line))


def unclear(work: Work, line: Line) -> None:
    """A guard who was stamped clear, or taken off, is on that call still."""
    out = work.get(Assignment, line["assignment"])
    guard, case = found.of(work, out), work.get(Case, out.case_id)
    if guard.out or (guard.row.state, guard.row.since) != ("available", line.instant("at")):
        raise _moved_on(work, guard)
    if case.closed_at is not None:
        sentence = _("{number} is closed; reopen it first.")
        raise Refusal(sentence.format(number=found.number(work, case.id)))
    out.clear_at = None
    if out.run_id:
        runs.revive(work, case, out.run_id)
    _unhear(work, out, line)
    work.keep(out)
    _as_before(work, guard, line)
    work.record("guard.uncleared", out.case_id, assignment=out.id, **_of(line))


def unchange(work: Work, line: Line) -> None:
    """A guard's own state is again what it was before."""
    row = work.get(Guard, line["guard"])
    guard = Found(work.get(Person, row.person_id), row, found.active(work, row.person_id))
    set_to = (line["state"], line.instant("since"), line.instant("until"))
    if guard.out or (row.state, row.since, row.until) != set_to:
        raise _moved_on(work, guard)
    _as_before(work, guard, line)
    work.record("guard.unchanged", None, **_of(line))


def uncorrect(work: Work, line: Line) -> None:
    """A corrected stamp has its former time again, or none."""
    out = work.get(Assignment, line["assignment"])
    if found.told(out)[line["status"]] != line.instant("at"):
        raise _moved_on(work, found.of(work, out))
    rewrite(work, out, line["status"], line.instant("was"), corrects=line.seq)


def unhear(work: Work, line: Line) -> None:
    """A guard was not heard of after all."""
    out = work.get(Assignment, line["assignment"])
    _unhear(work, out, line)
    work.keep(out)
    work.record("guard.unheard", out.case_id, assignment=out.id, **_of(line))


def unissue(work: Work, line: Line) -> None:
    """Equipment was not handed out after all."""
    row = work.get(Issue, line["issue"])
    if row.back_at is not None:
        raise Refusal(_("{code} has come back since.").format(code=row.equipment))
    row.back_at, row.back_by = row.out_at, work.operator
    work.keep(row)
    facts = {"issue": row.id, "equipment": row.equipment}
    work.record("equipment.unissued", None, **facts, **_of(line))


def unreturn(work: Work, line: Line) -> None:
    """Equipment that came back is in the same hands still."""
    row = work.get(Issue, line["issue"])
    taken = "SELECT 1 FROM issues WHERE equipment = :code AND id > :id"
    if row.back_at is None or work.reader.value(taken, code=row.equipment, id=row.id):
        raise Refusal(_("{code} was handed out again since.").format(code=row.equipment))
    row.back_at = row.back_by = None
    work.keep(row)
    facts = {"issue": row.id, "equipment": row.equipment}
    work.record("equipment.unreturned", None, **facts, **_of(line))


UNDOES: Mapping[str, Callable[[Work, Line], None]] = {
    "guard.assigned": unsend,
    "guard.stamped": unstamp,
    "guard.cleared": unclear,
    "guard.taken": unclear,
    "guard.changed": unchange,
    "guard.corrected": uncorrect,
    "guard.heard": unhear,
    "equipment.issued": unissue,
    "equipment.returned": unreturn,
}
"""What takes back a journal line of each kind; the last line of an act first."""


def _of(line: Line) -> dict[str, Any]:
    """Whom an undoing line is about, and which line it corrects."""
    return {"guard": line["guard"], "corrects": line.seq}


def _follows(state: str, status: str) -> bool:
    """Whether a guard in this state had a later stamp than this one already."""
    return state in rules.ORDER and rules.ORDER.index(state) > rules.ORDER.index(status)


def _unhear(work: Work, out: Assignment, line: Line) -> None:
    """The last word of a guard is the last that stands; others may have heard of him since."""
    word = work.reader.value(_WORDS, case=out.case_id, id=out.id, seq=line.seq)
    out.word_at = instant(word) if word else None
    work.keep(out)
    if out.run_id:
        as_before = out.word_at == line.instant("was_word")
        runs.move(work, out.run_id, WORD, line.instant("was_due") if as_before else None)
        if not as_before:
            ask_later(work, out)
    answer = work.session.get(RollAnswer, (line["roll"], out.id)) if line["roll"] else None
    if answer:
        answer.answered_at = None
        work.keep(answer)


def _as_before(work: Work, guard: Found, line: Line) -> None:
    since = line.instant("was_since") or guard.row.since
    found.turn(work, guard, line["was"], since, line.instant("was_until"))


def _moved_on(work: Work, guard: Found) -> Refusal:
    sentence = _("{guard} is “{status}” since {time}; undo that first.")
    return Refusal(found.about(work, guard, sentence, guard.row.state, guard.row.since))

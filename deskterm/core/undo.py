"""Taking an act back: nothing is deleted; corrections say what no longer holds.

An act is undone as a whole or not at all. Each kind of journal line has a way back;
a later line about the same thing stands in the way until it is undone itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deskterm.core import steps
from deskterm.core.errors import NotFound, Question, Refusal
from deskterm.core.instants import instant
from deskterm.core.reader import Row
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work

ASKED_AFTER = timedelta(hours=12)
"""What is older than this is undone only when it is asked for once more."""

ENDS = ("case.closed", "case.cancelled")
_UNDONE, _LINE = "act.undone", "line.undone"


@dataclass(frozen=True)
class Line:
    """A journal line that is to be taken back."""

    seq: int
    at: datetime
    kind: str
    case_id: int | None
    facts: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what JSON holds
        return self.facts.get(name)

    def instant(self, name: str) -> datetime | None:
        """The instant under this name, or None."""
        told = self.facts.get(name)
        return instant(told) if told else None


@dataclass(frozen=True)
class Way:
    """How one kind of line is taken back, and what can stand in the way.

    `about` names the fact whose thing the line changed: a later line of the same desk
    about the same thing was built on it, and so was any later line of the case where
    it is `case`, any of the same kind where it is `kind`.
    """

    back: Callable[[Work, Line], None]
    about: str = ""
    open_case: bool = True
    """Whether the case must not have been closed since."""


@dataclass(frozen=True)
class Ways:
    """Every way back that the desks know."""

    back: Mapping[str, Way]
    instead: Mapping[str, str]
    """What to do where there is no way back, by kind: English source."""
    unseen: Collection[str]
    """Kinds that nobody did by hand; an act with one of these is passed over."""
    harmless: Collection[str]
    """Kinds that stand in nobody's way."""
    says: Callable[[Sequence[Row]], str]
    """The lines of an act as words: `G2 on scene 14:31`."""
    happened: Callable[[Work, Case], Mapping[str, datetime]]
    """What, of the events that clocks start from, still holds of a case."""
    after: Mapping[str, Callable[[Work, Case], None]]
    """What is done with a case once its lines are taken back, where one was of this kind."""


@dataclass(frozen=True)
class Act:
    """An act as it stands in the journal."""

    id: str
    at: datetime
    rows: Sequence[Row]

    @property
    def case_ids(self) -> list[int]:
        """The cases that it touched, in their order."""
        found = (row["case_id"] for row in self.rows)
        return list(dict.fromkeys(case_id for case_id in found if case_id is not None))


def last_act(work: Work, ways: Ways, case_id: int | None = None) -> Act:
    """The last act of whoever works here that stands; on one case, or at this console."""
    where = "case_id = :case" if case_id else "console = :console"
    rows = work.reader.each(
        f"SELECT seq, act FROM journal WHERE operator IS :operator AND {where} ORDER BY seq DESC",  # noqa: S608 - constants only
        operator=work.operator,
        case=case_id,
        console=work.office.console,
    )
    seen: set[str] = set()
    for row in rows:
        if row["act"] in seen:
            continue
        seen.add(row["act"])
        act = _act(work, row["act"])
        kinds = {line["kind"] for line in act.rows}
        if not kinds & {*ways.unseen} and _UNDONE not in kinds and not _is_undone(work, act):
            return act
    raise NotFound(_("There is nothing to undo."))


def _act(work: Work, act: str) -> Act:
    rows = work.reader.rows(
        "SELECT seq, at, operator, console, kind, case_id, facts, act FROM journal"
        " WHERE act = :act ORDER BY line",
        act=act,
    )
    return Act(act, instant(rows[0]["at"]), [_read(row) for row in rows])


def _read(row: Row) -> Row:
    return {**row, "facts": json.loads(row["facts"])}


def _is_undone(work: Work, act: Act) -> bool:
    found = work.reader.value(
        "SELECT 1 FROM journal WHERE seq > :seq AND kind = :kind"
        " AND json_extract(facts, '$.act') = :act LIMIT 1",
        seq=act.rows[-1]["seq"],
        kind=_UNDONE,
        act=act.id,
    )
    return found is not None


def take_back(work: Work, act: Act, ways: Ways, *, anyway: bool = False) -> str:
    """Undo an act; answers in words what was undone."""
    what = ways.says(act.rows)
    _refuse_without_way(act, ways, what)
    _refuse_if_built_on(work, act, ways, what)
    if work.now - act.at > ASKED_AFTER and not anyway:
        sentence = _("{what}: that was {hours} hours ago. Undo it?")
        hours = int((work.now - act.at).total_seconds() // 3600)
        raise Question(sentence.format(what=what, hours=hours))
    cases = [work.get(Case, case_id) for case_id in act.case_ids]
    met = {case.id: _needing(work, case) for case in cases}
    lines = [_line(row) for row in act.rows if not _goes_with_its_case(row, act)]
    for line in reversed(lines):
        _take_line_back(work, line, ways.back[line.kind].back)
    unset = {line["moment"] for line in lines if line.kind == "moment.set"}
    for case in cases:
        _settle(work, case, ways, (act, met[case.id], unset))
    facts = {"act": act.id, "lines": [line.seq for line in lines]}
    work.record(_UNDONE, act.case_ids[0] if act.case_ids else None, **facts)
    return what


def _line(row: Row) -> Line:
    return Line(row["seq"], instant(row["at"]), row["kind"], row["case_id"], row["facts"])


def _goes_with_its_case(row: Row, act: Act) -> bool:
    """Whether a line is about a case that the same act opened, and undone by cancelling that.

    What was said when a call was logged stays readable, although it is undone.
    """
    opened = {line["case_id"] for line in act.rows if line["kind"] == "case.opened"}
    own = ("step.", "moment.", "text.", "run.", "case.flagged", "case.confided", "call.answered")
    return row["case_id"] in opened and row["kind"].startswith(own)


def _take_line_back(work: Work, line: Line, back: Callable[[Work, Line], None]) -> None:
    """Take one line back; where the desk says nothing of it in a line of its own, one says so."""
    written = work.lines
    with work.correcting(line.seq):
        back(work, line)
        if work.lines == written:
            work.record(_LINE, line.case_id, undone=line.kind)


def _refuse_without_way(act: Act, ways: Ways, what: str) -> None:
    for row in act.rows:
        if row["kind"] not in ways.back:
            sentence = _("{what}: this cannot be undone. {instead}")
            instead = ways.instead.get(row["kind"])
            said = sentence.format(what=what, instead=_(instead) if instead else "")
            raise Refusal(said.strip())


def _refuse_if_built_on(work: Work, act: Act, ways: Ways, what: str) -> None:
    later = list(_standing_since(work, act, ways))
    for row in reversed(act.rows):
        way = ways.back[row["kind"]]
        for other in later:
            if _builds_on(other, row, way):
                since = [each for each in later if each["act"] == other["act"]]
                sentence = _("{what} cannot be undone: {other} came after it; undo that first.")
                if other["kind"] in ENDS:
                    since = [other]
                    sentence = _("{what} cannot be undone: {other} came after it; reopen it first.")
                who = other["operator"] or _("nobody")
                said = f"{ways.says(since)} ({who})"
                raise Refusal(sentence.format(what=what, other=said))


def _builds_on(other: Row, row: Row, way: Way) -> bool:
    same_case = row["case_id"] is not None and other["case_id"] == row["case_id"]
    if same_case and way.open_case and other["kind"] in ENDS:
        return True
    if way.about in {"case", "kind"}:
        return same_case and (way.about == "case" or other["kind"] == row["kind"])
    told = row["facts"].get(way.about)
    if not way.about or told is None or other["facts"].get(way.about) != told:
        return False
    desk = row["kind"].split(".")[0]
    local = way.about in {"moment", "flag", "field"}
    return other["kind"].split(".")[0] == desk and (same_case or not local)


def _standing_since(work: Work, act: Act, ways: Ways) -> Iterator[Row]:
    """The lines of later acts that were not undone, and are not about undoing."""
    found = work.reader.rows(
        "SELECT seq, at, operator, console, kind, case_id, facts, act FROM journal"
        " WHERE seq > :seq ORDER BY seq",
        seq=act.rows[-1]["seq"],
    )
    rows = [_read(row) for row in found]
    undoing = {row["act"] for row in rows if row["kind"] == _UNDONE}
    undone = {row["facts"]["act"] for row in rows if row["kind"] == _UNDONE}
    for row in rows:
        if row["act"] not in undoing | undone and row["kind"] not in ways.harmless:
            yield row


def _needing(work: Work, case: Case) -> set[int]:
    """The steps of a case that are done although something that they need is not there."""
    done = [step for step in steps.steps_of(work, case.id) if step.state == "done"]
    return {step.id for step in done if steps.wanting(work, step)}


def _settle(
    work: Work, case: Case, ways: Ways, undone: tuple[Act, set[int], Collection[str]]
) -> None:
    """Clocks start anew from what still holds; a step that lost what it needs is to be done."""
    act, met, unset = undone
    for kind in {row["kind"] for row in act.rows} & {*ways.after}:
        ways.after[kind](work, case)
    if case.closed_at is None:
        for step_id in sorted(_needing(work, case) - met):
            _take_line_back(work, _line(_done(work, case, step_id)), ways.back["step.done"].back)
        for event, at in ways.happened(work, case).items():
            if event in unset:
                steps.happened(work, case, event, at)
    steps.reclock(work, case)


def _done(work: Work, case: Case, step_id: int) -> Row:
    row = work.reader.row(
        "SELECT seq, at, kind, case_id, facts FROM journal WHERE case_id = :case"
        " AND kind = 'step.done' AND json_extract(facts, '$.step') = :step ORDER BY seq DESC",
        case=case.id,
        step=step_id,
    )
    if row is None:
        message = f"step {step_id} is done, and no journal line says so"
        raise LookupError(message)
    return _read(row)

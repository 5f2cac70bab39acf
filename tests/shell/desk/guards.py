"""What journal lines say of guards, their assignments and roll calls."""

from __future__ import annotations

from collections.abc import Callable

from tests.shell.desk.fold import Fold, Line, Row

ORDER = ("assigned", "en-route", "on-scene", "at-hospital", "returning", "available")
"""The stamps of an assignment, in the order they follow one another."""


def _turn(fold: Fold, line: Line, state: str, since: str, until: str | None = None) -> None:
    row = {"state": state, "since": since, "until": until}
    fold.tables["guards"][line["facts"]["guard"]] = row


def _turn_back(fold: Fold, line: Line) -> None:
    """The guard is as he was before the line that this one corrects."""
    was = fold.corrected(line)["facts"]
    _turn(fold, line, was["was"], was["was_since"], was["was_until"])


def _last(told: Row) -> str:
    return max((name for name in ORDER if told[name]), key=ORDER.index)


def _heard(fold: Fold, line: Line) -> None:
    """A guard gave word: a roll call has his answer, and he was heard of until then."""
    facts = line["facts"]
    fold.words[facts["assignment"]][line["seq"]] = facts["at"]
    _reckon_word(fold, facts["assignment"])
    if roll := facts.get("roll"):
        fold.tables["answers"][roll, facts["assignment"]]["answered_at"] = facts["at"]


def _unheard(fold: Fold, line: Line) -> None:
    first = fold.corrected(line)
    sent = first["facts"]["assignment"]
    del fold.words[sent][first["seq"]]
    _reckon_word(fold, sent)
    if roll := first["facts"].get("roll"):
        fold.tables["answers"][roll, sent]["answered_at"] = None


def _reckon_word(fold: Fold, sent: int) -> None:
    word = max(fold.words[sent].values(), default=None)
    fold.tables["assignments"][sent]["word_at"] = word


def _assigned(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    row = {"case": line["case_id"], "guard": facts["guard"], **dict.fromkeys(ORDER)}
    row |= {"assigned": facts["at"], "word_at": None, "withdrawn_at": None}
    fold.tables["assignments"][facts["assignment"]] = row
    _turn(fold, line, "assigned", facts["at"])


def _stamped(fold: Fold, line: Line) -> None:
    facts, row = line["facts"], fold.row("assignments", line, "assignment")
    row[facts["status"]] = facts["at"]
    if _last(row) == facts["status"]:
        _turn(fold, line, facts["status"], facts["at"])
    _heard(fold, line)


def _cleared(fold: Fold, line: Line) -> None:
    fold.row("assignments", line, "assignment")["available"] = line["facts"]["at"]
    _turn(fold, line, "available", line["facts"]["at"])
    _heard(fold, line)


def _changed(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    _turn(fold, line, facts["state"], facts.get("since", facts["at"]), facts.get("until"))


def _restamped(fold: Fold, line: Line) -> None:
    facts, row = line["facts"], fold.row("assignments", line, "assignment")
    row[facts["status"]] = facts["at"]
    guard = fold.row("guards", line, "guard")
    if facts["at"] and (guard["state"], guard["since"]) == (facts["status"], facts["was"]):
        guard["since"] = facts["at"]


def _withdrawn(fold: Fold, line: Line) -> None:
    row = fold.row("assignments", line, "assignment")
    row["withdrawn_at"] = row["available"] = line["at"]
    _turn_back(fold, line)


def _unstamped(fold: Fold, line: Line) -> None:
    row, status = fold.row("assignments", line, "assignment"), line["facts"]["status"]
    if _last(row) == status:
        _turn_back(fold, line)
    row[status] = None
    _unheard(fold, line)


def _uncleared(fold: Fold, line: Line) -> None:
    fold.row("assignments", line, "assignment")["available"] = None
    _turn_back(fold, line)
    _unheard(fold, line)


def _rolled(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    if line["kind"] == "roll.ended":
        fold.row("rolls", line, "roll")["ended_at"] = facts["at"]
        return
    fold.tables["rolls"][facts["roll"]] = {"at": line["at"], "ended_at": None}
    for sent in facts["assignments"]:
        fold.tables["answers"][facts["roll"], sent] = {"answered_at": None}


SAYS: dict[str, Callable[[Fold, Line], None]] = {
    "guard.assigned": _assigned,
    "guard.stamped": _stamped,
    "guard.cleared": _cleared,
    "guard.taken": _cleared,
    "guard.changed": _changed,
    "guard.corrected": _restamped,
    "guard.heard": _heard,
    "guard.withdrawn": _withdrawn,
    "guard.unstamped": _unstamped,
    "guard.uncleared": _uncleared,
    "guard.unchanged": _turn_back,
    "guard.unheard": _unheard,
    "roll.called": _rolled,
    "roll.ended": _rolled,
}

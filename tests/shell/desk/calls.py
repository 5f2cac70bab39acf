"""What journal lines say of cases and calls, and of whom they bring in."""

from __future__ import annotations

from collections.abc import Callable

from tests.shell.desk.fold import Fold, Line


def _opened(fold: Fold, line: Line) -> None:
    row = {"state": "open", "closed_at": None, "closed_by": None, "disposition": None}
    row |= {"opened_at": line["facts"]["opened"], "opened_by": line["operator"]}
    fold.tables["cases"][line["case_id"]] = row


def _call_opened(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    row = {name: facts[name] for name in ("category", "place", "resident", "channel")}
    row |= {"kind": facts["incident"], "confidential": int(facts["confidential"])}
    row |= {"answered": None, "satisfaction": None, "flags": frozenset()}
    if facts["channel"] == "written":
        row["flags"] = frozenset({"written"})
    fold.tables["calls"][line["case_id"]] = row


def _ended(fold: Fold, line: Line) -> None:
    state = line["kind"].removeprefix("case.")
    row = {"state": state, "closed_at": line["facts"]["at"], "closed_by": line["operator"]}
    fold.tables["cases"][line["case_id"]] |= row | {"disposition": line["facts"]["disposition"]}


def _reopened(fold: Fold, line: Line) -> None:
    row = {"state": "open", "closed_at": None, "closed_by": None, "disposition": None}
    fold.tables["cases"][line["case_id"]] |= row


def _turned(fold: Fold, line: Line) -> None:
    fold.tables["cases"][line["case_id"]]["state"] = line["facts"]["state"]


def _call_ended(fold: Fold, line: Line) -> None:
    given = line["facts"]["satisfaction"]
    row = {"case": line["case_id"], "satisfaction": given, "reopened_at": None}
    fold.tables["closings"][line["facts"]["closing"]] = row
    if given is not None:
        fold.tables["calls"][line["case_id"]]["satisfaction"] = given


def _call_reopened(fold: Fold, line: Line) -> None:
    fold.row("closings", line, "closing")["reopened_at"] = line["at"]


def _call_unended(fold: Fold, line: Line, by: Line) -> None:
    fold.row("closings", line, "closing")["reopened_at"] = by["at"]
    fold.tables["calls"][line["case_id"]]["satisfaction"] = line["facts"]["was_satisfaction"]


def _answered(fold: Fold, line: Line) -> None:
    at = line["facts"]["at"] if line["kind"] == "call.answered" else None
    fold.tables["calls"][line["case_id"]]["answered"] = at


def _corrected(fold: Fold, line: Line, which: int = 1) -> None:
    call, case = (fold.tables[table][line["case_id"]] for table in ("calls", "cases"))
    if closing := line["facts"].get("closing"):
        mark = (
            line["facts"]["changes"]["satisfaction"][1] if which else line["facts"]["was_closing"]
        )
        fold.tables["closings"][closing]["satisfaction"] = mark
    for name, pair in line["facts"]["changes"].items():
        if name == "opened":
            case["opened_at"] = pair[which]
        elif name in call:
            call[name] = pair[which]


def _uncorrected(fold: Fold, line: Line, _by: Line) -> None:
    _corrected(fold, line, 0)


def _flagged(fold: Fold, line: Line, fact: str = "on") -> None:
    row = fold.tables["calls"][line["case_id"]]
    flag = frozenset({line["facts"]["flag"]})
    row["flags"] = row["flags"] | flag if line["facts"][fact] else row["flags"] - flag


def _unflagged(fold: Fold, line: Line, _by: Line) -> None:
    _flagged(fold, line, "was")


def _confided(fold: Fold, line: Line) -> None:
    fold.tables["calls"][line["case_id"]]["confidential"] = int(line["facts"]["on"])


def _unconfided(fold: Fold, line: Line, _by: Line) -> None:
    fold.tables["calls"][line["case_id"]]["confidential"] = int(line["facts"]["was"])


# Who was asked, who called, what is charged, what belongs together.


def _told(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    row = {"case": line["case_id"], "role": facts["role"], "told_at": facts["at"]}
    row |= {"answered_at": None, "withdrawn_at": None}
    fold.tables["contacts"][facts["contact"]] = row


def _said(fold: Fold, line: Line) -> None:
    at = line["facts"]["at"] if line["kind"] == "contact.said" else None
    fold.row("contacts", line, "contact")["answered_at"] = at


def _untold(fold: Fold, line: Line) -> None:
    fold.row("contacts", line, "contact")["withdrawn_at"] = line["at"]


def _joined(fold: Fold, line: Line) -> None:
    row = {"case": line["case_id"], "at": line["facts"]["at"], "withdrawn_at": None}
    fold.tables["callers"][line["facts"]["caller"]] = row


def _unjoined(fold: Fold, line: Line, by: Line) -> None:
    fold.row("callers", line, "caller")["withdrawn_at"] = by["at"]


def _linked(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    withdrawn = line["at"] if line["kind"] == "call.unlinked" else None
    row = {"kind": facts["link"], "withdrawn_at": withdrawn}
    fold.tables["links"][facts["first"], facts["other"]] = row


def _charged(fold: Fold, line: Line) -> None:
    facts = line["facts"]
    if line["kind"] == "charge.agreed":
        row = {"case": line["case_id"], "agreed_at": facts["at"], "amount_at": None}
        fold.tables["charges"][facts["charge"]] = row | {"paid_at": None, "withdrawn_at": None}
    elif line["kind"] == "charge.withdrawn":
        column = {"agreed": "withdrawn_at", "kept": "amount_at", "paid": "paid_at"}[facts["what"]]
        back = line["at"] if column == "withdrawn_at" else None
        fold.row("charges", line, "charge")[column] = back
    else:
        column = "amount_at" if line["kind"] == "charge.kept" else "paid_at"
        fold.row("charges", line, "charge")[column] = facts["at"]


SAYS: dict[str, Callable[[Fold, Line], None]] = {
    "case.opened": _opened,
    "call.opened": _call_opened,
    "case.closed": _ended,
    "case.cancelled": _ended,
    "case.reopened": _reopened,
    "call.turned": _turned,
    "call.ended": _call_ended,
    "call.reopened": _call_reopened,
    "call.answered": _answered,
    "call.unanswered": _answered,
    "call.corrected": _corrected,
    "case.flagged": _flagged,
    "case.confided": _confided,
    "contact.told": _told,
    "contact.said": _said,
    "contact.unsaid": _said,
    "contact.withdrawn": _untold,
    "call.joined": _joined,
    "call.linked": _linked,
    "call.unlinked": _linked,
    "charge.agreed": _charged,
    "charge.kept": _charged,
    "charge.paid": _charged,
    "charge.withdrawn": _charged,
}
BACK: dict[str, Callable[[Fold, Line, Line], None]] = {
    "call.ended": _call_unended,
    "call.corrected": _uncorrected,
    "call.joined": _unjoined,
    "case.flagged": _unflagged,
    "case.confided": _unconfided,
}

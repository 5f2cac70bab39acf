"""What journal lines say of procedures at work, their steps, moments and texts."""

from __future__ import annotations

from collections.abc import Callable

from tests.shell.desk.fold import Fold, Line, Row


def _run(fold: Fold, line: Line) -> None:
    row = {"case": line["case_id"], "playbook": line["facts"]["playbook"], "dropped_at": None}
    fold.tables["runs"][line["facts"]["run"]] = row


def _run_dropped(fold: Fold, line: Line) -> None:
    at = line["at"] if line["kind"] == "run.dropped" else None
    fold.row("runs", line, "run")["dropped_at"] = at


BLANK = {
    "state": "",
    "done_at": None,
    "done_by": None,
    "entered_at": None,
    "put_off_to": None,
    "acknowledged_at": None,
}
"""A step of which the journal has nothing to say yet."""


def _step(fold: Fold, line: Line) -> Row:
    return fold.tables["steps"].setdefault(line["facts"]["step"], dict(BLANK))


def _step_ended(fold: Fold, line: Line) -> None:
    row, state = _step(fold, line), line["kind"].removeprefix("step.")
    row |= {"state": state, "done_at": line["facts"].get("at")}
    row |= {"done_by": line["operator"], "entered_at": line["at"]}


def _step_unended(fold: Fold, line: Line, _by: Line) -> None:
    row = {name: BLANK[name] for name in ("state", "done_at", "done_by", "entered_at")}
    fold.tables["steps"][line["facts"]["step"]] |= row


def _step_corrected(fold: Fold, line: Line) -> None:
    _step(fold, line)["done_at"] = line["facts"]["at"]


def _step_uncorrected(fold: Fold, line: Line, _by: Line) -> None:
    row = _step(fold, line)
    if row["state"] == "done":
        row["done_at"] = line["facts"]["was"]


def _put_off(fold: Fold, line: Line) -> None:
    row = {"put_off_to": line["facts"]["to"], "acknowledged_at": None}
    fold.tables["steps"][line["facts"]["step"]] = _step(fold, line) | row


def _pulled(fold: Fold, line: Line, _by: Line) -> None:
    row = {"put_off_to": line["facts"]["was"], "acknowledged_at": line["facts"]["was_acknowledged"]}
    fold.tables["steps"][line["facts"]["step"]] |= row


def _acknowledged(fold: Fold, line: Line) -> None:
    _step(fold, line)["acknowledged_at"] = line["at"]


def _unacknowledged(fold: Fold, line: Line, _by: Line) -> None:
    _step(fold, line)["acknowledged_at"] = None


def _moment(fold: Fold, line: Line, fact: str = "at") -> None:
    key, at = (line["case_id"], line["facts"]["moment"]), line["facts"].get(fact)
    fold.tables["moments"].pop(key, None)
    if at:
        fold.tables["moments"][key] = {"at": at}


def _unmoment(fold: Fold, line: Line, _by: Line) -> None:
    _moment(fold, line, "was")


def _unset(fold: Fold, line: Line) -> None:
    fold.tables["moments"].pop((line["case_id"], line["facts"]["moment"]), None)


def _written(fold: Fold, line: Line) -> None:
    if line["facts"]["was"]:
        fold.row("texts", line, "was")["stands"] = False
    fold.tables["texts"][line["facts"]["text"]] = {"field": line["facts"]["field"], "stands": True}


def _unwritten(fold: Fold, line: Line, _by: Line) -> None:
    fold.row("texts", line, "text")["stands"] = False
    if line["facts"]["was"]:
        fold.row("texts", line, "was")["stands"] = True


def _replaced(fold: Fold, line: Line) -> None:
    fold.row("texts", line, "text")["stands"] = False


def _rewritten(fold: Fold, line: Line, _by: Line) -> None:
    fold.row("texts", line, "text")["stands"] = True


SAYS: dict[str, Callable[[Fold, Line], None]] = {
    "run.started": _run,
    "run.dropped": _run_dropped,
    "run.revived": _run_dropped,
    "step.done": _step_ended,
    "step.skipped": _step_ended,
    "step.corrected": _step_corrected,
    "step.put-off": _put_off,
    "step.acknowledged": _acknowledged,
    "moment.set": _moment,
    "moment.unset": _unset,
    "text.written": _written,
    "text.replaced": _replaced,
}
BACK: dict[str, Callable[[Fold, Line, Line], None]] = {
    "step.done": _step_unended,
    "step.skipped": _step_unended,
    "step.corrected": _step_uncorrected,
    "step.put-off": _pulled,
    "step.acknowledged": _unacknowledged,
    "moment.set": _unmoment,
    "text.written": _unwritten,
    "text.replaced": _rewritten,
}

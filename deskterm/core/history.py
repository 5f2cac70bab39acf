"""What happened to a case: its steps, and every line of the journal about it, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping

from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import N_, _, language

_STEPS = (
    "SELECT s.id, s.label, s.round, s.rounds, s.name, s.role, s.state, s.paperwork, s.due_at,"
    " s.put_off_to, s.done_at, s.entered_at, s.done_by, s.acknowledged_at, r.playbook_id,"
    " b.name AS playbook, r.subject, w.en, w.zh FROM steps s JOIN runs r ON r.id = s.run_id"
    " JOIN playbooks b ON b.id = r.playbook_id"
    " JOIN step_words w ON w.playbook_id = r.playbook_id AND w.name = s.name"
    " WHERE s.case_id = :case ORDER BY s.label, s.round"
)


def steps(reader: Reader, case_id: int) -> list[Row]:
    """Every step of a case with its state, its times and its titles (en, zh)."""
    return reader.rows(_STEPS, case=case_id)


def timeline(reader: Reader, case_id: int) -> list[Row]:
    """Every journal line of a case in order.

    `facts` as a dictionary, with the `body` and `field` of what was written, the
    `step` it is about, and the `code` and `name` of the guard it names.
    """
    written = reader.rows(
        f"SELECT t.id, t.field, {shown('t.body')} AS body, {hidden()} AS hidden, t.replaced_at"  # noqa: S608 - constants only
        " FROM texts t JOIN cases c ON c.id = t.case_id WHERE t.case_id = :case",
        case=case_id,
    )
    texts = {row["id"]: row for row in written}
    of_case = {step["id"]: step for step in steps(reader, case_id)}
    lines = reader.rows(
        "SELECT seq, at, operator, console, kind, facts FROM journal WHERE case_id = :case"
        " ORDER BY seq",
        case=case_id,
    )
    for line in lines:
        facts = line["facts"] = json.loads(line["facts"])
        text = texts.get(_id(facts, "text")) or texts.get(_id(facts, "reason")) or {}
        line["field"] = text.get("field")
        line["body"] = masked(text.get("body"), is_hidden=bool(text.get("hidden"))) or None
        line["replaced_at"] = text.get("replaced_at")
        line["step"] = of_case.get(_id(facts, "step"))
        line.update(_person(reader, _id(facts, "guard")))
    return lines


def _id(facts: Mapping[str, object], name: str) -> int:
    told = str(facts.get(name, ""))
    return int(told) if told.isdigit() else 0


def _person(reader: Reader, person_id: int) -> Row:
    nobody: Row = {"code": None, "name": None}
    if not person_id:
        return nobody
    return reader.row("SELECT code, name FROM people WHERE id = :id", id=person_id) or nobody


KINDS = {
    "case.opened": N_("opened"),
    "case.closed": N_("closed"),
    "case.cancelled": N_("cancelled"),
    "case.flagged": N_("marked"),
    "run.started": N_("procedure started"),
    "run.dropped": N_("procedure dropped"),
    "step.done": N_("done"),
    "step.skipped": N_("skipped"),
    "step.put-off": N_("put off"),
    "step.acknowledged": N_("acknowledged"),
    "moment.set": N_("time set"),
    "text.written": N_("written"),
}
"""What a journal line says happened; desks add their own kinds to the words."""


def said(line: Row, site: Site, kinds: Mapping[str, str]) -> tuple[str, str]:
    """A line of the timeline as two texts: when and by whom, and what.

    The told time stands beside the typed one where they differ.
    """
    local = site.local(instant(line["at"]))
    when = f"{local:%m-%d %H:%M}"
    facts = line["facts"]
    told = facts.get("at")
    if told and told[:16] != line["at"][:16]:
        when += _(" (told {time})").format(time=f"{site.local(instant(told)):%H:%M}")
    who = line["operator"] or _("nobody signed on")
    what = [_({**KINDS, **kinds}.get(line["kind"]) or str(line["kind"]))]
    if step := line["step"]:
        what.append(f"{step['label']} {step['en'] if language() == 'en' else step['zh']}")
    what += [str(line[name]) for name in ("code", "name", "body") if line.get(name)]
    extra = [
        facts[name] for name in ("flag", "moment", "playbook") if isinstance(facts.get(name), str)
    ]
    return f"{when} {who}", " ".join([*what, *extra])

"""What lines of the journal say beyond their kind: amounts, callers, what was corrected."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from deskterm.core import numbers
from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.telling import clock
from deskterm.core.words import N_, _, pick
from deskterm.desks.calls.queries.charges import charges
from deskterm.desks.calls.rules import yuan

FIXED = {
    "place": N_("place"),
    "said": N_("place"),
    "category": N_("category"),
    "kind": N_("incident kind"),
    "caller": N_("caller"),
    "resident": N_("resident"),
    "phone": N_("phone"),
    "words": N_("words"),
    "opened": N_("opened"),
    "answered": N_("answered"),
    "satisfaction": N_("satisfaction"),
}
"""What of a call can be corrected."""


def tell_more(reader: Reader, site: Site, lines: list[Row]) -> None:
    """Add to each line of a timeline, as `more`, what this desk knows of it.

    And to what was corrected, as `names`, what of the call it was.
    """
    for line in lines:
        if tell := _MORE.get(line["kind"]):
            line["more"] = tell(reader, site, line)
        if line["kind"] == "call.corrected":
            named = (_(FIXED[name]) for name in line["facts"]["changes"] if name in FIXED)
            line["names"] = ", ".join(dict.fromkeys(named))


def _charged(reader: Reader, _site: Site, line: Row) -> str:
    for row in charges(reader, line["case_id"]):
        if row["id"] == line["facts"].get("charge"):
            kept = line["kind"] in {"charge.kept", "charge.paid"}
            cents = row["amount_cents"] if kept else row["agreed_cents"]
            named = row["code"] and pick({"en": row["english"] or row["name"], "zh": row["name"]})
            return " ".join(
                part for part in (named, None if cents is None else yuan(cents)) if part
            )
    return ""


def _linked(reader: Reader, _site: Site, line: Row) -> str:
    facts = line["facts"]
    other = facts["other"] if facts["first"] == line["case_id"] else facts["first"]
    row = reader.row("SELECT letter, year, number FROM cases WHERE id = :id", id=other)
    return numbers.full(row["letter"], row["year"], row["number"]) if row else ""


def _joined(reader: Reader, _site: Site, line: Row) -> str:
    sql = "SELECT name, phone FROM callers WHERE id = :id"
    row = reader.row(sql, id=line["facts"].get("caller")) or {"name": "", "phone": ""}
    return " ".join(part for part in (row["name"], row["phone"]) if part)


def _rang(reader: Reader, _site: Site, line: Row) -> str:
    sql = "SELECT phone FROM rings WHERE id = :id"
    return str(reader.value(sql, id=line["facts"].get("ring")) or "")


def _entered(_reader: Reader, _site: Site, line: Row) -> str:
    return numbers.full("P", line["facts"]["year"], line["facts"]["number"])


def _corrected(reader: Reader, site: Site, line: Row) -> str:
    return ", ".join(_changes(reader, site, line))


def _changes(reader: Reader, site: Site, line: Row) -> Iterator[str]:
    changes = line["facts"]["changes"]
    for name, (was, now) in changes.items():
        if name not in FIXED:
            continue
        known = [_value(reader, site, line, (name, value)) for value in (was, now)]
        before, after = (each or _("unknown") for each in known)
        yield f"{_(FIXED[name])} {before} → {after}"


_NAMES = {
    "place": "SELECT code FROM places WHERE id = :id",
    "resident": "SELECT name FROM residents WHERE id = :id",
}
_SPELLED: Mapping[str, Callable[[Site, str, str], str]] = {
    "opened": clock,
    "answered": clock,
    "satisfaction": lambda _site, value, _beside: f"{value}/5",
}
_TEXT = (
    f"SELECT {shown('t.body')} AS body, {hidden()} AS hidden FROM texts t"  # noqa: S608 - constants only
    " JOIN cases c ON c.id = t.case_id WHERE t.id = :id"
)


def _value(reader: Reader, site: Site, line: Row, told: tuple[str, object]) -> str:
    name, value = told
    if value is None:
        return ""
    if name in _NAMES:
        return str(reader.value(_NAMES[name], id=value) or "")
    if name == "category":
        row = reader.row("SELECT en, zh FROM categories WHERE code = :code", code=value)
        return pick(row) if row else str(value)
    if name == "kind":
        return _kind(reader, str(value))
    if name in _SPELLED:
        return _SPELLED[name](site, str(value), line["at"])
    text = reader.row(_TEXT, id=value) or {"body": "", "hidden": 0}
    return masked(text["body"], is_hidden=bool(text["hidden"]))


def _kind(reader: Reader, code: str) -> str:
    for row in reader.rows("SELECT kinds FROM categories"):
        for kind in json.loads(row["kinds"]):
            if kind["code"] == code:
                return pick(kind)
    return code


_MORE: Mapping[str, Callable[[Reader, Site, Row], str]] = {
    "charge.agreed": _charged,
    "charge.kept": _charged,
    "charge.paid": _charged,
    "call.linked": _linked,
    "call.unlinked": _linked,
    "call.joined": _joined,
    "call.corrected": _corrected,
    "paper.entered": _entered,
    "ring.taken": _rang,
    "ring.missed": _rang,
}

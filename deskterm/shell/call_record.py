"""What a call's page says beside its texts: who was asked, what it costs, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from deskterm.core.confidential import masked
from deskterm.core.instants import stamp
from deskterm.core.reader import Reader, Row
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.site import Site
from deskterm.core.telling import clock
from deskterm.core.words import N_, _, pick
from deskterm.desks.calls import queries as calls
from deskterm.desks.calls.rules import yuan
from deskterm.shell.where import number

DISPOSITIONS = {
    "met": N_("met"),
    "referred": N_("referred"),
    "answered": N_("answered"),
    "duplicate": N_("duplicate"),
    "withdrawn": N_("withdrawn"),
    "undone": N_("undone"),
    "imported": N_("imported"),
}
LINKS = {
    "duplicate": N_("Duplicate of"),
    "original": N_("Has a duplicate"),
    "related": N_("Belongs with"),
}

Fact = tuple[str, str]


def lines(reader: Reader, site: Site, now: datetime, case_id: int) -> Iterator[Fact]:
    """Whom the desk asked, what is charged, every closing and every linked call, a line each."""
    at = partial(_time, site, now)
    for row in calls.contacts(reader, case_id):
        yield _contact(row, at)
    for row in calls.charges(reader, case_id):
        yield _("Charge"), _charge(row, at)
    for row in calls.closings(reader, case_id):
        yield _("Ended"), f"{at(row['at'])} {_closing(row, at)}"
    for row in calls.links(reader, case_id):
        yield _(LINKS[row["kind"]]), number(row, now)


def _time(site: Site, now: datetime, told: str) -> str:
    return clock(site, told, beside=stamp(now))


_At = Callable[[str], str]


def _said(row: Row, name: str) -> str:
    """A text of a row: the mask where it is hidden, nothing where there is none."""
    return masked(row[name], is_hidden=bool(row["hidden"] and row[f"{name}_id"]))


def _contact(row: Row, at: _At) -> Fact:
    who = _(ROLE_WORDS[row["role"]]) if row["role"] else _("party")
    asked = masked(row["party"], is_hidden=bool(row["hidden"])) if not row["role"] else ""
    asked = asked or _said(row, "question")
    if row["answer_id"]:
        asked = f"{asked} → {at(row['answered_at'])} {_said(row, 'answer')}".strip()
    label = _("Asked: {who} {time}") if asked else _("Told: {who} {time}")
    return label.format(who=who, time=at(row["told_at"])), asked


def _charge(row: Row, at: _At) -> str:
    named = row["code"] and pick({"en": row["english"] or row["name"], "zh": row["name"]})
    parts = [named or _said(row, "words")]
    parts.append(_("{amount} agreed").format(amount=yuan(row["agreed_cents"])))
    if row["amount_cents"] is not None:
        parts.append(_("{amount} charged").format(amount=yuan(row["amount_cents"])))
        paid = _("paid {time}").format(time=at(row["paid_at"])) if row["paid_at"] else _("unpaid")
        parts.append(paid)
    return ", ".join(part for part in parts if part)


def _reopened(row: Row, at: _At) -> str:
    reason, sentence = _said(row, "reason"), _("reopened {time} by {who}: {reason}")
    if not reason:
        sentence = _("reopened {time} by {who}")
    told = {"time": at(row["reopened_at"]), "who": row["reopened_by"] or ""}
    return sentence.format(reason=reason, **told)


def _closing(row: Row, at: _At) -> str:
    parts = [_(DISPOSITIONS[row["disposition"]])] if row["disposition"] else []
    if row["satisfaction"]:
        parts.append(_("satisfaction {rating}/5").format(rating=row["satisfaction"]))
    parts += [_said(row, "outcome"), row["operator"] or ""]
    if row["reopened_at"]:
        parts.append(_reopened(row, at))
    return ", ".join(part for part in parts if part)

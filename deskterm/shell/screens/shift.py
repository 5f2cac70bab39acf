"""F7: the shift."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.people import ROLES
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _
from deskterm.desks.shifts import queries as shifts
from deskterm.desks.shifts.actions.handing import Open
from deskterm.desks.shifts.forms import SignOn
from deskterm.shell import handover
from deskterm.shell.screens.base import SiteScreen, page
from deskterm.shell.where import named, number
from deskterm.tui.detail import Choice, Detail, Listing
from deskterm.tui.field import TextField
from deskterm.tui.panel import Line

if TYPE_CHECKING:
    from deskterm.core.kinds import FieldSpec

_DAY = timedelta(days=1)
_EVERYBODY = 500


class Shift(SiteScreen):
    """F7: what is handed over, line by line; who is on and who is to be; sign on and off."""

    name_, title, verb = "shift", N_("Shift"), "sign-on"
    columns = (
        Column("code", N_("No."), 9, priority=1),
        Column("name", N_("Who or what"), 20, grow=True),
    )
    form_title = SignOn.title

    def more_specs(self) -> list[FieldSpec]:
        """Operator and PIN."""
        return list(SignOn.specs())

    @property
    def form_waits(self) -> bool:
        """The form has the room while nobody is on; else Ctrl+N puts it there."""
        return self.console.person is not None

    def take_focus(self) -> None:
        """Whoever is on is in the list; nobody, in the form, whose PIN is not shown."""
        if self.form:
            self.form.query(TextField).last().password = True
            self.form.display = not self.form_waits
        if self.form and self.console.person is None:
            self.form.focus_first()
        else:
            self.sheet.top_first = True
            self.sheet.action_first()
            self.screen.set_focus(self.sheet)

    def reread(self) -> None:
        """Whoever signed off makes room for the next."""
        if self.form and not self.form_waits:
            self.form.display = True
        super().reread()

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """What waits to be answered, or else what is open now; then everybody who can sign on."""
        waiting = shifts.waiting(reader)
        lines = [row for each in waiting for row in self._lines(reader, now, each)]
        if not waiting:
            lines = self._open(reader, now)
        rows = [*lines, *self._people(reader, now)]
        title = _("Shift · {count} to hand over") if not waiting else _("Shift · {count} to answer")
        return Listing(rows[offset : offset + limit], len(rows), title.format(count=len(lines)))

    def _lines(self, reader: Reader, now: datetime, head: Row) -> Iterator[Row]:
        spoken = number(head, self.site.local(now))
        for line in shifts.handover_lines(reader, head["case_id"]):
            if line["state"] in {"open", "asked"}:
                yield {
                    "key": f"line-{line['id']}",
                    "code": f"{spoken}.{line['line']}",
                    "name": ("? " if line["state"] == "asked" else "")
                    + handover.said(reader, self.site, now, line),
                    "line": f"{spoken}.{line['line']}",
                    "whole": spoken,
                    "about": line["about"] if line["kind"] not in {"notice", "draft"} else None,
                    "handover": head["case_id"],
                    "_style": "soon" if line["state"] == "asked" else "",
                }

    def _open(self, reader: Reader, now: datetime) -> list[Row]:
        return [
            self._left_open(reader, now, each) for each in handover.open_now(reader, self.site, now)
        ]

    def _left_open(self, reader: Reader, now: datetime, each: Open) -> Row:
        """One open thing: its number stands before what it is."""
        said = handover.said(reader, self.site, now, handover.as_line(each))
        first, _dot, rest = said.partition(" · ")
        is_told = each.kind in {"notice", "draft", "equipment"}
        return {
            "key": f"open-{each.kind}-{each.about}-{each.subject}",
            "code": "·" if is_told else first,
            "name": said if is_told else rest,
            "about": None if is_told else each.about,
            "open": True,
        }

    def _people(self, reader: Reader, now: datetime) -> Iterator[Row]:
        today = datetime.combine(self.site.local(now).date(), datetime.min.time(), self.site.zone)
        planned: dict[int, str] = {}
        for row in shifts.planned(reader, today, today + _DAY):
            begins, ends = (self.site.local(instant(row[at])) for at in ("begins_at", "ends_at"))
            planned.setdefault(row["person_id"], f"{begins:%H:%M}-{ends:%H:%M}")
        for row in shifts.operators(reader, _EVERYBODY):
            told = (row["console"], _(ROLES[row["role"]]), planned.get(row["id"], ""))
            facts = dict(zip(("console", "role", "planned"), told, strict=True))
            yield {
                "key": row["id"],
                "code": row["code"],
                "name": ", ".join(part for part in (named(row, ""), *told) if part),
                "title": named(row, ""),
                "_style": "ok" if row["console"] else "",
                **facts,
            }

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """What a line is about, and how it is answered; for a person, signing off."""
        told: list[Line] = []
        title = ""
        if row.get("about"):
            told, title = page(reader, self.site, now, int(row["about"]))
        if line := row.get("line"):
            told = [*self._heading(reader, row), *told]
            return Detail(told, _answers(line, row["whole"]), title or line)
        if row.get("open"):
            return Detail(told, [Choice(_("Hand the shift over"), "handover")], title)
        facts: list[Line] = [
            (_("Role"), row["role"]),
            (_("Roster"), row["planned"]),
            (_("Console"), row["console"] or ""),
            (_("Sign on"), _("Ctrl+N, then operator and PIN")),
        ]
        choices = [Choice(_("Hand the shift over"), "handover"), Choice(_("Sign off here"), "off")]
        return Detail([fact for fact in facts if fact[1]], choices, row["title"])

    def _heading(self, reader: Reader, row: Row) -> list[Line]:
        """From whom it comes, and what was asked about it."""
        head = shifts.handover(reader, row["handover"]) or {}
        told: list[Line] = [(_("Given by"), named(head, "giver_"))]
        if head.get("unsaid"):
            told.append((_("Missing"), _("left without handing over")))
        lines = shifts.handover_lines(reader, row["handover"])
        asked = [each["answer"] for each in lines if f"line-{each['id']}" == row["key"]]
        return [*told, *((_("Asked"), answer) for answer in asked if answer), ""]


def _answers(line: str, whole: str) -> list[Choice]:
    """A line is answered by itself; all that have no answer yet, once they were counted."""
    return [
        Choice(_("Accept"), f"accept {line}"),
        Choice(_("Ask about it"), f"accept {line} asked ", unfinished=True),
        Choice(_("Accept with a remark"), f"accept {line} ", unfinished=True),
        Choice(_("Accept all that is left"), f"accept {whole}"),
    ]

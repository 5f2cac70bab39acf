"""The help register 《住户求助登记表》: every call of a period on one line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deskterm.core import numbers
from deskterm.core.confidential import hidden, masked, shown
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.site import Site
from deskterm.core.states import CASE_STATES
from deskterm.core.words import N_, _, pick
from deskterm.desks.guards.rules import natural
from deskterm.shell.call_record import DISPOSITIONS
from deskterm.shell.reports.cells import TOLD, known, local, money, title
from deskterm.shell.where import where

COLUMNS = (
    Column("number", N_("No."), 13),
    Column("opened", N_("Told"), 19),
    Column("entered", N_("Entered"), 19, 8),
    Column("category_number", N_("Cat."), 4, 7, align="right"),
    Column("category", N_("Category"), 12, 1),
    Column("incident", N_("Incident"), 9, 6),
    Column("place", N_("Where"), 12),
    Column("caller", N_("Caller"), 8, 2),
    Column("phone", N_("Phone"), 13, 4),
    Column("words", N_("Words"), 16, grow=True),
    Column("answered", N_("Answered"), 19, 3),
    Column("guards", N_("Guards"), 8, 4),
    Column("sent", N_("Sent"), 19, 6),
    Column("on_scene", N_("On scene"), 19, 5),
    Column("all_clear", N_("All clear"), 19, 6),
    Column("vehicle", N_("Vehicle"), 9, 6),
    Column("referred_to", N_("Referred to"), 14, 5),
    Column("referred_at", N_("Referred at"), 19, 7),
    Column("outcome", N_("Outcome"), 14, 3),
    Column("state", N_("State"), 9, 1),
    Column("disposition", N_("Came to"), 10, 4),
    Column("satisfaction", N_("Mark"), 4, 2, align="right"),
    Column("agreed", N_("Agreed"), 8, 8, align="right"),
    Column("charged", N_("Charged"), 8, 8, align="right"),
    Column("paid", N_("Paid"), 8, 5, align="right"),
    Column("operator", N_("Operator"), 8, 4),
    Column("closed", N_("Closed"), 19, 7),
    Column("closed_by", N_("Closed by"), 9, 6),
)


@dataclass(frozen=True)
class Window:
    """Which calls: SQL over `cases c`, with the values it names."""

    where: str
    values: Mapping[str, Any]

    def rows(self, reader: Reader, sql: str) -> Iterator[Row]:
        """The answer to SQL in which `{window}` stands for the condition."""
        return reader.each(sql.replace("{window}", self.where), **self.values)

    @classmethod
    def of_period(cls, asked: Asked) -> Window:
        """The calls that were told of in a period."""
        return cls(TOLD, asked.bounds)

    @classmethod
    def of_year(cls, year: int) -> Window:
        """The calls that are numbered in a year."""
        return cls("c.letter = 'C' AND c.year = :year", {"year": year})


_LINES = (
    "SELECT c.id, c.letter, c.year, c.number, c.state, c.disposition, c.opened_at, c.entered_at,"  # noqa: S608 - constants only
    " c.opened_by, c.closed_at, c.closed_by, c.place_said, p.code AS place, p.name AS place_name,"
    " p.english AS place_english, g.number AS category_number, g.en, g.zh, k.category, k.kind,"
    " coalesce(nullif(k.caller, ''), r.name, '') AS caller, k.phone, k.answered_at, k.satisfaction,"
    f" {hidden()} AS hidden, {shown('w.body')} AS words, {shown('o.body')} AS outcome,"
    " w.id AS words_id, o.id AS outcome_id FROM cases c JOIN calls k ON k.case_id = c.id"
    " JOIN categories g ON g.code = k.category"
    " LEFT JOIN places p ON p.id = c.place_id LEFT JOIN residents r ON r.id = k.resident_id"
    " LEFT JOIN texts w ON w.case_id = c.id AND w.field = 'words' AND w.replaced_at IS NULL"
    " LEFT JOIN texts o ON o.case_id = c.id AND o.field = 'outcome' AND o.replaced_at IS NULL"
    " WHERE {window} ORDER BY c.year, c.number"
)
_OUT = (
    "SELECT c.id, group_concat(p.code, ' ') AS guards, min(a.assigned_at) AS sent_at,"  # noqa: S608 - constants only
    f" min({known('on-scene')}) AS on_scene_at,"
    " CASE WHEN count(*) = count(a.clear_at) THEN max(a.clear_at) END AS all_clear_at"
    " FROM cases c JOIN assignments a ON a.case_id = c.id JOIN people p ON p.id = a.person_id"
    " WHERE {window} AND a.withdrawn_at IS NULL GROUP BY c.id"
)
_VEHICLES = (
    "SELECT c.id, group_concat(DISTINCT v.plate) AS plates"
    " FROM cases c JOIN trips t ON t.case_id = c.id JOIN vehicles v ON v.id = t.vehicle_id"
    " WHERE {window} AND t.withdrawn_at IS NULL GROUP BY c.id"
)
_REFERRALS = (
    f"SELECT c.id, n.told_at, {hidden()} AS hidden, {shown('t.body')} AS party"  # noqa: S608 - constants only
    " FROM cases c JOIN contacts n ON n.case_id = c.id LEFT JOIN texts t ON t.id = n.party_id"
    " WHERE {window} AND n.kind = 'referral' AND n.withdrawn_at IS NULL ORDER BY n.told_at, n.id"
)
_CHARGES = (
    "SELECT c.id, sum(h.agreed_cents) AS agreed, sum(h.amount_cents) AS charged,"
    " sum(CASE WHEN h.paid_at IS NOT NULL THEN h.amount_cents END) AS paid"
    " FROM cases c JOIN charges h ON h.case_id = c.id"
    " WHERE {window} AND h.withdrawn_at IS NULL GROUP BY c.id"
)
_NOTHING: Row = {}


@report("register", N_("The help register: every call of the period on one line."))
def register(reader: Reader, asked: Asked) -> Table:
    lines = list(_Lines(reader, asked.site, Window.of_period(asked)))
    return Table(COLUMNS, lines, _("Help register"))


def year_lines(reader: Reader, site: Site, year: int) -> Iterator[Row]:
    """The lines of a year's register one by one, by number."""
    return iter(_Lines(reader, site, Window.of_year(year)))


class _Lines:
    """The register's lines: what stands beside a call is gathered first, by its case."""

    def __init__(self, reader: Reader, site: Site, window: Window) -> None:
        self.zone = site.zone
        self.lines = window.rows(reader, _LINES)
        self.out = {row["id"]: row for row in window.rows(reader, _OUT)}
        self.plates = {row["id"]: row["plates"] for row in window.rows(reader, _VEHICLES)}
        self.charges = {row["id"]: row for row in window.rows(reader, _CHARGES)}
        self.parties: dict[int, list[Row]] = {}
        for row in window.rows(reader, _REFERRALS):
            self.parties.setdefault(row["id"], []).append(row)
        self.incidents = {
            (row["code"], kind["code"]): pick(kind)
            for row in reader.each("SELECT code, kinds FROM categories")
            for kind in json.loads(row["kinds"])
        }

    def __iter__(self) -> Iterator[Row]:
        for row in self.lines:
            yield {**self._call(row), **self._beside(row["id"]), **self._end(row)}

    def _call(self, row: Row) -> Row:
        zone = self.zone
        return {
            "number": numbers.full(row["letter"], row["year"], row["number"]),
            "opened": local(row["opened_at"], zone),
            "entered": local(row["entered_at"], zone),
            "category_number": row["category_number"],
            "category": title(row),
            "incident": self.incidents.get((row["category"], row["kind"]), row["kind"]),
            "place": where(row),
            "caller": row["caller"],
            "phone": row["phone"],
            "words": _said(row, "words"),
            "answered": local(row["answered_at"], zone),
        }

    def _beside(self, case_id: int) -> Row:
        out, charged = self.out.get(case_id, _NOTHING), self.charges.get(case_id, _NOTHING)
        parties = self.parties.get(case_id, [])
        said = [masked(row["party"], is_hidden=bool(row["hidden"])) for row in parties]
        told = [local(row["told_at"], self.zone) or "" for row in parties]
        codes = set((out.get("guards") or "").split())
        return {
            "guards": " ".join(sorted(codes, key=natural)) or None,
            "sent": local(out.get("sent_at"), self.zone),
            "on_scene": local(out.get("on_scene_at"), self.zone),
            "all_clear": local(out.get("all_clear_at"), self.zone),
            "vehicle": (self.plates.get(case_id) or "").replace(",", " ") or None,
            "referred_to": "; ".join(said) or None,
            "referred_at": "; ".join(told) or None,
            "agreed": money(charged.get("agreed")),
            "charged": money(charged.get("charged")),
            "paid": money(charged.get("paid")),
        }

    def _end(self, row: Row) -> Row:
        came_to = row["disposition"]
        return {
            "outcome": _said(row, "outcome"),
            "state": _(CASE_STATES[row["state"]]),
            "disposition": _(DISPOSITIONS[came_to]) if came_to in DISPOSITIONS else came_to,
            "satisfaction": row["satisfaction"],
            "operator": row["opened_by"],
            "closed": local(row["closed_at"], self.zone),
            "closed_by": row["closed_by"],
        }


def _said(row: Row, field: str) -> str | None:
    """A text of the call as it is shown; None where nothing was written."""
    if row[f"{field}_id"] is None:
        return None
    return masked(row[field], is_hidden=bool(row["hidden"]))

"""The desk's report of a day, or of any period, on one page: its figures, one on a line.

What is not known is counted on a line of its own, or left blank where there is no figure
at all; it is never a zero. Lines that say `now` are of the moment at which the report is
made, whatever its period.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskterm.core import queue
from deskterm.core.layout import Column, Table
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.shell.reports.calls import COUNTED
from deskterm.shell.reports.cells import known, money, seconds, share_of

_COLUMNS = (
    Column("subject", N_("Subject"), 12),
    Column("figure", N_("Figure"), 34, grow=True),
    Column("value", N_("Value"), 12, align="right"),
    Column("unit", N_("Unit"), 8, 1),
)
_REPLY = seconds("c.opened_at", "k.answered_at")
_CALLS = (
    f"SELECT c.grade, c.closed_at IS NULL AS open, {_REPLY} AS reply_s,"
    f" {seconds('c.opened_at', 'c.entered_at')} AS saved_s{COUNTED}"
)
_SENT = " a.assigned_at >= :since AND a.assigned_at < :until AND a.withdrawn_at IS NULL"
_GUARDS = (
    f"SELECT {seconds('a.assigned_at', '(' + known('on-scene') + ')')} AS scene_s"  # noqa: S608 - constants only
    f" FROM assignments a WHERE{_SENT}"
)
_CHARGED = (
    "SELECT count(h.id) AS charges, sum(h.amount_cents) AS charged,"  # noqa: S608 - constants only
    " sum(CASE WHEN h.paid_at IS NOT NULL THEN h.amount_cents END) AS paid,"
    " count(h.id) - count(h.amount_cents) AS unknown FROM charges h WHERE h.withdrawn_at IS NULL"
    f" AND h.case_id IN (SELECT c.id{COUNTED})"
)
_MARKS = (
    "SELECT count(*) AS asked, count(k.satisfaction) AS given, avg(k.satisfaction) AS mean"
    f"{COUNTED} AND c.state = 'closed' AND coalesce(c.disposition, '') NOT IN"
    " ('imported', 'duplicate')"
)
_ROOMS = (
    "SELECT coalesce(sum(b.state = 'booked'), 0) AS booked,"
    " coalesce(sum(b.state = 'no-show'), 0) AS unused FROM bookings b"
    " WHERE b.start_at >= :since AND b.start_at < :until"
)
_MISSED = (
    "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'R'"
    " AND opened_at >= :since AND opened_at < :until"
)
_FUEL = (
    "SELECT count(*) AS slips, sum(s.litres_ml) AS litres FROM vehicles v"
    " JOIN slips s ON s.vehicle_id = v.id AND s.at >= :since AND s.at < :until"
    " WHERE s.withdrawn_at IS NULL"
)
_OUT_NOW = (
    "SELECT count(*) FROM guards g"
    " JOIN assignments a ON a.person_id = g.person_id AND a.clear_at IS NULL"
)
_AWAY_NOW = (
    "SELECT count(*) FROM vehicles v JOIN trips t ON t.vehicle_id = v.id AND t.back_at IS NULL"
)
_FIVE_MINUTES = 300


@report("daily", N_("The desk's day on one page: calls, guards, rooms, what is open."))
def daily(reader: Reader, asked: Asked) -> Table:
    lines = [
        *_of_calls(reader, asked),
        *_of_money(reader, asked),
        *_of_guards(reader, asked),
        *_of_the_rest(reader, asked),
        *_now(reader, asked),
    ]
    return Table(_COLUMNS, [_line(*line) for line in lines], _("Daily desk report"))


Line = tuple[str, str, Any, str]


def _line(subject: str, figure: str, value: Any, unit: str = "") -> Row:  # noqa: ANN401 - a figure
    return {
        "subject": _(subject),
        "figure": _(figure),
        "value": value,
        "unit": _(unit) if unit else "",
    }


def _of_calls(reader: Reader, asked: Asked) -> Iterator[Line]:
    found = reader.rows(_CALLS, **asked.bounds)
    replies = [row["reply_s"] for row in found if row["reply_s"] is not None]
    saved = [row["saved_s"] for row in found]
    calls, second = N_("Calls"), N_("s")
    yield calls, N_("told"), len(found), ""
    yield calls, N_("of them for life"), sum(row["grade"] == 0 for row in found), ""
    yield calls, N_("answered in five minutes"), sum(r <= _FIVE_MINUTES for r in replies), ""
    yield calls, N_("answered later"), sum(r > _FIVE_MINUTES for r in replies), ""
    yield calls, N_("not known when answered"), len(found) - len(replies), ""
    yield calls, N_("not closed"), sum(row["open"] for row in found), ""
    yield calls, N_("call to reply, median"), share_of(replies, 0.5), second
    yield calls, N_("call to reply, 90th"), share_of(replies, 0.9), second
    yield calls, N_("call to saved, median"), share_of(saved, 0.5), second
    yield calls, N_("missed"), reader.value(_MISSED, **asked.bounds), N_("rings")


def _of_money(reader: Reader, asked: Asked) -> Iterator[Line]:
    charged = reader.row(_CHARGED, **asked.bounds) or {}
    paid, yuan = N_("Paid service"), N_("yuan")
    yield paid, N_("services"), charged["charges"], ""
    yield paid, N_("charged"), money(charged["charged"]), yuan
    yield paid, N_("paid"), money(charged["paid"]), yuan
    yield paid, N_("amount not known yet"), charged["unknown"] or 0, ""
    marks = reader.row(_MARKS, **asked.bounds) or {}
    asked_for = N_("Satisfaction")
    yield asked_for, N_("marks given"), marks["given"], ""
    yield asked_for, N_("mean"), None if marks["mean"] is None else round(marks["mean"], 2), ""
    yield asked_for, N_("closed without a mark"), marks["asked"] - marks["given"], ""


def _of_guards(reader: Reader, asked: Asked) -> Iterator[Line]:
    runs = reader.rows(_GUARDS, **asked.bounds)
    scene = [row["scene_s"] for row in runs if row["scene_s"] is not None]
    guards, second = N_("Guards"), N_("s")
    yield guards, N_("sent"), len(runs), ""
    yield guards, N_("sent to there, median"), share_of(scene, 0.5), second
    yield guards, N_("sent to there, 90th"), share_of(scene, 0.9), second
    yield guards, N_("not known when there"), len(runs) - len(scene), ""


def _of_the_rest(reader: Reader, asked: Asked) -> Iterator[Line]:
    used = reader.row(_ROOMS, **asked.bounds) or {}
    yield N_("Rooms"), N_("meetings"), used["booked"], ""
    yield N_("Rooms"), N_("nobody came"), used["unused"], ""
    slips = reader.row(_FUEL, **asked.bounds)
    if slips:
        litres = None if slips["litres"] is None else round(slips["litres"] / 1000, 2)
        yield N_("Vehicles"), N_("fuel slips"), slips["slips"], ""
        yield N_("Vehicles"), N_("fuel"), litres, N_("litres")


def _now(reader: Reader, asked: Asked) -> Iterator[Line]:
    now, counts = N_("Now"), queue.counts(reader, asked.now)
    sql = "SELECT count(*) FROM cases WHERE desk = 'calls' AND letter = 'C' AND closed_at IS NULL"
    yield now, N_("calls open"), reader.value(sql), ""
    yield now, N_("steps overdue"), counts["overdue"], ""
    out = reader.value(_OUT_NOW)
    yield now, N_("guards out"), out, ""
    away = reader.value(_AWAY_NOW)
    yield now, N_("vehicles out"), away, ""

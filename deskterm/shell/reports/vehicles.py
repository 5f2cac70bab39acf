"""What the vehicles took and used: by vehicle, by month, and slip by slip.

A figure comes from full tank to full tank and counts where its interval ends; what was
bought counts where it was bought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from deskterm.core import numbers
from deskterm.core.layout import Amount, Column, Table, When
from deskterm.core.picture import Picture
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, months, report
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import fuel_queries
from deskterm.desks.vehicles.actions.slips import NO_FIGURE
from deskterm.shell.reports.cells import local, money
from deskterm.shell.slip_record import FLAGS

_VEHICLE = Column("plate", N_("Plate"), 11, grow=True)
_FIGURES = (
    Column("bought", N_("Bought L"), 9, 2, align="right"),
    Column("amount", N_("Amount"), 10, 3, align="right"),
    Column("litres", N_("Litres"), 9, align="right"),
    Column("km", N_("km"), 7, align="right"),
    Column("per_100_km", N_("L/100 km"), 9, align="right"),
    Column("norm", N_("Norm"), 6, align="right"),
    Column("over", N_("Over L"), 8, align="right"),
    Column("settled", N_("To settle"), 10, 2, align="right"),
    Column("flags", N_("Flags"), 5, 4, align="right"),
    Column("slips", N_("Slips counted"), 14, 1),
)


@report("fuel", N_("Litres per 100 km of each vehicle, over or under its norm."))
def fuel(reader: Reader, asked: Asked) -> Table:
    rows = [row for _span, row in _rows(reader, asked, ())]
    drawn = Picture("bar", N_("L/100 km"), "plate", ("per_100_km", "norm"))
    return Table((_VEHICLE, *_FIGURES), rows, _("Fuel"), (drawn,))


@report("fuel-months", N_("The same for each month in which the intervals end."))
def fuel_months(reader: Reader, asked: Asked) -> Table:
    spans = _months(reader, asked)
    begins = [since for _name, since, _until in spans]
    rows = [{"month": spans[span][0], **row} for span, row in _rows(reader, asked, begins) if spans]
    columns = (Column("month", N_("Month"), 7), _VEHICLE, *_FIGURES)
    line = Picture("line", N_("L/100 km"), "month", ("per_100_km",), by="plate")
    return Table(columns, sorted(rows, key=_by_month), _("Fuel by month"), (line,))


def _by_month(row: Row) -> tuple[str, str]:
    return row["month"], row["plate"]


def _months(reader: Reader, asked: Asked) -> list[tuple[str, str, str]]:
    """The months in which there are slips of the period."""
    sql = "SELECT min(at), max(at) FROM slips WHERE at >= :since AND at < :until"
    first, last = next(reader.plain(sql, **asked.bounds))
    return months(asked.site, first, last) if first else []


def _rows(reader: Reader, asked: Asked, begins: Sequence[str]) -> Iterator[tuple[int, Row]]:
    plates = dict(reader.plain("SELECT id, plate FROM vehicles"))
    rule, this_year = fuel_queries.settlement(asked.site), asked.site.local(asked.now).year
    spans = fuel_queries.Spans(asked.period.since, asked.period.until, begins)
    idle = {each for (each,) in reader.plain("SELECT id FROM vehicles WHERE active = 1")}
    for total in fuel_queries.totals(reader, asked.site, spans):
        idle.discard(total.vehicle_id)
        second = " /2" if total.tank > 1 else ""
        used = total.average
        yield (
            total.span,
            {
                "plate": f"{plates[total.vehicle_id]}{second}",
                "bought": _litres(total.bought_ml),
                "amount": _amount(total.cents),
                "litres": _litres(total.litres_ml),
                "km": total.km,
                "per_100_km": None if used.per_100 is None else float(used.per_100),
                "norm": None if total.norm_ml is None else total.norm_ml / 1000,
                "over": _litres(total.litres_ml - total.allowed_ml) if total.km else None,
                "settled": _amount(total.settled(rule)) if total.km else None,
                "flags": total.flagged,
                "slips": said(total.numbers, this_year),
            },
        )
    if not begins:
        yield from ((0, _idle(plates[each])) for each in sorted(idle))


def _idle(plate: str) -> Row:
    """A vehicle that took nothing: its litres are none, its figure is unknown."""
    nothing = dict.fromkeys(("amount", "per_100_km", "norm", "over", "settled"))
    return {
        "plate": plate,
        "bought": 0.0,
        "litres": 0.0,
        "km": 0,
        "flags": 0,
        "slips": "",
    } | nothing


def _litres(millilitres: int) -> float:
    return round(millilitres / 1000, 2)


def _amount(cents: int | None) -> Amount | None:
    said = money(cents)
    return None if said is None else Amount(said)


def said(found: Iterable[tuple[int, int]], this_year: int) -> str:
    """Numbers of slips as they are said, neighbours as one: `F031-F034 F040`."""
    runs: list[list[tuple[int, int]]] = []
    for year, number in sorted(found):
        if runs and runs[-1][-1] == (year, number - 1):
            runs[-1].append((year, number))
        else:
            runs.append([(year, number)])
    ends = ((run[0], run[-1]) if len(run) > 1 else (run[0],) for run in runs)
    return " ".join(
        "-".join(numbers.spoken("F", year, number, this_year) for year, number in end)
        for end in ends
    )


_SLIPS = (
    Column("number", N_("Slip"), 6),
    Column("at", N_("At"), 16),
    Column("plate", N_("Plate"), 11),
    Column("litres", N_("Litres"), 8, align="right"),
    Column("amount", N_("Amount"), 9, 1, align="right"),
    Column("odometer", N_("Odometer"), 8, align="right"),
    Column("per_100_km", N_("L/100 km"), 8, align="right"),
    Column("km", N_("km"), 6, 1, align="right"),
    Column("why", N_("Says"), 20, grow=True),
    Column("reason", N_("Reason"), 14, 2),
)


@report("fuel-slips", N_("Every fuel slip, its figure or why none, and its flags."))
def fuel_slips(reader: Reader, asked: Asked) -> Table:
    found = reader.each(
        "SELECT s.*, v.plate, t.body AS reason FROM slips s JOIN vehicles v ON v.id = s.vehicle_id"
        " LEFT JOIN texts t ON t.id = s.reason_id"
        " WHERE s.at >= :since AND s.at < :until ORDER BY v.plate, s.at, s.id",
        **asked.bounds,
    )
    listed = fuel_queries.figures(reader, asked.period.since, asked.period.until)
    figures = {figure.slip: figure for figure in listed}
    this_year = asked.site.local(asked.now).year
    rows = []
    for row in found:
        figure = figures.get(row["id"])
        used = figure.used if figure else None
        flags = [*row["flags"].split(), *([figure.flag] if figure and figure.flag else [])]
        rows.append(
            {
                "number": numbers.spoken("F", row["year"], row["number"], this_year),
                "at": When((local(row["at"], asked.site.zone) or "")[:16]),
                "plate": row["plate"] + (" /2" if row["tank"] > 1 else ""),
                "litres": _litres(row["litres_ml"]),
                "amount": _amount(row["amount_cents"]),
                "odometer": row["odometer_km"],
                "per_100_km": None if used is None else float(used.per_100 or Decimal()),
                "km": used.km if used else None,
                "why": _says(row, figure.why if figure else "", flags),
                "reason": row["reason"],
            }
        )
    return Table(_SLIPS, rows, _("Fuel slips"))


def _says(row: Row, why: str, flags: Sequence[str]) -> str:
    if row["withdrawn_at"]:
        return _("taken back: counts nowhere")
    parts = [_(NO_FIGURE[why])] if why else []
    return "; ".join([*parts, *(_(FLAGS.get(flag, flag)) for flag in dict.fromkeys(flags))])

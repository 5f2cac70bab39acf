"""The fleet's shops, stock, drivers and trips."""

from __future__ import annotations

from deskterm.core import numbers
from deskterm.core.layout import Amount, Column, Table
from deskterm.core.reader import Reader
from deskterm.core.report import Asked, report
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import fleet_queries as fleet
from deskterm.shell.reports.cells import local, money
from deskterm.shell.where import named

_SHOPS = (
    Column("shop", N_("Shop"), 16, grow=True),
    Column("state", N_("State"), 12),
    Column("tried", N_("Tried"), 6),
    Column("repairs", N_("Repairs"), 7, align="right"),
    Column("finished", N_("Finished"), 8, align="right"),
    Column("cost", N_("Cost"), 10, align="right"),
    Column("last", N_("Last"), 19, 1),
    Column("phone", N_("Phone"), 14, 2),
)
_STOCK = (
    Column("item", N_("What"), 16, grow=True),
    Column("unit", N_("Unit"), 6),
    Column("bought", N_("Bought"), 7, align="right"),
    Column("issued", N_("Issued"), 7, align="right"),
    Column("on_hand", N_("In stock"), 8, align="right"),
)
_DRIVERS = (
    Column("code", N_("Code"), 8),
    Column("name", N_("Name"), 14, grow=True),
    Column("licence", N_("Licence until"), 13),
    Column("trained", N_("Trained"), 10),
    Column("training", N_("Training"), 20, 1, grow=True),
)
_TRIPS = (
    Column("number", N_("No."), 13),
    Column("plate", N_("Plate"), 9),
    Column("driver", N_("Driver"), 12),
    Column("requester", N_("Requester"), 12, 1),
    Column("purpose", N_("Purpose"), 16, 2, grow=True),
    Column("out", N_("Out"), 19),
    Column("back", N_("Back"), 19),
    Column("km", N_("km"), 6, align="right"),
)


@report("shops", N_("The repair shops and their record."))
def shops(reader: Reader, asked: Asked) -> Table:
    rows = [
        {
            "shop": named(row, ""),
            "state": _(fleet.SHOP_STATES[row["state"]]),
            "tried": bool(row["tried"]),
            "repairs": row["repairs"],
            "finished": row["finished"] or 0,
            "cost": None if row["cents"] is None else Amount(money(row["cents"])),
            "last": local(row["last_at"], asked.site.zone),
            "phone": row["phone"],
        }
        for row in fleet.shops(reader)
    ]
    return Table(_SHOPS, rows, _("Repair shops"))


@report("stock", N_("What was bought, issued, and is in stock."))
def stock(reader: Reader, _asked: Asked) -> Table:
    rows = [{**row, "item": named(row, "")} for row in fleet.stock(reader)]
    return Table(_STOCK, rows, _("Stock"))


@report("drivers", N_("The drivers' licences and training."))
def drivers(reader: Reader, _asked: Asked) -> Table:
    rows = [{**row, "name": named(row, "")} for row in fleet.drivers(reader)]
    return Table(_DRIVERS, rows, _("Drivers"))


@report("trips", N_("Every trip: who drove, when, how far."))
def trips(reader: Reader, asked: Asked) -> Table:
    rows = []
    for row in fleet.trips(reader, **asked.bounds):
        known = None not in {row["odometer_in_km"], row["odometer_out_km"]}
        rows.append(
            {
                "number": numbers.full(row["letter"], row["year"], row["number"]),
                "plate": row["plate"],
                "driver": named(row, "driver_"),
                "requester": row["requester"],
                "purpose": row["words"],
                "out": local(row["out_at"], asked.site.zone),
                "back": local(row["back_at"], asked.site.zone),
                "km": row["odometer_in_km"] - row["odometer_out_km"] if known else None,
            }
        )
    return Table(_TRIPS, rows, _("Trips"))

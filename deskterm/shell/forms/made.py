"""The forms: help register, room register, service order, vehicle costs, handover, paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskterm.core import numbers
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.layout import Column, Table
from deskterm.core.picture import BLANK
from deskterm.core.words import N_, _
from deskterm.shell.forms.registry import Wanted, form

if TYPE_CHECKING:
    from deskterm.core.office import Office

_PAPER = (
    Column("number", N_("No."), 5),
    Column("time", N_("Time"), 6),
    Column("unit", N_("Unit no."), 10),
    Column("caller", N_("Caller"), 12),
    Column("phone", N_("Phone"), 14),
    Column("words", N_("What is wanted"), 20, grow=True),
    Column("guards", N_("Guards"), 8),
    Column("sent", N_("Sent"), 6),
    Column("there", N_("There"), 6),
    Column("back", N_("Back"), 6),
    Column("answered", N_("Answered"), 8),
    Column("outcome", N_("Outcome"), 16),
    Column("operator", N_("Operator"), 8),
)


@form("help-register")
def help_register(office: Office, wanted: Wanted) -> Table:
    """Every call of a period on one line."""
    return _of_report(office, "register", wanted)


@form("room-register")
def room_register(office: Office, wanted: Wanted) -> Table:
    """Every booking of a period on one line."""
    return _of_report(office, "room-register", wanted)


@form("vehicle-costs")
def vehicle_costs(office: Office, wanted: Wanted) -> Table:
    """What each vehicle cost, or the one whose plate is named."""
    table = _of_report(office, "vehicle-costs", wanted)
    if not wanted.record or wanted.lines:
        return table
    rows = [row for row in table.rows if row.get("plate") == wanted.record]
    if not rows:
        known = ", ".join(str(row["plate"]) for row in table.rows if row.get("plate"))
        sentence = _("No vehicle {plate} is in the figures; there are: {known}.")
        raise NotFound(sentence.format(plate=wanted.record, known=known or "-"))
    return table._replace(rows=rows)


@form("service-order")
def service_order(office: Office, wanted: Wanted) -> Table:
    """One booking's order."""
    from deskterm.shell.room_record import order_form  # noqa: PLC0415 - one form of six

    if not wanted.record:
        raise Refusal(_("Which booking? deskterm form service-order B12"))
    with office.read() as reader:
        return order_form(reader, office.site, wanted.record, office.now())


@form("handover")
def handover(office: Office, wanted: Wanted) -> Table:
    """One handover of a shift, line by line."""
    from deskterm.shell.handover import sheet  # noqa: PLC0415

    if not wanted.record:
        raise Refusal(_("Which handover? deskterm form handover H12"))
    with office.read() as reader:
        case_id = numbers.case_id(reader, wanted.record, office.site.local(office.now()))
        return sheet(reader, office.site, office.now(), case_id)


@form("paper-register")
def paper_register(office: Office, wanted: Wanted) -> Table:
    """Numbered blank lines for a night without power; no number is printed twice."""
    from deskterm.desks.calls.actions import paper  # noqa: PLC0415 - the ORM, for this use alone

    with office.work(wanted.operator) as work:
        reserved = paper.reserve(work, wanted.lines or 40)
        year = office.site.local(work.now).year
        said = [numbers.spoken("P", row.year, row.number, year) for row in reserved]
    return Table(_PAPER, [{"number": number, BLANK: True} for number in said])


def _of_report(office: Office, name: str, wanted: Wanted) -> Table:
    """A report as a form: without its pictures; or its columns over blank lines."""
    from deskterm.shell.reports import run_report  # noqa: PLC0415

    whole = "1970-01-01" if wanted.lines else wanted.whole
    first, last = (None, None) if wanted.lines else (wanted.first, wanted.last)
    table = run_report(office, name, first, last, whole)
    if not wanted.lines:
        return table._replace(pictures=())
    return table._replace(columns=_by_hand(table.columns), rows=blank(wanted.lines), pictures=())


def blank(lines: int) -> list[dict[str, object]]:
    """So many lines to write on."""
    return [{BLANK: True} for _line in range(lines)]


def _by_hand(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that there is room for when they are filled by hand."""
    return tuple(column for column in columns if column.priority <= 4)  # noqa: PLR2004 - on A4

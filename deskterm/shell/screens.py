"""The screens behind F3 to F9, each a list, a record and a form over the desks' own queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Input

from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.people import ROLES
from deskterm.core.reader import Reader, Row
from deskterm.core.search import find
from deskterm.core.site import Site
from deskterm.core.words import N_, _, language
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.shifts import queries as shifts
from deskterm.desks.shifts.forms import SignOn
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell import board, board_state
from deskterm.shell.details import facts
from deskterm.shell.look_up import DOC_KINDS
from deskterm.shell.verbs import ACTS
from deskterm.shell.where import named, number
from deskterm.tui.field import TextField
from deskterm.tui.panel import Panel
from deskterm.tui.screen import Choice, DeskScreen, Detail, Listing
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from deskterm.core.kinds import FieldSpec


class SiteScreen(DeskScreen):
    """A screen that knows the site, and shows any case whole."""

    def __init__(self, site: Site) -> None:
        act = ACTS.get(self.verb)
        super().__init__(act.form.specs() if act else self.more_specs())
        self.site = site

    def more_specs(self) -> list[FieldSpec]:
        """The fields of a form that is no verb's."""
        return []

    def case_choices(self, reader: Reader, now: datetime, case_id: int) -> list[Choice]:
        """What can be done with a case: send who is suggested, answer, note, close."""
        row = reader.row("SELECT * FROM cases WHERE id = :id", id=case_id)
        if row is None or row["closed_at"] or row["desk"] != "calls":
            return []
        said = number(row, self.site.local(now))
        near = guards.suggested_for(reader, case_id)
        codes = " ".join(guard.code for guard in near)
        return [
            Choice(_("Send {codes}").format(codes=codes), f"send {codes} {said}"),
            Choice(_("Answered"), f"answer {said}"),
            Choice(_("Note"), f"note {said} ", unfinished=True),
            Choice(_("Escort to hospital"), f"branch {said} escort"),
            Choice(_("120 ambulance"), f"branch {said} ambulance"),
            Choice(_("Nursing"), f"branch {said} nursing"),
            Choice(_("Refer"), f"branch {said} referral ", unfinished=True),
            Choice(_("Send a vehicle"), f"send {said} ", unfinished=True),
            Choice(_("Close"), f"close {said} ", unfinished=True),
        ]

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The case behind the row."""
        if not row.get("case_id"):
            return Detail()
        case_id = int(row["case_id"])
        return Detail(
            facts(reader, self.site, now, case_id), self.case_choices(reader, now, case_id)
        )


class Calls(SiteScreen):
    """F3: every call, the open ones first."""

    name_, title, verb = "calls", N_("Calls"), "call"
    columns = board.CALLS

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """A window of the calls."""
        counts = calls.counts(reader, now)
        rows = calls.calls(reader, limit, offset, open_first=True)
        title = _("Calls · {open} open · {total} in all").format(**counts)
        return Listing(board_state.call_rows(rows, now, self.site), counts["total"], title)


class Guards(SiteScreen):
    """F4: who is where, since when."""

    name_, title, verb = "guards", N_("Guards"), "status"
    columns = tuple(
        Column(column.name, title, column.width, column.priority, grow=column.grow)
        for column, title in zip(
            board.GUARDS,
            ("", N_("No."), N_("Name"), N_("State"), N_("Where"), N_("Since")),
            strict=True,
        )
    )
    states = ("en-route", "on-scene", "at-hospital", "returning", "available", "break", "off-duty")

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """All guards; a site has few."""
        rows = board_state.guard_rows(guards.roster(reader), now)
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The call he is on, and every status that can follow."""
        chosen = [
            Choice(_(guards.STATES[state]), f"{row.get('code', '')} {state}")
            for state in self.states
        ]
        case_id = row.get("case_id")
        return Detail(facts(reader, self.site, now, case_id) if case_id else (), chosen)


class Rooms(SiteScreen):
    """F5: today as bars, and what is booked next."""

    name_, title, verb = "rooms", N_("Rooms"), "book"
    columns = (
        Column("record", N_("No."), 6),
        Column("day", N_("Day"), 5),
        Column("time", N_("Time"), 11),
        Column("room", N_("Room"), 8, grow=True),
        Column("holder", N_("For"), 12, priority=1, grow=True),
        Column("people", N_("People"), 6, priority=2, align="right"),
    )

    def compose(self) -> ComposeResult:
        """The bars of today above the list."""
        with Panel("", id="rooms-today"):
            yield Sheet(board.ROOMS, id="rooms-today-sheet")
        yield from super().compose()

    @property
    def sheet(self) -> Sheet:
        """The list of bookings."""
        return self.query_one("#rooms-sheet", Sheet)

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """A window of the bookings to come."""
        found = rooms.next_bookings(reader, now, limit, offset)
        rows = [self._row(row, now) for row in found]
        total = offset + len(rows) + (len(rows) == limit)
        return Listing(rows, total)

    def _row(self, row: Row, now: datetime) -> Row:
        start, end = (
            self.site.local(instant(row["start_at"])),
            self.site.local(instant(row["end_at"])),
        )
        return {
            "key": row["case_id"],
            "case_id": row["case_id"],
            "record": number(row, now),
            "day": f"{start:%m-%d}",
            "time": f"{start:%H:%M}-{end:%H:%M}",
            "room": named(row, "room_"),
            "holder": row["holder"] or row["words"] or "",
            "people": row["people"],
        }

    def reread(self) -> None:
        """The bars too."""
        super().reread()
        self.console.ask("rooms-today", self._today, self._draw_today)

    def _today(self, reader: Reader, now: datetime) -> list[Row]:
        days = rooms.day(reader, self.site.local(now).date(), self.site.zone)
        return board_state.room_rows(days, now, self.site)

    def _draw_today(self, rows: list[Row]) -> None:
        self.query_one("#rooms-today-sheet", Sheet).show(rows, len(rows), 0)
        title = _("Rooms today") + f"  {board_state.hours_heading()}"
        self.query_one("#rooms-today", Panel).retitle(title)

    def case_choices(self, reader: Reader, now: datetime, case_id: int) -> list[Choice]:
        """A booking can be cancelled and noted."""
        row = reader.row("SELECT * FROM cases WHERE id = :id", id=case_id)
        if row is None or row["closed_at"]:
            return []
        said = number(row, self.site.local(now))
        return [
            Choice(_("Cancel"), f"cancel {said} ", unfinished=True),
            Choice(_("Note"), f"note {said} ", unfinished=True),
        ]


class Vehicles(SiteScreen):
    """F6: the fleet, and its fuel beside its norm."""

    name_, title, verb = "vehicles", N_("Vehicles"), "fuel"
    columns = (
        Column("mark", "", 1),
        Column("plate", N_("Plate"), 9),
        Column("name", N_("Name"), 8, grow=True, priority=1),
        Column("state", N_("State"), 12),
        Column("odometer", N_("km"), 7, priority=2, align="right"),
        Column("used", N_("L/100 km"), 8, align="right"),
        Column("norm", N_("Norm"), 5, align="right"),
    )

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """The whole fleet; a site has few."""
        found = vehicles.fleet(reader, now)
        rows = board_state.vehicle_rows(found, now)
        for row, vehicle in zip(rows, found, strict=True):
            reading, used = vehicle["reading"], vehicle["used"]
            row["odometer"] = reading.km if reading else None
            row["used"] = f"{used.per_100:.2f}" if used else ""
            row["norm"] = f"{vehicle['norm_ml'] / 1000:.1f}"
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """Its newest slips, the trip it is on, and what can be said of it."""
        slips = vehicles.slips(reader, int(row["key"]), 12)
        lines = [self._slip(slip) for slip in slips]
        if row.get("case_id"):
            lines += facts(reader, self.site, now, int(row["case_id"]))
        chosen = [Choice(_("Fuel slip"), f"fuel {row.get('plate', '')} ", unfinished=True)]
        if row.get("case_id"):
            chosen.append(Choice(_("Back"), f"back {row.get('plate', '')} ", unfinished=True))
        return Detail(lines, chosen)

    def _slip(self, slip: Row) -> tuple[str, str]:
        day = self.site.local(instant(slip["at"]))
        used = slip["figure"].used
        figure = f"{used.per_100:.2f} L/100 km" if used else ""
        amount = "" if slip["amount_cents"] is None else f"¥{slip['amount_cents'] / 100:.2f}"
        litres = f"{slip['litres_ml'] / 1000:.2f} L"
        km = "" if slip["odometer_km"] is None else f"{slip['odometer_km']} km"
        return f"{day:%m-%d %H:%M}", "  ".join(
            part for part in (litres, amount, km, figure) if part
        )


class Shift(SiteScreen):
    """F7: who is on; sign on and off."""

    name_, title, verb = "shift", N_("Shift"), "sign-on"
    columns = (
        Column("code", N_("No."), 10),
        Column("name", N_("Name"), 10, grow=True),
        Column("role", N_("Role"), 18, priority=1),
        Column("console", N_("At"), 8),
    )

    def more_specs(self) -> list[FieldSpec]:
        """Operator and PIN."""
        return list(SignOn.specs())

    form_waits = False

    def take_focus(self) -> None:
        """Somebody wants to sign on: straight into the form, whose PIN is not shown."""
        if self.form:
            self.form.query(TextField).last().password = True
            self.form.focus_first()

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """Everybody who can sign on, who is on first."""
        found = shifts.operators(reader, limit, offset)
        rows = [
            {
                "key": row["id"],
                "code": row["code"],
                "name": named(row, ""),
                "role": _(ROLES[row["role"]]),
                "console": row["console"] or "",
                "_style": "ok" if row["console"] else "",
            }
            for row in found
        ]
        return Listing(rows, offset + len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """Signing off."""
        return Detail((), [Choice(_("Sign off here"), "off")])


class Records(SiteScreen):
    """F8: price list, phrase cards, reference documents."""

    name_, title = "records", N_("Records")
    columns = (
        Column("kind", N_("What"), 10),
        Column("code", N_("No."), 12, priority=1),
        Column("text", N_("Words"), 20, grow=True),
    )

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """Prices, phrases and documents, in that order."""
        english = language() == "en"
        day = self.site.local(now).date().isoformat()
        prices = reader.rows(
            "SELECT p.* FROM prices p WHERE p.begins = (SELECT max(q.begins) FROM prices q"
            " WHERE q.code = p.code AND q.begins <= :day) ORDER BY code",
            day=day,
        )
        rows = [
            {
                "key": f"price-{row['code']}",
                "kind": _("price"),
                "code": row["code"],
                "text": f"{named(row, '')}  ¥{row['cents'] / 100:.2f} / {row['unit']}",
            }
            for row in prices
        ]
        rows += [
            {
                "key": f"phrase-{row['id']}",
                "kind": _("phrase"),
                "code": row["category"],
                "text": row["en"] if english else row["zh"],
            }
            for row in reader.rows("SELECT * FROM phrases ORDER BY category, id")
        ]
        rows += [
            {
                "key": f"document-{row['code']}",
                "kind": _("document"),
                "code": row["code"],
                "text": f"{(english and row['english']) or row['title']}  {row['location']}",
            }
            for row in reader.rows("SELECT * FROM documents ORDER BY heading, code")
        ]
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The whole text."""
        return Detail([(row["code"], row["text"])])


class Find(SiteScreen):
    """F9: one box over everything."""

    name_, title = "find", N_("Find")
    columns = (
        Column("day", N_("Day"), 10, priority=1),
        Column("kind", N_("What"), 9),
        Column("text", N_("Words"), 20, grow=True),
    )

    def compose(self) -> ComposeResult:
        """The box above the list."""
        with Vertical(id="find-box"):
            yield TextField(id="find-words")
        yield from super().compose()

    def take_focus(self) -> None:
        """Into the box."""
        self.screen.set_focus(self.query_one("#find-words", TextField))

    def look_for(self, words: str) -> None:
        """Look for these words, and go to what is found."""
        self.query_one("#find-words", TextField).value = words
        self.screen.set_focus(self.sheet)

    @on(Input.Changed, "#find-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.reread()

    @on(Input.Submitted, "#find-words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self.sheet)

    def _read(self, offset: int, limit: int) -> None:
        self._words = self.query_one("#find-words", TextField).value
        super()._read(offset, limit)

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """The newest records in which the words stand."""
        rows = [
            {
                "key": f"{row['kind']}-{row['ref']}",
                "day": f"{self.site.local(instant(row['at'])):%Y-%m-%d}",
                "kind": _(DOC_KINDS.get(row["kind"]) or str(row["kind"])),
                "text": row["body"],
                "case_id": row["case_id"],
            }
            for row in find(reader, self._words)
        ]
        return Listing(rows, len(rows), _("Find · {count}").format(count=len(rows)))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The case behind it, or the text itself."""
        try:
            return (
                super().detail(reader, now, row)
                if row.get("case_id")
                else Detail([("", row["text"])])
            )
        except NotFound:
            return Detail([("", row["text"])])


_SCREENS = {
    screen.name_: screen for screen in (Calls, Guards, Rooms, Vehicles, Shift, Records, Find)
}


def make(name: str, site: Site) -> DeskScreen:
    """The screen of this name."""
    return _SCREENS[name](site)

"""F8: registers, price list, phrase cards, documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from deskterm.core.layout import Column, as_text
from deskterm.core.reader import Reader, Row
from deskterm.core.report import Asked, Period, sentences
from deskterm.core.report import named as make_report
from deskterm.core.words import N_, _, language
from deskterm.desks.calls import queries as calls
from deskterm.shell import reports  # noqa: F401 - they enter themselves into the registry
from deskterm.shell.screens.base import SiteScreen
from deskterm.shell.where import named
from deskterm.tui.screen import Choice, Detail, Listing


class Records(SiteScreen):
    """F8: price list, phrase cards, reference documents."""

    name_, title = "records", N_("Records")
    columns = (
        Column("kind", N_("What"), 10),
        Column("code", N_("No."), 12, priority=1),
        Column("text", N_("Words"), 20, grow=True),
    )

    whole = ""
    """The day, month or year that reports are shown for; blank is this month."""

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """Reports, prices, phrases and documents, in that order."""
        rows = [*_reports(), *_prices(reader, self.site.local(now)), *_words(reader)]
        return Listing(rows[offset : offset + limit], len(rows))

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The report of the period, or the whole text."""
        name = row.get("report")
        if name is None:
            return Detail([(row["code"], row["text"])])
        local = self.site.local(now)
        whole = self.whole or f"{local:%Y-%m}"
        asked = Asked(self.site, Period.of_whole(self.site, whole), now)
        text = as_text(make_report(name)(reader, asked), max(40, self.page.size.width - 4))
        return Detail(text.rstrip().split("\n"), _periods(name, local), f"{name} · {whole}")

    def look_for(self, words: str) -> None:
        """Show a report: its name, and a day, month or year where one is said."""
        name, _blank, self.whole = words.strip().partition(" ")
        make_report(name)
        Period.of_whole(self.site, self.whole or "2000")
        self.selected = {"key": f"report-{name}", "report": name}
        self.sheet.select(self.selected["key"])
        self._look_at(self.selected)
        self.screen.set_focus(self.page)


def _reports() -> Iterator[Row]:
    for name, sentence in sentences().items():
        key = f"report-{name}"
        yield {"key": key, "kind": _("report"), "code": name, "text": sentence, "report": name}


def _periods(name: str, local: datetime) -> list[Choice]:
    """Today, this month, the last one, this year: on the digits."""
    last = local.replace(day=1) - timedelta(days=1)
    return [
        Choice(_("Today"), f"report {name} {local:%Y-%m-%d}"),
        Choice(_("This month"), f"report {name} {local:%Y-%m}"),
        Choice(_("Last month"), f"report {name} {last:%Y-%m}"),
        Choice(_("This year"), f"report {name} {local:%Y}"),
        Choice(_("Another period"), f"report {name} ", unfinished=True),
    ]


def _prices(reader: Reader, local: datetime) -> Iterator[Row]:
    for row in calls.price_list(reader, local.date()):
        price = f"{named(row, '')}  ¥{row['cents'] / 100:.2f} / {row['unit']}"
        yield {
            "key": f"price-{row['code']}",
            "kind": _("price"),
            "code": row["code"],
            "text": f"{price}  " + _("from {day}").format(day=row["begins"]),
        }


def _words(reader: Reader) -> Iterator[Row]:
    english = language() == "en"
    for row in reader.rows("SELECT * FROM phrases ORDER BY category, id"):
        yield {
            "key": f"phrase-{row['id']}",
            "kind": _("phrase"),
            "code": row["category"],
            "text": row["en"] if english else row["zh"],
        }
    for row in reader.rows("SELECT * FROM documents ORDER BY heading, code"):
        yield {
            "key": f"document-{row['code']}",
            "kind": _("document"),
            "code": row["code"],
            "text": f"{(english and row['english']) or row['title']}  {row['location']}",
        }

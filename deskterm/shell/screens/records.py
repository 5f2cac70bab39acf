"""F8: registers, price list, phrase cards, documents."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.words import N_, _, language
from deskterm.shell.screens.base import SiteScreen
from deskterm.shell.where import named
from deskterm.tui.screen import Detail, Listing


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

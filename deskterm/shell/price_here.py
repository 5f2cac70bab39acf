"""What the price list says of a service while its price is typed (H4.6)."""

from __future__ import annotations

from datetime import datetime

from deskterm.core.line import Parsed
from deskterm.core.reader import Reader
from deskterm.core.site import read_site
from deskterm.core.words import _, pick
from deskterm.desks.calls import queries as calls
from deskterm.desks.calls.rules import listed, priced, yuan


def price_pieces(reader: Reader, now: datetime, parsed: Parsed) -> list[tuple[str, str]]:
    """The list's price of today for what is typed; of everything where nothing is meant yet."""
    prices = calls.price_list(reader, read_site(reader).local(now).date())
    said = parsed.values.get("words", "")
    item = listed(said if "money" in parsed.values else priced(said)[0], prices)
    if item is None:
        return [(", ".join(f"{row['code']} {yuan(row['cents'])}" for row in prices), "dim")]
    sentence = _("the list says {listed} each {unit}: {what}")
    what = pick({"en": item["english"] or item["name"], "zh": item["name"]})
    told = {"listed": yuan(item["cents"]), "unit": item["unit"], "what": what}
    return [(sentence.format(**told), "ok")]

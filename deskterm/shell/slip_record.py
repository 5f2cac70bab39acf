"""A fuel slip on one page: what stands on it, what it says, and what was said before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from deskterm.core import numbers
from deskterm.core.errors import NotFound
from deskterm.core.instants import instant
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import N_, _
from deskterm.desks.vehicles import fuel_queries, queries
from deskterm.desks.vehicles.rules import DISTANCE, TRIP, Used
from deskterm.shell.journal_words import kinds

Fact = tuple[str, str]
_NUMBER = re.compile(r"F-?(?:(\d{4})-)?0*(\d{1,9})")
FLAGS = {
    "lower": N_("odometer lower than before"),
    "higher": N_("odometer higher than later"),
    "jump": N_("more km than the days allow"),
    "tank": N_("more than the tank holds"),
    "price": N_("amount is not litres times price"),
    "unusual": N_("price far from the last ones"),
    "twin": N_("same as another slip"),
    "card": N_("another card"),
    "station": N_("station not appointed"),
    "number": N_("a number that was not understood"),
    DISTANCE: N_("odometer did not move on"),
    TRIP: N_("trip meter says another distance"),
}
"""What was pointed out of a slip, in words."""


def lines(reader: Reader, site: Site, said: str) -> list[Fact]:
    """The slip so numbered, with its figure as it is worked out now and as it was said before."""
    match = _NUMBER.fullmatch(said)
    row = match and fuel_queries.by_number(reader, int(match[1] or 0), int(match[2]))
    if not row:
        raise NotFound(_("There is no record {said}.").format(said=said))
    return [fact for fact in (*_head(site, row), *_figure(reader, site, row)) if fact[1]] + [
        *_happened(reader, site, row)
    ]


def _head(site: Site, row: Row) -> Iterator[Fact]:
    taken_back = " " + _("taken back") if row["withdrawn_at"] else ""
    yield numbers.full("F", row["year"], row["number"]), _("Fuel slip") + taken_back
    yield _("Vehicle"), row["plate"]
    yield _("At"), f"{site.local(instant(row['at'])):%Y-%m-%d %H:%M}"
    yield _("Litres"), f"{row['litres_ml'] / 1000:.2f}"
    yield _("Amount"), _of(row["amount_cents"], 100, 2)
    yield _("Per litre"), _of(row["price_mills"], 1000, 3)
    yield _("Odometer"), "" if row["odometer_km"] is None else str(row["odometer_km"])
    yield _("Trip meter"), _of(row["trip_m"], 1000, 1)
    yield _("Filled"), "" if row["full"] else _("not full")
    yield _("Missed"), _("a fill before this one") if row["missed"] else ""
    yield _("Tank"), "2" if row["tank"] == 2 else ""  # noqa: PLR2004 - the second one
    yield _("Card"), row["card"]
    yield _("Station"), row["station"]


def _of(value: int | None, parts: int, places: int) -> str:
    return "" if value is None else f"{value / parts:.{places}f}"


def _figure(reader: Reader, site: Site, row: Row) -> Iterator[Fact]:
    at = instant(row["at"])
    found = queries.figures(reader, row["vehicle_id"], at, at + timedelta(milliseconds=1))
    figure = next((each for each in found if each.slip == row["id"]), None)
    if figure and figure.used:
        norm = fuel_queries.norm_on(reader, site, row["vehicle_id"], site.local(at).date())
        said = _("{used} over {km} km, norm {norm}")
        used = figure.used
        yield (
            _("L/100 km"),
            said.format(used=used.per_100, km=used.km, norm=f"{norm / 1000:g}"),
        )
    elif figure and figure.why:
        from deskterm.desks.vehicles.actions.slips import NO_FIGURE  # noqa: PLC0415 - needs the ORM

        yield _("L/100 km"), _(NO_FIGURE[figure.why])
    flags = [*row["flags"].split(), *([figure.flag] if figure and figure.flag else [])]
    yield _("Pointed out"), ", ".join(_(FLAGS.get(flag, flag)) for flag in dict.fromkeys(flags))
    for label, column in ((N_("Reason"), "reason_id"), (N_("Note"), "note_id")):
        if row[column]:
            body = reader.value("SELECT body FROM texts WHERE id = :id", id=row[column])
            yield _(label), str(body or "")


def _happened(reader: Reader, site: Site, row: Row) -> Iterator[Fact]:
    """The journal's lines of it, and of others that changed its figure."""
    found = reader.rows(
        "SELECT at, operator, console, kind, facts FROM journal WHERE kind LIKE 'slip.%'"
        " AND (json_extract(facts, '$.slip') = :id"
        " OR json_extract(facts, '$.changed.\"' || :id || '\"') IS NOT NULL) ORDER BY seq",
        id=row["id"],
    )
    words = kinds(site)
    for line in found:
        facts = json.loads(line["facts"])
        own = facts.get("slip") == row["id"]
        what = _(words[line["kind"]]) if own else _("worked out again")
        what += f" {_changed(site, facts['changes'])}" if own and facts.get("changes") else ""
        who = line["operator"] or _("nobody")
        left = f"{site.local(instant(line['at'])):%m-%d %H:%M} {who}"
        yield f"{left}@{line['console']}", f"{what} {_said(facts, row['id'], own=own)}".strip()


_WRITTEN = {
    "litres_ml": (N_("Litres"), 1000, 2),
    "amount_cents": (N_("Amount"), 100, 2),
    "price_mills": (N_("Per litre"), 1000, 3),
    "odometer_km": (N_("Odometer"), 1, 0),
    "trip_m": (N_("Trip meter"), 1000, 1),
}
_OTHERS = {
    "at": N_("At"),
    "full": N_("Filled"),
    "missed": N_("Missed"),
    "tank": N_("Tank"),
    "station_text": N_("Station"),
    "card_text": N_("Card"),
    "reason_id": N_("Reason"),
}
"""What else a correction changes: the page says what it is now."""


def _changed(site: Site, changes: dict[str, list[Any]]) -> str:
    """What a correction made of what: `Litres 45.20 → 45.90, Station`."""
    said = []
    for name, (was, now) in changes.items():
        if name in _WRITTEN:
            label, parts, places = _WRITTEN[name]
            before, after = (_of(value, parts, places) or "–" for value in (was, now))
            said.append(f"{_(label)} {before} → {after}")
        elif name == "at":
            before, after = (f"{site.local(instant(at)):%m-%d %H:%M}" for at in (was, now))
            said.append(f"{_(_OTHERS[name])} {before} → {after}")
        else:
            said.append(_(_OTHERS.get(name, name)))
    return ", ".join(said)


def _said(facts: dict[str, Any], slip_id: int, *, own: bool) -> str:
    """The figure as it was said then."""
    if own:
        return _per_100(facts.get("used"))
    was, now = facts["changed"][str(slip_id)]
    return f"{_per_100(was) or '–'} → {_per_100(now) or '–'}"


def _per_100(used: list[int] | None) -> str:
    return f"{Used(*used).per_100} L/100 km" if used else ""

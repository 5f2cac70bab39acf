"""What is known of a fuel slip while it is typed: distance, figure, norm, and what looks wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from deskterm.core.errors import Refusal
from deskterm.core.line import Parsed
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site, read_site
from deskterm.core.words import _
from deskterm.desks.vehicles import doubts, fuel_queries, queries, rules
from deskterm.desks.vehicles.forms import NewSlip
from deskterm.desks.vehicles.rules import Fill
from deskterm.shell.known_here import Segments

_UNKNOWN = 0


def slip_pieces(reader: Reader, now: datetime, parsed: Parsed) -> Segments:
    """The distance since the last slip, litres per 100 km beside norm and last year, each doubt."""
    plate = parsed.values.get("vehicle")
    row = reader.row("SELECT * FROM vehicles WHERE plate = :plate AND active = 1", plate=plate)
    if row is None:
        return []
    site = read_site(reader)
    try:
        form = NewSlip.read(parsed.values)
    except Refusal as no:
        litres = {**parsed.values, "litres": parsed.values.get("litres", "1L")}
        return [*_distance(reader, now, row, litres), (str(no), "soon")]
    ground = doubts.Ground(reader, site, now)
    try:
        at = doubts.fuelled_at(ground, form)
    except Refusal as no:
        return [(str(no), "soon")]
    pieces: Segments = [
        *_third(parsed, form),
        *_moved(reader, row, form.km, at),
        *_used(ground, row, form, at),
    ]
    found = doubts.of_slip(ground, row, form, at)
    pieces += [(doubt.sentence, "soon") for doubt in found]
    if found and form.reason:
        pieces.append((_("kept with a reason"), "ok"))
    elif found:
        pieces.append((_("kept with a reason only: reason: ..."), "soon"))
    return pieces


def _third(parsed: Parsed, form: NewSlip) -> Segments:
    """The one of litres, amount and price that follows from the other two."""
    litres, cents, mills = form.figures
    if "litres" not in parsed.values and litres:
        return [(f"{doubts.litres(litres)} L", "ok")]
    if "money" not in parsed.values and cents is not None:
        return [(f"¥{cents / 100:.2f}", "ok")]
    if "price" not in parsed.values and mills is not None:
        return [(f"{doubts.price(mills)}/L", "dim")]
    return []


def _distance(reader: Reader, now: datetime, row: Row, said: dict[str, str]) -> Segments:
    try:
        form = NewSlip.read(said)
    except Refusal:
        return []
    return _moved(reader, row, form.km, now)


def _moved(reader: Reader, row: Row, km: int | None, at: datetime) -> Segments:
    if km is None:
        return []
    before = queries.reading_before(reader, row["id"], at)
    said = _("{km} km since {read} km").format(km=km - before.km, read=before.km)
    return [(said, "ok" if km > before.km else "soon")]


def _used(ground: doubts.Ground, row: Row, form: NewSlip, at: datetime) -> Segments:
    """The figure as it would be, the norm of that day, and the vehicle's own last year."""
    site, day = ground.site, ground.site.local(at).date()
    norm = fuel_queries.norm_on(ground.reader, site, row["id"], day)
    pieces: Segments = []
    if used := _would_be(ground.reader, row, form, at):
        over = used.litres_ml * 100 > norm * used.km
        pieces.append((f"{used.per_100} L/100 km", "soon" if over else "ok"))
    pieces.append((_("norm {norm}").format(norm=doubts.litres(norm)), "dim"))
    return [*pieces, *_last_year(ground.reader, site, row, at)]


def _would_be(reader: Reader, row: Row, form: NewSlip, at: datetime) -> rules.Used | None:
    fills = queries.fills(reader, row["id"], at, at + timedelta(milliseconds=1))
    litres = form.figures[0] or _UNKNOWN
    full, tank = form.to_the_brim, form.tank
    fills.append(Fill(_UNKNOWN, at, litres, form.km, full, form.missed, tank, form.trip))
    figures = rules.consumption(fills)
    return next(each.used for each in figures if each.slip == _UNKNOWN)


def _last_year(reader: Reader, site: Site, row: Row, at: datetime) -> Segments:
    used = fuel_queries.last_year(reader, site, row["id"], site.local(at).date())
    if used.per_100 is None:
        return []
    return [(_("last year {used}").format(used=used.per_100), "dim")]

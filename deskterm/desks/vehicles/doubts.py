"""What speaks against a fuel slip or a reading, while it is typed and when it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, NoReturn

from deskterm.core import numbers
from deskterm.core.errors import Refusal
from deskterm.core.kinds import fold, key
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.core.words import _
from deskterm.desks.vehicles import fuel_queries, queries, rules
from deskterm.desks.vehicles.forms import NUMBER, NewSlip
from deskterm.desks.vehicles.queries import Reading

INSTANT = timedelta(milliseconds=1)
"""The least by which two stored times differ."""
NOON = time(12)
"""When a slip of an earlier day was written, where nobody says."""
SINCE_REGISTERED = timedelta(days=90)
"""How long before its first reading a vehicle may have been registered; nobody says when."""
PRICE_OFF = 30
"""How many per cent a price may be off the usual one, where the site does not say."""
KM_A_DAY = 1000
"""How far a vehicle can come in a day, where the site does not say."""


class Doubt(NamedTuple):
    """What looks wrong: a word that is kept with the slip, and the sentence that is said."""

    word: str
    sentence: str


@dataclass(frozen=True)
class Ground:
    """What a slip is judged by: the store, the site and this instant."""

    reader: Reader
    site: Site
    now: datetime

    def clock(self, at: datetime) -> str:
        """A time of day, with its date unless that is today's."""
        local = self.site.local(at)
        today = local.date() == self.site.local(self.now).date()
        return f"{local:%H:%M}" if today else f"{local:%Y-%m-%d %H:%M}"

    def spoken(self, row: Row) -> str:
        """The number of a slip as people say it."""
        this_year = self.site.local(self.now).year
        return numbers.spoken("F", row["year"], row["number"], this_year)


def litres(millilitres: int) -> str:
    """Millilitres as litres are written: `45.2`."""
    return f"{(Decimal(millilitres) / 1000).normalize():f}"


def fuelled_at(ground: Ground, form: NewSlip) -> datetime:
    """The told time on the slip's day; noon of an earlier day where no time was told."""
    site = ground.site
    today = site.local(ground.now)
    if form.date is None or (form.date == today.date() and form.told is None):
        at = form.told.instant(today) if form.told else ground.now
    else:
        hour = (form.told.at if form.told else None) or NOON
        at = site.calendar.instant(datetime.combine(form.date, hour))
    if at > ground.now:
        _refuse_future(today, site.local(at), hours=form.told is not None)
    return at


def _refuse_future(today: datetime, at: datetime, *, hours: bool) -> NoReturn:
    shape = "%Y-%m-%d %H:%M" if hours else "%Y-%m-%d"
    sentence = _("{day} has not come yet: today is {today}.")
    raise Refusal(sentence.format(day=f"{at:{shape}}", today=f"{today:{shape}}"))


def odometer(ground: Ground, of: Row, km: int | None, at: datetime) -> Iterator[Doubt]:
    """A higher reading from before this one, a lower one from after it.

    What is read now comes after whatever is kept already.
    """
    if km is None:
        return
    earlier = _earlier(ground, of, at)
    later = queries.reading_after(ground.reader, of["id"], at)
    if km < earlier.km:
        sentence = _("{km} km is less than the {read} km with which {plate} was registered.")
        if earlier.at:
            sentence = _("{km} km is less than the {read} km that {plate} showed at {time}.")
        yield Doubt("lower", _against(ground, sentence, of, km, earlier))
    if later and km > later.km:
        sentence = _("{km} km is more than the {read} km that {plate} showed later, at {time}.")
        yield Doubt("higher", _against(ground, sentence, of, km, later))


def _earlier(ground: Ground, of: Row, at: datetime) -> Reading:
    until = at + INSTANT if at == ground.now else at
    return queries.reading_before(ground.reader, of["id"], until)


def _against(ground: Ground, sentence: str, of: Row, km: int, reading: Reading) -> str:
    at = ground.clock(reading.at) if reading.at else ""
    return sentence.format(km=km, read=reading.km, plate=of["plate"], time=at)


def of_slip(ground: Ground, of: Row, form: NewSlip, at: datetime) -> list[Doubt]:
    """Everything that speaks against a slip of this vehicle."""
    return [
        *odometer(ground, of, form.km, at),
        *jump(ground, of, form.km, at),
        *_figures(of, form),
        *_unusual(ground, of, form, at),
        *_twins(ground, of, form, at),
        *_card_and_station(of, form),
    ]


def jump(ground: Ground, of: Row, km: int | None, at: datetime) -> Iterator[Doubt]:
    """A distance since the reading before that no vehicle drives in that time."""
    earlier = _earlier(ground, of, at)
    if km is None:
        return
    a_day = ground.site.number("vehicle_km_per_day", KM_A_DAY)
    if earlier.at is None:
        if rules.too_far(km - earlier.km, SINCE_REGISTERED, a_day):
            sentence = _("{km} km is far beyond the {read} km with which {plate} was registered.")
            yield Doubt("jump", _against(ground, sentence, of, km, earlier))
    elif rules.too_far(km - earlier.km, at - earlier.at, a_day):
        sentence = _("{km} km on since {time} is more than {limit} km a day.")
        time_ = ground.clock(earlier.at)
        yield Doubt("jump", sentence.format(km=km - earlier.km, time=time_, limit=a_day))


def _figures(of: Row, form: NewSlip) -> Iterator[Doubt]:
    litres_ml, cents, mills = form.figures
    if form.tank == 1 and (litres_ml or 0) > of["tank_ml"]:
        sentence = _("{litres} L is more than the tank of {plate} holds ({tank} L).")
        told = {"litres": litres(litres_ml or 0), "tank": litres(of["tank_ml"])}
        yield Doubt("tank", sentence.format(plate=of["plate"], **told))
    if form.money == 0:
        sentence = _("{litres} L for nothing? Leave the amount out where it is not known.")
        yield Doubt("price", sentence.format(litres=litres(litres_ml or 0)))
    if litres_ml and cents is not None and mills and rules.disagrees(litres_ml, cents, mills):
        sentence = _("{litres} L at {price}/L make {made}, not {amount}.")
        made = rules.third(litres_ml, None, mills)[1] or 0
        told = {"litres": litres(litres_ml), "price": price(mills)}
        told |= {"made": f"{Decimal(made) / 100:.2f}", "amount": f"{Decimal(cents) / 100:.2f}"}
        yield Doubt("price", sentence.format(**told))


def price(mills: int) -> str:
    """Thousandths per litre as a price is written: `7.85`, `7.859`."""
    written = f"{Decimal(mills) / 1000:.3f}"
    return written.removesuffix("0")


def _unusual(ground: Ground, of: Row, form: NewSlip, at: datetime) -> Iterator[Doubt]:
    """A price far from what the last slips of the same fuel say."""
    mills, bound = form.figures[2], ground.site.number("fuel_price_percent", PRICE_OFF)
    if not mills or not bound:
        return
    usual = rules.usual_price(fuel_queries.prices(ground.reader, of["fuel"], form.tank, at))
    if usual and abs(mills - usual) * 100 > usual * bound:
        sentence = _("{price}/L is far from the {usual}/L of the last slips with {fuel}.")
        fuel = of["fuel"] or _("the same fuel")
        yield Doubt("unusual", sentence.format(price=price(mills), usual=price(usual), fuel=fuel))


def _twins(ground: Ground, of: Row, form: NewSlip, at: datetime) -> Iterator[Doubt]:
    litres_ml, card = form.figures[0] or 0, form.card or of["card"]
    if form.km is not None and (
        found := fuel_queries.twin(ground.reader, of["id"], litres_ml, form.km, at)
    ):
        sentence = _("{number} says the same: {litres} L at {km} km.")
        told = {"number": ground.spoken(found), "litres": litres(litres_ml), "km": form.km}
        yield Doubt("twin", sentence.format(**told))
    elif found := fuel_queries.same_card(ground.reader, card, litres_ml, at):
        sentence = _("{number} has the same card and litres at {time}: {litres} L, {card}.")
        told = {"number": ground.spoken(found), "litres": litres(litres_ml), "card": card}
        time_ = ground.clock(datetime.fromisoformat(found["at"]))
        yield Doubt("twin", sentence.format(time=time_, **told))


def _card_and_station(of: Row, form: NewSlip) -> Iterator[Doubt]:
    if form.card and of["card"] and key(form.card) != key(of["card"]):
        sentence = _("Card {card} is not that of {plate} ({own}).")
        yield Doubt("card", sentence.format(card=form.card, plate=of["plate"], own=of["card"]))
    said = form.words or ""
    if said and of["station"] and appointed(of, said) is None:
        sentence = _("{station} is not appointed for {plate} ({own}).")
        told = {"station": said, "plate": of["plate"], "own": of["station"]}
        yield Doubt("station", sentence.format(**told))
    strays = [word for word in said.split() if NUMBER.fullmatch(fold(word))]
    if strays and appointed(of, said) is None:
        sentence = _("“{word}” is neither an amount nor an odometer reading.")
        yield Doubt("number", sentence.format(word=" ".join(strays)))


_ENOUGH = 2


def appointed(of: Row, said: str) -> str | None:
    """The appointed station of the vehicle that is meant: its name, or the beginning of it."""
    for name in of["station"].replace("；", ";").replace("、", ";").split(";"):
        known, told = key(name), key(said)
        if known == told or (len(told) >= _ENOUGH and known.startswith(told)):
            return str(name.strip())
    return None

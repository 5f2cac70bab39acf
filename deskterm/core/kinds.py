"""What a typed value can be: one table of kinds, read alike on a screen, a line, a command, a row.

Full-width text means what its half-width twin means, but in names and free words, which stay as
they were typed. What `read` returns can be read again and stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from deskterm.core import fleet_words, series_words, slip_words, spellings, times
from deskterm.core.errors import Refusal
from deskterm.core.lexicon import NOTHING, Finder, Lexicon, blank, fold, key, short
from deskterm.core.times import Deadline, Period, Told
from deskterm.core.words import N_, _

__all__ = [
    "KINDS",
    "NOTHING",
    "Deadline",
    "FieldSpec",
    "Kind",
    "Lexicon",
    "Period",
    "Told",
    "blank",
    "fold",
    "key",
    "short",
]


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form: `title` and `hint` are English source, shown through `_`."""

    name: str
    title: str
    kind: str
    required: bool = True
    hint: str = ""
    words: tuple[str, ...] = ()
    """What says a flag on the desk line, in any language, besides its name and title."""


@dataclass(frozen=True)
class Kind:
    """One kind of value: how it is found in text, and what it is in a program."""

    name: str
    noun: str
    example: str
    find: Finder
    sight: Finder | None = None
    """As `find`, for a token among others: only what can hardly be anything else."""
    value: Callable[[str], Any] = str
    """What a canonical text is to the program."""
    spans: int = 1
    table: str = ""
    limit: int = 200
    many: bool = False
    numeric: bool = False
    leading: bool = False
    """An everyday word: recognised only before the free words of a line begin."""
    alone: bool = False
    """Recognised only on the lines of forms that have no free words."""
    trailing: bool = False
    """Also counted where the free words end with it; it stays among them."""

    def read(self, text: str, lexicon: Lexicon = NOTHING) -> str:
        """`text` spelled the one way, or a Refusal that shows what would be right."""
        noun = _(self.noun)
        if len(text) > self.limit:
            sentence = _("{count} characters are too many for {noun}; at most {limit} can be kept.")
            raise Refusal(sentence.format(count=len(text), noun=noun, limit=self.limit))
        torn = any("\ud800" <= char <= "\udfff" for char in text)
        if found := None if torn or blank(text) else self.find(text, lexicon):
            return found
        near = lexicon.nearest(self.table, text) if self.table else []
        like = ", ".join(near) or self.example
        sentence = _("“{typed}” is not {noun}; type it like {example}.")
        raise Refusal(sentence.format(typed=short(text), noun=noun, example=like))

    def looks(self, token: str, lexicon: Lexicon = NOTHING) -> str | None:
        """The canonical text if this token of a desk line looks like one."""
        return self.sight(token, lexicon) if self.sight and len(token) <= self.limit else None


_CODE = r"[a-z][a-z0-9_-]{0,31}"
_guard = spellings.listed("guards", r"G\d{1,3}", newer=True)
_equipment = spellings.but_for(
    spellings.listed("equipment", r"[A-Z]{1,2}\d{1,3}", newer=True), "guards", r"G\d{1,3}"
)
_plate = spellings.listed("vehicles", r"[一-鿿][A-Z][A-Z0-9]{4,6}", newer=True)
_want = spellings.listed("wants", _CODE)
_feature = spellings.listed("features", _CODE)
_money = spellings.amount("¥ 元 块 rmb cny", 2, lambda whole, part: f"{whole}.{part:0<2}")
_km = slip_words.odometer(spellings.amount("km 公里 千米", 0, lambda whole, _part: str(whole)))
_PAID = r"\d+(?:,\d{3})*[.,]\d\d|\D.*|.*\D"
_fuel = spellings.amount("l litre litres liter liters 升 公升", 3, spellings.litres)
_people = spellings.amount(
    "p pax people person persons 人 位 名", 0, lambda whole, _part: str(whole or "")
)


def _named(name: str, noun: str, example: str, table: str, *, leading: bool = False) -> Kind:
    find, spans = spellings.listed(table, _CODE), 4
    return Kind(
        name, noun, example, find, spellings.known(table), spans=spans, table=table, leading=leading
    )


def _counted(name: str, noun: str, example: str, find: Finder, shape: str) -> Kind:
    return Kind(name, noun, example, find, spellings.sure(find, shape), int, spans=2, numeric=True)


def _gathered(name: str, noun: str, example: str, one: Finder, table: str) -> Kind:
    find, sight = spellings.several(one), spellings.one_or_glued(one)
    return Kind(name, noun, example, find, sight, spellings.codes, spans=4, table=table, many=True)


def _worded() -> Iterator[Kind]:
    yield Kind(
        "place",
        N_("a place"),
        "12-3-1502",
        spellings.place,
        spellings.unit,
        spans=4,
        table="places",
    )
    yield _named("category", N_("a category"), "repair", "categories", leading=True)
    yield _named("kind", N_("an incident kind"), "theft", "kinds", leading=True)
    seen = spellings.sure(spellings.phone, spellings.PHONE_SEEN)
    yield Kind(
        "phone", N_("a phone number"), "100 5550 1234", spellings.phone, seen, spans=5, numeric=True
    )
    yield Kind("guard", N_("a guard"), "G2", _guard, _guard, spans=4, table="guards")
    yield _gathered("guards", N_("a list of guards"), "G2 G3", _guard, "guards")
    yield _gathered("equipment", N_("equipment"), "R3 K1", _equipment, "equipment")
    yield _named("operator", N_("an operator"), "lin", "operators")
    status = _named("status", N_("a status"), "on scene", "statuses")
    yield status
    yield replace(status, name="stamp", leading=True)
    room = spellings.listed("rooms", r"[A-Z0-9]{1,8}")
    yield Kind("room", N_("a room"), "A", room, spellings.known("rooms"), spans=4, table="rooms")
    yield _gathered("wants", N_("a list of what is wanted"), "tea, name plates", _want, "wants")
    yield replace(
        _gathered(
            "features", N_("a list of what a room has"), "projector, sound", _feature, "features"
        ),
        leading=True,
    )
    yield Kind("vehicle", N_("a vehicle"), "沪A12345", _plate, _plate, spans=3, table="vehicles")
    rung = spellings.rung
    yield Kind("rung", N_("somebody to ask"), "supervisor", rung, rung, spans=2, leading=True)


def _of_vehicles() -> Iterator[Kind]:
    for name, noun, example, words in (
        ("filed", N_("a kind of paper"), "insurance", fleet_words.PAPERS),
        ("cost", N_("a kind of cost"), "toll", fleet_words.COSTS),
        ("grade", N_("a grade of repair"), "minor", fleet_words.GRADES),
        ("stage", N_("what became of a repair"), "started", fleet_words.STAGES),
        ("check", N_("a kind of check"), "daily", fleet_words.CHECKS),
        ("shop-state", N_("what becomes of a shop"), "trial", fleet_words.SHOP_STATES),
    ):
        find = fleet_words.one_of(words)
        yield Kind(name, noun, example, find, find, spans=2, leading=name != "shop-state")
    driver = (fleet_words.driver, fleet_words.driver_seen)
    yield Kind("driver", N_("a driver"), "shen", *driver, spans=4, table="operators")
    for name, noun, example, table in (
        ("account", N_("an account"), "maintenance-vehicles", "accounts"),
        ("supply", N_("something in stock"), "glass-cleaner", "supplies"),
    ):
        find = spellings.known(table)
        yield Kind(name, noun, example, find, find, spans=4, table=table, leading=True)
    paid = (fleet_words.named_or_new("suppliers"), spellings.known("suppliers"))
    yield Kind("supplier", N_("a supplier"), "瑞金路修理厂", *paid, spans=4, table="suppliers")
    yield _counted("quantity", N_("a quantity"), "12", fleet_words.quantity, r"\d{1,4}|\d+\D+")
    bare = _counted("sum", N_("an amount"), "380.50", _money, rf"\d{{2,6}}|{_PAID}")
    yield replace(bare, value=spellings.cents)


def _plain() -> Iterator[Kind]:
    yield Kind("name", N_("a name"), "王建国", spellings.as_typed)
    who = replace(
        Kind("who", N_("a caller"), "王建国", spellings.as_typed, spellings.somebody),
        spans=3,
        leading=True,
    )
    yield who
    yield replace(who, name="full-name", sight=spellings.full_name)
    yield Kind("words", N_("free text"), "kitchen pipe burst", spellings.as_typed, limit=2000)
    value = "yes".__eq__
    yes = Kind("flag", N_("yes or no"), "yes", spellings.yes_or_no, value=value, leading=True)
    yield yes
    yield replace(yes, name="wish", trailing=True)
    yield replace(yes, name="yesno", sight=spellings.yes_or_no, alone=True)


def _numbers() -> Iterator[Kind]:
    number = spellings.numbered(step=False)
    yield Kind(
        "case", N_("a record number"), "C412", number, spellings.numbered(step=False, seen=True)
    )
    yield Kind(
        "step", N_("a step"), "C412.3", spellings.numbered(step=True), spellings.numbered(step=True)
    )
    seen = spellings.sure(spellings.satisfaction, r".*\D.*")
    yield Kind(
        "satisfaction",
        N_("a satisfaction from 1 to 5"),
        "5/5",
        spellings.satisfaction,
        seen,
        int,
        spans=2,
        leading=True,
    )
    paper = (spellings.paper_line, spellings.paper_seen)
    yield Kind("paper", N_("a line of the printed register"), "P017", *paper, leading=True)
    for name, noun, example, find in (
        ("missed", N_("a missed call"), "R007", spellings.missed),
        ("handed", N_("a handover or a line of one"), "H012.3", spellings.handed),
    ):
        yield Kind(name, noun, example, find, find, leading=name == "missed")
    last = times.last_day
    yield Kind(
        "until", N_("a last day"), "2027-01-31", last, times.until, date.fromisoformat, spans=2
    )
    ends = times.deadline
    yield Kind(
        "deadline",
        N_("a time until which"),
        "until 12:00",
        ends,
        times.until_time,
        times.ends_at,
        spans=3,
    )
    yield Kind("date", N_("a date"), "2026-11-24", times.day, times.day, date.fromisoformat)
    seen, value = spellings.sure(times.time_of_day, r".*[^\d.].*"), time.fromisoformat
    yield Kind(
        "time", N_("a time of day"), "14:30", times.time_of_day, seen, value, spans=2, numeric=True
    )
    seen = spellings.sure(times.period, r".*[^\d.~ -].*")
    yield Kind("period", N_("a period"), "14:00-15:30", times.period, seen, times.between, spans=3)
    yield _counted("people", N_("a number of people"), "12p", _people, r".*\D")
    litres = _counted("litres", N_("a number of litres"), "45.2L", _fuel, r".*\D")
    yield replace(litres, value=spellings.millilitres)
    money = _counted("money", N_("an amount"), "380.50", _money, _PAID)
    yield replace(money, value=spellings.cents)
    shape = r"\d{4,7}|\d{1,3}(?:,\d{3})+|\D.*|.*\D"
    yield _counted("km", N_("a number of kilometres"), "88210", _km, shape)
    yield Kind(
        "told",
        N_("a time that was told"),
        "-4m, @14:05, @11-25 03:12",
        times.told_time,
        times.told_time,
        times.when_told,
        spans=2,
    )


def _all() -> Iterator[Kind]:
    yield from (*_worded(), *_of_vehicles(), *_plain(), *_numbers())
    yield from (Kind(**told) for told in series_words.KINDS)
    yield from (Kind(**told) for told in slip_words.KINDS)


KINDS: dict[str, Kind] = {kind.name: kind for kind in _all()}
"""Every kind by its name; a form's fields name them."""

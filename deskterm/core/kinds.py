"""What a typed value can be: one table of kinds, read alike on a screen, a line, a command, a row.

Full-width text means what its half-width twin means, but in names and free words, which stay as
they were typed. What `read` returns can be read again and stays the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from deskterm.core.errors import Refusal
from deskterm.core.words import N_, _

_INVISIBLE = dict.fromkeys([0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060])
_TWINS = str.maketrans("‐‑‒–—―−。∶〜", "-------.:~")
_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"
_WANTS = {
    "banner": "banner 会标 横幅",
    "name-plates": "name-plates 座次牌 席卡",
    "sign-in-desk": "sign-in-desk sign-in 签到台",
    "flowers": "flowers 花卉 鲜花",
    "fruit": "fruit 水果",
    "plants": "plants 观叶植物 绿植",
    "tea": "tea 茶叶 茶水 茶",
    "paper-cups": "paper-cups cups 纸杯",
}


@lru_cache(2048)
def fold(text: str) -> str:
    """Text as it is judged: half-width, without case, invisible signs and extra blanks."""
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    return " ".join(plain.translate(_TWINS).split())


@lru_cache(2048)
def key(text: str) -> str:
    """A word as it is looked up: `On-scene` is `onscene`, `沪A·12345` is `沪a12345`."""
    return re.sub(r"[ ·•・.\-]", "", fold(text)) or fold(text)


def blank(text: str) -> bool:
    """Whether nothing in it can be seen."""
    return all(unicodedata.category(char)[0] in "ZC" or char in _UNSEEN for char in text)


def short(text: str, limit: int = 40) -> str:
    """The beginning of what was typed, to be quoted in a sentence."""
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True)
class Lexicon:
    """The site's own words, each with the code that it stands for; a code is also a word.

    Give the words in any spelling. `categories` holds their numbers too, "1" to "7".
    """

    guards: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    vehicles: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    wants: Mapping[str, str] = field(
        default_factory=lambda: {word: code for code in _WANTS for word in _WANTS[code].split()}
    )
    operators: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    """The site's date; without it "tomorrow" and "24.11." mean nothing."""

    def __post_init__(self) -> None:
        for table in (each.name for each in fields(self) if each.name != "today"):
            told: Mapping[str, str] = getattr(self, table)
            words = {key(code): code for code in told.values()}
            object.__setattr__(self, table, words | {key(word): told[word] for word in told})

    def find(self, table: str, text: str) -> str | None:
        """The code that `text` stands for in this table."""
        words: Mapping[str, str] = getattr(self, table)
        return words.get(key(text))

    def nearest(self, table: str, text: str) -> list[str]:
        """The codes of this table that `text` may have been meant for, best first."""
        words: Mapping[str, str] = getattr(self, table)
        close = get_close_matches(key(text), words, cutoff=0.5)
        return list(dict.fromkeys(words[word] for word in close))


NOTHING = Lexicon()
Finder = Callable[[str, Lexicon], str | None]


class Period(NamedTuple):
    """From one time of day to another; past midnight when the end is not after the start."""

    start: time
    end: time


@dataclass(frozen=True)
class Told:
    """When something happened, as told afterwards: so many minutes ago, or at a time of day."""

    minutes: int = 0
    at: time | None = None

    def instant(self, now: datetime) -> datetime:
        """The UTC instant meant at `now`, which carries the site's zone; never one to come."""
        if self.at is None:
            return now.astimezone(UTC) - timedelta(minutes=self.minutes)
        told = datetime.combine(now.date(), self.at, now.tzinfo)
        if told - now > timedelta(hours=6):
            told -= timedelta(days=1)
        if told > now:
            sentence = _("{told} is still to come; it is {now} now.")
            raise Refusal(sentence.format(told=f"{told:%H:%M}", now=f"{now:%H:%M}"))
        return told.astimezone(UTC)


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


def _text(text: str, _lexicon: Lexicon) -> str:
    return text.strip()


def _known(table: str) -> Finder:
    return lambda text, lexicon: lexicon.find(table, text)


def _listed(table: str, shape: str, *, newer: bool = False) -> Finder:
    """A word of this table; or a code so shaped, if there is no table or it may be `newer`."""
    pattern = re.compile(shape, re.ASCII)

    def find(text: str, lexicon: Lexicon) -> str | None:
        code = lexicon.find(table, text)
        if code or (getattr(lexicon, table) and not newer):
            return code
        spellings = (key(text).upper(), fold(text).replace(" ", "-"))
        return next((spelled for spelled in spellings if pattern.fullmatch(spelled)), None)

    return find


def _several(find: Finder) -> Finder:
    """Several of a kind, separated by blanks, commas or the like."""

    def gather(text: str, lexicon: Lexicon) -> str | None:
        codes: dict[str, None] = {}
        words = [word for word in re.split(r"[ ,、;+&]+", fold(text)) if word]
        while words:
            for count in range(min(4, len(words)), 0, -1):
                if code := find(" ".join(words[:count]), lexicon):
                    break
            else:
                return None
            codes[code], words = None, words[count:]
        return " ".join(codes) or None

    return gather


def _one_or_glued(find: Finder) -> Finder:
    """One of a kind, or several in one token: `G2,G3`."""
    gather = _several(find)
    return lambda text, lexicon: (
        find(text, lexicon) or (None if " " in fold(text) else gather(text, lexicon))
    )


_UNIT = re.compile(
    r"0*([a-z]?[1-9]\d{0,2}|[a-z]) ?(?:号楼?|栋|幢|座|楼|#楼?|--?) ?"
    r"(?:(\d{1,2}) ?(?:单元|门|-) ?)?(\d{3,4}[a-z]?) ?[室号房]?",
    re.ASCII,
)


def _unit(text: str, lexicon: Lexicon) -> str | None:
    """A unit, `12--1502` where its entrance was not said; else a public place."""
    if not (match := _UNIT.fullmatch(fold(text))):
        return lexicon.find("places", text)
    building, entrance, room = match.groups("")
    return f"{building}-{entrance.lstrip('0')}-{room}".upper()


def _place(text: str, lexicon: Lexicon) -> str:
    """A unit or a public place, else what was typed: no emergency is refused for its place."""
    return _unit(text, lexicon) or text.strip()


_CASE = re.compile(r"([a-z])-?(?:(\d{4})-)?0*(\d{1,9})(\.\d{1,4})?", re.ASCII)


def _numbered(*, step: bool, seen: bool = False) -> Finder:
    """A record's number, or that of a step in one, spelled as the console shows it."""

    def find(text: str, lexicon: Lexicon) -> str | None:
        match = _CASE.fullmatch(fold(text))
        if match is None or bool(match[4]) is not step:
            return None
        if seen and (match[1] == "g" or lexicon.find("rooms", text)):
            return None
        letter, year, number, part = match.groups("")
        spelled = f"{letter}-{year}-{number:0>6}" if year else f"{letter}{number:0>3}"
        return spelled.upper() + part

    return find


_MOBILE = re.compile(r"(?:\+|00)?(?:86)?(1\d{10})", re.ASCII)
_PHONE = re.compile(r"[\d +()/.-]+(?: ?(?:ext\.?|x|#|转|分机) ?\d+)?", re.ASCII)
_PHONE_SEEN = (
    r"(?:(?:\+86[ -]?)?1\d\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}"
    r"|400-?\d{3}-?\d{4}|\+\d{1,3}(?:[ -]?\d{2,4}){2,4}|(?!20)[2-9]\d{7}|[2-9]\d{3}-\d{4})"
    r"(?: ?(?:ext\.?|x|转|分机) ?\d{1,6})?"
)


def _phone(text: str, _lexicon: Lexicon) -> str | None:
    """A number without its decoration; one that cannot be judged as it was typed."""
    plain = fold(text)
    if not re.search(r"\d.*\d.*\d", plain, re.ASCII):
        return None
    if mobile := _MOBILE.fullmatch(re.sub(r"[ ()-]", "", plain)):
        return mobile[1]
    return plain if _PHONE.fullmatch(plain) else text.strip()


_DAYS = {"today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "后天": 2}
_DAYS |= {"yesterday": -1, "昨天": -1, "昨日": -1}
_WEEK = (
    "mon monday 一|tue tuesday 二|wed wednesday 三|thu thursday 四|fri friday 五|sat saturday 六"
)
_WEEKDAYS = {
    spelled: number
    for number, words in enumerate(f"{_WEEK}|sun sunday 日 天".split("|"))
    for word in words.split()
    for spelled in ((word,) if word.isascii() else ("周" + word, "星期" + word, "礼拜" + word))
}
_DATES = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII), (0, 1, 2)),
    (re.compile(r"()(\d{1,2})[-/月](\d{1,2})[日号]?", re.ASCII), (0, 1, 2)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", re.ASCII), (2, 1, 0)),
)


def _date(text: str, lexicon: Lexicon) -> str | None:
    word, today = fold(text), lexicon.today
    for pattern, order in _DATES:
        if match := pattern.fullmatch(word):
            year, month, day = (int(match.groups()[place] or 0) for place in order)
            return _dated(year, month, day, today)
    if today is None or not (word in _DAYS or word in _WEEKDAYS):
        return None
    ahead = _DAYS[word] if word in _DAYS else (_WEEKDAYS[word] - today.weekday()) % 7
    return (today + timedelta(days=ahead)).isoformat()


def _dated(year: int, month: int, day: int, today: date | None) -> str | None:
    """The date; without a year, the one nearest to today."""
    if not year and today is None:
        return None
    near = today or date(year, 1, 1)
    dates = []
    for candidate in (year,) if year else (near.year - 1, near.year, near.year + 1):
        with suppress(ValueError):
            dates.append(date(candidate, month, day))
    return min(dates, key=lambda each: abs(each - near)).isoformat() if dates else None


_NOON, _HOUR, _DAY = 12, 60, 24 * 60
_HALF = re.compile(r"^(?:凌晨|早上|上午|中午|下午|傍晚|晚上)|[ap]m$")
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d\d)|(\d\d)|[点时](?:(\d{1,2})分?|(半|[13]刻|整))?)?", re.ASCII
)
_PARTS = {"半": 30, "1刻": 15, "3刻": 45, "整": 0}
_NUMERALS = str.maketrans("一二两三四五六七八九", "1223456789")


def _half(text: str) -> str:
    named = _HALF.search(text)
    return named[0] if named else ""


def _minutes(text: str, half: str = "") -> int | None:
    """Minutes since midnight, up to 24:00; in this `half` of the day if the text names none."""
    word = text.replace(" ", "")
    if "点" in word:
        word = re.sub("十(?=[一二])", "1", word).replace("十", "10").translate(_NUMERALS)
    if not (match := _CLOCK.fullmatch(_HALF.sub("", word))):
        return None
    told = match[2] or match[3] or match[4]
    minute = int(told) if told else _PARTS.get(match[5] or "", 0)
    minutes = _hour(int(match[1]), _half(word) or half) * _HOUR + minute
    return minutes if minute < _HOUR and minutes <= _DAY else None


def _hour(hour: int, half: str) -> int:
    if half in {"pm", "下午", "傍晚", "晚上"} and hour <= _NOON:
        return hour % _NOON + (24 if half == "晚上" and hour == _NOON else _NOON)
    if half in {"am", "凌晨", "早上", "上午"}:
        return 0 if hour == _NOON else hour
    return hour + _NOON if half == "中午" and hour in {1, 2} else hour


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR % 24:02}:{minutes % _HOUR:02}"


def _time(text: str, _lexicon: Lexicon) -> str | None:
    minutes = _minutes(fold(text))
    return None if minutes is None else _clock(minutes)


def _period(text: str, _lexicon: Lexicon) -> str | None:
    """Two times; `2-3pm` and `下午2点到3点` name the half of the day once for both."""
    if not (match := re.fullmatch(r"(.+?) ?(?:-|~|到|至|to) ?(.+)", fold(text))):
        return None
    start, end = _minutes(match[1]), _minutes(match[2])
    if start is None or end is None:
        return None
    later, earlier = _minutes(match[2], _half(match[1])), _minutes(match[1], _half(match[2]))
    end = later if later is not None and later > start else end
    start = earlier if earlier is not None and earlier < end else start
    return None if (end - start) % _DAY == 0 else f"{_clock(start)}-{_clock(end)}"


_AGO = re.compile(r"-(?:(\d{1,2})(?:h|小时))?(?:(\d{1,3})(?:m|min|分钟?))?", re.ASCII)


def _told(text: str, lexicon: Lexicon) -> str | None:
    word = fold(text).replace(" ", "")
    if word.startswith("@"):
        at = _time(word[1:], lexicon)
        return at and f"@{at}"
    match = _AGO.fullmatch(f"-{word[:-1]}" if word.endswith("前") else word)
    if not match or not (match[1] or match[2]):
        return None
    minutes = int(match[1] or 0) * _HOUR + int(match[2] or 0)
    return f"-{minutes}m" if minutes <= _DAY else None


_AMOUNT = re.compile(
    r"(¥|rmb|cny)? ?(\d{1,7}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,3}))? ?([a-z]+|[一-鿿]+|¥)?",
    re.ASCII,
)


def _amount(units: str, places: int, spell: Callable[[int, str], str | None]) -> Finder:
    """A number with one of these units or none, and with this many decimal places at most."""
    known = units.split()

    def find(text: str, _lexicon: Lexicon) -> str | None:
        if not (match := _AMOUNT.fullmatch(fold(text))):
            return None
        mark, whole, part, unit = match.groups("")
        if (mark + unit and mark + unit not in known) or len(part) > places:
            return None
        return spell(int(whole.replace(",", "")), part)

    return find


def _sure(find: Finder, shape: str) -> Finder:
    """As `find`, where the text has this shape."""
    pattern = re.compile(shape, re.ASCII)
    return lambda text, lexicon: find(text, lexicon) if pattern.fullmatch(fold(text)) else None


def _litres(whole: int, part: str) -> str | None:
    spelled = f"{whole}.{part}".rstrip("0").rstrip(".")
    return f"{spelled}L" if whole or part.strip("0") else None


def _millilitres(text: str) -> int:
    whole, _point, part = text.rstrip("L").partition(".")
    return int(f"{whole}{part:0<3}")


def _cents(text: str) -> int:
    return int(text.replace(".", ""))


def _between(text: str) -> Period:
    start, end = text.split("-")
    return Period(time.fromisoformat(start), time.fromisoformat(end))


def _when_told(text: str) -> Told:
    if text.startswith("@"):
        return Told(at=time.fromisoformat(text[1:]))
    return Told(minutes=int(text[1:-1]))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_YES = {"yes", "y", "true", "1", "x", "ok", "是", "是的", "对", "有", "要", "√", "✓", "✔"}
_NO = {"no", "n", "false", "0", "否", "不", "不是", "没有", "无", "不要", "×"}


def _yes_or_no(text: str, _lexicon: Lexicon) -> str | None:
    word = fold(text)
    return "yes" if word in _YES else "no" if word in _NO else None


_CODE = r"[a-z][a-z0-9_-]{0,31}"
_guard = _listed("guards", r"G\d{1,3}", newer=True)
_plate = _listed("vehicles", r"[一-鿿][A-Z][A-Z0-9]{4,6}", newer=True)
_want = _listed("wants", _CODE)
_money = _amount("¥ 元 块 rmb cny", 2, lambda whole, part: f"{whole}.{part:0<2}")
_km = _amount("km 公里 千米", 0, lambda whole, _part: str(whole))
_fuel = _amount("l litre litres liter liters 升 公升", 3, _litres)
_people = _amount("p pax people person persons 人 位 名", 0, lambda whole, _part: str(whole or ""))


def _named(name: str, noun: str, example: str, table: str, *, leading: bool = False) -> Kind:
    find, spans = _listed(table, _CODE), 4
    return Kind(name, noun, example, find, _known(table), spans=spans, table=table, leading=leading)


def _counted(name: str, noun: str, example: str, find: Finder, shape: str) -> Kind:
    return Kind(name, noun, example, find, _sure(find, shape), int, spans=2, numeric=True)


def _gathered(name: str, noun: str, example: str, one: Finder, table: str) -> Kind:
    find, sight = _several(one), _one_or_glued(one)
    return Kind(name, noun, example, find, sight, _codes, spans=4, table=table, many=True)


def _worded() -> Iterator[Kind]:
    yield Kind("place", N_("a place"), "12-3-1502", _place, _unit, spans=4, table="places")
    yield _named("category", N_("a category"), "repair", "categories", leading=True)
    yield _named("kind", N_("an incident kind"), "theft", "kinds", leading=True)
    seen = _sure(_phone, _PHONE_SEEN)
    yield Kind("phone", N_("a phone number"), "100 5550 1234", _phone, seen, spans=5, numeric=True)
    yield Kind("name", N_("a name"), "王建国", _text)
    yield Kind("words", N_("free text"), "kitchen pipe burst", _text, limit=2000)
    yield Kind("guard", N_("a guard"), "G2", _guard, _guard, spans=4, table="guards")
    yield _gathered("guards", N_("a list of guards"), "G2 G3", _guard, "guards")
    yield _named("operator", N_("an operator"), "lin", "operators")
    yield _named("status", N_("a status"), "on scene", "statuses")
    room = _listed("rooms", r"[A-Z0-9]{1,8}")
    yield Kind("room", N_("a room"), "A", room, _known("rooms"), spans=4, table="rooms")
    yield _gathered("wants", N_("a list of what is wanted"), "tea, name plates", _want, "wants")
    yield Kind("vehicle", N_("a vehicle"), "沪A12345", _plate, _plate, spans=3, table="vehicles")
    value = "yes".__eq__
    yes = Kind("flag", N_("yes or no"), "yes", _yes_or_no, value=value, leading=True)
    yield yes
    yield replace(yes, name="yesno", sight=_yes_or_no, alone=True)


def _numbers() -> Iterator[Kind]:
    number = _numbered(step=False)
    yield Kind("case", N_("a record number"), "C412", number, _numbered(step=False, seen=True))
    yield Kind("step", N_("a step"), "C412.3", _numbered(step=True), _numbered(step=True))
    yield Kind("date", N_("a date"), "2026-11-24", _date, _date, date.fromisoformat)
    seen, value = _sure(_time, r".*[^\d.].*"), time.fromisoformat
    yield Kind("time", N_("a time of day"), "14:30", _time, seen, value, spans=2, numeric=True)
    seen = _sure(_period, r".*[^\d.~ -].*")
    yield Kind("period", N_("a period"), "14:00-15:30", _period, seen, _between, spans=3)
    yield _counted("people", N_("a number of people"), "12p", _people, r".*\D")
    litres = _counted("litres", N_("a number of litres"), "45.2L", _fuel, r".*\D")
    yield replace(litres, value=_millilitres)
    shape = r"\d+\.\d\d|\D.*|.*\D"
    yield replace(_counted("money", N_("an amount"), "380.50", _money, shape), value=_cents)
    yield _counted("km", N_("a number of kilometres"), "88210", _km, r"\d{4,7}|.*\D")
    yield Kind("told", N_("a time that was told"), "-4m, @14:05", _told, _told, _when_told)


KINDS: dict[str, Kind] = {kind.name: kind for kind in (*_worded(), *_numbers())}
"""Every kind by its name; a form's fields name them."""

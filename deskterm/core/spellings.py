"""Places, numbers, codes and amounts as people type them, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

from deskterm.core.lexicon import Finder, Lexicon, fold, key


def as_typed(text: str, _lexicon: Lexicon) -> str:
    """What was typed, without the blanks round it."""
    return text.strip()


def known(table: str) -> Finder:
    """A word of this table."""
    return lambda text, lexicon: lexicon.find(table, text)


def listed(table: str, shape: str, *, newer: bool = False) -> Finder:
    """A word of this table; or a code so shaped, if there is no table or it may be `newer`."""
    pattern = re.compile(shape, re.ASCII)

    def find(text: str, lexicon: Lexicon) -> str | None:
        code = lexicon.find(table, text)
        if code or (getattr(lexicon, table) and not newer):
            return code
        spellings = (key(text).upper(), fold(text).replace(" ", "-"))
        return next((spelled for spelled in spellings if pattern.fullmatch(spelled)), None)

    return find


def but_for(find: Finder, table: str, shape: str) -> Finder:
    """As `find`, where the text is no word of this table, nor a code so shaped."""
    other = listed(table, shape, newer=True)
    return lambda text, lexicon: None if other(text, lexicon) else find(text, lexicon)


def several(find: Finder) -> Finder:
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


def one_or_glued(find: Finder) -> Finder:
    """One of a kind, or several in one token: `G2,G3`."""
    gather = several(find)
    return lambda text, lexicon: (
        find(text, lexicon) or (None if " " in fold(text) else gather(text, lexicon))
    )


_UNIT = re.compile(
    r"0*([a-z]?[1-9]\d{0,2}|[a-z]) ?(?:号楼?|栋|幢|座|楼|#楼?|--?) ?"
    r"(?:(\d{1,2}) ?(?:单元|门|-) ?)?(\d{3,5}[a-z]?) ?[室号房]?",
    re.ASCII,
)


def unit(text: str, lexicon: Lexicon) -> str | None:
    """A unit, `12--1502` where its entrance was not said; else a public place."""
    if not (match := _UNIT.fullmatch(fold(text))):
        return lexicon.find("places", text)
    building, entrance, room = match.groups("")
    return f"{building}-{entrance.lstrip('0')}-{room}".upper()


def place(text: str, lexicon: Lexicon) -> str:
    """A unit or a public place, else what was typed: no emergency is refused for its place."""
    return unit(text, lexicon) or text.strip()


def somebody(text: str, lexicon: Lexicon) -> str | None:
    """A resident as somebody says him, where the words are nothing else of the site's."""
    said = text.strip()
    taken = any(lexicon.find(table, said) for table in _BEFORE_PEOPLE)
    return said if said and not taken and lexicon.who(said) else None


_NAME = 3
_BEFORE_PEOPLE = ("places", "categories", "kinds", "guards")


def full_name(text: str, lexicon: Lexicon) -> str | None:
    """A resident by a name in Chinese, long enough to be meant for nothing else."""
    word = fold(text)
    return somebody(text, lexicon) if len(word) >= _NAME and not word.isascii() else None


_CASE = re.compile(r"([a-z])-?(?:(\d{4})-)?0*(\d{1,9})(\.\d{1,4})?", re.ASCII)


def numbered(*, step: bool, seen: bool = False) -> Finder:
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


def handed(text: str, lexicon: Lexicon) -> str | None:
    """A line of a record, or a whole handover: the record letter H."""
    found = numbered(step=False, seen=True)(text, lexicon)
    whole = found if found and found.startswith("H") else None
    return whole or numbered(step=True)(text, lexicon)


def missed(text: str, lexicon: Lexicon) -> str | None:
    """The number of a missed call: the record letter R."""
    found = numbered(step=False, seen=True)(text, lexicon)
    return found if found and found.startswith("R") else None


_PAPER = re.compile(r"p-?(?:(\d{4})-)?0*([1-9]\d{0,5})", re.ASCII)


def paper_line(text: str, _lexicon: Lexicon) -> str | None:
    """A line of a printed register, `P017`."""
    if not (match := _PAPER.fullmatch(fold(text))):
        return None
    year, number = match.groups("")
    return f"P-{year}-{number:0>6}" if year else f"P{number:0>3}"


def paper_seen(text: str, lexicon: Lexicon) -> str | None:
    """The same among other words, unless the site calls a place or a room so."""
    named = lexicon.find("places", text) or lexicon.find("rooms", text)
    return None if named else paper_line(text, lexicon)


_MOBILE = re.compile(r"(?:\+|00)?(?:86)?(1\d{10})", re.ASCII)
_TEL = re.compile(r"(?:tel:|电话:?) ?(?=[\d+(])", re.ASCII)
_PHONE = re.compile(r"[\d +()/.-]+(?: ?(?:ext\.?|x|#|转|分机) ?\d+)?", re.ASCII)
PHONE_SEEN = (
    r"(?:(?:tel:|电话:?)[\d+()/.-]{3,}|(?:\+86[ -]?)?1\d\d[ -]?\d{4}[ -]?\d{4}"
    r"|0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}|400-?\d{3}-?\d{4}"
    r"|\+\d{1,3}(?:[ -]?\d{2,4}){2,4}|(?!20)[2-9]\d{7}|[2-9]\d{3}-\d{4})"
    r"(?: ?(?:ext\.?|x|转|分机) ?\d{1,6})?"
)
"""A phone number that can hardly be anything else."""


def phone(text: str, _lexicon: Lexicon) -> str | None:
    """A number without its decoration; one that cannot be judged as it was typed."""
    plain = _TEL.sub("", fold(text), count=1)
    if not re.search(r"\d.*\d.*\d", plain, re.ASCII):
        return None
    if mobile := _MOBILE.fullmatch(re.sub(r"[ ()-]", "", plain)):
        return mobile[1]
    return plain if _PHONE.fullmatch(plain) else text.strip()


_AMOUNT = re.compile(
    r"(¥|rmb|cny)? ?(\d{1,7}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,3}))? ?([a-z]+|[一-鿿]+|¥)?",
    re.ASCII,
)


_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))", re.ASCII)


def amount(units: str, places: int, spell: Callable[[int, str], str | None]) -> Finder:
    """A number with one of these units or none, and with this many decimal places at most."""
    known = units.split()

    def find(text: str, _lexicon: Lexicon) -> str | None:
        if not (match := _AMOUNT.fullmatch(_DECIMAL_COMMA.sub(".", fold(text)))):
            return None
        mark, whole, part, unit = match.groups("")
        if (mark + unit and mark + unit not in known) or len(part) > places:
            return None
        return spell(int(whole.replace(",", "")), part)

    return find


def sure(find: Finder, shape: str) -> Finder:
    """As `find`, where the text has this shape."""
    pattern = re.compile(shape, re.ASCII)
    return lambda text, lexicon: find(text, lexicon) if pattern.fullmatch(fold(text)) else None


def litres(whole: int, part: str) -> str | None:
    """Litres spelled without idle zeros; none at all is no amount."""
    spelled = f"{whole}.{part}".rstrip("0").rstrip(".")
    return f"{spelled}L" if whole or part.strip("0") else None


def millilitres(text: str) -> int:
    """The millilitres of `45.2L`."""
    whole, _point, part = text.rstrip("L").partition(".")
    return int(f"{whole}{part:0<3}")


def cents(text: str) -> int:
    """The cents of `380.50`."""
    return int(text.replace(".", ""))


def codes(text: str) -> tuple[str, ...]:
    """The codes of `G2 G3`."""
    return tuple(text.split())


_RATED = {
    "5": "very satisfied|很满意|非常满意|十分满意",
    "4": "satisfied|满意|比较满意|较满意",
    "3": "neutral|so-so|一般",
    "2": "dissatisfied|not satisfied|不满意|不太满意",
    "1": "very dissatisfied|很不满意|非常不满意",
}
_RATINGS = {key(word): mark for mark, words in _RATED.items() for word in words.split("|")}
_NAMED = re.compile(r"^(?:satisfaction|满意度) ?:? ?")
_MARK = re.compile(r"s?([1-5])|([1-5]) ?(?:/ ?5|星|stars?)|([一二三四五])星", re.ASCII)


def satisfaction(text: str, _lexicon: Lexicon) -> str | None:
    """How satisfied somebody is, from `5`, very, to `1`, very much not."""
    said = _NAMED.sub("", fold(text), count=1)
    if match := _MARK.fullmatch(said):
        return match[1] or match[2] or str(" 一二三四五".index(match[3]))
    return _RATINGS.get(key(said))


_RUNGS = {
    key(word): rung
    for rung, words in {
        "supervisor": "supervisor|service supervisor|主管|服务处主管|事务部主管",
        "director": "director|office director|主任|管理处主任",
        "manager": "manager|property manager|经理|物业部经理",
    }.items()
    for word in words.split("|")
}


def rung(text: str, _lexicon: Lexicon) -> str | None:
    """Who is asked when the desk cannot settle something."""
    return _RUNGS.get(key(text))


_YES = {"yes", "y", "true", "1", "x", "ok", "是", "是的", "对", "有", "要", "√", "✓", "✔"}
_NO = {"no", "n", "false", "0", "否", "不", "不是", "没有", "无", "不要", "×"}


def yes_or_no(text: str, _lexicon: Lexicon) -> str | None:
    """`yes` or `no`."""
    word = fold(text)
    return "yes" if word in _YES else "no" if word in _NO else None

"""What is asked of the index: words, places, days, kinds, read from what was typed.

Nothing that was typed reaches the index's own language as it stands: only runs of
letters, digits and hanzi do, each between quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import cached_property

from deskterm.core.search import dates, kinds
from deskterm.core.search.dates import Span
from deskterm.core.search.index import first_id
from deskterm.core.search.tokens import GROUP, PREFIX, fold, is_code, is_hanzi, runs, units

LIMIT = 200
"""Characters of a query that are read at all: a held key must not cost a second."""
WORDS = 48
"""Characters of its words that are looked for."""
TERMS = 16
"""Terms that the index is asked for; whatever else the words say is rechecked."""

_FILTERS = {
    "kind": ("kind", "类", "类别", "种类"),
    "unit": ("unit", "at", "单元", "房号", "房间", "地点"),
    "from": ("from", "since", "从", "自"),
    "to": ("to", "until", "到", "至"),
}
_NAMES = {name: filter_ for filter_, names in _FILTERS.items() for name in names}
_FILTER = re.compile(rf"(?<!\S)({'|'.join(_NAMES)}):(\S*)")
_BUILDING = re.compile(r"[a-z]?\d{1,3}|[a-z]")
_NUMBER = re.compile(r"[a-z]-?\d{1,9}|[a-z]-\d{4}-\d{1,9}")


@dataclass
class Query:
    """What a record must have to be found."""

    words: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    """The tokens of places, of which the record must name each, or one within."""
    kinds: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    days: Span | None = None
    """When it happened, or what its text names: one of these days."""
    phrase: str = ""
    """How those days were said: a text that says the same is found too. Dates need none."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        narrowed = self.kinds is not None or self.since or self.until or self.days
        return not (narrowed or self.terms)

    @cached_property
    def terms(self) -> list[str]:
        """What the index is asked for, all of it: a superset of what is wanted."""
        found = [_either(f'"_k{kind}"' for kind in self.kinds)] if self.kinds is not None else []
        found += [_place(token) for token in self.places]
        found += [term for word in self.words for term in _terms(word)]
        return list(dict.fromkeys(found))[:TERMS]

    @property
    def is_exact(self) -> bool:
        """Whether the terms say all that was asked for."""
        return len(self.terms) < TERMS and all(map(_is_exact, self.words))


def read(said: str, now: datetime | None = None) -> Query:
    """What these words ask for; days as they are called at `now`, on the site's clock."""
    query = Query()
    today = now.date() if now else None
    text = _FILTER.sub(lambda match: _filtered(query, match, today), fold(said)[:LIMIT])
    if today:
        text, named = dates.cut(text, today)
        query.phrase, query.days = named or ("", None)
        query.phrase = "" if query.phrase[:1].isdigit() else query.phrase
    text = _without_places(query, text)
    query.words += text[:WORDS].split()
    return query


def _filtered(query: Query, match: re.Match[str], today: date | None) -> str:
    filter_, value = _NAMES[match[1]], match[2]
    if filter_ == "kind":
        query.kinds = kinds.named(value) if value else query.kinds
    elif filter_ == "unit":
        query.words += _without_places(query, value, strictly=True).split()
    elif today and (span := dates.whole(_year(value), today)):
        if filter_ == "from":
            query.since = span.first
        else:
            query.until = span.last
    return " "


def _year(value: str) -> str:
    return f"{value}年" if re.fullmatch(r"\d{4}", value) else value


def _without_places(query: Query, text: str, *, strictly: bool = False) -> str:
    """The text without the places that it names, which are asked for as such.

    Where nothing but a place is said, a building alone is one.
    """
    if strictly and _BUILDING.fullmatch(text):
        query.places.append(f"_p{text.lstrip('0')}")
        return ""
    rest, at = "", 0
    for match, named in units(text):
        word = _word_around(text, match)
        if _NUMBER.fullmatch(word) or (word != match[0] and "-" in word):
            continue
        query.places.append(named[-1])
        rest, at = f"{rest}{text[at : match.start()]} ", match.end()
    return rest + text[at:]


def _word_around(text: str, match: re.Match[str]) -> str:
    start = text.rfind(" ", 0, match.start()) + 1
    end = text.find(" ", match.end())
    return text[start : end if end >= 0 else len(text)]


def is_room(place: str) -> bool:
    """Whether a place's token goes as far as a room, which may be typed in part."""
    return place.count("_") > 2  # noqa: PLR2004 - before building, entrance and room


def _place(token: str) -> str:
    return f'"{token}"*' if is_room(token) else f'"{token}"'


def _either(terms: Iterable[str]) -> str:
    listed = list(terms)
    return f"({' OR '.join(listed)})" if listed else '"_k"'


def _terms(word: str) -> list[str]:
    if is_code(word):
        return [f'"{word[:PREFIX]}"*']
    found = runs(word)
    if any(len(run) > 1 for run in found):
        found = [run for run in found if len(run) > 1 or is_hanzi(run)]
    return [term for run in found for term in _of_run(run)]


def _is_exact(word: str) -> bool:
    """Whether the term of a word says all of it: a single run, and a short one.

    Fewer digits than a group also begin the groups inside a longer number.
    """
    if word.isascii():
        return len(word) == GROUP if word.isdigit() else word.isalpha() and len(word) <= PREFIX
    return len(word) <= 2 and runs(word) == [word] and is_hanzi(word)  # noqa: PLR2004 - a pair


def _of_run(run: str) -> list[str]:
    if is_hanzi(run):
        pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        return [f'"{pair}"' for pair in pairs]
    if run[0] <= "9" and len(run) > GROUP:
        return [f'"{run[i : i + GROUP]}"' for i in range(len(run) - GROUP + 1)]
    return [f'"{run[:PREFIX]}"*']


def numbers_between(first: date | None, last: date | None, now: datetime | None) -> tuple[int, int]:
    """The numbers in the index of what happened on these days."""
    zone = now.tzinfo if now else None
    low, high = -(2**63), 2**63 - 1
    if first:
        low = first_id(datetime.combine(first, clock(), zone))
    if last:
        following = datetime.combine(last + timedelta(days=1), clock(), zone)
        high = first_id(following) - 1
    return low, high

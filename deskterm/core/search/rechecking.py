"""Looking at a record that the index names, to see whether it says what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from deskterm.core.search.asked import Query, is_room, numbers_between
from deskterm.core.search.tokens import GROUP, days, fold, is_hanzi, places


class Check:
    """What was asked for, ready to be held against one record after the other."""

    def __init__(self, query: Query, now: datetime | None) -> None:
        self.query = query
        self.is_proven = query.days is None and query.is_exact
        """Whether the index alone is sure of it, for whoever may read all of the record."""
        self.hanzi = [word for word in query.words if is_hanzi(word)]
        self.others = [word for word in query.words if not is_hanzi(word)]
        self.bounds = None
        if query.since or query.until:
            self.bounds = numbers_between(query.since, query.until, now)
        self.days = numbers_between(*query.days, now) if query.days else None
        self.tokens = frozenset(query.days.tokens()) if query.days else frozenset()

    def passes(self, hit: Sequence[Any]) -> bool:
        """Whether a record is wanted: id, kind, ref, case, instant, hidden, body, keys.

        Folding costs more than all the rest: most records say what was asked for as it stands.
        """
        return (self.is_proven and not hit[5]) or self.holds(hit)

    def holds(self, hit: Sequence[Any]) -> bool:
        """The same of a record that did not come from the index."""
        body, keys = hit[6], hit[7]
        if not self._is_narrow(hit[1], hit[0]):
            return False
        if not self._says_plainly(body, keys) and not self._says(f" {fold(body)} {keys}"):
            return False
        if self.query.places and not _names(f" {fold(body)} {keys}", self.query.places):
            return False
        return self.days is None or self._then(hit[0], f" {fold(body)} {keys}")

    def _is_narrow(self, kind: str, number: int) -> bool:
        if self.query.kinds is not None and kind not in self.query.kinds:
            return False
        return self.bounds is None or self.bounds[0] <= number <= self.bounds[1]

    def _says_plainly(self, body: str, keys: str) -> bool:
        for word in self.hanzi:
            if word not in body and word not in keys:
                return False
        if not self.others:
            return True
        text = f" {body.lower()} {keys}"
        return all(begins(word, text) for word in self.others)

    def _says(self, text: str) -> bool:
        for word in self.hanzi:
            if word not in text:
                return False
        return all(begins(word, text) for word in self.others)

    def _then(self, number: int, text: str) -> bool:
        """Whether it happened on the days that were asked for, or names one of them."""
        low, high = self.days or (0, 0)
        phrase = self.query.phrase
        if low <= number <= high or (phrase and begins(phrase, text)):
            return True
        return any(token in self.tokens for day in days(text) for token in day)


def begins(word: str, text: str) -> bool:
    """Whether a word begins a word of the text, or a run of digits; digits may also end one."""
    if is_hanzi(word):
        return word in text
    at = text.find(word)
    while at >= 0:
        before = text[at - 1]
        if not before.isalnum() or is_hanzi(before) or before.isdigit() != word[0].isdigit():
            return True
        at = text.find(word, at + 1)
    return len(word) >= GROUP and word.isdigit() and word in text


def _names(text: str, wanted: Sequence[str]) -> bool:
    named = {token for place in places(text) for token in place}
    return all(any(_within(token, place) for token in named) for place in wanted)


def _within(token: str, place: str) -> bool:
    """A room may be typed in part; a building and an entrance may not."""
    return token == place or (is_room(place) and token.startswith(place))

"""What was typed, cut into pieces: at blanks, and where Chinese meets other signs."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import NamedTuple

SLASHES = ("/", "／", "、", "､")
QUOTES = ('"', "＂", "“")
_COLONS = ":："
_BANGS = "!！"
_PIECE = re.compile(r'["＂][^"＂]*["＂]?|“[^”]*”?|\S+')
_GLUED = 30
_COUNTED = re.compile(r"\d{1,4} +(?:times|dates|meetings|[次回期])(?![a-z])", re.IGNORECASE)
_CLOCK = re.compile(r"\d[:：]\d")
_GLUE = re.compile(
    r"(?<=[^\W㐀-鿿])(?=[㐀-鿿])|(?<=[㐀-鿿])(?=[\w@＠－-])|(?<=\d[室房])|(?=[,，;；、:：])"
)


class Piece(NamedTuple):
    """A stretch of a line, and where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next one may begin."""
        return self.start + len(self.text)

    @property
    def quoted(self) -> bool:
        """Whether it is a quotation, which is never anything but words."""
        return self.text.startswith(QUOTES)

    def cut(self, at: int) -> tuple[Piece, Piece]:
        """The two parts before and after this place."""
        return Piece(self.text[:at], self.start), Piece(self.text[at:], self.start + at)

    def glued(self) -> Iterator[tuple[Piece, Piece]]:
        """Where Chinese and other signs meet without a blank: `G2到场`; the longest head first."""
        if not self.quoted:
            head = self.text[:_GLUED]
            cuts = [match.start() for match in _GLUE.finditer(head) if not _within(head, match)]
            least = 1 if "㐀" <= self.text[0] <= "鿿" else 2
            yield from (self.cut(at) for at in reversed(cuts) if least <= at < len(self.text))


def _within(text: str, cut: re.Match[str]) -> bool:
    """Whether a cut would leave a time of day in halves: `09:00-10:75` is none, not `09:00-10`."""
    return bool(_CLOCK.match(text, cut.start() - 1)) if cut.start() else False


def cut_up(text: str) -> deque[Piece]:
    """The line cut at blanks; quotations whole, a first slash and the last `!` by themselves."""
    pieces = deque(Piece(match[0], match.start()) for match in _PIECE.finditer(text))
    if pieces:
        head = pieces.popleft()
        head = head.cut(len(head.text) - len(head.text.lstrip(_COLONS)))[1]
        pieces.extendleft(reversed(head.cut(1 if head.text.startswith(SLASHES) else 0)))
    if pieces and not pieces[-1].quoted:
        last = pieces.pop()
        pieces.extend(last.cut(len(last.text.rstrip(_BANGS))))
    return deque(piece for piece in pieces if piece.text)


def stretches(text: str, pieces: deque[Piece], most: int) -> Iterator[tuple[int, Piece]]:
    """The first pieces as one, so many at `most`, the longest first, each with their number.

    None ends between a number and what it counts: `monthly 31 5 times`.
    """
    heads = list(takewhile(lambda piece: not piece.quoted, islice(pieces, most)))
    for count in range(len(heads), 0, -1):
        start = heads[0].start
        if count > 1 and _COUNTED.match(text, heads[count - 1].start):
            continue
        yield count, Piece(text[start : heads[count - 1].end], start)

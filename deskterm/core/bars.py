"""A stretch of time as a bar of cells: each kind of thing in it is a sign of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

FREE = "·"


class Piece(NamedTuple):
    """Something that lasts for a part of a bar."""

    begins: int
    """Minutes from the left end."""
    ends: int
    sign: str


class Bar(NamedTuple):
    """A stretch of time and what fills it; later pieces are drawn over earlier ones."""

    minutes: int
    pieces: tuple[Piece, ...] = ()

    def drawn(self, cells: int) -> str:
        """The bar in so many cells; however short, no piece is left out."""
        line = [FREE] * cells
        for piece in self.pieces:
            for cell in cells_of((piece.begins, piece.ends), self.minutes, cells):
                line[cell] = piece.sign
        return "".join(line)


class Scale(NamedTuple):
    """What stands above bars of the same stretch of time."""

    minutes: int
    marks: tuple[tuple[int, str], ...]
    """Minutes from the left end, and what stands there."""

    def drawn(self, cells: int) -> str:
        """As many of the marks as have room, at equal distances."""
        places = [(minute * cells // self.minutes, mark) for minute, mark in self.marks]
        for step in (1, 2, 3, 4, 6, 12, 24):
            if _apart(places[::step]):
                break
        line = ""
        for place, mark in places[::step]:
            if place + len(mark) <= cells:
                line = line.ljust(place) + mark
        return line.ljust(cells)


def cells_of(span: tuple[int, int], minutes: int, cells: int) -> range:
    """The cells that any part of a span of minutes falls in."""
    begins, ends = span
    first = max(0, begins * cells // minutes)
    last = min(cells, -(-ends * cells // minutes))
    return range(first, last if ends > begins else first)


def _apart(places: Sequence[tuple[int, str]]) -> bool:
    return all(place + len(mark) < after for (place, mark), (after, _mark) in pairwise(places))

"""Fields that are named on a line: `words: he is back home, 12-3-1503` is taken as it stands."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from deskterm.core.kinds import KINDS, FieldSpec, Lexicon, fold, key
from deskterm.core.pieces import QUOTES, Piece
from deskterm.core.words import _

_LABEL = re.compile(r"([^\W\d_]+)[:：](.*)", re.DOTALL)


def named(piece: Piece, fields: Sequence[FieldSpec]) -> FieldSpec | None:
    """The field whose name, in any language, and a colon this piece begins with."""
    match = None if piece.quoted else _LABEL.fullmatch(piece.text)
    if match is None:
        return None
    for spec in fields:
        if key(match[1]) in map(key, (spec.name, spec.title, _(spec.title), *spec.words)):
            return spec
    return None


def taken(text: str, pieces: deque[Piece], fields: Sequence[FieldSpec]) -> Piece:
    """What stands after the label that begins here, up to the next one; it is taken off."""
    head = pieces.popleft()
    label = head.text.replace("：", ":").partition(":")[0]
    start, end = head.start + len(label) + 1, head.end
    while pieces and not named(pieces[0], fields):
        if len(pieces) == 1 and set(fold(pieces[0].text)) == {"!"} and pieces[0].start > end:
            break
        end = pieces.popleft().end
    return Piece(text[start:end], start)


def read(piece: Piece, spec: FieldSpec, lexicon: Lexicon) -> str:
    """A labelled value as its kind spells it; as it was typed where that cannot be read."""
    plain = piece.text.strip()
    if len(plain) > 1 and plain[0] in QUOTES and plain[-1] in (*QUOTES, "”"):
        plain = plain[1:-1]
    return KINDS[spec.kind].find(plain, lexicon) or plain

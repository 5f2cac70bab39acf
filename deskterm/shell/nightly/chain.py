"""The journal's chain, walked on from where it verified last."""

from __future__ import annotations

from deskterm.core.journal import START, Chain, verify
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _


def walk(reader: Reader, last: Row | None) -> Chain:
    """Verify the lines after the last verified one; all of them where `last` is None.

    `last` has `lines` and `head`. A chain that does not hold that line any more is broken
    there, be it rewritten or cut off.
    """
    if last is None:
        return verify(reader)
    there = START
    if last["lines"]:
        found = reader.value("SELECT hash FROM journal WHERE seq = :seq", seq=last["lines"])
        there = str(found)
    if there != last["head"]:
        return Chain(last["lines"], last["head"], last["lines"] or 1)
    return verify(reader, after=last["lines"], prev=last["head"])


def sentence(chain: Chain, *, whole: bool) -> str:
    """What came of it, with the count and the head to be kept elsewhere."""
    if chain.broken_at is not None:
        told = _("The journal is broken at line {line}; {count} lines before it verify.")
        return told.format(line=chain.broken_at, count=chain.count)
    if whole:
        told = _("The journal verifies from its first line: {count} lines, head {head}.")
    else:
        told = _("The journal verifies: {count} lines, head {head}.")
    return told.format(count=chain.count, head=chain.head)

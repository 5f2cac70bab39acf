"""One index over every record: Chinese from one character on, pinyin, phone tails, numbers.

Tokens are made here: each hanzi and each pair of neighbours, Latin words, digit
runs whole and as groups of four, places and days however they are spelled. The index
holds no text (contentless, without positions); every hit is checked against the words
themselves, so that it answers as a plain search would, only faster.
"""

from deskterm.core.search.anew import CHUNK, Anew, Dated, anew, as_of
from deskterm.core.search.finding import find
from deskterm.core.search.index import (
    FREE,
    TABLES,
    Doc,
    Progress,
    add,
    compact,
    fill,
    first_id,
    forget,
    forget_all,
    indexed,
    keep,
    keep_new,
)
from deskterm.core.search.tokens import fold, tokens

__all__ = [
    "CHUNK",
    "FREE",
    "TABLES",
    "Anew",
    "Dated",
    "Doc",
    "Progress",
    "add",
    "anew",
    "as_of",
    "compact",
    "fill",
    "find",
    "first_id",
    "fold",
    "forget",
    "forget_all",
    "indexed",
    "keep",
    "keep_new",
    "tokens",
]

"""Reference documents while somebody waits: which one is meant, where it stands, what it says."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections import Counter
from functools import lru_cache
from pathlib import Path

from deskterm.core import search
from deskterm.core.reader import Reader, Row
from deskterm.core.words import _, language

FOLDER = "documents"
"""Beside the store: files that a document's location names."""
TEXTS = frozenset({".txt", ".md", ".csv", ".log"})
MOST_BYTES = 200_000
MOST_LINES = 1000
_SHORTEST = 4
"""Letters that two Latin words must begin with alike: park, parking."""


def near(reader: Reader, words: str, limit: int = 2) -> list[Row]:
    """The documents whose titles share most with these words, the rarest words counting most."""
    wanted = _terms(words)
    rows = reader.rows("SELECT * FROM documents ORDER BY heading, code") if wanted else []
    terms = [_terms(f"{row['title']} {row['english']}") for row in rows]
    common = Counter(term for each in terms for term in each)
    scored = [
        (sum(1 / common[term] for term in each & wanted), -place)
        for place, each in enumerate(terms)
    ]
    best = sorted(zip(scored, rows, strict=True), key=lambda pair: pair[0], reverse=True)
    return [row for (score, _place), row in best[:limit] if score > 0]


@lru_cache(1024)
def _terms(text: str) -> frozenset[str]:
    """Pairs of hanzi, and how Latin words begin; titles are asked for at every key."""
    found = {term for term in search.tokens(text) if len(term) > 1 and not term.isdigit()}
    hanzi = {term for term in found if term > "\u2fff"}
    latin = {term[:_SHORTEST] for term in found - hanzi if len(term) >= _SHORTEST}
    return frozenset(hanzi | latin)


def line(row: Row) -> str:
    """A document as it is named: its number, its title, where it stands."""
    title = (language() == "en" and row["english"]) or row["title"]
    return f"{row['code']} {title} · {row['location']}"


def file_of(store: Path, location: str) -> Path | None:
    """The file that a location names, in the folder beside the store or anywhere; else None.

    A name that leads out of the folder means nothing.
    """
    inside = store.parent / FOLDER
    path = inside / location
    try:
        real = path.resolve()
        named = Path(location).is_absolute() or real.is_relative_to(inside.resolve())
        return real if named and real.is_file() else None
    except (OSError, ValueError):
        return None


def page(path: Path) -> list[str]:
    """What a file says, as far as a screen shows it; nothing where it is no text."""
    text = text_of(path)
    cut = len(text) > MOST_LINES or (text and path.stat().st_size > MOST_BYTES)
    return [*text[:MOST_LINES], *(["", _("There is more of it in the file.")] if cut else [])]


def text_of(path: Path) -> list[str]:
    """The lines of a text file, as far as they are read; nothing where it is no text."""
    if path.suffix.lower() not in TEXTS:
        return []
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES)
    except OSError:
        return []
    # A letter that the end of what was read cuts in two makes a text no other one.
    whole = len(raw) < MOST_BYTES
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return getincrementaldecoder(encoding)().decode(raw, final=whole).splitlines()
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace").splitlines()

"""The journal's chain: how a line is hashed, and whether what is kept still verifies.

Without a secret key: the head and the count, printed every night and kept
elsewhere, are the anchor that a cut or rewritten tail is measured against.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deskterm.core.reader import Reader

START = "0" * 64
"""What the first line holds as the hash of the line before it."""

_FIELDS = ("seq", "at", "operator", "console", "kind", "case_id", "facts", "act", "line", "prev")


def digest(line: Mapping[str, Any]) -> str:
    """SHA-256 in hex of one line's stored values, the previous hash among them."""
    body = json.dumps([line[field] for field in _FIELDS], ensure_ascii=False)
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(salt: str, body: str) -> str:
    """The salted digest by which a journal line vouches for a text it does not hold."""
    return hashlib.sha256((salt + body).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Chain:
    """What a walk along the journal found."""

    count: int
    head: str
    broken_at: int | None
    """The first line that does not verify; None when all do."""


def verify(reader: Reader, after: int = 0, prev: str = START) -> Chain:
    """Walk the chain from its first line, or from after a line whose hash was `prev`.

    `count` is the number of the last line that verifies.
    """
    count = after
    lines = reader.each("SELECT * FROM journal WHERE seq > :after ORDER BY seq", after=after)
    for line in lines:
        count += 1
        if line["seq"] != count or line["prev"] != prev or line["hash"] != digest(line):
            return Chain(count - 1, prev, line["seq"])
        prev = line["hash"]
    return Chain(count, prev, None)

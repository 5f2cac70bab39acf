"""A few letters narrow a list: words, codes, kinds, pinyin initials."""

from __future__ import annotations

import pytest

from deskterm.core.reader import Row
from deskterm.shell.screens.narrowing import narrowed


def row(kind: str, code: str, text: str) -> Row:
    return {"kind": kind, "code": code, "text": text}


ROWS = [
    row("report", "call-hours", "At which hours of which weekday calls come."),
    row("report", "calls", "Calls by category."),
    row("form", "LYWG/QR-001", "住户求助登记表"),
    row("price", "form-lamp", "更换灯具"),
]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("", ["call-hours", "calls", "LYWG/QR-001", "form-lamp"]),
        ("calls", ["calls", "call-hours"]),
        ("call hours", ["call-hours"]),
        ("ＱＲ－００１", ["LYWG/QR-001"]),
        ("登记", ["LYWG/QR-001"]),
        ("djb", ["LYWG/QR-001"]),
        ("form", ["LYWG/QR-001"]),
        ("report djb", []),
    ],
)
def test_every_word_stands_in_what_is_left_and_a_kind_means_itself(
    words: str, codes: list[str]
) -> None:
    assert [found["code"] for found in narrowed(ROWS, words)] == codes

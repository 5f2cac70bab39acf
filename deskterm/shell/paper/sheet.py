"""The blank register as it is printed: 80 cells wide, numbered, both languages at the head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deskterm.core.layout import pad
from deskterm.core.site import Site

WIDTH = 80
ON_A_PAGE = 12
"""So many lines of three rows each fit on a page of 60 rows with its head."""

_FIRST = (5, 5, 11, 14, 15, 25)
_SECOND = (5, 15, 5, 5, 5, 8, 19, 11)
_HEAD = (
    ("No.", "Time", "Unit", "Caller", "Phone", "What"),
    ("编号", "时间", "单元", "来电人", "电话", "内容"),
)
_BELOW = (
    ("", "Guards sent", "Sent", "There", "Back", "Answered", "Outcome", "Operator"),
    ("", "派出安全员", "派出", "到场", "归队", "已答复", "结果", "值班员"),
)
_RULE = "-" * WIDTH


def register(site: Site, numbers: Sequence[str], printed: datetime) -> str:
    """The pages of a blank register with these numbers, for a printer of plain text."""
    pages = [numbers[at : at + ON_A_PAGE] for at in range(0, len(numbers), ON_A_PAGE)]
    return "\f\n".join(
        _page(site, page, f"{printed:%Y-%m-%d %H:%M}  {at}/{len(pages)}")
        for at, page in enumerate(pages, start=1)
    )


def _page(site: Site, numbers: Sequence[str], corner: str) -> str:
    names = " ".join(site.values.get(name, "") for name in ("name", "english")).strip()
    rows = [
        pad(names, WIDTH - len(corner) - 1) + " " + corner,
        "Residents' help register, on paper / 住户求助登记表（停电用）",
        "Date 日期 ____-__-__    Taken in as 补录: P017 @03:12 call 12-3-1502 leak",
        _RULE,
        *(_row(head, _FIRST) for head in _HEAD),
        *(_row(head, _SECOND) for head in _BELOW),
        _RULE,
    ]
    for number in numbers:
        rows += [_row((number,), _FIRST), _row((), _FIRST), _row((), _SECOND), _RULE]
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _row(texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = [*texts, *[""] * len(widths)]
    return "|".join(pad(cell, width) for cell, width in zip(cells, widths, strict=False))

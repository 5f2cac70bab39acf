"""Reports and forms as a browser shows and prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from deskterm.core import words
from deskterm.core.layout import Column, Table
from deskterm.core.picture import Picture
from deskterm.core.writing import Heading, write
from deskterm.shell.reports.register import COLUMNS
from tests.console import browser

pytestmark = pytest.mark.skipif(
    browser.CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"
)
HEADING = Heading(
    "Ruijin Plaza 瑞金广场",
    "2026-11",
    datetime(2026, 11, 23, 14, 31),  # noqa: DTZ001 - a wall clock
    ("No. LYWG/QR-001", "Kept by: desk", "Kept for: 2 years"),
)


@pytest.fixture
def chinese() -> Iterator[None]:
    words.use("zh_CN")
    yield
    words.use("en")


def calls(days: int) -> Table:
    columns = (
        Column("day", "Day", 12),
        Column("calls", "Calls", 8, align="right"),
        Column("words", "Words", 20, grow=True),
    )
    rows = [
        {
            "day": f"day {day}",
            "calls": day * 7 % 23,
            "words": "<script>document.title='bad'</script>",
        }
        for day in range(1, days + 1)
    ]
    return Table(columns, rows, "Calls 来电", (Picture("line", "Drawn", "day", ("calls",)),))


def test_a_report_is_shown_whole_printed_with_its_head_on_every_page_and_runs_nothing(
    tmp_path: Path,
) -> None:
    page = tmp_path / "calls.html"
    write(calls(150), "html", page, HEADING)
    shown = browser.chromium(page, "--dump-dom")
    assert shown.count("<tr>") == 151
    assert "<title>Calls 来电 · 2026-11</title>" in shown
    assert "day 150" in shown
    assert "<figcaption>Drawn</figcaption><svg" in shown
    pages = browser.printed(page)
    assert len(pages) > 2
    if browser.PDFTOTEXT:
        for number, text in enumerate(pages, start=1):
            assert f"Page {number} / {len(pages)}" in text
            assert "No. LYWG/QR-001" in text
            if "day 1" in text:
                assert re.search(r"Day\s+Calls\s+Words", text)
        assert "Period: 2026-11" in pages[0]
        assert "Ruijin Plaza 瑞金广场" in pages[1]


@pytest.mark.usefixtures("chinese")
def test_a_wide_register_is_printed_across_with_nothing_left_out(tmp_path: Path) -> None:
    row = {column.name: f"v{place:02d}" for place, column in enumerate(COLUMNS)}
    row["words"] = "厨房水管漏水，地面积水，老人在家" * 6
    page = tmp_path / "register.html"
    write(Table(COLUMNS, [row] * 40, "住户求助登记表"), "html", page, HEADING)
    pages = browser.printed(page)
    assert 1 < len(pages) < 12
    if browser.PDFTOTEXT:
        assert "住户求助登记表" in pages[1]
        for place, column in enumerate(COLUMNS):
            if column.name != "words":
                assert sum(text.count(f"v{place:02d}") for text in pages) == 40, column.name
        assert re.search(r"编号\s+来电时间", pages[1])

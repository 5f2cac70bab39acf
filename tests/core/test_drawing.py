"""Pictures of a table: in the cells of a terminal, and as SVG that stands alone."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from rich.cells import cell_len

from deskterm.core import drawing
from deskterm.core.layout import Column, Table
from deskterm.core.page import as_html
from deskterm.core.picture import TOTAL, Picture, grid
from deskterm.core.writing import Heading

COLUMNS = (
    Column("day", "Day", 10),
    Column("room", "会议室", 10),
    Column("calls", "来电", 6, align="right"),
    Column("late", "Late", 6, align="right"),
)
ROOMS = ("大会议室", "Room 3", "<b>&\x1b[31m")
ROWS: list[dict[str, Any]] = [
    {"day": "all", "room": "all", "calls": 999, "late": 999, TOTAL: True},
    *(
        {
            "day": f"2026-11-{day:02d}",
            "room": ROOMS[day % 3],
            "calls": day * 3 % 8,
            "late": None if day == 4 else day % 3,
        }
        for day in range(1, 29)
    ),
]
PICTURES = (
    Picture("line", "Calls a day", "day", ("calls", "late")),
    Picture("line", "Calls by room", "day", ("calls",), by="room"),
    Picture("bar", "Calls", "day", ("calls", "late")),
    Picture("bar", "Calls", "room", ("calls",)),
    Picture("heat", "Calls", "day", ("calls",), by="room"),
)
TABLE = Table(COLUMNS, ROWS, "Title", PICTURES)


@pytest.mark.parametrize("width", [40, 80, 132])
@pytest.mark.parametrize("picture", PICTURES)
def test_no_line_of_a_picture_is_wider_than_the_terminal(picture: Picture, width: int) -> None:
    lines = drawing.as_lines(TABLE, picture, width)
    assert lines[0] == picture.title
    assert len(lines) > 3
    assert max(map(cell_len, lines)) <= width
    assert "\x1b" not in "".join(lines)
    assert "999" not in "".join(lines), "sums are never drawn"


def test_bars_are_as_long_as_their_figures_and_unknown_is_no_bar() -> None:
    rows: list[dict[str, Any]] = [
        {"room": "大会议室", "calls": 8},
        {"room": "Room 3", "calls": 4},
        {"room": "C", "calls": 0},
        {"room": "D", "calls": None},
    ]
    table = Table(COLUMNS[1:3], rows)
    lines = drawing.as_lines(table, Picture("bar", "Calls", "room", ("calls",)), 80)
    found = {line.split("┤")[0].strip(): line for line in lines if "┤" in line}
    assert found["大会议室"].count("█") == 70
    assert found["Room 3"].count("█") in {35, 36}
    assert found["C"].count("█") == 0
    assert "·" in found["D"]
    assert "·" not in found["C"]


def test_a_heat_map_tells_unknown_from_none() -> None:
    rows = [
        {"day": "08", "room": "A", "calls": 0},
        {"day": "09", "room": "A", "calls": 8},
        {"day": "08", "room": "B", "calls": 1},
    ]
    lines = drawing.as_lines(
        Table(COLUMNS, rows), Picture("heat", "x", "day", ("calls",), "room"), 80
    )
    assert lines[2] == "A       ██████"
    assert lines[3] == "B ░░░░░░······"


def test_a_figure_has_the_same_shade_wherever_it_stands_on_a_heat_map() -> None:
    rows = [
        {"day": day, "room": room, "calls": calls}
        for day, room, calls in (("08", "A", 2), ("09", "A", 10), ("08", "B", 2), ("09", "B", 0))
    ]
    svg = drawing.as_svg(Table(COLUMNS, rows), Picture("heat", "x", "day", ("calls",), "room"))
    fills = re.findall(r'fill="(rgb[^"]+)"', svg)
    assert fills[0] == fills[2] != fills[1]


def test_what_has_no_figure_draws_nothing() -> None:
    rows: list[dict[str, Any]] = [{"day": "2026-11-01", "calls": None}]
    kinds: tuple[Literal["line", "bar", "heat"], ...] = ("line", "bar", "heat")
    for kind in kinds:
        picture = Picture(kind, "x", "day", ("calls",))
        assert drawing.as_lines(Table(COLUMNS, rows), picture, 80) == []
        assert drawing.as_svg(Table(COLUMNS, rows), picture) == ""


@pytest.mark.parametrize("picture", PICTURES)
def test_a_drawing_for_a_page_holds_no_script_and_no_reference(picture: Picture) -> None:
    svg = drawing.as_svg(TABLE, picture)
    assert svg.startswith("<svg")
    left = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for never in ("http", "<script", "href", "url(", "<b>", "\x1b", "@import"):
        assert never not in left


def test_amounts_are_drawn_as_figures_and_words_are_not() -> None:
    found = grid(
        Picture("line", "x", "day", ("calls",)),
        [{"day": "1", "calls": "30.50"}, {"day": "2", "calls": "many"}, {"day": "3"}],
        {"calls": "Calls"},
    )
    assert found.series == {"Calls": [30.5, None, None]}


def test_on_a_page_the_pictures_stand_before_the_rows() -> None:
    page = as_html(TABLE, Heading())
    assert page.rindex("</figure>") < page.index("<table>")

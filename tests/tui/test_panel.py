"""Panels and facts as they are drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual.app import App

from deskterm.tui.panel import Facts, Line, Panel

if TYPE_CHECKING:
    from textual.app import ComposeResult

NASTY = Path(__file__).parents[3] / "shared" / "data" / "nasty.json"
with_nasty = pytest.mark.skipif(
    not NASTY.exists(), reason="the hostile strings do not lie beside this checkout"
)


class Desk(App[None]):
    """A panel with facts in it."""

    def __init__(self, *lines: Line, title: str = "Due", aside: str = "") -> None:
        super().__init__()
        self.facts = Facts(lines)
        self.panel = Panel(title, self.facts, aside=aside)

    def compose(self) -> ComposeResult:
        yield self.panel

    def edge(self) -> str:
        return "".join(segment.text for segment in self.screen._compositor.render_strips()[0])


async def drawn(*lines: Line, width: int = 30) -> list[str]:
    desk = Desk(*lines)
    async with desk.run_test(size=(width, 30)):
        assert desk.facts.size.height == len(desk.facts.text.splitlines())
        return desk.facts.text.splitlines()


async def test_text_wraps_beside_its_label() -> None:
    assert await drawn(("who", "王建国"), ("where", "building 12, entrance 3, 厨房漏水")) == [
        "who    王建国",
        "where  building 12, entrance",
        "       3, 厨房漏水",
    ]


async def test_lines_without_a_label_start_at_the_left() -> None:
    assert await drawn("two\nlines", ("", "Verbs", "head"), ("c", "call")) == [
        "two",
        "lines",
        "Verbs",
        "c  call",
    ]


async def test_markup_and_controls_are_text_like_any_other() -> None:
    assert await drawn(("[/]", "[bold]\x1b[31mred[/red]")) == ["[/]  [bold]␛[31mred[/red]"]


@with_nasty
async def test_no_hostile_string_breaks_a_panel() -> None:
    strings: list[Any] = json.loads(NASTY.read_text(encoding="utf-8"))["strings"]
    desk = Desk()
    async with desk.run_test(size=(30, 30)) as pilot:
        for entry in strings:
            desk.facts.show([(entry["s"], entry["s"]), entry["s"]])
            desk.panel.retitle(entry["s"], entry["s"])
            await pilot.pause()
            assert max(map(cell_len, desk.facts.text.split("\n"))) <= 28
            assert cell_len(desk.edge()) == 30
            assert desk.edge()[-1] == "╮"


async def test_the_aside_stands_at_the_right_end_of_the_edge() -> None:
    desk = Desk(aside="2 overdue · 漏水")
    async with desk.run_test(size=(40, 10)) as pilot:
        assert desk.edge() == "╭─ Due ───────────── 2 overdue · 漏水 ─╮"
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert desk.edge().endswith("── 2 overdue · 漏水 ─╮")
        assert cell_len(desk.edge()) == 60
        desk.panel.retitle("Later")
        await pilot.pause()
        assert desk.edge().startswith("╭─ Later ──")
        assert "overdue" not in desk.edge()


async def test_an_aside_that_has_no_room_is_left_out() -> None:
    desk = Desk(title="Open calls of today", aside="5 open · 31 today")
    async with desk.run_test(size=(30, 10)):
        assert desk.edge() == "╭─ Open calls of today ──────╮"

"""The colours, in a terminal of sixteen."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from textual.app import App

import deskterm.tui

THEME = Path(deskterm.tui.__file__).with_name("theme.tcss")
COLOURS = dict(re.findall(r"^\$(\w+): (#\w+);", THEME.read_text(encoding="utf-8"), re.MULTILINE))


def of_sixteen(name: str) -> int | None:
    return Color.parse(COLOURS[name]).downgrade(ColorSystem.STANDARD).number


@pytest.mark.parametrize("ground", ["ground", "quiet", "chosen"])
@pytest.mark.parametrize("ink", ["ink", "dim", "overdue", "soon", "ok"])
def test_text_is_never_the_colour_of_its_ground(ink: str, ground: str) -> None:
    assert of_sixteen(ink) != of_sixteen(ground)


INKS = ["ink", "dim", "lit", "overdue", "soon", "ok"]


@pytest.mark.parametrize("pair", list(combinations(INKS, 2)))
def test_what_is_told_apart_stays_told_apart(pair: tuple[str, str]) -> None:
    assert of_sixteen(pair[0]) != of_sixteen(pair[1])


def test_a_panel_with_the_focus_has_another_edge() -> None:
    assert of_sixteen("edge") != of_sixteen("lit")
    assert of_sixteen("edge") != of_sixteen("ground")


class Desk(App[None]):
    CSS_PATH = THEME


async def test_the_theme_is_read_without_a_fault() -> None:
    desk = Desk()
    async with desk.run_test():
        assert desk.screen.styles.background.hex == COLOURS["ground"].upper()


def test_nothing_blinks() -> None:
    assert "blink" not in THEME.read_text(encoding="utf-8")

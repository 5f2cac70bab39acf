"""The README's walk, typed key by key into the real program, in English and in Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.terminal import Terminal

DESKTERM = Path(sys.executable).with_name("deskterm")
PIN = "418203"

WALK = {
    "en": (
        ("call medical 12-3-1502 100-5550-2231 chest pain", "✓ C001 is kept: Medical emergency"),
        ("branch C001 escort", "✓ C001: the branch is added"),
        ("send G2 G3 沪A12345 C001", "✓ G2 钱进, G3 孙磊, 沪A12345 sent to C001"),
        ("G2 on scene", "✓ G2 钱进: on scene"),
        ("book A tomorrow 14:00-15:30 budget 12p", "✓ B001"),
        ("fuel 沪A12345 45.2L 380.50 88210", "✓ F001"),
        ("done C001.4", "✓ Step 4 of C001"),
        ("note C001 daughter comes along", "✓ Noted on C001"),
    ),
    "zh_CN": (
        ("求助 急救病人 12栋3单元1502 100-5550-2231 胸痛", "✓ C001 已受理：急救病人"),
        ("分支 C001 escort", "✓ C001：已增加分支"),
        ("派 G2 G3 沪A12345 C001", "已派往 C001"),
        ("G2 到场", "✓ G2 钱进：到场"),
        ("订 A 明天 １４：００－１５：３０ 预算会 12人", "✓ B001 已订"),
        ("加油 沪A12345 45.2升 380.50 88210", "✓ F001"),
        ("完成 C001.4", "✓ C001 的步骤 4 已完成"),
        ("备注 C001 女儿陪同", "✓ 已备注于 C001"),
    ),
}
FOUND = {"en": ("/daughter", "daughter comes along"), "zh_CN": ("、女儿", "女儿陪同")}


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    """The language that the console speaks."""
    return str(request.param)


@pytest.fixture
def home(tmp_path: Path, language: str) -> dict[str, str]:
    """A machine of one's own, with a fresh store of the sample site."""
    home = {
        **os.environ,
        "HOME": str(tmp_path),
        "DESKTERM_STORE": str(tmp_path / "desk.db"),
        "DESKTERM_LANGUAGE": language,
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
        "LINES": "40",
    }
    subprocess.run([DESKTERM, "init"], env=home, check=True, capture_output=True)
    return home


@pytest.fixture
def console(home: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    """The console, opened in a terminal of 120 by 34."""
    with Terminal([str(DESKTERM)], cwd=tmp_path, env=home) as terminal:
        terminal.wait_for("F12", timeout=30)
        yield terminal


def sign_on(console: Terminal, name: str, pin: str) -> None:
    """Sign the desk operator on at F7."""
    console.press("f7")
    console.wait_for(pin)
    console.type("lin")
    console.press("tab")
    console.type(PIN)
    console.press("enter")
    console.wait_gone(pin, timeout=20)
    console.wait_for(name)


def test_the_readmes_walk_ends_as_it_says(
    console: Terminal, home: dict[str, str], language: str
) -> None:
    sign_on(console, *(("Lin Wei", "PIN*") if language == "en" else ("林薇", "密码*")))
    for line, said in WALK[language]:
        console.press("f12")
        console.type(line)
        console.wait_for("·")
        console.press("enter")
        console.wait_for(said)
    console.press("f12")
    said, there = FOUND[language]
    console.type(said)
    console.press("enter")
    console.wait_for(there)
    console.press("ctrl+q", "ctrl+q")
    assert console.wait_end().status == 0
    printed = subprocess.run(
        [DESKTERM, "report", "day"], env=home, check=True, capture_output=True, text=True
    ).stdout
    assert "12-3-1502" in printed
    assert "沪A12345" in printed
    assert len(printed.splitlines()) == 6

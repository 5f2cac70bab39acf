"""The README's walk, typed key by key into the real program, in English and in Chinese."""

from __future__ import annotations

import subprocess

import pytest

from tests.console.conftest import DESKTERM
from tests.console.terminal import Terminal

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


def test_the_readmes_walk_ends_as_it_says(
    console: Terminal, home: dict[str, str], language: str
) -> None:
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

"""A machine of one's own with the sample site, and consoles opened on it in real terminals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.console.terminal import Terminal

DESKTERM = Path(sys.executable).with_name("deskterm")
COLUMNS, LINES = 120, 34
PINS = {"lin": "418203", "chen": "570916"}
NAMES = {
    "en": {"lin": "Lin Wei", "chen": "Chen Xiaofeng"},
    "zh_CN": {"lin": "林薇", "chen": "陈晓峰"},
}
PIN_FIELD = {"en": "PIN*", "zh_CN": "密码*"}


@pytest.fixture
def language() -> str:
    """The language that the consoles speak."""
    return "en"


@pytest.fixture(scope="session")
def todays_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample site as it is made today; never opened by a test itself."""
    path = tmp_path_factory.mktemp("today") / "desk.db"
    subprocess.run([DESKTERM, "init", "--store", path], check=True, capture_output=True)
    return path


@pytest.fixture
def home(tmp_path: Path, todays_store: Path, language: str) -> dict[str, str]:
    """The environment of a machine of one's own, with a fresh store of the sample site."""
    home = {
        **os.environ,
        "HOME": str(tmp_path),
        "DESKTERM_STORE": str(tmp_path / "desk.db"),
        "DESKTERM_LANGUAGE": language,
        "LC_ALL": "C.UTF-8",
    }
    # Where these are set, a program believes them and not the terminal, whatever its size is.
    for pinned in ("COLUMNS", "LINES"):
        home.pop(pinned, None)
    for end in ("", ".pepper"):
        shutil.copy(f"{todays_store}{end}", f"{tmp_path / 'desk.db'}{end}")
    return home


@pytest.fixture
def open_console(
    home: dict[str, str], tmp_path: Path, language: str
) -> Iterator[Callable[..., Terminal]]:
    """Opens a console on that store, as often as wanted; signs an operator on where one is named."""
    opened: list[Terminal] = []

    def open_one(operator: str = "") -> Terminal:
        console = Terminal([str(DESKTERM)], (COLUMNS, LINES), cwd=tmp_path, env=home)
        opened.append(console)
        console.wait_for("F12", timeout=30)
        if operator:
            sign_on(console, operator, language)
        return console

    yield open_one
    for console in opened:
        console.close()


@pytest.fixture
def console(open_console: Callable[..., Terminal]) -> Terminal:
    """One console, with the desk operator signed on."""
    return open_console("lin")


def sign_on(console: Terminal, operator: str, language: str) -> None:
    """Sign somebody on at F7, by the keys."""
    console.press("f7")
    console.wait_for(PIN_FIELD[language])
    console.type(operator)
    console.press("tab")
    console.type(PINS[operator])
    console.press("enter")
    console.wait_for(f"{NAMES[language][operator]} · desk", timeout=20)
    console.wait_gone(PIN_FIELD[language])

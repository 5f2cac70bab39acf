"""The pins: everything the program stands on, by exact version and content."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[2]
PIN = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ;[^\\]+)?((?: \\\n    --hash=\S+)+)$"
)
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _blocks(lock: str) -> list[str]:
    """The lock's requirements, each with its hashes; nothing of the file is left out."""
    return re.split(r"\n(?! )", (HERE / lock).read_text(encoding="utf-8").rstrip("\n"))


def _pins(lock: str) -> dict[str, str]:
    found = [PIN.match(block) for block in _blocks(lock)]
    return {pin["name"]: pin["version"] for pin in found if pin}


def _named(requirements: list[str]) -> set[str]:
    names = (re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements)
    return {re.sub(r"[._-]+", "-", name).lower() for name in names}


@pytest.fixture
def declared() -> dict[str, Any]:
    with (HERE / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: str) -> None:
    assert [block for block in _blocks(lock) if not PIN.match(block)] == []


def test_whatever_is_declared_is_pinned(declared: dict[str, Any]) -> None:
    project, build = declared["project"], declared["build-system"]
    runtime = _named(project["dependencies"] + build["requires"])
    assert runtime - set(_pins("requirements.lock")) == set()
    dev = _named(project["optional-dependencies"]["dev"])
    assert dev - set(_pins("requirements-dev.lock")) == set()


def test_what_is_developed_with_is_what_is_shipped_with_and_more() -> None:
    assert _pins("requirements.lock").items() < _pins("requirements-dev.lock").items()

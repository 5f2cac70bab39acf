"""A site's folder of one's own, and a pen for its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.shell.site.shipped import shipped

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder of one's own: a copy of the sample site."""
    copy = tmp_path / "site"
    shutil.copytree(str(shipped("site")), copy)
    return copy


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace some text of a file, which must be there."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace

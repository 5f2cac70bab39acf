"""The fixtures every test stands on: a real store with the sample site, its clock in hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskterm.core import words
from deskterm.core.office import Office
from deskterm.shell.house import open_office
from deskterm.shell.site_files import init_store

NOON = datetime(2026, 11, 23, 6, 31, 40, tzinfo=UTC)
"""Monday 23 November 2026, 14:31:40 on the site's wall clock."""


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        """Let some time pass: `pass_(minutes=5)`."""
        self.at += timedelta(**time)


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample site, made once; never opened by a test itself."""
    path = tmp_path_factory.mktemp("sample") / "desk.db"
    init_store(path, clock=Clock())
    return path


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample site's store."""
    path = tmp_path / "desk.db"
    shutil.copy(sample_store, path)
    shutil.copy(str(sample_store) + ".pepper", str(path) + ".pepper")
    return path


@pytest.fixture
def clock() -> Clock:
    """The clock of `office`."""
    return Clock()


@pytest.fixture
def office(store: Path, clock: Clock) -> Iterator[Office]:
    """An office on a fresh sample site, its clock stopped at Monday 14:31:40."""
    words.use("en")
    office = open_office(store, console="desk-1", clock=clock)
    yield office
    office.close()
    words.use("en")

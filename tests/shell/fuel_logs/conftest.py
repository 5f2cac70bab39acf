"""What every test of fuel logs stands on: a folder to write in, and a way to take a file in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core.office import Office
from deskterm.shell.fuel_logs.importing import Asked, import_fuel
from deskterm.shell.fuel_logs.outcome import Outcome

VAN = "沪A12345"
Take = Callable[..., Outcome]


@pytest.fixture
def take(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Take these lines in by a map: of this name, or of this text."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def taking(body: str | bytes, by: str, plate: str | None = VAN, **asked: object) -> Outcome:
        file = folder / "log.csv"
        file.write_bytes(body if isinstance(body, bytes) else body.encode())
        if "\n" in by:
            (folder / "own.toml").write_text(by, encoding="utf-8")
            by = "own.toml"
        return import_fuel(office, file, Asked(by, plate, **asked), None)  # type: ignore[arg-type]

    return taking

"""The store that is measured: made once, the same for everyone, and only ever copied."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

DESKTERM = Path(sys.executable).with_name("deskterm")
VAR = Path(__file__).parents[1] / "var"


@dataclass(frozen=True)
class Load:
    """Generated calls: the same seed gives the same ones."""

    calls: int
    seed: int = 7

    def made(self) -> Path:
        """The store, generated if this is the first time that it is asked for."""
        path = VAR / ("bench.db" if self.calls == 100_000 else f"bench-{self.calls}.db")
        if not path.exists():
            VAR.mkdir(exist_ok=True)
            print(f"Generating {self.calls} calls, once.", file=sys.stderr)
            unfinished = path.with_suffix(".part")
            _remove(unfinished)
            load = ("--calls", str(self.calls), "--seed", str(self.seed))
            for command in (("init",), ("demo", *load)):
                subprocess.run(
                    [DESKTERM, *command, "--store", unfinished], check=True, stdout=sys.stderr
                )
            _move(unfinished, path)
        return path


def copied(store: Path, folder: Path) -> Path:
    """A copy of a store, with the files beside it that belong to it."""
    for file in _parts(store):
        shutil.copy(file, folder / file.name)
    return folder / store.name


def _parts(store: Path) -> list[Path]:
    return [file for file in store.parent.glob(f"{store.name}*") if file.is_file()]


def _remove(store: Path) -> None:
    for file in _parts(store):
        file.unlink()


def _move(store: Path, to: Path) -> None:
    for file in _parts(store):
        file.rename(to.with_name(to.name + file.name.removeprefix(store.name)))

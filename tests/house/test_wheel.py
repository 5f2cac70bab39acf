"""What is in the tree is in the wheel, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
LEFT_OUT = shutil.ignore_patterns("__pycache__")


def _tree(folder: Path) -> set[str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)) for file in files if "__pycache__" not in file.parts}


def _shipped(wheel: Path) -> set[str]:
    names = zipfile.ZipFile(wheel).namelist()
    return {name for name in names if ".dist-info/" not in name}


def test_the_wheel_holds_the_program_and_its_data_whole(tmp_path: Path) -> None:
    source, wheels = tmp_path / "source", tmp_path / "wheels"
    source.mkdir()
    for name in NEEDED:
        shutil.copy(HERE / name, source)
    for name in ("deskterm", "data"):
        shutil.copytree(HERE / name, source / name, ignore=LEFT_OUT)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels],
        cwd=source,
        check=True,
        capture_output=True,
    )
    expected = {f"deskterm/{name}" for name in _tree(source / "deskterm")}
    expected |= {f"deskterm/data/{name}" for name in _tree(source / "data")}
    (wheel,) = wheels.iterdir()
    assert _shipped(wheel) == expected

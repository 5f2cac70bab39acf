"""`deskterm check`: all of a data folder looked over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deskterm.shell.check import check
from deskterm.shell.site.shipped import shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of one's own: a copy of the shipped one."""
    copy = tmp_path / "data"
    shutil.copytree(str(shipped("")), copy)
    return copy


def edit(path: Path, old: str, new: str) -> int:
    """Replace some text of a file; answers the line that it stood in."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(folder: Path) -> list[str]:
    """Every problem, as it is printed."""
    return [str(problem) for problem in check(folder)]


def test_the_shipped_data_has_no_problem() -> None:
    assert check() == []


def test_problems_of_every_part_are_told_with_file_and_line(folder: Path) -> None:
    step = edit(folder / "playbooks" / "repair.toml", '"opened + 5m"', '"opened + 5 minuts"')
    room = edit(folder / "site" / "rooms.csv", "A,会议室A,Room A,small", "A,会议室A,Room A,tiny")
    zone = edit(folder / "maps" / "sffd.toml", "America/Los_Angeles", "America/Los_Angels")
    key = edit(folder / "keymap.toml", 'find = "f9"', 'find = "f8"')
    problems = told(folder)
    assert [problem.partition(": ")[0] for problem in problems] == [
        f"playbooks/repair.toml:{step}",
        f"site/rooms.csv:{room}",
        f"maps/sffd.toml:{zone}",
        f"keymap.toml:{key}",
    ]
    assert problems[2].endswith(
        "zone: unknown time zone “America/Los_Angels”; did you mean America/Los_Angeles?"
    )
    assert problems[3].endswith("F8 is both app.records and app.find.")


def test_a_sites_folder_is_checked_by_itself(folder: Path) -> None:
    edit(folder / "site" / "rooms.csv", "A,会议室A,Room A,small", "A,会议室A,Room A,tiny")
    assert told(folder / "site") == ["rooms.csv:2: size: unknown “tiny”; known are large, small"]


def test_a_folder_with_nothing_of_ours_is_no_sound_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert told(tmp_path / "empty") == [
        "empty: there is nothing to check here;"
        " a data folder holds playbooks, site, maps, keymap.toml"
    ]


def test_an_action_that_there_is_not_is_told_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "keymap.toml").write_text('[app]\nhelp = "f1, ctrl+t"\nfly = "f2"\n')
    problems = told(tmp_path)
    assert "keymap.toml:3: app.fly: there is no such action." in problems


def test_a_keymap_that_is_no_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "keymap.toml").write_text("[app\n")
    (problem,) = told(tmp_path)
    assert problem.startswith("keymap.toml: The keymap keymap.toml cannot be read")


MAP = """\
source = "theirs"
zone = "Europe/Berlin"
dates = ["%d.%m.%Y %H:%M"]

[call]
key = "Nr"
opened = "Am"
category = "Art"
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('source = "theirs"\n', "", "maps/m.toml:1: “source” is missing"),
        ('zone = "Europe/Berlin"', "zone = 1", "maps/m.toml:2: zone: write it as words in quotes"),
        (
            "%d.%m.%Y %H:%M",
            "%d.%m.%Y",
            "maps/m.toml:3: dates: “%d.%m.%Y” does not say year, month, day and hour;"
            " write it like %Y-%m-%d %H:%M",
        ),
        ("[call]", "[cal]", "maps/m.toml:5: unknown key “cal”; did you mean call?"),
        ('key = "Nr"', 'kee = "Nr"', "maps/m.toml:6: unknown key “kee”; did you mean key?"),
        (
            'category = "Art"\n',
            'category = "Art"\n[categories]\nPanne = "repare"\n',
            "maps/m.toml:10: Panne: unknown category “repare”; did you mean repair?",
        ),
        (
            'category = "Art"\n',
            'category = "Art"\n[run]\nunit = "Wagen"\nassigned = "Los"\n',
            "maps/m.toml:9: “clear” is missing",
        ),
        (
            'source = "theirs"\n',
            'source = "theirs"\ndelimiter = ";;"\n',
            "maps/m.toml:2: delimiter: write the one character between two values, like a comma",
        ),
        (
            'source = "theirs"\n',
            'source = "theirs"\nencoding = "latin-99"\n',
            "maps/m.toml:2: encoding: there is no encoding “latin-99”",
        ),
        ("dates = [", "dates = ", "maps/m.toml:3: this is not TOML: "),
    ],
)
def test_what_is_wrong_with_a_map_is_told_by_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    (tmp_path / "maps").mkdir()
    path = tmp_path / "maps" / "m.toml"
    path.write_text(MAP, encoding="utf-8")
    assert check(tmp_path) == []
    edit(path, old, new)
    assert any(line.startswith(problem) for line in told(tmp_path)), told(tmp_path)

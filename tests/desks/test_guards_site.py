"""What a site says of its guards: its equipment, its words for states, how often it asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core import words
from deskterm.core.errors import Question
from deskterm.core.office import Office
from deskterm.desks.guards import queries
from deskterm.desks.guards.queries import STATES
from deskterm.shell.site.shipped import shipped
from deskterm.shell.site_files import apply, difference, load_site
from tests.desks.patrol import guard, open_case, say, send, status, waiting

LABELS = """
[status.on-scene]
en = "in place"
zh = "已就位"
[status.en-route]
en = "rolling"
zh = "出动"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder of one's own: a copy of the sample site."""
    copy = tmp_path / "site"
    shutil.copytree(str(shipped("site")), copy)
    return copy


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Replace some text of a file, which must be there."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return replace


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in load_site(folder)[1]]


def synced(office: Office, folder: Path) -> list[str]:
    files, problems = load_site(folder)
    assert problems == []
    found = difference(office, files)
    with office.work("tang") as work:
        apply(work, found)
    return [str(change) for change in found.changes]


def add(folder: Path, name: str, text: str) -> None:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_state_is_said_in_the_site_s_own_word_and_understood(
    office: Office, folder: Path
) -> None:
    add(folder, "site.toml", LABELS)
    assert "+ settings  status.on-scene.en" in synced(office, folder)
    send(office, open_case(office), "G2")
    assert say(office, "G2 rolling") == "G2 钱进: rolling."
    assert say(office, "G2 in place") == "G2 钱进: in place."
    assert guard(office, "G2")["state"] == "on-scene", "its meaning stays"
    with pytest.raises(Question, match="G2 钱进 is on C001, in place since 14:31"):
        send(office, open_case(office), "G2")
    words.use("zh_CN")
    assert "返回" in say(office, "G2 返回")
    send(office, open_case(office), "G4")
    assert "已就位" in say(office, "G4 已就位")
    assert (queries.label(office.site, "on-scene"), queries.label(office.site, "break")) == (
        "已就位",
        words._(STATES["break"]),
    )


def test_labels_are_checked_by_line(folder: Path) -> None:
    at = len((folder / "site.toml").read_text(encoding="utf-8").splitlines())
    add(folder, "site.toml", '[status.onscene]\nen = "x"\nzh = "y"\n[status.break]\nen = "z"\n')
    assert told(folder) == [
        f"site.toml:{at + 1}: there is no state “onscene”; did you mean on-scene?",
        f"site.toml:{at + 4}: “zh” is missing",
    ]


def test_equipment_is_taken_in_changed_and_put_out_of_use(
    office: Office, folder: Path, edit: Callable[[str, str, str], None]
) -> None:
    say(office, "issue R8 G2")
    edit("equipment.csv", "R8,8号对讲机,Radio 8,radio\n", "")
    edit("equipment.csv", "Roof keys", "Rooftop keys")
    add(folder, "equipment.csv", "T1,手电,Torch 1,other\n")
    assert synced(office, folder) == [
        "~ equipment  K2: english Roof keys → Rooftop keys",
        "+ equipment  T1",
        "- equipment  R8: becomes inactive",
    ]
    with office.read() as reader:
        codes = [row["code"] for row in queries.equipment(reader)]
    assert codes[-3:] == ["R7", "R8", "T1"], "R8 is out of use and still in his hands"
    say(office, "return R8")
    with office.read() as reader:
        assert "R8" not in [row["code"] for row in queries.equipment(reader)]
    assert synced(office, folder) == []


def test_a_site_without_the_file_keeps_the_equipment_it_has(office: Office, folder: Path) -> None:
    (folder / "equipment.csv").unlink()
    assert synced(office, folder) == []
    with office.read() as reader:
        assert len(queries.equipment(reader)) == 12


def test_equipment_of_no_known_kind_is_told(
    folder: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("equipment.csv", "R1,1号对讲机,Radio 1,radio", "R1,1号对讲机,Radio 1,radios")
    assert told(folder) == ["equipment.csv:2: kind: unknown “radios”; did you mean radio?"]


def test_how_often_a_word_is_asked_for_is_the_category_s(
    office: Office, folder: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("categories.toml", "roll_call_minutes = 10", "roll_call_minutes = 7")
    assert synced(office, folder) == [
        "~ categories  safety: roll_call_minutes 10 → 7",
        "~ categories  disaster: roll_call_minutes 10 → 7",
    ]
    send(office, open_case(office, category="safety"), "G2")
    status(office, "G2", "on-scene")
    assert [due for _who, _title, due in waiting(office)] == ["14:38"]
    edit("categories.toml", "roll_call_minutes = 7", 'roll_call_minutes = "often"')
    assert all("roll_call_minutes: write it as a whole number" in line for line in told(folder))

"""What a site says of its rooms: who brings what is wanted, and who mends what is broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from deskterm.core.office import Office
from deskterm.shell.check import check
from deskterm.shell.site.shipped import shipped


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The settings of a site of one's own."""
    shutil.copytree(str(shipped("site")), tmp_path / "site")
    return tmp_path / "site" / "site.toml"


def edited(site: Path, old: str, new: str) -> list[str]:
    """What is wrong with the site once this is changed, without the lines' numbers."""
    text = site.read_text(encoding="utf-8")
    assert old in text
    site.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [problem.sentence for problem in check(site.parent)]


def test_the_shipped_site_says_who_brings_each_thing_and_who_mends_what(office: Office) -> None:
    provides = json.loads(office.site.values["provides"])
    faults = json.loads(office.site.values["faults"])
    assert len(provides) == 8
    assert set(provides.values()) == {"business"}
    assert {"door", "锁"} <= set(faults["engineering"])
    assert {"sound", "空调"} <= set(faults["equipment"])


def test_a_department_that_brings_nothing_is_told(site: Path) -> None:
    assert edited(site, 'banner = "business"', 'banner = "busines"') == [
        "unknown department “busines”; did you mean business?"
    ]


def test_a_thing_that_nobody_can_want_is_told(site: Path) -> None:
    assert edited(site, 'banner = "business"', 'baner = "business"') == [
        "unknown key “baner”; did you mean banner?"
    ]


def test_a_department_that_mends_nothing_is_told(site: Path) -> None:
    found = edited(site, "[faults.engineering]", "[faults.enginering]")
    assert found == ["unknown key “enginering”; did you mean engineering?"]


def test_words_of_one_language_alone_are_told(site: Path) -> None:
    found = edited(site, 'zh = ["墙", "门"', 'zn = ["墙", "门"')
    assert found == [
        "unknown key “zn”; did you mean zh?",
        "write them as a list of words in quotes",
    ]


def test_a_site_may_leave_both_out(site: Path) -> None:
    text = site.read_text(encoding="utf-8")
    head, _provides, rest = text.partition("\n# Which department provides")
    tail = rest[rest.index("\n# What guards do") :]
    site.write_text(head + tail, encoding="utf-8")
    assert check(site.parent) == []

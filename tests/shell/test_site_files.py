"""A store made from a site's files."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from deskterm.core import journal, people, search
from deskterm.core.errors import StoreRefusal
from deskterm.core.office import Office
from deskterm.shell.site.shipped import shipped
from deskterm.shell.site_files import BrokenSite, init_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder of one's own: a copy of the sample site."""
    copy = tmp_path / "site"
    shutil.copytree(str(shipped("site")), copy)
    return copy


def test_the_store_holds_what_the_sample_site_says(office: Office) -> None:
    with office.read() as reader:
        home = reader.row("SELECT * FROM places WHERE code = '12-3-1502'")
        assert home is not None
        assert (home["building"], home["entrance"], home["floor"], home["room"]) == (
            "12",
            "3",
            15,
            "1502",
        )
        lives = reader.rows("SELECT * FROM residents WHERE place_id = :id", id=home["id"])
        first = lives[0]
        assert (first["name"], first["pinyin"], first["initials"]) == (
            "王建国",
            "wang jian guo",
            "wjg",
        )
        assert first["phone"].endswith(first["phone_tail"])
        assert len(first["phone_tail"]) == 4
        van = reader.row("SELECT * FROM vehicles WHERE plate = '沪A12345'")
        assert van is not None
        assert (van["tank_ml"], van["norm_ml"]) == (58_000, 8_900)
        assert reader.value("SELECT cents FROM prices WHERE code = 'tap'") == 3000
        assert reader.value("SELECT grade FROM categories WHERE code = 'medical'") == 0
    assert office.site.zone.key == "Asia/Shanghai"
    assert office.site.number("large_doors_minutes", 0) == 30


def test_every_guard_begins_available_at_the_post(office: Office) -> None:
    with office.read() as reader:
        rows = reader.rows(
            "SELECT p.code, g.post, g.state, g.since FROM guards g"
            " JOIN people p ON p.id = g.person_id WHERE p.code IN ('G1', 'G4') ORDER BY p.code"
        )
    assert [(row["code"], row["post"], row["state"]) for row in rows] == [
        ("G1", "gate", "available"),
        ("G4", "carpark", "available"),
    ]
    assert {row["since"] for row in rows} == {"2026-11-23T06:31:40.000Z"}


def test_a_resident_is_found_by_initials_phone_tail_and_unit(office: Office) -> None:
    with office.read() as reader:
        for query in ("wjg", "wangjianguo", "王建国", "2231", "12-3-1502"):
            found = [hit["body"] for hit in search.find(reader, query, kind="resident")]
            assert "王建国 Wang Jianguo 12-3-1502" in found, query


def test_guards_vehicles_units_documents_and_phrases_are_found_too(office: Office) -> None:
    wanted = {
        "guard": "G2",
        "vehicle": "沪A12345",
        "place": "15-2-1203",
        "document": "竣工图纸",
        "phrase": "救护车",
    }
    with office.read() as reader:
        for kind, query in wanted.items():
            assert [hit["kind"] for hit in search.find(reader, query, kind=kind)][:1] == [kind]


def test_an_operators_pin_opens_and_is_nowhere_in_the_store(office: Office) -> None:
    with office.read() as reader:
        kept = reader.value("SELECT pin_hash FROM people WHERE code = 'lin'")
        without = reader.value("SELECT pin_hash FROM people WHERE code = 'shen'")
    secret = people.pepper(office.path)
    assert people.pin_matches(kept, "418203", secret)
    assert not people.pin_matches(kept, "418204", secret)
    assert without is None
    assert b"418203" not in office.path.read_bytes()
    pepper = office.path.with_name(office.path.name + ".pepper")
    assert pepper.exists()


def test_a_new_stores_journal_verifies_and_names_nobody(office: Office) -> None:
    with office.read() as reader:
        chain = journal.verify(reader)
        facts = " ".join(row["facts"] for row in reader.rows("SELECT facts FROM journal"))
        consoles = {row["console"] for row in reader.rows("SELECT DISTINCT console FROM journal")}
        acts = reader.value("SELECT count(DISTINCT act) FROM journal")
    assert chain.broken_at is None
    assert chain.count > 30
    assert "王建国" not in facts
    assert "5550" not in facts
    assert (consoles, acts) == ({"site"}, 1)


def test_every_vehicle_paper_of_the_site_runs_its_clock(office: Office) -> None:
    with office.read() as reader:
        papers = reader.rows(
            "SELECT p.kind, s.due_at FROM papers p JOIN vehicles v ON v.id = p.vehicle_id"
            " JOIN steps s ON s.case_id = p.case_id"
            " WHERE v.plate = '沪A12345' AND s.due_at IS NOT NULL"
        )
    assert {row["kind"] for row in papers} >= {"inspection", "insurance", "tax"}


def test_a_store_and_its_pepper_are_for_their_owner_alone(tmp_path: Path) -> None:
    init_store(tmp_path / "desk.db")
    for name in ("desk.db", "desk.db.pepper"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name


def test_a_store_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    init_store(path)
    before = path.read_bytes()
    with pytest.raises(StoreRefusal, match="exists already"):
        init_store(path)
    assert path.read_bytes() == before


def test_a_broken_site_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    (folder / "rooms.csv").write_text("code,name\nA,会议室A\n", encoding="utf-8")
    with pytest.raises(BrokenSite) as refused:
        init_store(tmp_path / "new" / "desk.db", folder)
    assert "rooms.csv:1: the column “capacity” is missing" in str(refused.value)
    assert not (tmp_path / "new").exists()


def test_names_are_read_as_surnames_are(folder: Path, tmp_path: Path) -> None:
    rows = [
        ("12-3-1502", "曾志伟", "zeng zhi wei", "zzw"),
        ("12-3-1502", "单雄", "shan xiong", "sx"),
        ("12-3-1502", "欧阳明月", "ou yang ming yue", "oymy"),
        ("12-3-1502", "尉迟恭", "yu chi gong", "ycg"),
        ("12-3-1502", "吐尔逊·解放", "tu er xun jie fang", "texjf"),
        ("12-3-1502", "Zoë O'Neil", "zoë o neil", "zon"),
    ]
    lines = ["unit,name,english,phone,role,notes", *(f"{u},{n},,,owner," for u, n, *_ in rows)]
    (folder / "residents.csv").write_text("\n".join(lines), encoding="utf-8")
    init_store(tmp_path / "desk.db", folder)
    office = Office(tmp_path / "desk.db")
    with office.read() as reader:
        kept = reader.rows("SELECT name, pinyin, initials FROM residents ORDER BY id")
    office.close()
    assert [(row["name"], row["pinyin"], row["initials"]) for row in kept] == [
        (name, pinyin, initials) for _unit, name, pinyin, initials in rows
    ]

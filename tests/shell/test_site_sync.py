"""A site's files compared with its store, and taken in."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from deskterm.core import journal, people, search
from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.register import Person
from deskterm.desks.guards import actions as guards
from deskterm.desks.shifts.actions import verify
from deskterm.shell.site_files import Difference, apply, difference, load_site
from tests.conftest import Clock
from tests.shell.conftest import Edit

HOME = "12-3-1502"


def compared(office: Office, folder: Path) -> Difference:
    """The difference between the store and the folder's files, which have no problem."""
    files, problems = load_site(folder)
    assert problems == []
    return difference(office, files)


def synced(office: Office, folder: Path) -> int:
    """Take the folder's files in."""
    with office.work("tang") as work:
        return apply(work, compared(office, folder))


def said(found: Difference) -> list[str]:
    """Every change, as it is printed."""
    return [str(change) for change in found.changes]


def lines(office: Office) -> list[tuple[str, dict[str, object]]]:
    """What the last act left in the journal."""
    with office.read() as reader:
        rows = reader.rows(
            "SELECT kind, facts FROM journal"
            " WHERE act = (SELECT act FROM journal ORDER BY seq DESC LIMIT 1) ORDER BY seq"
        )
    return [(row["kind"], json.loads(row["facts"])) for row in rows]


def id_of(office: Office, table: str, column: str, value: str) -> int:
    """The id of the first row with this value."""
    with office.read() as reader:
        sql = f"SELECT id FROM {table} WHERE {column} = :value"
        return int(reader.value(sql, value=value))


def test_a_store_just_made_differs_in_nothing(office: Office, folder: Path) -> None:
    found = compared(office, folder)
    assert found.changes == ()
    assert found.empty


def test_the_difference_says_each_field_before_anything_changes(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("vehicles.csv", "8.900", "9.100")
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,16")
    found = compared(office, folder)
    assert said(found) == [
        "~ rooms  A: capacity 14 → 16",
        "~ vehicles  沪A12345: norm_ml 8900 → 9100",
    ]
    assert compared(office, folder) == found


def test_what_is_new_changed_and_gone_is_taken_in_and_then_nothing_differs(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("residents.csv", f"{HOME},王建国", f"{HOME},王健国")
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,16")
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write("16-1-0101,16,1,1,0101,\n")
    assert synced(office, folder) == 4
    with office.read() as reader:
        rows = reader.rows(
            "SELECT r.name, r.pinyin, r.active FROM residents r JOIN places p ON p.id = r.place_id"
            " WHERE p.code = :home AND r.name LIKE '王%国'",
            home=HOME,
        )
        assert [(row["name"], row["active"]) for row in rows] == [("王建国", 0), ("王健国", 1)]
        assert reader.value("SELECT capacity FROM rooms WHERE code = 'A'") == 16
        assert reader.value("SELECT active FROM places WHERE code = '16-1-0101'") == 1
        assert journal.verify(reader).broken_at is None
    assert compared(office, folder).changes == ()


def test_the_journal_says_what_changed_in_ids_alone(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("residents.csv", f"{HOME},王建国", f"{HOME},王健国")
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,16")
    with office.read() as reader:
        gone = reader.value(
            "SELECT r.id FROM residents r JOIN places p ON p.id = r.place_id"
            " WHERE r.name = '王建国' AND p.code = :home",
            home=HOME,
        )
    synced(office, folder)
    new = id_of(office, "residents", "name", "王健国")
    room = id_of(office, "rooms", "code", "A")
    assert lines(office) == [
        ("site.added", {"table": "residents", "ids": [new]}),
        ("site.changed", {"table": "residents", "fields": {str(gone): ["active"]}}),
        ("site.changed", {"table": "rooms", "fields": {str(room): ["capacity"]}}),
    ]


def test_who_moved_out_is_found_no_more_and_who_moved_in_is(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("residents.csv", f"{HOME},王建国", f"{HOME},解建国")
    synced(office, folder)
    with office.read() as reader:
        bodies = [hit["body"] for hit in search.find(reader, f"{HOME} 建国")]
        by_initials = [hit["body"] for hit in search.find(reader, "xjg", kind="resident")]
    assert len(bodies) == 1
    assert bodies[0].startswith("解建国")
    assert f"解建国 Wang Jianguo {HOME}" in by_initials


def test_who_comes_back_is_active_again(office: Office, folder: Path, edit: Edit) -> None:
    edit("residents.csv", f"{HOME},王建国", f"{HOME},王健国")
    synced(office, folder)
    edit("residents.csv", f"{HOME},王健国", f"{HOME},王建国")
    found = compared(office, folder)
    assert said(found) == [
        f"~ residents  {HOME} 王建国: active no → yes",
        f"- residents  {HOME} 王健国: becomes inactive",
    ]
    synced(office, folder)
    with office.read() as reader:
        hits = search.find(reader, f"{HOME} 王建国", kind="resident")
    assert len(hits) == 1


def test_a_pin_goes_to_who_has_none_and_never_over_one_that_was_set(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("people.csv", "100-5550-0101,418203", "100-5550-0101,999999")
    edit("people.csv", "100-5550-0109,", "100-5550-0109,246813")
    found = compared(office, folder)
    assert said(found) == ["~ people  shen: pin - → ••••••"]
    synced(office, folder)
    secret = people.pepper(office.path)
    with office.read() as reader:
        lin = reader.value("SELECT pin_hash FROM people WHERE code = 'lin'")
        shen = reader.value("SELECT pin_hash FROM people WHERE code = 'shen'")
    assert people.pin_matches(lin, "418203", secret)
    assert people.pin_matches(shen, "246813", secret)


def test_without_the_pepper_every_pin_is_set_anew_from_the_files(
    office: Office, folder: Path, edit: Edit
) -> None:
    people.pepper_of(office.path).unlink()
    with office.work() as work:
        lin = work.session.exec(select(Person).where(Person.code == "lin")).one()
        lin.pin_failures, lin.pin_locked_until = 5, work.now + timedelta(minutes=10)
    edit("people.csv", "100-5550-0101,418203", "100-5550-0101,135790")
    edit("people.csv", "100-5550-0102,570916", "100-5550-0102,")
    found = said(compared(office, folder))
    assert found[:2] == ["~ people  lin: pin •••••• → ••••••", "~ people  chen: pin •••••• → -"]
    synced(office, folder)
    assert verify(office, "lin", "135790").code == "lin"
    with pytest.raises(Refusal, match="is wrong"):
        verify(office, "chen", "570916")
    assert said(compared(office, folder)) == []
    edit("people.csv", "100-5550-0102,", "100-5550-0102,570916")
    synced(office, folder)
    assert verify(office, "chen", "570916").code == "chen"


def test_a_guard_who_left_is_off_duty_and_cannot_be_sent(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("guards.csv", "G10,卫刚,Wei Gang,100-5550-0210,gate\n", "")
    synced(office, folder)
    with office.read() as reader:
        state = reader.row(
            "SELECT g.state, p.active FROM guards g JOIN people p ON p.id = g.person_id"
            " WHERE p.code = 'G10'"
        )
    assert state == {"state": "off-duty", "active": 0}
    kinds = [kind for kind, _facts in lines(office)]
    assert kinds == ["guard.changed", "site.changed"]


def test_a_guard_who_is_out_is_not_taken_off(office: Office, folder: Path, edit: Edit) -> None:
    with office.work("lin") as work:
        case = work.open_case("C", "calls", 2)
        guards.send(work, case.id, ["G10"])
    edit("guards.csv", "G10,卫刚,Wei Gang,100-5550-0210,gate\n", "")
    with pytest.raises(Refusal, match="G10 is out on a call"):
        synced(office, folder)
    with office.read() as reader:
        assert reader.value("SELECT active FROM people WHERE code = 'G10'") == 1


def test_a_settings_change_holds_at_once(office: Office, folder: Path, edit: Edit) -> None:
    edit("site.toml", "large_doors_minutes = 30", "large_doors_minutes = 45")
    synced(office, folder)
    assert office.site.number("large_doors_minutes", 0) == 45


def test_a_paper_with_another_date_starts_its_clock_anew(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("papers.csv", "沪A12345,inspection,2026-12-29,", "沪A12345,inspection,2027-12-29,")
    synced(office, folder)
    with office.read() as reader:
        rows = reader.rows(
            "SELECT q.expires, c.state FROM papers q JOIN cases c ON c.id = q.case_id"
            " JOIN vehicles v ON v.id = q.vehicle_id"
            " WHERE v.plate = '沪A12345' AND q.kind = 'inspection' ORDER BY q.id"
        )
    assert [(row["expires"], row["state"]) for row in rows] == [
        ("2026-12-29", "closed"),
        ("2027-12-29", "open"),
    ]
    assert compared(office, folder).empty


def test_a_notice_left_out_ends_and_a_document_left_out_stays(office: Office, folder: Path) -> None:
    text = (folder / "notices.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "notices.csv").write_text("".join([text[0], *text[2:]]), encoding="utf-8")
    documents = (folder / "documents.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "documents.csv").write_text("".join(documents[:-1]), encoding="utf-8")
    assert synced(office, folder) == 1
    with office.read() as reader:
        assert reader.value("SELECT ends FROM notices WHERE building = '12'") == "2026-11-22"
    found = compared(office, folder)
    assert [line.partition(": ")[2] for line in said(found)] == ["not in the file any more; stays"]
    assert found.empty


def test_a_difference_that_was_overtaken_is_not_applied(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,16")
    looked_at = compared(office, folder)
    synced(office, folder)
    with (
        pytest.raises(Refusal, match="The store changed meanwhile"),
        office.work("tang") as work,
    ):
        apply(work, looked_at)


def test_only_who_may_edit_the_register_takes_files_in(
    office: Office, folder: Path, edit: Edit
) -> None:
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,16")
    found = compared(office, folder)
    with (
        pytest.raises(Refusal, match="A desk operator may not do this"),
        office.work("lin") as work,
    ):
        apply(work, found)


def test_an_expired_notice_is_no_difference(office: Office, folder: Path, clock: Clock) -> None:
    clock.pass_(days=3650)
    assert compared(office, folder).changes == ()

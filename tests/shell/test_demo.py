"""A generated store: the same for the same seed, with everything that real acts leave."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from deskterm.core import journal, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.instants import instant
from deskterm.core.office import Office
from deskterm.core.reader import Row
from deskterm.core.tables import Case, Step
from deskterm.desks.vehicles import queries as vehicles
from deskterm.shell.demo import demo, stage
from deskterm.shell.demo.taken import moulds
from deskterm.shell.house import open_office
from tests.conftest import NOON, Clock

CALLS = 400
_DIGESTS = re.compile(r"[0-9a-f]{16,}")
"""Digests and salts, in which any digits may stand by chance."""
TABLES = [
    "cases",
    "calls",
    "bookings",
    "slips",
    "runs",
    "steps",
    "moments",
    "texts",
    "assignments",
    "trips",
    "contacts",
    "charges",
    "closings",
    "numbers",
    "guards",
    "docs",
    "journal",
]


def generated(sample_store: Path, folder: Path, seed: int, calls: int = CALLS) -> Path:
    """A copy of the sample site's store, full of calls."""
    path = folder / "desk.db"
    shutil.copy(sample_store, path)
    demo(path, calls, seed)
    return path


@pytest.fixture(scope="module")
def full(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of generated calls, made once."""
    return generated(sample_store, tmp_path_factory.mktemp("full"), seed=7)


@pytest.fixture
def town(full: Path) -> Iterator[Office]:
    """An office on the generated store, its clock where the sample site's stands."""
    office = open_office(full, clock=Clock())
    yield office
    office.close()


def rows_of(path: Path) -> dict[str, list[Row]]:
    """Every row of every table, in order."""
    office = open_office(path)
    with office.read() as reader:
        found = {table: reader.rows(f"SELECT * FROM {table} ORDER BY rowid") for table in TABLES}
    office.close()
    return found


def facts(office: Office, kind: str) -> list[tuple[Row, dict[str, object]]]:
    """The journal's lines of a kind, with their facts."""
    with office.read() as reader:
        lines = reader.rows("SELECT * FROM journal WHERE kind = :kind ORDER BY seq", kind=kind)
    return [(line, json.loads(line["facts"])) for line in lines]


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(
    sample_store: Path, full: Path, tmp_path: Path
) -> None:
    for name in ("again", "other"):
        (tmp_path / name).mkdir()
    again = generated(sample_store, tmp_path / "again", seed=7)
    other = generated(sample_store, tmp_path / "other", seed=8)
    assert rows_of(again) == rows_of(full)
    assert rows_of(other)["journal"] != rows_of(full)["journal"]


def test_the_journal_verifies_and_goes_on_verifying(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    shutil.copy(full, path)
    office = open_office(path, clock=Clock())
    with office.work("lin") as work:
        work.open_case("C", "calls", 2)
    with office.read() as reader:
        chain = journal.verify(reader)
        newest = reader.row("SELECT year, number FROM cases ORDER BY id DESC LIMIT 1")
        count = reader.value("SELECT count(*) FROM cases WHERE letter = 'C' AND year = 2026")
    office.close()
    assert chain.broken_at is None
    assert newest == {"year": 2026, "number": count}


def test_there_are_as_many_calls_as_were_asked_for_and_a_few_are_open(town: Office) -> None:
    with town.read() as reader:
        found = reader.rows(
            "SELECT state, count(*) AS count FROM cases WHERE desk = 'calls' GROUP BY state"
        )
        first, last = (
            instant(reader.value(f"SELECT {which}(opened_at) FROM cases WHERE letter = 'C'"))
            for which in ("min", "max")
        )
        bookings = reader.value("SELECT count(*) FROM bookings")
        slips = reader.value("SELECT count(*) FROM slips")
        trips = reader.value("SELECT count(*) FROM trips")
    assert {row["state"]: row["count"] for row in found} == {"closed": CALLS - 12, "open": 12}
    assert NOON - timedelta(days=730) <= first < NOON - timedelta(days=600)
    assert NOON - timedelta(hours=3) < last <= NOON
    assert min(bookings, slips, trips) > 0


def test_nothing_generated_lies_ahead_of_the_store_but_what_was_booked(town: Office) -> None:
    with town.read() as reader:
        for table, column in (
            ("journal", "at"),
            ("cases", "opened_at"),
            ("cases", "closed_at"),
            ("steps", "done_at"),
            ("assignments", "clear_at"),
            ("guards", "since"),
            ("slips", "at"),
        ):
            last = reader.value(f"SELECT max({column}) FROM {table}")
            assert instant(last) <= NOON, (table, column)


def test_the_journals_acts_follow_one_another_in_time(town: Office) -> None:
    with town.read() as reader:
        at = [row["at"] for row in reader.rows("SELECT at FROM journal WHERE console = 'demo'")]
    assert at == sorted(at)


def test_every_step_that_is_done_has_its_line_and_every_line_its_step(town: Office) -> None:
    with town.read() as reader:
        done = {
            (row["id"], row["case_id"], row["done_at"], row["entered_at"])
            for row in reader.rows("SELECT * FROM steps WHERE state = 'done'")
        }
    lines = {
        (told["step"], line["case_id"], told["at"], line["at"])
        for line, told in facts(town, "step.done")
    }
    assert done == lines


def test_every_stamp_of_an_assignment_has_its_line(town: Office) -> None:
    stamps = {
        (told["assignment"], told["guard"], str(told["status"]).replace("-", "_"), told["at"])
        for _line, told in facts(town, "guard.stamped")
    }
    stamps |= {
        (told["assignment"], told["guard"], name, told["at"])
        for kind, name in (("guard.assigned", "assigned"), ("guard.cleared", "clear"))
        for _line, told in facts(town, kind)
    }
    heard = [stamp for stamp in stamps if stamp[2] != "assigned"]
    last = {stamp[0]: stamp for stamp in sorted(heard, key=lambda stamp: str(stamp[3]))}
    stamps |= {(assignment, guard, "word", at) for assignment, guard, _, at in last.values()}
    with town.read() as reader:
        rows = reader.rows("SELECT * FROM assignments")
    kept = {
        (row["id"], row["person_id"], name.removesuffix("_at"), row[name])
        for row in rows
        for name in row
        if name.endswith("_at") and row[name]
    }
    assert kept == stamps
    assert any(row["on_scene_at"] is None for row in rows)


def test_every_text_is_vouched_for_by_its_line(town: Office) -> None:
    with town.read() as reader:
        texts = {
            row["id"]: journal.text_digest(row["salt"], row["body"])
            for row in reader.rows("SELECT * FROM texts")
        }
    assert {told["text"]: told["digest"] for _line, told in facts(town, "text.written")} == texts


def test_opened_answered_and_closed_agree_with_the_journal(town: Office) -> None:
    with town.read() as reader:
        cases = reader.rows(
            "SELECT c.*, k.answered_at, k.category FROM cases c JOIN calls k ON k.case_id = c.id"
        )
    opened = {line["case_id"]: told for line, told in facts(town, "case.opened")}
    called = {line["case_id"]: told for line, told in facts(town, "call.opened")}
    answered = {line["case_id"]: told["at"] for line, told in facts(town, "call.answered")}
    closed = {line["case_id"]: line["at"] for line, _told in facts(town, "case.closed")}
    for case in cases:
        number = f"C-{case['year']}-{case['number']:06d}"
        told = called[case["id"]]
        assert opened[case["id"]]["number"] == number
        assert opened[case["id"]]["opened"] == told["opened"] == case["opened_at"]
        assert (told["category"], told["place"]) == (case["category"], case["place_id"])
        assert answered.get(case["id"]) == case["answered_at"]
        assert closed.get(case["id"]) == case["closed_at"]


def test_every_clock_stands_where_the_playbooks_put_it(full: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    shutil.copy(full, path)
    office = open_office(path, clock=Clock())
    with office.work("lin") as work:
        cases = work.session.exec(select(Case).where(Case.desk == "calls")).all()
        before = {
            step.id: (step.due_at, step.state) for step in work.session.exec(select(Step)).all()
        }
        for case in cases:
            for step in steps.steps_of(work, case.id):
                if step.state == "dropped":
                    step.state = "open"
                    work.keep(step)
            steps.reclock(work, case)
        moved = [
            step.id
            for step in work.session.exec(select(Step)).all()
            if step.state != "done" and step.due_at != before[step.id][0]
        ]
    office.close()
    assert len(cases) == CALLS
    assert moved == []


def test_no_guard_is_in_two_places_and_each_is_where_the_last_stamp_put_him(town: Office) -> None:
    with town.read() as reader:
        overlaps = reader.value(
            "SELECT count(*) FROM assignments a JOIN assignments b ON b.person_id = a.person_id"
            " AND b.id > a.id AND a.assigned_at < coalesce(b.clear_at, '9999')"
            " AND b.assigned_at < coalesce(a.clear_at, '9999')"
        )
        out = reader.rows(
            "SELECT g.state, g.since, a.on_scene_at FROM guards g"
            " JOIN assignments a ON a.person_id = g.person_id AND a.clear_at IS NULL"
        )
        free = reader.rows(
            "SELECT g.since, max(a.clear_at) AS clear_at FROM guards g"
            " JOIN assignments a ON a.person_id = g.person_id"
            " WHERE g.state = 'available' GROUP BY g.person_id"
        )
    assert overlaps == 0
    assert out
    assert all((row["state"], row["since"]) == ("on-scene", row["on_scene_at"]) for row in out)
    assert free
    assert all(row["since"] == row["clear_at"] for row in free)


def test_every_closing_contact_and_charge_has_its_line_and_belongs_to_its_own_case(
    town: Office,
) -> None:
    for table, kind, fact in (
        ("closings", "call.ended", "closing"),
        ("contacts", "contact.told", "contact"),
        ("charges", "charge.agreed", "charge"),
    ):
        lines = {(told[fact], line["case_id"]) for line, told in facts(town, kind)}
        with town.read() as reader:
            rows = {(row["id"], row["case_id"]) for row in reader.rows(f"SELECT * FROM {table}")}
        assert rows == lines, table
        assert rows
    with town.read() as reader:
        strays = reader.value(
            "SELECT count(*) FROM contacts n JOIN texts t"
            " ON t.id IN (n.party_id, n.question_id, n.answer_id) WHERE t.case_id <> n.case_id"
        )
        figures = reader.rows("SELECT DISTINCT agreed_cents, amount_cents FROM charges")
    assert strays == 0
    assert all(row["agreed_cents"] == row["amount_cents"] for row in figures)


def test_numbers_run_through_without_a_gap(town: Office) -> None:
    with town.read() as reader:
        for letter, table in (("C", "cases"), ("B", "cases"), ("F", "slips")):
            where = f"WHERE letter = '{letter}'" if table == "cases" else ""
            rows = reader.rows(f"SELECT year, number FROM {table} {where} ORDER BY id")
            last = reader.rows("SELECT year, last FROM numbers WHERE letter = :l", l=letter)
            for year in {row["year"] for row in rows}:
                given = [row["number"] for row in rows if row["year"] == year]
                assert given == list(range(1, len(given) + 1)), letter
                assert {"year": year, "last": len(given)} in last


def test_a_generated_call_is_found_as_a_real_one_is(town: Office) -> None:
    with town.read() as reader:
        call = reader.row(
            "SELECT c.id, c.year, c.number, p.code, r.initials, r.phone_tail FROM cases c"
            " JOIN calls k ON k.case_id = c.id JOIN places p ON p.id = c.place_id"
            " JOIN residents r ON r.id = k.resident_id ORDER BY c.id LIMIT 1"
        )
        assert call is not None
        number = f"C-{call['year']}-{call['number']:06d}"
        for query in (number, f"{call['code']} {call['initials']}", call["phone_tail"]):
            found = {hit["ref"] for hit in search.find(reader, query, 500, "call")}
            assert call["id"] in found, query
        slip = search.find(reader, "沪A12345", kind="slip")[0]
        assert reader.value("SELECT 1 FROM slips WHERE id = :id", id=slip["ref"])


def test_the_stages_own_names_are_nowhere(town: Office) -> None:
    names = (
        stage.PLACE,
        stage.RESIDENT,
        stage.WORDS,
        *stage.PINYIN.split(),
        stage.ENGLISH,
        stage.ROOM_NAME,
        stage.ROOM_ENGLISH,
        stage.HOLDER,
        stage.PLATE.lower(),
        stage.STATION,
        stage.PHONE,
        str(stage.KM),
    )
    with town.read() as reader:
        for table in (*TABLES, "places", "residents", "rooms", "vehicles"):
            for row in reader.each(f"SELECT * FROM {table}"):
                told = _DIGESTS.sub("", str(row).lower())
                assert not any(name in told for name in names), (table, row)


def test_fuel_leads_up_to_the_reading_of_the_register(town: Office) -> None:
    with town.read() as reader:
        for vehicle in reader.rows("SELECT * FROM vehicles"):
            slips = reader.rows(
                "SELECT odometer_km, litres_ml FROM slips WHERE vehicle_id = :id ORDER BY at",
                id=vehicle["id"],
            )
            read = [row["odometer_km"] for row in slips]
            assert read == sorted(read)
            assert all(km < vehicle["odometer_km"] for km in read)
            assert all(row["litres_ml"] <= vehicle["tank_ml"] for row in slips)


def test_a_demo_fuels_vehicles_about_as_their_norm_says(sample_store: Path, tmp_path: Path) -> None:
    office = open_office(generated(sample_store, tmp_path, seed=3, calls=4000), clock=Clock())
    with office.read() as reader:
        vehicle = reader.row("SELECT * FROM vehicles ORDER BY id LIMIT 1") or {}
        figures = vehicles.figures(reader, vehicle["id"], NOON - timedelta(days=365), NOON)
    office.close()
    used = [float(figure.used.per_100 or 0) for figure in figures if figure.used]
    assert len(used) > 5
    assert all(0.85 < each * 1000 / vehicle["norm_ml"] < 1.2 for each in used)


def test_every_step_that_the_scenes_tick_is_in_the_shipped_playbooks(store: Path) -> None:
    assert moulds(store, NOON - timedelta(days=70)).missed == []


def test_a_store_with_calls_is_left_as_it_is(office: Office) -> None:
    with office.work("lin") as work:
        work.open_case("C", "calls", 2)
    with pytest.raises(Refusal, match="has calls already"):
        demo(office.path, 10, 1)


def test_progress_is_told(store: Path) -> None:
    told: list[tuple[int, int]] = []
    demo(store, 1500, 1, lambda done, of: told.append((done, of)))
    assert told == [(1000, 1500), (1500, 1500)]

"""What the calls desk reads: the list, the record, what is known before a call is saved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from deskterm.core.errors import NotFound
from deskterm.core.office import Office
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import CloseCall, NewCall, Note

if TYPE_CHECKING:
    from tests.conftest import Clock

KNOWN = "12-3-1502"
INDEX = {"all": "cases_of_desk", "open": "cases_open", "closed": "cases_of_desk"}


def log(office: Office, *, close: bool = False, **said: str) -> int:
    values = {"place": KNOWN, "category": "repair", **said}
    with office.work("lin") as work:
        receipt = actions.open_call(work, NewCall.read(values, anyway=True))
    if close:
        with office.work("lin") as work:
            actions.close_call(work, CloseCall.read({"case": receipt.number, "words": "done"}))
    assert receipt.case_id
    return receipt.case_id


@pytest.fixture
def five(office: Office, clock: Clock) -> list[int]:
    """Five calls a minute apart; the second and fourth are closed."""
    ids = []
    for number in range(5):
        clock.pass_(minutes=1)
        ids.append(log(office, close=number in {1, 3}))
    return ids


def test_the_list_is_the_newest_first(office: Office, five: list[int]) -> None:
    with office.read() as reader:
        assert [row["id"] for row in queries.calls(reader)] == five[::-1]


def test_a_window_of_the_list_is_any_part_of_it(office: Office, five: list[int]) -> None:
    with office.read() as reader:
        windows = [queries.calls(reader, 2, offset) for offset in (0, 2, 4, 6)]
    assert [[row["id"] for row in rows] for rows in windows] == [
        five[:2:-1],
        five[2:0:-1],
        five[:1],
        [],
    ]


def test_the_list_narrows_to_open_or_closed_ones(office: Office, five: list[int]) -> None:
    with office.read() as reader:
        opened = queries.calls(reader, state="open")
        closed = queries.calls(reader, state="closed")
    assert [row["id"] for row in opened] == [five[4], five[2], five[0]]
    assert [row["id"] for row in closed] == [five[3], five[1]]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 10])
def test_open_ones_may_stand_before_the_others_in_whatever_windows(
    office: Office, five: list[int], size: int
) -> None:
    with office.read() as reader:
        windows = [
            queries.calls(reader, size, offset, open_first=True) for offset in range(0, 6, size)
        ]
    together = [row["id"] for rows in windows for row in rows]
    assert together == [five[4], five[2], five[0], five[3], five[1]]


def test_cases_of_other_desks_are_no_calls(office: Office) -> None:
    with office.work("lin") as work:
        other = work.open_case("G", "guards", 2).id
    with office.read() as reader:
        assert queries.calls(reader) == []
        with pytest.raises(NotFound):
            queries.call(reader, other)


def test_the_board_counts_open_calls_and_those_of_the_site_s_day(
    office: Office, clock: Clock
) -> None:
    log(office, close=True)
    log(office)
    clock.pass_(hours=9)
    assert office.site.local(clock()).hour == 23
    log(office)
    clock.pass_(hours=1)
    log(office)
    with office.read() as reader:
        assert queries.counts(reader, clock()) == {"open": 3, "today": 1, "total": 4}
        yesterday = clock() - timedelta(hours=1)
        assert queries.counts(reader, yesterday)["today"] == 4
        assert [row["number"] for row in queries.open_calls(reader, 2)] == [4, 3]


def test_lists_go_by_their_index(office: Office) -> None:
    with office.read() as reader:
        for state, window in queries.listing._WINDOWS.items():
            plan = reader.rows(f"EXPLAIN QUERY PLAN {window}", limit=50, offset=0)
            told = " ".join(row["detail"] for row in plan)
            assert f"INDEX {INDEX[state]} " in told, told
        plan = reader.rows(
            f"EXPLAIN QUERY PLAN {queries.listing._CALLS.format(window='SELECT 1 AS id')}"
        )
        told = " ".join(row["detail"] for row in plan)
        assert "texts_of_case" in told
        assert not [
            table for table in ("SCAN c ", "SCAN k ", "SCAN t ", "SCAN p ") if table in told
        ]


def test_the_record_holds_who_where_steps_and_timeline_in_order(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, words="厨房漏水")
    clock.pass_(minutes=1)
    with office.work("chen") as work:
        actions.note(work, Note.read({"case": "C1", "words": "plumber rung"}))
    with office.read() as reader:
        row = queries.call(reader, case_id)
    assert [person["name"] for person in row["people"]] == ["王建国", "李秀英", "王磊"]
    assert (row["en"], row["zh"], row["words"]) == ("Repair", "报修", "厨房漏水")
    assert [step["label"] for step in row["steps"]] == list(range(1, len(row["steps"]) + 1))
    assert all(step["en"] and step["zh"] for step in row["steps"])
    assert [(line["kind"], line["operator"], line["body"]) for line in row["timeline"]] == [
        ("case.opened", "lin", None),
        ("call.opened", "lin", None),
        ("text.written", "lin", "厨房漏水"),
        ("run.started", "lin", None),
        ("text.written", "chen", "plumber rung"),
        ("case.noted", "chen", "plumber rung"),
    ]


def test_what_is_known_of_a_unit_is_who_lives_there_and_what_it_called_about(
    office: Office, clock: Clock
) -> None:
    log(office, close=True)
    clock.pass_(days=1)
    log(office, close=True)
    log(office, close=True, category="complaint")
    still = log(office)
    with office.read() as reader:
        known = queries.known_at(reader, clock(), place=KNOWN)
    assert known["place"]["code"] == KNOWN
    assert "Kitchen valve" in known["place"]["notes"]
    assert [person["name"] for person in known["people"]] == ["王建国", "李秀英", "王磊"]
    assert [row["id"] for row in known["open"]] == [still]
    assert known["earlier"] == 3
    last = {row["category"]: (row["count"], row["opened_at"]) for row in known["last"]}
    assert last == {
        "repair": (2, "2026-11-24T06:31:40.000Z"),
        "complaint": (1, "2026-11-24T06:31:40.000Z"),
    }


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({"phone": "100-5550-2231"}, ["王建国"]),
        ({"phone": "2231"}, ["王建国"]),
        ({"phone": "10099992231"}, []),
        ({"name": "张桂兰"}, ["张桂兰"]),
        ({"name": "Zhang Guilan"}, ["张桂兰"]),
    ],
)
def test_a_phone_or_a_name_leads_to_the_unit(
    office: Office, clock: Clock, said: dict[str, str], names: list[str]
) -> None:
    with office.read() as reader:
        known = queries.known_at(reader, clock(), **said)
    found = [person["name"] for person in known["people"]]
    assert set(names) <= set(found)
    assert bool(names) == bool(found)
    if len(found) == 1:
        assert known["place"]["code"] == known["people"][0]["place"]


def test_the_phone_of_a_stranger_leads_to_what_it_called_about(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, place="gate", phone="10099998888")
    with office.read() as reader:
        known = queries.known_at(reader, clock(), phone="100 9999 8888")
    assert known["place"] is None
    assert [row["id"] for row in known["open"]] == [case_id]


def test_notices_are_those_of_the_building_on_the_day(office: Office, clock: Clock) -> None:
    with office.read() as reader:
        twelve = queries.known_at(reader, clock(), place=KNOWN)["notices"]
        eight = queries.known_at(reader, clock(), place="8-1-0601")["notices"]
        clock.pass_(days=12)
        washing = queries.known_at(reader, clock(), place="8-1-0601")["notices"]
    assert [row["building"] for row in twelve] == ["12"]
    assert eight == []
    assert ["no water" in row["en"] for row in washing] == [True]


def test_nothing_said_is_nothing_known(office: Office, clock: Clock) -> None:
    with office.read() as reader:
        known = queries.known_at(reader, clock(), place="by the fountain")
        assert queries.known_at(reader, clock())["people"] == []
    assert known == {
        "place": None,
        "people": [],
        "cautions": [],
        "open": [],
        "earlier": 0,
        "last": [],
        "notices": [],
    }

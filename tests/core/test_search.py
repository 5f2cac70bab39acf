"""Search answers as a plain look at every word would, only faster."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core import search
from deskterm.core.instants import stamp
from deskterm.core.office import Office
from deskterm.core.reader import Reader, sqlite
from deskterm.core.search import asked
from deskterm.core.search.asked import is_room
from deskterm.core.search.rechecking import begins
from deskterm.core.search.tokens import places

RECORDS = {
    1: ("C001 repair 12-3-1502 厨房水管漏水", "wang jianguo wjg 10055502231"),
    2: ("C002 inquiry 15-2-1203 parking permit", "lin wei lw 10055507788"),
    3: ("C003 repair 2-3-1502 漏水了，水管", ""),
    4: ("C004 A pipeline inspection", ""),
}


@pytest.fixture
def found(office: Office) -> Office:
    """An office in whose index these records stand."""
    with office.work("lin") as work:
        for ref, (body, keys) in RECORDS.items():
            search.keep(work, search.Doc("call", ref, body, keys))
    return office


@pytest.mark.parametrize(
    ("said", "refs"),
    [
        ("漏水", [3, 1]),
        ("水漏", []),
        ("漏", [3, 1]),
        ("厨房 漏水", [1]),
        ("wjg", [1]),
        ("12-3-1502", [1]),
        ("2-3-1502", [3]),
        ("１２－３－１５０２", [1]),
        ("2231", [1]),
        ("0055507788", [2]),
        ("PIPE", [4]),
        ("ipe", []),
        ("c002", [2]),
        ("parking 漏水", []),
        ('" OR *', []),
        ("   ", []),
    ],
)
def test_a_record_is_found_by_what_stands_in_it(found: Office, said: str, refs: list[int]) -> None:
    with found.read() as reader:
        assert [row["ref"] for row in search.find(reader, said, kind="call")] == refs


def test_new_words_take_the_place_of_the_old_ones(found: Office) -> None:
    with found.work("lin") as work:
        search.keep(work, search.Doc("call", 1, "C001 repair 12-3-1502 lift stuck", "wjg"))
    with found.read() as reader:
        assert [row["ref"] for row in search.find(reader, "漏水", kind="call")] == [3]
        assert [row["ref"] for row in search.find(reader, "stuck", kind="call")] == [1]


NASTY = Path(__file__).parents[3] / "shared" / "data" / "nasty.json"
REGISTERS = (
    "CREATE TABLE cases (id, letter, year, number, closed_at, confidential, opened_by)",
    "CREATE TABLE numbers (letter, year, last)",
    "CREATE TABLE places (id, building, entrance, room, kind, active)",
    "CREATE TABLE residents (id, name, english, phone, phone_tail, active)",
    "CREATE TABLE people (id, code, role)",
    "CREATE TABLE vehicles (id, plate)",
)
PIECES = [
    *"漏水管ab12 -·（）",
    "12-3-1502",
    "12栋",
    "2026-03",
    "kitchen",
    "１２",
    "Ａ",
    "10055502231",
]


def nasty() -> list[str]:
    """Strings that programs stumble over; a few, where the list is not at hand."""
    if not NASTY.exists():
        return ['" OR 1 *', "NEAR(漏 水)", "a\x00b", "İstanbul", "ﬁre ① ｶﾅ", "%_\\", "🔥漏水"]
    return [str(each["s"])[:400] for each in json.loads(NASTY.read_text())["strings"]]


STRINGS = nasty()
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(STRINGS)
)
SAID = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join),
    st.sampled_from(STRINGS).map(lambda text: text[:12]),
)


def stored(bodies: list[str]) -> sqlite.Connection:
    """An index of these records, the first one the oldest."""
    connection = sqlite.connect(":memory:")
    for sql in (*search.TABLES, *REGISTERS):
        connection.execute(sql)
    for ref, body in enumerate(bodies):
        row = (ref, "call", ref, "2026-01-01T00:00:00.000Z", body, "")
        connection.execute(
            "INSERT INTO docs (id, kind, ref, at, body, keys) VALUES (?,?,?,?,?,?)", row
        )
    search.fill(connection.cursor())
    return connection


def says(body: str, said: str) -> bool:
    """The plain search: every word begins a word, stands anywhere in Chinese, or ends digits."""
    query = asked.read(said)
    text = f" {search.fold(body)} "
    named = [token for place in places(text) for token in place]
    return all(begins(word, text) for word in query.words) and all(
        any(token.startswith(place) if is_room(place) else token == place for token in named)
        for place in query.places
    )


@given(st.lists(TEXTS, max_size=6), SAID)
def test_the_answers_are_those_of_a_plain_search(bodies: list[str], said: str) -> None:
    bodies = [body.encode("utf-8", "replace").decode() for body in bodies]
    said = said.encode("utf-8", "replace").decode()
    if asked.read(said).is_empty:
        return
    connection = stored(bodies)
    found = [row["ref"] for row in search.find(Reader(connection.execute), said, limit=99)]
    assert found == [ref for ref in reversed(range(len(bodies))) if says(bodies[ref], said)]
    connection.close()


@pytest.mark.parametrize(
    "said", ["12-3-1502", "12栋3单元1502", "１２－３－１５０２", "12号楼3单元1502室", "12–3–1502"]
)
@pytest.mark.parametrize("more", ["", " 漏水", " leak"])
def test_a_room_is_found_in_every_spelling(office: Office, said: str, more: str) -> None:
    with office.work("lin") as work:
        for ref, body in enumerate(
            ("C001 12-3-1502 leak 漏水", "C002 12栋3单元1502漏水 leak", "C003 2-3-1502 漏水 leak")
        ):
            search.keep(work, search.Doc("call", ref, body))
    with office.read() as reader:
        assert {row["ref"] for row in search.find(reader, said + more, kind="call")} == {0, 1}


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAYS = {
    "2026-03": [3, 2],
    "2026年3月": [3, 2],
    "last march": [3, 2],
    "去年3月": [1],
    "昨天": [5],
    "yesterday": [5],
    "上周": [4],
    "last week": [4],
    "上个月": [],
    "last year": [1],
    "from:2026-03 to:2026-11-20": [4, 3, 2],
    "从:2026-03-05 到:上周": [4, 3],
    "kind:note from:2026": [5],
    "类别:备注": [5],
    "漏水 2026-03": [2],
}


@pytest.mark.parametrize(("said", "refs"), DAYS.items())
def test_days_and_kinds_narrow_what_is_found(office: Office, said: str, refs: list[int]) -> None:
    told = {
        1: ("call", "2025-03-09", "a"),
        2: ("call", "2026-03-02", "漏水"),
        3: ("booking", "2026-03-30", "meeting"),
        4: ("call", "2026-11-18", "b"),
        5: ("note", "2026-11-25", "c"),
    }
    with office.work("lin") as work:
        for ref in (3, 5, 1, 4, 2):
            kind, day, body = told[ref]
            at = datetime.fromisoformat(f"{day}T10:00:00+00:00")
            search.keep(work, search.Doc(kind, ref, body), at)
    with office.read() as reader:
        assert [row["ref"] for row in search.find(reader, said, now=NOW)] == refs


def test_a_day_finds_what_names_it_as_well_as_what_happened_on_it(office: Office) -> None:
    with office.work("lin") as work:
        booked = datetime(2026, 2, 1, tzinfo=UTC)
        search.keep(work, search.Doc("booking", 1, "B001 2026-03-05 14:00-15:00 budget"), booked)
        search.keep(work, search.Doc("call", 2, "C001"), datetime(2026, 3, 5, 9, tzinfo=UTC))
    with office.read() as reader:
        for said in ("2026-03-05", "2026-03"):
            assert [row["ref"] for row in search.find(reader, said, now=NOW)] == [2, 1]
        assert [row["ref"] for row in search.find(reader, "budget 2026-03", now=NOW)] == [1]


def test_what_was_told_late_stands_where_it_happened_and_pages_follow(office: Office) -> None:
    with office.work("lin") as work:
        for ref in (2, 0, 1, 3):
            at = datetime(2026, 1, 1 + ref, tzinfo=UTC)
            search.keep(work, search.Doc("call", ref, "zqpipe"), at)
    with office.read() as reader:
        first = search.find(reader, "zqpipe", 2)
        assert [row["ref"] for row in first] == [3, 2]
        rest = search.find(reader, "zqpipe", 2, before=first[-1]["id"])
        assert [row["ref"] for row in rest] == [1, 0]


def test_many_records_of_one_second_all_have_their_place(office: Office) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with office.work("lin") as work:
        search.keep(work, search.Doc("call", 9_999, "zqpipe"), at + timedelta(seconds=1))
        search.add(work, [(search.Doc("call", ref, "zqpipe"), stamp(at)) for ref in range(600)])
    with office.read() as reader:
        assert len(search.find(reader, "zqpipe", 999)) == 601


def test_the_index_is_in_the_same_transaction_as_the_record(office: Office, tmp_path: Path) -> None:
    class Interrupted(Exception):  # noqa: N818
        """Something that ends an act half-way."""

    with pytest.raises(Interrupted), office.work("lin") as work:
        search.keep(work, search.Doc("call", 1, "never kept"))
        raise Interrupted
    with office.read() as reader:
        assert search.find(reader, "never kept") == []
    assert tmp_path.exists()

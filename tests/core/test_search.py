"""Search answers as a plain look at every word would, only faster."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core import search
from deskterm.core.office import Office
from deskterm.core.reader import Reader, sqlite

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


WORDS = st.text(st.sampled_from("漏水管ab12 -"), max_size=12)


@given(st.lists(WORDS, max_size=6), st.text(st.sampled_from("漏水管ab12"), min_size=1, max_size=5))
def test_chinese_words_are_found_wherever_they_stand(bodies: list[str], said: str) -> None:
    connection = sqlite.connect(":memory:")
    for sql in (*search.TABLES, "CREATE TABLE cases (id, confidential, opened_by)"):
        connection.execute(sql)
    for ref, body in enumerate(bodies):
        row = (ref, "call", ref, "2026-01-01T00:00:00.000Z", body, "")
        connection.execute(
            "INSERT INTO docs (id, kind, ref, at, body, keys) VALUES (?,?,?,?,?,?)", row
        )
        line = " ".join(search.tokens(body))
        connection.execute("INSERT INTO docs_index (rowid, tokens) VALUES (?, ?)", (ref, line))
    hits = {row["ref"] for row in search.find(Reader(connection.execute), said, limit=99)}
    assert hits <= {ref for ref, body in enumerate(bodies) if said in body}
    if not any(char.isascii() for char in said):
        assert hits == {ref for ref, body in enumerate(bodies) if said in body}
    connection.close()


def test_the_index_is_in_the_same_transaction_as_the_record(office: Office, tmp_path: Path) -> None:
    class Interrupted(Exception):  # noqa: N818
        """Something that ends an act half-way."""

    with pytest.raises(Interrupted), office.work("lin") as work:
        search.keep(work, search.Doc("call", 1, "never kept"))
        raise Interrupted
    with office.read() as reader:
        assert search.find(reader, "never kept") == []
    assert tmp_path.exists()

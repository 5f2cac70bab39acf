"""Text and tables as they are drawn."""

import csv
import io
import json
import sys
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deskterm.core.layout import (
    GAP,
    Column,
    Table,
    as_csv,
    as_json,
    as_text,
    as_typed,
    breaks,
    clean,
    cut,
    fit,
    inert,
    pad,
    shown,
    wrap,
)

NASTY = Path(__file__).parents[3] / "shared" / "data" / "nasty.json"
with_nasty = pytest.mark.skipif(
    not NASTY.exists(), reason="the hostile strings do not lie beside this checkout"
)

anything = st.text(st.characters(), max_size=80)
hanzi = st.text(st.sampled_from("王建国厨房水管漏水，。“”（）A-3 é…"), max_size=60)
texts = anything | hanzi


def nasty() -> list[str]:
    strings = json.loads(NASTY.read_text(encoding="utf-8"))["strings"]
    return [entry["s"] for entry in strings]


def obeyed(text: str) -> list[str]:
    """What a terminal would obey or draw as nothing."""
    return [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def test_every_control_mark_and_half_character_of_unicode_becomes_visible() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if not obeyed(character):
            continue
        seen = clean(character)
        assert cell_len(seen) > 0, f"{code:04X} is drawn as nothing"
        assert not obeyed(seen), f"{code:04X} reaches the terminal"
        assert cell_len(shown(character)) == len(shown(character)) == 1


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("a\x1b[31mRED", "a␛[31mRED"),
        ("two\nlines\r", "two⏎lines␍"),
        ("a\u202egnp.exe", "a<202E>gnp.exe"),
        ("\x9d0;t\x9c", "<009D>0;t<009C>"),
        ("\udc80", "\ufffd"),
        ("a\uffffb", "a\ufffdb"),
        ("\u3164", "<3164>"),
        ("❤\ufe0f", "❤<FE0F>"),
        ("葛\U000e0100飾", "葛\U000e0100飾"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("[@click=app.quit]tap[/]", "[@click=app.quit]tap[/]"),
    ],
)
def test_what_cannot_be_drawn_is_shown_for_what_it_is(typed: str, drawn: str) -> None:
    assert clean(typed) == drawn


def test_lines_stay_lines_where_there_is_room_for_them() -> None:
    assert clean("a\r\nb\nc\td", keep_newlines=True) == "a\nb\nc␉d"


def test_long_text_says_that_it_goes_on() -> None:
    assert clean("x" * 501) == "x" * 500 + "…"
    assert clean("x" * 501, limit=None) == "x" * 501


@given(texts)
def test_clean_text_is_left_as_it_is(text: str) -> None:
    assert clean(clean(text, limit=None), limit=None) == clean(text, limit=None)
    assert len(shown(text)) == len(text)


@given(texts)
def test_clean_text_is_as_wide_as_its_characters_one_by_one(text: str) -> None:
    seen = clean(text)
    assert cell_len(seen) == sum(cell_len(character) for character in seen)


@given(texts, st.integers(min_value=-1, max_value=40))
def test_cut_text_never_takes_more_cells_than_it_may(text: str, cells: int) -> None:
    kept = cut(text, cells)
    assert cell_len(kept) <= max(cells, 0)
    assert kept == text or kept.endswith("…") or cells <= 0


@given(texts, st.integers(min_value=0, max_value=40), st.sampled_from(["left", "right"]))
def test_padded_text_takes_exactly_its_cells(
    text: str, cells: int, align: Literal["left", "right"]
) -> None:
    assert cell_len(pad(clean(text), cells, align)) == cells


def test_half_a_hanzi_is_never_shown() -> None:
    assert cut("厨房水管漏水", 6) == "厨房…"
    assert pad("厨房水管漏水", 6) == "厨房… "


@given(texts, st.integers(min_value=2, max_value=30))
def test_wrapped_text_keeps_every_word_within_its_cells(text: str, cells: int) -> None:
    seen = clean(text, keep_newlines=True)
    lines = wrap(seen, cells)
    assert all(cell_len(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(seen.split())
    places = [place for line in breaks(seen, cells) for place in line]
    assert places == sorted(places)


def test_lines_break_between_words_and_between_hanzi_but_not_before_a_comma() -> None:
    assert wrap("kitchen pipe burst", 12) == ["kitchen pipe", "burst"]
    assert wrap("厨房水管漏水，请来人", 12) == ["厨房水管漏", "水，请来人"]
    assert wrap("a\n\nb", 5) == ["a", "", "b"]
    assert wrap("12-3-1502-and-more", 8) == ["12-3-150", "2-and-mo", "re"]


COLUMNS = (
    Column("no", "No", 6),
    Column("what", "What", 10, grow=True),
    Column("place", "Place", 10, priority=1),
    Column("who", "Who", 8, priority=2, align="right"),
)


def names(width: int) -> list[tuple[str, int]]:
    return [(column.name, cells) for column, cells in fit(COLUMNS, width)]


def test_the_least_important_columns_go_first() -> None:
    assert names(60) == [("no", 6), ("what", 30), ("place", 10), ("who", 8)]
    assert names(40) == [("no", 6), ("what", 10), ("place", 10), ("who", 8)]
    assert names(39) == [("no", 6), ("what", 19), ("place", 10)]
    assert names(20) == [("no", 6), ("what", 12)]
    assert names(4) == [("no", 4)]


columns = st.lists(
    st.builds(
        Column,
        name=st.uuids().map(str),
        title=st.just("Title"),
        width=st.integers(1, 30),
        priority=st.integers(0, 5),
        grow=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(columns, st.integers(0, 150))
def test_columns_never_need_more_room_than_there_is(given_: list[Column], width: int) -> None:
    fitted = fit(given_, width)
    room = sum(cells for _column, cells in fitted) + GAP * (len(fitted) - 1)
    assert room <= width
    if any(column.grow for column, _cells in fitted):
        assert room == width
    dropped = [column for column in given_ if column not in [kept for kept, _ in fitted]]
    if dropped:
        least = min(column.priority for column in dropped)
        assert all(kept.priority <= least for kept, _cells in fitted)


def table(*values: object) -> Table:
    columns = (Column("v", "Value", 12, grow=True), Column("w", "Width", 4))
    return Table(columns, [{"v": value, "w": "|"} for value in values], "Values")


def test_a_table_is_aligned_whatever_its_script() -> None:
    text = as_text(table("漏水", "leak", None, 12, "厨房水管漏水漏水漏水"), 20)
    assert text.splitlines() == [
        "Values",
        "Value           Wid…",
        "--------------  ----",
        "漏水            |",
        "leak            |",
        "                |",
        "12              |",
        "厨房水管漏水…   |",
    ]


def test_an_empty_table_says_so() -> None:
    assert as_text(table(), 20).splitlines()[-1] == "Nothing."


@given(st.lists(texts, max_size=5), st.integers(1, 60))
def test_no_line_of_a_table_is_wider_than_it_may_be(values: list[str], width: int) -> None:
    text = as_text(table(*values), width)
    body = text.removesuffix("Nothing.\n")
    assert all(cell_len(line) <= width for line in body.split("\n"))
    assert not obeyed(text.replace("\n", ""))


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+86 138", "'+86 138"),
        ("-1+1", "'-1+1"),
        ("@x", "'@x"),
        ("＝1+1", "'＝1+1"),
        ("－1", "'－1"),
        ("\t=1+1", "'␉=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("\rx", "'␍x"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("12-3-1502", "12-3-1502"),
        (-5, "-5"),
        (3.5, "3.5"),
        (None, ""),
    ],
)
def test_a_spreadsheet_finds_no_formula_and_numbers_stay_numbers(value: object, kept: str) -> None:
    assert read_back(as_csv(table(value)))[1] == [kept, "|"]


@given(texts)
def test_what_was_made_inert_reads_back_as_it_was_typed(text: str) -> None:
    assert as_typed(inert(text)) == text


@given(st.lists(texts | st.integers() | st.none(), max_size=5))
def test_csv_keeps_every_row_and_can_be_written_to_any_file(values: list[object]) -> None:
    text = as_csv(table(*values))
    assert len(read_back(text)) == len(values) + 1
    assert text.encode("utf-8").decode("utf-8") == text
    assert not obeyed(text.replace("\n", ""))


@given(st.lists(texts | st.integers() | st.none(), max_size=5))
def test_json_reads_back_as_it_was_and_holds_nothing_a_terminal_obeys(values: list[object]) -> None:
    text = as_json(table(*values))
    assert [row["v"] for row in json.loads(text)] == values
    assert text.encode("utf-8").decode("utf-8") == text
    assert not obeyed(text.replace("\n", ""))


def test_json_is_written_in_its_own_script() -> None:
    assert "漏水" in as_json(table("漏水"))


@with_nasty
def test_no_hostile_string_leaves_its_cells_or_reaches_the_terminal() -> None:
    strings = nasty()
    assert len(strings) > 80
    for text in strings:
        assert not obeyed(clean(text))
        assert not obeyed(shown(text))
        for cells in range(25):
            assert cell_len(pad(clean(text), cells)) == cells
    drawn = as_text(table(*strings), 40)
    assert len(drawn.splitlines()) == len(strings) + 3
    assert max(map(cell_len, drawn.splitlines())) <= 40
    assert len(read_back(as_csv(table(*strings)))) == len(strings) + 1
    assert [row["v"] for row in json.loads(as_json(table(*strings)))] == strings

"""Logging a call by who calls: a name, its reading, the end of a phone number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.core import line
from deskterm.core.errors import Question, Refusal
from deskterm.core.kinds import Lexicon
from deskterm.core.office import Office
from deskterm.core.places import unit
from deskterm.core.register import Resident
from deskterm.desks.calls import actions, queries
from deskterm.desks.calls.forms import NewCall
from deskterm.desks.calls.naming import number_said, same_phone
from deskterm.desks.calls.queries.residents import _PEOPLE, _SAID
from deskterm.shell.lexicon import lexicon
from deskterm.shell.verbs import VERBS
from tests.desks.oncall import call, said

QIN = {"resident": "秦月琴", "place": "3-1-0302", "phone": "100-5550-9848"}
"""Nobody else has this name, these initials or this end of a number."""


def logged(office: Office, text: str, *, anyway: bool = False) -> dict[str, Any]:
    """The record of what a line logs."""
    receipt = said(office, text, anyway=anyway)
    assert receipt.case_id
    return call(office, receipt.case_id)


def parsed(office: Office, text: str) -> line.Parsed:
    """What a line says by the words of this site."""
    with office.read() as reader:
        return line.parse(text, VERBS, lexicon(reader, office.site, office.now()))


@pytest.mark.parametrize(
    "who",
    [
        "秦月琴",
        "qyq",
        "QYQ",
        "ｑｙｑ",
        "qinyueqin",
        "qin yue qin",
        "Qin Yueqin",
        "9848",
        "９８４８",
        "100-5550-9848",
        "10055509848",
    ],
)
def test_one_resident_who_is_meant_gives_place_name_and_phone(office: Office, who: str) -> None:
    record = logged(office, f"call {who} kitchen leak")
    assert {name: record[name] for name in QIN} | {"phone": QIN["phone"]} == QIN
    assert record["words"] == "kitchen leak"
    assert record["phone"].replace("-", "") == "10055509848"


def test_a_resident_is_kept_by_his_name_and_a_name_as_it_was_said(office: Office) -> None:
    assert logged(office, "call qyq leak")["caller"] == "秦月琴"
    assert logged(office, "call Qin Yueqin leak")["caller"] == "Qin Yueqin"


def test_several_who_may_be_meant_are_asked_with_their_units(office: Office) -> None:
    with pytest.raises(Question, match="^wjg is more than one resident: 8-1-0704 王建国, ") as q:
        said(office, "call wjg kitchen leak")
    assert q.value.nearest == ("8-1-0704", "8-2-0704", "12-3-1502", "15-1-1803")
    record = logged(office, "call wjg kitchen leak", anyway=True)
    assert (record["place"], record["resident"], record["caller"]) == (None, None, "wjg")


@pytest.mark.parametrize(
    "text", ["call wjg 12-3-1502 leak", "call 12-3-1502 wjg leak", "wjg 12-3-1502 leak"]
)
def test_the_unit_decides_among_several(office: Office, text: str) -> None:
    record = logged(office, text)
    told = (record["place"], record["resident"], record["phone"], record["words"])
    assert told == ("12-3-1502", "王建国", "100-5550-2231", "leak")


def test_the_phone_number_decides_among_several(office: Office) -> None:
    record = logged(office, "call wjg 100-5550-2231 leak")
    assert (record["place"], record["resident"]) == ("12-3-1502", "王建国")


def test_a_whole_number_says_who_calls_about_another_unit(office: Office) -> None:
    record = logged(office, "call 12-3-1502 100-5550-9848 leak")
    assert (record["place"], record["resident"]) == ("12-3-1502", "秦月琴")
    tail = logged(office, "call 12-3-1502 9848 leak")
    assert (tail["place"], tail["resident"], tail["caller"]) == ("12-3-1502", None, "9848")


def test_a_stranger_at_the_phone_of_a_unit_calls_from_there(office: Office) -> None:
    with office.work("lin") as work:
        form = NewCall.read({"caller": "the cleaner", "phone": "10055509848", "category": "repair"})
        receipt = actions.open_call(work, form)
    assert receipt.case_id
    record = call(office, receipt.case_id)
    assert (record["place"], record["resident"], record["caller"]) == (
        "3-1-0302",
        None,
        "the cleaner",
    )


def test_several_of_one_family_with_one_phone_call_from_their_unit(office: Office) -> None:
    with office.work() as work:
        row = work.reader.row("SELECT id, place_id FROM residents WHERE name = '秦月琴'")
        assert row
        work.keep(
            Resident(
                place_id=row["place_id"], name="秦小琴", phone="100-5550-9848", phone_tail="9848"
            )
        )
    record = logged(office, "call 9848 leak")
    assert (record["place"], record["resident"], record["phone"]) == (
        "3-1-0302",
        None,
        "100-5550-9848",
    )


def test_a_resident_who_moved_out_is_not_meant(office: Office) -> None:
    with office.work() as work:
        found = work.reader.value("SELECT id FROM residents WHERE name = '秦月琴'")
        person = work.get(Resident, found)
        person.active = False
        work.keep(person)
    assert parsed(office, "call qyq leak").values == {"words": "qyq leak"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("call xyzzy leak", {"words": "xyzzy leak"}),
        ("call 4711 leak", {"words": "4711 leak"}),
        ("call my sink leaks", {"words": "my sink leaks"}),
        ("call leak, said qyq", {"words": "leak, said qyq"}),
        ("call leak 9848", {"words": "leak 9848"}),
        ("call gate qyq is stuck", {"place": "gate", "caller": "qyq", "words": "is stuck"}),
        ('call "qyq" leak', {"words": "qyq leak"}),
        ("求助 秦月琴厨房漏水", {"caller": "秦月琴", "words": "厨房漏水"}),
        ("求助 李静厨房漏水", {"words": "李静厨房漏水"}),
        ("求助 李静 厨房漏水", {"caller": "李静", "words": "厨房漏水"}),
    ],
)
def test_words_that_nobody_is_called_stay_words(
    office: Office, text: str, values: dict[str, str]
) -> None:
    assert parsed(office, text).values == values


@pytest.mark.parametrize("word", ["my", "gas", "leak", "like"])
def test_an_ordinary_word_is_meant_although_it_is_somebodys_initials(
    office: Office, word: str
) -> None:
    with office.work() as work:
        place = work.reader.value("SELECT id FROM places WHERE code = '3-1-0302'")
        work.keep(Resident(place_id=place, name="某人", initials=word, phone="10099990000"))
    expected = word != "gas"
    with office.read() as reader:
        assert queries.people(reader, name=word)
        assert queries.somebody(reader, word) is not expected


@pytest.mark.parametrize(
    "known",
    [
        Lexicon(places={"秦月琴": "code"}, who="秦月琴".__eq__),
        Lexicon(guards={"秦月琴": "G1"}, who="秦月琴".__eq__),
        Lexicon(categories={"秦月琴": "repair"}, who="秦月琴".__eq__),
        Lexicon(kinds={"秦月琴": "theft"}, who="秦月琴".__eq__),
    ],
    ids=["place", "guard", "category", "kind"],
)
def test_what_else_the_site_calls_so_comes_before_a_resident(known: Lexicon) -> None:
    values = line.parse('call 秦月琴 "leak"', VERBS, known).values
    assert "caller" not in values


def test_a_name_begins_a_call_without_a_verb_but_initials_do_not(office: Office) -> None:
    record = logged(office, "秦月琴 厨房漏水")
    assert (record["resident"], record["words"]) == ("秦月琴", "厨房漏水")
    with pytest.raises(Refusal, match="“qyq” begins nothing here"):
        said(office, "qyq kitchen leak")


def test_who_is_meant_is_found_by_an_index(office: Office) -> None:
    with office.read() as reader:
        plan = reader.rows(
            f"EXPLAIN QUERY PLAN {_PEOPLE} AND {_SAID}",
            name="",
            folded="",
            tight="",
        )
    told = " ".join(row["detail"] for row in plan)
    assert "SCAN" not in told
    for index in ("name", "initials", "english", "reading"):
        assert f"residents_by_{index} " in told


def test_a_unit_and_a_number_side_by_side_are_not_one_number(office: Office) -> None:
    values = parsed(office, "call 3-1-0302 9848 leak").values
    assert values == {"place": "3-1-0302", "caller": "9848", "words": "leak"}


@pytest.mark.parametrize(
    ("known", "shown", "same"),
    [
        ("100-5550-2231", "2231", True),
        ("100-5550-2231", "+86 100 5550 2231", True),
        ("5550-1234", "021-5550-1234", True),
        ("021-5550-1234", "5550 1234", True),
        ("100-5550-2231", "231", False),
        ("8012", "5550-8012", False),
        ("", "", False),
        ("", "2231", False),
    ],
)
def test_a_number_is_the_same_with_or_without_what_stands_before_it(
    known: str, shown: str, *, same: bool
) -> None:
    assert same_phone(known, shown) is same


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("2231", "2231"),
        ("２２３１", "2231"),
        ("100 5550-2231", "10055502231"),
        ("231", ""),
        ("G2231", ""),
    ],
)
def test_the_end_of_a_number_is_four_digits_or_more(words: str, digits: str) -> None:
    assert number_said(words) == digits


_WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12
).filter(lambda word: word[0] not in '"＂“/／、､:：!！' and not word.endswith(("!", "！")))
_TYPED = st.lists(
    st.sampled_from(["12-3-1502", "qyq", "9848", "repair", "gate", "escort", "R7", "-4m", "漏水"])
    | _WORDS,
    min_size=1,
    max_size=8,
)
_NAMES = {"qyq", "9848", "秦月琴"}


def _letters(text: str) -> str:
    """A text without blanks and without the signs that only part one thing from another."""
    return "".join(char for char in "".join(text.split()) if char not in ",，;；、。:：")


@settings(deadline=None, max_examples=400)
@given(_TYPED)
def test_nothing_that_is_typed_in_a_call_line_is_lost(typed: list[str]) -> None:
    """Every word went to a field, and what is not a code stands there as it was typed."""
    words = Lexicon(
        places={"gate": "gate"}, categories={"repair": "repair"}, who=lambda said: said in _NAMES
    )
    text = " ".join(["call", *typed])
    read = line.parse(text, VERBS, words)
    assert _letters("".join(token.text for token in read.tokens)) == _letters(text)
    free = [token for token in read.tokens if token.field in {"words", "caller"}]
    kept = "".join((read.values.get("words", "") + read.values.get("caller", "")).split())
    for token in free:
        stripped = "".join(token.text.split()).strip(",，;；、。:：")
        assert stripped in kept


_BUILDINGS, _DOORS, _ROOMS = st.integers(1, 99), st.integers(1, 9), st.integers(101, 9999)
_SPELLINGS = (
    "{b}-{e}-{r}",
    "{b}栋{e}单元{r}",
    "{b}号楼{e}单元{r}室",
    "{b}幢{e}门{r}",
    "{b}#{e}-{r}",
    "{b}座{e}单元{r}房",
)
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@settings(deadline=None)
@given(_BUILDINGS, _DOORS, _ROOMS, st.sampled_from(_SPELLINGS), st.sampled_from([{}, _WIDE]))
def test_every_spelling_of_a_unit_means_the_same_place(
    building: int, entrance: int, room: int, spelling: str, twins: dict[int, str]
) -> None:
    told = spelling.format(b=building, e=entrance, r=room)
    told = told.translate(twins)
    values = line.parse(f"call {told} leak", VERBS).values
    assert values == {"place": f"{building}-{entrance}-{room}", "words": "leak"}
    assert unit(told) == unit(values["place"]) == (str(building), str(entrance), str(room))


@settings(deadline=None)
@given(_BUILDINGS, _ROOMS, st.sampled_from(["{b}#{r}", "{b}-{r}", "{b}栋{r}", "{b}号楼{r}室"]))
def test_a_unit_may_be_said_without_its_entrance(building: int, room: int, spelling: str) -> None:
    values = line.parse(f"call {spelling.format(b=building, r=room)} leak", VERBS).values
    assert values["place"] == f"{building}--{room}"
    assert unit(values["place"]) == (str(building), "", str(room))

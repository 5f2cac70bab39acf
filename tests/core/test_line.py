"""The desk line: tokens in any order and any width become the fields of a form."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, FieldSpec, Lexicon
from deskterm.core.line import LIMIT, Parsed, Verb, parse

LEXICON = Lexicon(
    guards={"赵强": "G1", "钱进": "G2", "Sun Lei": "G3"},
    rooms={"Room A": "A", "Grand hall": "H", "大会堂": "H"},
    vehicles={"沪A·12345": "沪A12345"},
    places={"Lobby": "lobby", "大堂": "lobby", "East gate": "gate-east"},
    categories={
        "2": "repair",
        "报修": "repair",
        "7": "other",
        "1": "medical",
        "急救病人": "medical",
    },
    statuses={"on scene": "on-scene", "到场": "on-scene", "on the way": "en-route"},
    today=date(2026, 11, 23),
)


def _verb(words: str, form: str, fields: str, implied: tuple[str, ...] = ()) -> Verb:
    """Fields are written `name` or `name:kind`, with a `*` when they are required."""
    specs = []
    for field in fields.split():
        name, _colon, kind = field.rstrip("*").partition(":")
        said = ("保密", "in confidence") if kind == "flag" else ()
        specs.append(FieldSpec(name, name.title(), kind or name, field.endswith("*"), words=said))
    return Verb(tuple(words.split()), form, tuple(specs), implied)


CALL = _verb(
    "call c 求助", "NewCall", "place* category words phone secret:flag", ("place", "category")
)
VERBS = (
    CALL,
    _verb("send s 派", "Send", "guards* vehicle case*"),
    _verb("status 状态", "GuardStatus", "guard* status* case told until:time", ("guard",)),
    _verb("book b 订", "NewBooking", "room* date period* words people wants"),
    _verb("fuel f 加油", "NewSlip", "vehicle* litres* money km"),
    _verb("done d 完成", "Finish", "step*"),
    _verb("rate 评价", "Rate", "case content:yesno"),
    _verb("reply 回访", "Reply", "content:yesno until:time words"),
    _verb("find 查", "Find", "words*", ("/",)),
)
TWINS = {half: half + 0xFEE0 for half in range(0x21, 0x7F)} | {0x20: 0x3000}


def read(text: str) -> Parsed:
    return parse(text, VERBS, LEXICON)


SLIP = {"vehicle": "沪A12345", "litres": "45.2L", "money": "380.50", "km": "88210"}
SENT = {"guards": "G2 G3", "case": "C412"}
BURST = {"place": "12-3-1502", "words": "kitchen pipe burst"}
LEAK = {"place": "12-3-1502", "words": "厨房水管漏水，很急"}
HERE = {"guard": "G2", "status": "on-scene"}
BUDGET = {"room": "A", "period": "14:00-15:30", "words": "budget", "people": "12"}
DINNER = {"room": "H", "date": "2026-11-24", "period": "18:00-20:00", "wants": "tea name-plates"}


@pytest.mark.parametrize(
    ("text", "form", "values"),
    [
        ("call 12-3-1502 kitchen pipe burst", "NewCall", BURST),
        ("send G2 G3 C412", "Send", SENT),
        ("G2 on scene", "GuardStatus", HERE),
        ("G2 on scene -4m", "GuardStatus", {**HERE, "told": "-4m"}),
        ("book A 14:00-15:30 budget 12p", "NewBooking", BUDGET),
        ("fuel 沪A12345 45.2L 380.50 88210", "NewSlip", SLIP),
        ("done C412.3", "Finish", {"step": "C412.3"}),
        ("/leak 15-2", "Find", {"words": "leak 15-2"}),
        ("、漏水 15-2", "Find", {"words": "漏水 15-2"}),
        ("求助 12栋3单元1502室 厨房水管漏水，很急", "NewCall", LEAK),
        ("派 G2、G3 C412", "Send", SENT),
        ("钱进 到场 ＠１４：０５", "GuardStatus", {**HERE, "told": "@14:05"}),
        ("订 大会堂 明天 18：00－20：00 茶叶 座次牌", "NewBooking", DINNER),
        ("加油 沪A·12345 ４５．２升 ￥３８０．５ ８８２１０", "NewSlip", SLIP),
        ("完成 Ｃ４１２．３", "Finish", {"step": "C412.3"}),
    ],
)
def test_one_line_says_a_whole_thing(text: str, form: str, values: dict[str, str]) -> None:
    parsed = read(text)
    assert (parsed.verb.form_name, parsed.values) == (form, values)
    assert (parsed.missing, parsed.anyway) == ((), False)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("15-2-1203", {"place": "15-2-1203"}),
        ("repair 3-1-0402 leak", {"place": "3-1-0402", "category": "repair", "words": "leak"}),
        ("2 3-1-0402 leak", {"place": "3-1-0402", "category": "repair", "words": "leak"}),
        ("east gate lamp is out", {"place": "gate-east", "words": "lamp is out"}),
        ("12-3-1502厨房漏水", {"place": "12-3-1502", "words": "厨房漏水"}),
    ],
)
def test_a_place_or_a_category_begins_a_call_without_a_verb(
    text: str, values: dict[str, str]
) -> None:
    assert (read(text).verb, read(text).values) == (CALL, values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("求助12号楼3单元1502室，厨房漏水", {"place": "12-3-1502", "words": "厨房漏水"}),
        ("派G2,G3 C412", {"guards": "G2 G3", "case": "C412"}),
        ("G2到场-4m", {"guard": "G2", "status": "on-scene", "told": "-4m"}),
        ("订 大会堂 14:00-15:30预算会", {"room": "H", "period": "14:00-15:30", "words": "预算会"}),
    ],
)
def test_chinese_needs_no_blanks(text: str, values: dict[str, str]) -> None:
    assert read(text).values == values


def test_tokens_may_come_in_any_order() -> None:
    tokens = ["Grand hall", "tomorrow", "14:00 - 15:30", "12 people", "tea", "name plates"]
    assert read("book " + " ".join(reversed(tokens))).values == {
        **read("book " + " ".join(tokens)).values,
        "wants": "name-plates tea",
    }


def test_free_words_keep_their_spelling_their_blanks_and_their_order() -> None:
    words = read("call Ｋitchen  “漏水”，　12-3-1502 since 8, ask 王").values["words"]
    assert words == "Ｋitchen  “漏水”， since 8, ask 王"


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("call 12-3-1502", "room 1502 has 45.2L of water since 1430"),
        ("call 12-3-1502", "leak, no other damage"),
        ("call 12-3-1502", "2 seats of 7"),
        ("reply", "no answer, ring 1502 back"),
        ("call 12-3-1502", "also 12-3-1503 and the lobby"),
        ("call 12-3-1502", "she speaks in confidence"),
        ("book 14:00-15:30", "plan a for h"),
        ("/", "G2 12-3-1502 repair"),
    ],
)
def test_free_text_is_not_eaten_for_a_field(begun: str, words: str) -> None:
    assert read(f"{begun} {words}").values["words"] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('call 12-3-1502 "G2" and "7 lobby"', "G2 and 7 lobby"),
        ('call "2" 12-3-1502', "2"),
        ("book A 14:00-15:30 ＂tea tomorrow＂ 12p", "tea tomorrow"),
        ('book A 14:00-15:30 12p "tea tomor', "tea tomor"),
        ("book A 14:00-15:30 “tea” 12p", "“tea”"),
    ],
)
def test_quotes_force_words(text: str, words: str) -> None:
    assert read(text).values["words"] == words


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("call 2 12-3-1502 3 taps", "category", "repair"),
        ("call 12-3-1502 报修 noise", "category", "repair"),
        ("call 12-3-1502 保密 noise", "secret", "yes"),
        ("call 12-3-1502 in confidence noise", "secret", "yes"),
        ("call 12-3-1502 leak 100 5550 1234", "phone", "10055501234"),
        ("status G2 on the way 1445", "until", "14:45"),
        ("reply 1445 no answer", "until", "14:45"),
        ("book 12p, Grand hall, 14:00-15:30", "room", "H"),
        ("book a 14:00-15:30 plan", "room", "A"),
        ("rate C412 no", "content", "no"),
    ],
)
def test_an_everyday_word_counts_where_it_can_be_meant(text: str, field: str, value: str) -> None:
    assert read(text).values[field] == value


def test_what_is_missing_is_named_in_the_order_of_the_form() -> None:
    assert read("book 12p budget").missing == ("room", "period")
    assert read("c").missing == ("place",)


def test_each_token_says_where_it_stands_and_what_it_became() -> None:
    text = "book Grand hall  14:00-15:30 plan 12p !"
    tokens = read(text).tokens
    assert [(token.text, token.field) for token in tokens] == [
        ("book", "verb"),
        ("Grand hall", "room"),
        ("14:00-15:30", "period"),
        ("plan", "words"),
        ("12p", "people"),
        ("!", "anyway"),
    ]
    assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.parametrize(
    "text", ["send G2 C412 !", "send G2 C412!", "send G2 C412 ！", "call 1-1-0101 fire ！"]
)
def test_a_last_exclamation_mark_means_anyway(text: str) -> None:
    assert read(text).anyway


def test_an_exclamation_mark_of_the_caller_is_no_anyway() -> None:
    parsed = read("求助 12-3-1502 着火了！")
    assert (parsed.values["words"], parsed.anyway) == ("着火了！", False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Nothing is typed yet; begin with call, send, status, book, fuel, done."),
        ("sned G2 C412", "“sned” begins nothing here; try send"),
        ("求住 12-3-1502", "“求住” begins nothing here; try 求助."),
        ("xyz", "“xyz” begins nothing here; try call, send, status, book, fuel, done."),
        (
            "send G2 fast C412",
            "“fast” is not understood here; “send” takes: Guards, Vehicle, Case.",
        ),
        ("fuel 沪A12345 88210 1200", "“1200” is not understood here"),
        ("x" * (LIMIT + 1), "4001 characters is too long; at most 4000"),
        ("漏" * 100_000, "100000 characters is too long"),
    ],
)
def test_a_no_is_a_sentence_that_offers_what_would_be_right(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    assert sentence in str(refused.value)


_WORDS = [word for verb in VERBS for word in verb.words]
_ODD = ["!", "/", '"', ":", "Grand hall", "tea", "2", "a", "repair", "1430", "-4m", "G2,G3", "漏a"]
_TOKENS = st.sampled_from([*(kind.example for kind in KINDS.values()), *_WORDS, *_ODD])
_LINES = st.lists(_TOKENS | st.text(max_size=6), max_size=12).map(" ".join)
_ASCII = st.lists(
    _TOKENS.filter(str.isascii) | st.text(st.characters(max_codepoint=126), max_size=6)
)


@settings(deadline=None, max_examples=400)
@given(st.text(max_size=200) | _LINES)
@example("\x00\x1b[2J\udcff\u200b\u202e")
@example("call " + "漏a" * 1900)
@example('"' * 4000)
@example("! " * 2000)
def test_any_text_is_a_line_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        parsed = read(text)
        assert all(text[token.start : token.end] == token.text for token in parsed.tokens)
        for spec in parsed.verb.fields:
            if spec.name in parsed.values and spec.kind not in {"words", "name"}:
                spelled = parsed.values[spec.name]
                assert KINDS[spec.kind].read(spelled, LEXICON) == spelled


@settings(deadline=None, max_examples=400)
@given(_ASCII.map(" ".join))
def test_a_full_width_line_says_what_its_half_width_twin_says(text: str) -> None:
    said = [_said(text), _said(text.translate(TWINS))]
    assert said[0] == said[1]


def _said(text: str) -> object:
    try:
        parsed = read(text)
    except Refusal:
        return "refused"
    values = {name: unicodedata.normalize("NFKC", value) for name, value in parsed.values.items()}
    return parsed.verb, values, parsed.missing, parsed.anyway


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["book " + "ab c1 " * 660, "call " + "漏a，" * 1300, "call " + "1 " * 1990]
)
def test_the_longest_line_is_read_to_its_end(text: str) -> None:
    assert text.rsplit(maxsplit=1)[-1] in " ".join(read(text).values.values())


def test_the_line_needs_neither_pydantic_nor_the_store() -> None:
    heavy = "{'pydantic', 'sqlalchemy', 'sqlmodel', 'typer', 'phonenumbers'}"
    program = f"import sys, deskterm.core.line; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"

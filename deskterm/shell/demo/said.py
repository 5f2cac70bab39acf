"""What people say in a demo: residents who call, and those who ask for a room."""

SICK = (
    "chest pain, wants to go to hospital 胸痛，要送医院",
    "father has a high fever 父亲高烧",
    "fell in the bathroom, cannot get up 浴室摔倒，起不来",
    "dizzy and vomiting since morning 头晕呕吐",
)
BROKEN = (
    "kitchen pipe leaks 厨房水管漏水",
    "water drips from the ceiling 天花板渗水",
    "no power in the bedroom 卧室没电",
    "toilet is blocked 马桶堵了",
    "door lock is broken 门锁坏了",
    "lift stopped on 9 电梯停在9楼",
    "air conditioner does not cool 空调不制冷",
    "corridor light is out 走廊灯不亮",
)
NOISE = (
    "loud music upstairs 楼上音乐太吵",
    "drilling before eight 早上八点前装修",
    "dog barks all night 狗整夜叫",
    "rubbish left in the stairwell 楼道堆垃圾",
    "smell of cooking in the lobby 大堂有油烟味",
)
ASKED = (
    "parking permit for a visitor 访客停车证怎么办",
    "when is the management fee due 物业费何时交",
    "which day are bins emptied 哪天收垃圾",
    "how to book the garden room 花园会议室怎么订",
    "where to get a key card 门禁卡在哪里办",
)
HELP = (
    "umbrella wanted 借把雨伞",
    "help with a heavy parcel 帮忙搬包裹",
    "taxi for eight o'clock 叫八点的出租车",
    "locked out, spare key 忘带钥匙，取备用钥匙",
    "message for a neighbour 给邻居留言",
)
TOPICS = (
    "budget 预算会",
    "owners' committee 业主委员会",
    "safety briefing 安全例会",
    "tenant interview 租户面谈",
    "choir rehearsal 合唱排练",
)

"""The kinds of records that are found, as they are shown and as they are asked for."""

from __future__ import annotations

from typing import NamedTuple

from deskterm.core.words import N_


class Kind(NamedTuple):
    """What a kind is called, and what else it may be asked for by."""

    label: str
    also: str = ""


KINDS = {
    "call": Kind(N_("call"), "求助 来电 电话"),
    "note": Kind(N_("note"), "备注 记录"),
    "caller": Kind(N_("caller"), "来电人 报事人"),
    "missed": Kind(N_("missed call"), "ring 未接 未接来电"),
    "caution": Kind(N_("caution"), "注意 提醒"),
    "booking": Kind(N_("booking"), "订 预订 会议 会议室"),
    "fault": Kind(N_("fault"), "异常 故障"),
    "resident": Kind(N_("resident"), "住户 业主 租户"),
    "place": Kind(N_("unit"), "unit 房 房间 房号 单元 地点"),
    "guard": Kind(N_("guard"), "保安 安管员 人员"),
    "assignment": Kind(N_("assignment"), "派 派遣 出勤"),
    "vehicle": Kind(N_("vehicle"), "车 车辆"),
    "slip": Kind(N_("fuel slip"), "fuel 加油 油单"),
    "document": Kind(N_("document"), "文件 资料"),
    "phrase": Kind(N_("phrase"), "用语 话术"),
    "price": Kind(N_("price"), "价目 价格 收费"),
    "paper": Kind(N_("vehicle paper"), "证件 年检"),
    "trip": Kind(N_("trip"), "用车 出车"),
    "repair": Kind(N_("repair"), "维修 修车"),
    "cost": Kind(N_("cost"), "费用"),
    "supplier": Kind(N_("supplier"), "供应商 修理厂"),
    "handover": Kind(N_("handover"), "交班 交接"),
}
"""By the name under which `Doc.kind` has them."""


def named(said: str) -> tuple[str, ...]:
    """The kinds that a folded word asks for: those so called, else those so beginning."""
    exact = tuple(name for name, kind in KINDS.items() if said in {name, *kind.also.split()})
    if exact:
        return exact
    return tuple(
        name
        for name, kind in KINDS.items()
        if name.startswith(said) or any(word.startswith(said) for word in kind.also.split())
    )

"""What is said of vehicles and their costs, in English and Chinese, and how it is found."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deskterm.core.lexicon import Finder, Lexicon, fold, key
from deskterm.core.spellings import amount

Words = Mapping[str, str]
"""A code, and the words that mean it, apart by bars."""

PAPERS: Words = {
    "inspection": "inspection|年检|车检|检验",
    "insurance": "insurance|保险|续保",
    "tax": "tax|taxes|certificates|税费|车船税|证件",
    "service": "service|maintenance|保养|一级保养",
    "licence": "licence|license|licence review|驾驶证|驾照|审验|驾驶证审验",
}
COSTS: Words = {
    "fuel": "fuel|油费|加油",
    "toll": "toll|tolls|过路费|通行费|路桥费|过桥费",
    "parking": "parking|停车费|停车",
    "repair": "repair|修理费|维修费|修车",
    "maintenance": "maintenance|service|保养费|保养",
    "insurance": "insurance|保险费|保险",
    "tax": "tax|taxes|税费|车船税",
    "consumables": "consumables|用品|耗材|车辆用品",
    "other": "other|其他|其它",
}
GRADES: Words = {
    "part": "part|worn part|自换件|磨损件",
    "minor": "minor|小修",
    "medium": "medium|中修",
    "major": "major|大修",
}
STAGES: Words = {
    "started": "started|work started|开工|送修",
    "finished": "finished|完工|修好|修竣",
    "bought": "bought|已购|购件",
}
CHECKS: Words = {
    "daily": "daily|daily check|每日|日检|每日检查",
    "technical": "technical|technical assessment|技术|技术评定|技术鉴定",
}
SHOP_STATES: Words = {
    "listed": "listed|short-listed|入选|候选",
    "trial": "trial|on trial|试修",
    "appointed": "appointed|指定|定点",
    "dropped": "dropped|除名|不再合作",
}


def one_of(words: Words) -> Finder:
    """The code that one of these words means."""
    meant = {key(word): code for code, said in words.items() for word in said.split("|")}
    return lambda text, _lexicon: meant.get(key(text))


_DRIVER = re.compile(r"(?:driver|driven by|司机)[ :：]*(.+)")


def driver(text: str, lexicon: Lexicon) -> str | None:
    """Whoever works here, by code or name; `driver` may stand before it."""
    said = _DRIVER.fullmatch(fold(text))
    found = lexicon.find("operators", said[1] if said else text)
    if found or lexicon.operators:
        return found
    return said[1] if said else text.strip()


def driver_seen(text: str, lexicon: Lexicon) -> str | None:
    """A driver by code or name; anybody who works here after the word `driver`."""
    if _DRIVER.fullmatch(fold(text)):
        return driver(text, lexicon)
    return lexicon.find("drivers", text)


def named_or_new(table: str) -> Finder:
    """The code of what the site knows by this name, else the name as it was typed."""
    return lambda text, lexicon: lexicon.find(table, text) or text.strip()


quantity = amount(
    "x pcs pc pieces piece bottles bottle boxes box l 件 个 瓶 桶 条 副 套 包 盒 支 升",
    0,
    lambda whole, _part: str(whole) if whole else None,
)
"""How many of something."""

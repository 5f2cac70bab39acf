"""The site's own words, and how any text is spelled before it is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from deskterm.core.words import pick

_INVISIBLE = dict.fromkeys([0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060])
_TWINS = str.maketrans("‐‑‒–—―−。∶〜", "-------.:~")
_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"
_WANTS = {
    "banner": "banner 会标 横幅",
    "name-plates": "name-plates 座次牌 席卡",
    "sign-in-desk": "sign-in-desk sign-in 签到台",
    "flowers": "flowers 花卉 鲜花",
    "fruit": "fruit 水果",
    "plants": "plants 观叶植物 绿植",
    "tea": "tea 茶叶 茶水 茶",
    "paper-cups": "paper-cups cups 纸杯",
}


_FEATURES = {
    "projector": "projector 投影 投影仪",
    "screen": "screen 屏幕 显示屏",
    "video": "video 视频 视频会议",
    "whiteboard": "whiteboard 白板",
    "sound": "sound 音响 话筒",
    "stage": "stage 舞台 主席台",
    "sofas": "sofas 沙发",
    "fixed-seats": "fixed-seats 固定座椅",
    "interpreters-booth": "interpreters-booth 同传间",
}


def equipment(codes: Iterable[str], between: str = " ") -> str:
    """What a room has, as it is called in the language spoken; a site's own word as it is."""
    said = [_FEATURES.get(code, f"{code} {code}").split() for code in codes]
    spoken = between.join(words[0] for words in said)
    return pick({"en": spoken, "zh": "、".join(words[1] for words in said)})


@lru_cache(2048)
def fold(text: str) -> str:
    """Text as it is judged: half-width, without case, invisible signs and extra blanks."""
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    return " ".join(plain.translate(_TWINS).split())


@lru_cache(2048)
def key(text: str) -> str:
    """A word as it is looked up: `On-scene` is `onscene`, `沪A·12345` is `沪a12345`."""
    return re.sub(r"[ ·•・.\-]", "", fold(text)) or fold(text)


def blank(text: str) -> bool:
    """Whether nothing in it can be seen."""
    return all(unicodedata.category(char)[0] in "ZC" or char in _UNSEEN for char in text)


def short(text: str, limit: int = 40) -> str:
    """The beginning of what was typed, to be quoted in a sentence."""
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True)
class Lexicon:
    """The site's own words, each with the code that it stands for; a code is also a word.

    Give the words in any spelling. `categories` holds their numbers too, "1" to "7".
    """

    guards: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    vehicles: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    """The category of each incident kind, by its code."""
    statuses: Mapping[str, str] = field(default_factory=dict)
    wants: Mapping[str, str] = field(
        default_factory=lambda: {word: code for code in _WANTS for word in _WANTS[code].split()}
    )
    features: Mapping[str, str] = field(
        default_factory=lambda: {
            word: code for code in _FEATURES for word in _FEATURES[code].split()
        }
    )
    """What rooms have; a site's own words stand for themselves."""
    operators: Mapping[str, str] = field(default_factory=dict)
    equipment: Mapping[str, str] = field(default_factory=dict)
    drivers: Mapping[str, str] = field(default_factory=dict)
    """Those of the operators whose names on a line mean who drives."""
    suppliers: Mapping[str, str] = field(default_factory=dict)
    supplies: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    """The site's date; without it "tomorrow" and "24.11." mean nothing."""
    who: Callable[[str], bool] = lambda _said: False
    """Whether this is a resident's name, its reading, or the end of a phone number.

    Residents are too many to be words here; whoever makes the lexicon looks them up.
    """

    def __post_init__(self) -> None:
        for table in (each.name for each in fields(self) if each.name not in {"today", "who"}):
            told: Mapping[str, str] = getattr(self, table)
            words = {key(code): code for code in told.values()}
            object.__setattr__(self, table, words | {key(word): told[word] for word in told})

    def find(self, table: str, text: str) -> str | None:
        """The code that `text` stands for in this table."""
        words: Mapping[str, str] = getattr(self, table)
        return words.get(key(text))

    def nearest(self, table: str, text: str) -> list[str]:
        """The codes of this table that `text` may have been meant for, best first."""
        words: Mapping[str, str] = getattr(self, table)
        close = get_close_matches(key(text), words, cutoff=0.5)
        return list(dict.fromkeys(words[word] for word in close))


NOTHING = Lexicon()
Finder = Callable[[str, Lexicon], str | None]
"""Finds a value in a text: its one spelling, or nothing."""

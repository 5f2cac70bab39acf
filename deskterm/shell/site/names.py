"""How names are read aloud: pinyin to sort by, initials to type."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_READ_ANOTHER_WAY = (
    "曾=zeng 单=shan 解=xie 仇=qiu 区=ou 查=zha 盖=ge 朴=piao 任=ren 翟=zhai 乐=yue 秘=bi"
    " 冼=xian 折=she 种=chong 重=chong 缪=miao 员=yun 贠=yun 祭=zhai 那=na 繁=po 召=shao"
    " 应=ying 过=guo 哈=ha 牟=mou 谌=chen 隗=wei 佴=nai 乜=nie 逄=pang 郇=xun 车=che"
    " 覃=qin 葛=ge 华=hua 宁=ning 柏=bai 幺=yao 尹=yin 沈=shen 石=shi 纪=ji 燕=yan 薄=bo"
    " 都=du 冯=feng 瞿=qu 於=yu 殷=yin 阚=kan 宿=su 卜=bu 殳=shu 粘=nian 藏=zang"
    " 尉迟=yu,chi 万俟=mo,qi 单于=chan,yu 长孙=zhang,sun 澹台=tan,tai 令狐=ling,hu"
    " 夏侯=xia,hou 宰父=zai,fu 鲜于=xian,yu 闾丘=lv,qiu 亓官=qi,guan 太叔=tai,shu"
)
_SURNAMES = dict(pair.split("=") for pair in _READ_ANOTHER_WAY.split())
"""Characters that may be read another way when they are a surname."""

_HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")


class Reading(NamedTuple):
    """`wang jian guo` and `wjg`."""

    pinyin: str
    initials: str


@cache
def reading(name: str) -> Reading:
    """How this name is read; a name in Latin letters is its own reading."""
    syllables = _syllables(name)
    return Reading(" ".join(syllables), "".join(syllable[0] for syllable in syllables))


def _syllables(name: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - costs a fifth of a second, only to write

    surname = next((name[:size] for size in (2, 1) if name[:size] in _SURNAMES), "")
    if not _HANZI.fullmatch(name):
        surname = ""
    told = _SURNAMES[surname].split(",") if surname else []
    spoken = lazy_pinyin(name[len(surname) :].lower(), v_to_u=False)
    return [*told, *re.findall(r"\w+", " ".join(spoken))]

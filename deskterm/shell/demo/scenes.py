"""The scenes that a demo is made of: what residents say, and what the desk then does."""

from __future__ import annotations

from typing import NamedTuple

from deskterm.shell.demo.said import ASKED, BROKEN, FIGHTS, HELP, NOISE, SICK, SMOKE, STOLEN, Saying


class Beat(NamedTuple):
    """One act of a scene, so many minutes after the call was opened."""

    minutes: float
    verb: str
    what: str = ""
    words: str = ""


class Scene(NamedTuple):
    """A call of one category from its first word to its last."""

    name: str
    category: str
    weight: int
    """How often among the others; 0 for scenes that are still under way."""
    words: tuple[Saying, ...]
    beats: tuple[Beat, ...]
    guards: int = 0
    vehicle: bool = False
    kind: str | None = None
    """The incident kind of its category."""
    written: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it ends before the call does."""
        return self.weight == 0


def _beats(told: str) -> tuple[Beat, ...]:
    """The acts of a scene: `0 open | 2 answer | 6 tick assigned | 9 note: words`."""
    return tuple(sorted(map(_beat, told.split(" | ")), key=lambda beat: beat.minutes))


def _beat(told: str) -> Beat:
    act, _colon, words = told.partition(": ")
    minutes, verb, what = [*act.split(" "), ""][:3]
    return Beat(float(minutes), verb, what, words)


SCENES = (
    Scene(
        "escort",
        "medical",
        3,
        SICK,
        _beats(
            "0 open | 1.2 tick help-wanted | 1.6 branch escort | 2 send | "
            "3.5 answer | 3.8 guards en-route | 7.5 guards on-scene | 11 tick at-the-door | "
            "32 guards at-hospital | 66 tick settled | 70 tick more-help | 76 guards returning | "
            "104 guards available | 105 back | "
            "109 tick report-kept: examined and kept for the night 已就诊，留院观察 | "
            "112 close 5 | 121 ask supervisor"
        ),
        guards=2,
        vehicle=True,
    ),
    Scene(
        "ambulance",
        "medical",
        2,
        SICK,
        _beats(
            "0 open | 0.9 tick help-wanted | 1.1 branch ambulance | "
            "1.6 tick ambulance-called | 2 tick call-confirmed | 2.1 tick lead-told | "
            "2.7 tick resident-told | 2.9 answer | 3.1 send | 3.8 guards en-route | "
            "6 guards on-scene | 31 guards available | 17 tick led-to-home | "
            "33 tick report-kept: taken by ambulance 救护车接走 | 34 tick lead-reports | "
            "36 close 4 | 44 ask supervisor"
        ),
        guards=1,
    ),
    Scene(
        "nursing",
        "medical",
        1,
        SICK,
        _beats(
            "0 open | 1.3 tick help-wanted | 1.7 branch nursing | "
            "2.4 tick described | 3 answer | 5 send | 5.7 guards en-route | 9 guards on-scene | "
            "96 guards available | 12 tick relative-stays: the daughter stays 女儿陪同 | "
            "13 tick nursing-begins | "
            "99 tick report-kept: better, family took over 好转，家属接手 | 101 close 5 | "
            "110 ask supervisor"
        ),
        guards=2,
    ),
    Scene(
        "repair",
        "repair",
        24,
        BROKEN,
        _beats(
            "0 open | 2 answer | 6 tick assigned | 34 tick on-site | 120 tick mended | "
            "200 tick asked-back: works as it should 使用正常 | 202 close 5"
        ),
    ),
    Scene(
        "repair, closed early",
        "repair",
        9,
        BROKEN,
        _beats(
            "0 open | 2 answer | 6 tick assigned | 34 tick on-site | 120 tick mended | "
            "124 close 4: mended, signed for 修好并签字"
        ),
    ),
    Scene(
        "repair, paid",
        "repair",
        4,
        BROKEN,
        _beats(
            "0 open | 1.5 answer | 3 branch paid | 4 tick list-shown | "
            "5 price: fitting and work 配件和人工 60.00 | 8 tick assigned | 31 tick on-site | "
            "92 tick mended | 95 charge paid: 60.00 | 170 tick asked-back: satisfied 满意 | "
            "171 close 4"
        ),
    ),
    Scene(
        "repair, paid later",
        "repair",
        1,
        BROKEN,
        _beats(
            "0 open | 1.5 answer | 3 branch paid | 4 tick list-shown | "
            "5 price: fitting and work 配件和人工 80.00 | 8 tick assigned | 31 tick on-site | "
            "92 tick mended | 95 charge: 80.00 | 170 tick asked-back: all right 正常 | 171 close 3"
        ),
    ),
    Scene(
        "repair, answered late",
        "repair",
        3,
        BROKEN,
        _beats(
            "0 open | 9 tick assigned | 13 answer | 48 tick on-site | "
            "49 note: part ordered 配件已订 | 300 tick mended | "
            "302 skip asked-back: resident is away 住户不在家 | 303 close 2"
        ),
    ),
    Scene(
        "complaint",
        "complaint",
        8,
        NOISE,
        _beats(
            "0 open | 3 answer | 18 tick passed-on | 240 tick looked-into | "
            "420 tick told-back: neighbour has promised quiet 邻居答应安静 | 421 close 3"
        ),
    ),
    Scene(
        "complaint, guard looks",
        "complaint",
        4,
        NOISE,
        _beats(
            "0 open | 2 answer | 3 send | 3.7 guards en-route | 8 guards on-scene | "
            "24 guards available | 12 tick passed-on | 26 tick looked-into | "
            "29 tick told-back: quiet now 已安静 | 30 close"
        ),
        guards=1,
    ),
    Scene(
        "inquiry",
        "inquiry",
        20,
        ASKED,
        _beats("0 answered"),
    ),
    Scene(
        "inquiry, asked first",
        "inquiry",
        4,
        ASKED,
        _beats(
            "0 open | 1 ask supervisor: may it be said 可否答复 | 2.8 says: yes 可以 | "
            "3.5 answer: asked the supervisor, told the caller 请示主管后答复 | 4 close 4"
        ),
    ),
    Scene(
        "inquiry, written",
        "inquiry",
        1,
        ASKED,
        _beats(
            "0 open | 20 ask supervisor | "
            "900 answer: by the house rules, article 12 按公约第十二条 | 903 close 4"
        ),
        written=True,
    ),
    Scene(
        "theft",
        "safety",
        3,
        STOLEN,
        _beats(
            "0 open | 0.7 tick where-what | 1.2 send | 1.9 guards en-route | "
            "4.5 guards on-scene | 41 guards available | 2 tick police | 2.8 answer | "
            "4 ask supervisor | 47 close 3 | "
            "45 tick report-kept: report taken, film kept 已登记，录像已存"
        ),
        guards=2,
        kind="theft",
    ),
    Scene(
        "fight, over before they came",
        "safety",
        1,
        FIGHTS,
        _beats(
            "0 open | 0.6 tick where-what | 1 send | 1.8 guards en-route | 2.6 answer | "
            "3.4 guards available | 5 tick report-kept: both gone before anybody came 到场前已散 | "
            "6 close"
        ),
        guards=2,
        kind="fight",
    ),
    Scene(
        "fire",
        "disaster",
        1,
        SMOKE,
        _beats(
            "0 open | 0.4 tick where-what | 0.8 tick fire-brigade | 1.1 send | "
            "1.8 guards en-route | 3.6 guards on-scene | 58 guards available | "
            "2.2 ask supervisor | 2.6 answer | 4.4 tick shut-off | "
            "63 tick report-kept: out, stairwell aired 已扑灭，通风 | 66 close"
        ),
        guards=3,
        kind="fire",
    ),
    Scene(
        "help",
        "other",
        9,
        HELP,
        _beats("0 open | 1.2 answer | 38 tick helped: done 已办 | 39 close 5"),
    ),
    Scene(
        "help, referred",
        "other",
        3,
        HELP,
        _beats(
            "0 open | 3 refer: post office 邮局: they see to it 他们来办 | 6 answer | "
            "7 tick caller-told | 55 tick helped: the post office sees to it 由邮局处理 | "
            "56 close 4"
        ),
    ),
    Scene(
        "repair, under way",
        "repair",
        0,
        BROKEN,
        _beats("0 open | 2 answer | 6 tick assigned | 34 tick on-site"),
    ),
    Scene(
        "repair, just in",
        "repair",
        0,
        BROKEN,
        _beats("0 open | 2 answer"),
    ),
    Scene(
        "complaint, waiting",
        "complaint",
        0,
        NOISE,
        _beats("0 open | 3 answer | 18 tick passed-on"),
    ),
    Scene(
        "help, waiting",
        "other",
        0,
        HELP,
        _beats("0 open | 1.5 answer"),
    ),
    Scene(
        "guards out",
        "complaint",
        0,
        NOISE,
        _beats("0 open | 2 answer | 3 send | 3.7 guards en-route | 8 guards on-scene"),
        guards=1,
    ),
)

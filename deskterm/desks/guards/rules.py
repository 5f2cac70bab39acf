"""What a guard's status means, and whom to send: pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

STAMPS = ("assigned", "en-route", "on-scene", "at-hospital", "returning")
"""The stamps of an assignment that is under way, in the order they follow one another."""

EVENTS: Mapping[str, str] = {
    "assigned": "guards-sent",
    "en-route": "guards-en-route",
    "on-scene": "guards-on-scene",
    "at-hospital": "guards-at-hospital",
    "returning": "guards-returning",
    "available": "guards-clear",
}
"""What each status is to the clocks of the call."""

_SAID: Mapping[str, str] = {
    "off-duty": "off-duty/off duty/off/home/下班/离岗/不在岗",
    "available": "available/free/clear/back/on duty/空闲/待命/可用/归队/到岗/上岗/解除",
    "assigned": "assigned/sent/已派/指派",
    "en-route": "en-route/en route/enroute/under way/on the way/going/出发/途中/前往/在路上",
    "on-scene": "on-scene/on scene/onscene/arrived/there/到场/到达/现场/已到",
    "at-hospital": "at-hospital/at hospital/hospital/到医院/医院/在医院",
    "returning": "returning/coming back/on the way back/返回/返程/回程",
    "break": "break/on break/rest/lunch/休息/用餐/吃饭",
}

STATUS_WORDS: Mapping[str, str] = {
    word: status for status, words in _SAID.items() for word in words.split("/")
}
"""What people say or type for a status, in English and Chinese."""

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Candidate:
    """A guard who could be sent: what counts when somebody must be picked."""

    code: str
    name: str
    state: str
    minutes: int | None
    """On foot from his post; None is unknown, never zero."""
    since: datetime
    """When he last came free, or went on break."""


def suggest(candidates: Iterable[Candidate], count: int) -> list[Candidate]:
    """Whom to send: who is free before who is on break, the nearest, then the longest rested.

    Who is out on a call or off duty is not offered at all. A guard whose way is
    unknown comes after those whose way is known.
    """
    order = {"available": 0, "break": 1}
    able = [guard for guard in candidates if guard.state in order]
    able.sort(
        key=lambda guard: (
            order[guard.state],
            guard.minutes is None,
            guard.minutes or 0,
            guard.since,
            natural(guard.code),
        )
    )
    return able[: max(0, count)]


def natural(code: str) -> tuple[str, int, str]:
    """A sort key by which G2 comes before G10."""
    head, number, tail = (*_DIGITS.split(code, maxsplit=1), "", "")[:3]
    return head, int(number or 0), tail


def bounds(
    stamps: Mapping[str, datetime | None], status: str
) -> tuple[tuple[str, datetime], tuple[str, datetime] | None]:
    """The stamps between which this one must lie: the last one before it, the first one after.

    `stamps` holds an assignment's times by status; what is skipped is None.
    """
    place = STAMPS.index(status) if status in STAMPS else len(STAMPS)
    known = [(name, at) for name in STAMPS if (at := stamps.get(name)) is not None]
    before = [found for found in known if STAMPS.index(found[0]) < place]
    after = [found for found in known if STAMPS.index(found[0]) > place]
    return before[-1], after[0] if after else None


def next_at(now: datetime, at: time) -> datetime:
    """The next instant with this time of day; `now` carries the site's zone."""
    day = now.date() if at > now.time() else now.date() + timedelta(days=1)
    return datetime.combine(day, at, now.tzinfo)

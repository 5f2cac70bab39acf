"""What a guard's status means, and whom to send: pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

STAMPS = ("assigned", "en-route", "on-scene", "at-hospital", "returning")
"""The stamps of an assignment that is under way, in the order they follow one another."""

ORDER = (*STAMPS, "available")
"""The same and the last one, which ends it."""

FILLS: Mapping[str, tuple[str, ...]] = {
    "on-scene": ("en-route",),
    "at-hospital": ("en-route", "on-scene"),
    "returning": ("en-route",),
}
"""What a stamp says of those before it that were skipped.

Who comes back may have been called back before he arrived, and who is clear may
never have moved: these stamps fill no arrival.
"""

PATIENCE = timedelta(minutes=2)
"""How long a guard has to answer a roll call."""

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
    "available": "available/av/free/clear/back/on duty/空闲/待命/可用/归队/到岗/上岗/解除",
    "assigned": "assigned/sent/已派/指派",
    "en-route": "en-route/er/en route/enroute/under way/on the way/going/出发/途中/前往/在路上",
    "on-scene": "on-scene/os/on scene/onscene/arrived/there/到场/到达/现场/已到",
    "at-hospital": "at-hospital/ah/at hospital/hospital/到医院/医院/在医院",
    "returning": "returning/rt/coming back/on the way back/返回/返程/回程",
    "break": "break/br/on break/rest/lunch/休息/用餐/吃饭",
}

STATUS_WORDS: Mapping[str, str] = {
    word: status for status, words in _SAID.items() for word in words.split("/")
}
"""What people say or type for a status, in English and Chinese."""

Stamps = Mapping[str, datetime | None]
"""The times of an assignment by status, without those that were filled; None is unknown."""

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
    """When he last came back from a call; who was on none, when he took up what he does now."""


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


def fillings(told: Stamps) -> dict[str, datetime]:
    """The stamps that were skipped, each with the time of the first one after it that fills it."""
    found = {}
    for skipped in STAMPS:
        later = (at for name, at in _known(told) if skipped in FILLS.get(name, ()))
        if told.get(skipped) is None and (at := next(later, None)):
            found[skipped] = at
    return found


def contradicted(told: Stamps, status: str, at: datetime) -> tuple[str, datetime] | None:
    """The nearest stamp with which one at this time would be out of order, and its time.

    One that goes before it and lies after it, or the other way round.
    """
    place = ORDER.index(status)
    before = [(name, then) for name, then in _known(told) if ORDER.index(name) < place]
    after = [(name, then) for name, then in _known(told) if ORDER.index(name) > place]
    wrong = [found for found in reversed(before) if found[1] > at]
    wrong += [found for found in after if found[1] < at]
    return wrong[0] if wrong else None


def out_of_order(told: Stamps) -> list[str]:
    """The stamps that lie before one which goes before them."""
    flagged, latest = [], None
    for name, at in _known(told):
        if latest and at < latest:
            flagged.append(name)
        else:
            latest = at
    return flagged


def is_last(told: Stamps, status: str) -> bool:
    """Whether nothing is known that follows this stamp."""
    return all(ORDER.index(name) <= ORDER.index(status) for name, _at in _known(told))


def measured(told: Stamps, begin: str, end: str) -> timedelta | None:
    """How long it took from one stamp to another; None where that is unknown or out of order."""
    first, last = told.get(begin), told.get(end)
    return last - first if first and last and first <= last else None


def _known(told: Stamps) -> list[tuple[str, datetime]]:
    return [(name, at) for name in ORDER if (at := told.get(name)) is not None]


def is_silent(called: datetime, answered: datetime | None, now: datetime) -> bool:
    """Whether somebody who was called has not answered for too long."""
    return answered is None and now - called > PATIENCE


def next_at(now: datetime, at: time) -> datetime:
    """The next instant with this time of day; `now` carries the site's zone."""
    day = now.date() if at > now.time() else now.date() + timedelta(days=1)
    return datetime.combine(day, at, now.tzinfo)

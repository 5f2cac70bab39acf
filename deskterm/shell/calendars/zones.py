"""Time zones by the names that other programs give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from deskterm.core.kinds import short
from deskterm.core.words import _

_TZID = re.compile(r"^TZID(?:;[^:\r\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(r"^X-LIC-LOCATION:(.*)$", re.IGNORECASE | re.MULTILINE)
_RULE = re.compile(r"^RRULE[^:\r\n]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?([0-5]\d)?", re.IGNORECASE)
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_LONGEST = 20_000
"""Characters of one time zone; a century of changes fits in."""
_FURTHEST = 14
_UNUSABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


class Zones:
    """The zones that a file names: those of the world, Outlook's, and the file's own."""

    def __init__(self, own: Sequence[str]) -> None:
        self.own: dict[str, str] = {}
        for text in own:
            if named := _TZID.search(text):
                self.own[_bare(named[1])] = text
        self.known: dict[str, tzinfo] = {}

    def find(self, tzid: str) -> tzinfo:
        """The zone of this name; a ValueError says that there is none."""
        if tzid not in self.known:
            self.known[tzid] = self._found(_bare(tzid))
        return self.known[tzid]

    def _found(self, name: str) -> tzinfo:
        found = of_the_world(name) or self._its_own(name) or _offset(name)
        if found is None:
            sentence = _("there is no time zone “{name}”, and the file does not describe it")
            raise ValueError(sentence.format(name=short(name)))
        return found

    def _its_own(self, name: str) -> tzinfo | None:
        """The zone as the file describes it, by its place where it says one."""
        text = self.own.get(name)
        if text is None:
            return None
        place = _LOCATION.search(text)
        if place and (found := of_the_world(place[1].strip())):
            return found
        yearly = all("FREQ=YEARLY" in rule.upper() for rule in _RULE.findall(text))
        if len(text) > _LONGEST or not yearly:
            sentence = _("the time zone “{name}” is described in no way that can be used")
            raise ValueError(sentence.format(name=short(name)))
        return _described(name, text)


def _described(name: str, text: str) -> tzinfo:
    try:
        zone: Any = Timezone.from_ical(text)
        made: tzinfo = zone.to_tz(lookup_tzid=False)
        datetime(2026, 1, 1, tzinfo=made).utcoffset()
    except _UNUSABLE as error:
        sentence = _("the time zone “{name}” is described in no way that can be used")
        raise ValueError(sentence.format(name=short(name))) from error
    return made


def _bare(tzid: str) -> str:
    return tzid.strip().strip('"').strip()


def of_the_world(name: str) -> tzinfo | None:
    """The zone of a place, also by Windows' name for it or with a program's prefix before it."""
    parts = name.strip("/").split("/")
    windows = _WINDOWS.get(name.casefold())
    tries = ["/".join(parts[-count:]) for count in range(min(len(parts), 3), 0, -1)]
    for each in [windows, *(tries if name.startswith("/") else [name])]:
        if each and (zone := _zone(each)):
            return zone
    return None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return None


def _offset(name: str) -> tzinfo | None:
    match = _OFFSET.fullmatch(name.replace(" ", ""))
    if match is None or int(match[2]) > _FURTHEST:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)

"""A meeting as another program's calendar has it, in our words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta, tzinfo
from hashlib import sha256

from deskterm.core.words import N_, _
from deskterm.desks.rooms import recurrence
from deskterm.shell.rejects import Reject

CONFIRMED, TENTATIVE, CANCELLED = "confirmed", "tentative", "cancelled"

HEADER = (
    N_("Event"),
    N_("Meeting"),
    N_("Room"),
    N_("From"),
    N_("To"),
    N_("Our booking"),
    N_("Our department"),
    N_("Our period"),
)
"""What stands in a rejects file after the line and the reason: their side, then ours."""

_DAY = timedelta(days=1)
_OCCURRENCE = re.compile(r"(.+) (\d{8}T\d{6}Z)", re.DOTALL)


@dataclass(frozen=True)
class Event:
    """One meeting at one time: a single event, or one date of a series."""

    key: str
    """By which it is known again: its UID, and for a date of a series when that would begin."""
    line: int
    start: datetime
    end: datetime
    room: str = ""
    words: str = ""
    holder: str = ""
    note: str = ""
    people: int | None = None
    wants: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    status: str = CONFIRMED
    confidential: bool = False
    sequence: int = 0
    setup: bool = True
    """Whether the room is set up before it; not where the day before is the same event's."""
    clear: bool = True

    @property
    def digest(self) -> str:
        """A short word that is another one where anything else is said."""
        said = {name: value for name, value in asdict(self).items() if name not in _UNSAID}
        return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]

    @property
    def version(self) -> str:
        """As it is remembered once it was taken in."""
        return f"{self.sequence} {self.digest}"

    def same_as(self, other: Event, room: str, masked: Mapping[str, str]) -> bool:
        """Whether another says nothing that this one does not, its room being this one of ours.

        What is `masked` is hidden here, and not compared.
        """
        changes = {"room": room, **({} if other.words else {"words": self.words}), **masked}
        if self.status == CANCELLED == other.status:
            return True
        blank = {
            name: getattr(self, name)
            for name in ("holder", "note", "people", "wants", "flags")
            if not getattr(other, name)
        }
        kept = {name: getattr(self, name) for name in ("setup", "clear", "confidential")}
        return replace(other, **{**blank, **kept, **changes}).digest == self.digest


_UNSAID = frozenset({"key", "line", "sequence"})


@dataclass
class Calendar:
    """All that a file says."""

    events: list[Event] = field(default_factory=list)
    rejected: list[Reject] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    """The UIDs of which every date is in the file, so that any other is gone."""
    others: Counter[str] = field(default_factory=Counter)
    """What the file holds that is no meeting, counted."""


def reject(line: int, reason: str, uid: str, words: str = "") -> Reject:
    """An event that cannot be read."""
    return Reject(line, reason, [uid, words, *[""] * (len(HEADER) - 2)])


def beyond() -> str:
    """Why an event at the edge of all time is rejected: its set-up would begin before that."""
    return _("it lies beyond the years that can be kept")


def keyed(uid: str, begins: datetime) -> str:
    """The key of one date of a series."""
    return f"{uid} {begins.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def unkeyed(key: str) -> tuple[str, datetime | None]:
    """The UID in a key, and when that date of a series would begin."""
    match = _OCCURRENCE.fullmatch(key)
    if match is None:
        return key, None
    return match[1], datetime.strptime(match[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Piece:
    """A part of an event that is no longer than a day."""

    start: datetime
    end: datetime
    first: bool
    last: bool


def pieces(start: datetime, end: datetime, zone: tzinfo) -> list[Piece]:
    """An event as bookings: as it is, or where it is longer than a day, one for each of its days.

    The site's clock and calendar say how long a day is.
    """
    if start.year <= MINYEAR or end.year >= MAXYEAR:
        raise OverflowError(beyond())
    shown, until = (each.astimezone(zone).replace(tzinfo=None) for each in (start, end))
    cuts = [start]
    if until - shown > _DAY:
        midnight = datetime.combine(shown.date() + _DAY, time.min)
        while midnight < until:
            cuts.append(recurrence.wall(midnight, zone).at)
            midnight += _DAY
    ends = [*cuts[1:], end]
    last = len(cuts) - 1
    return [
        Piece(*each, first=number == 0, last=number == last)
        for number, each in enumerate(zip(cuts, ends, strict=True))
    ]

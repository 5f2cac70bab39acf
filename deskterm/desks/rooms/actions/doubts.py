"""Everything that looks wrong with a booking, in one question; and whose word it needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from deskterm.core.errors import Question
from deskterm.core.lexicon import equipment
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import queries, rules
from deskterm.desks.rooms.actions.taken import LATE, others
from deskterm.desks.rooms.actions.telling import room_name, span, time_
from deskterm.desks.rooms.actions.wanted import Wanted


def ask(work: Work, wanted: Wanted, *, anyway: bool, reason: str | None = None) -> None:
    """Ask what is doubtful, once; more people than the room holds are booked for a reason only."""
    doubts = [] if anyway else [*_about_time(work, wanted)]
    doubts += about_room(work, wanted, anyway=anyway, reason=reason)
    if doubts:
        crowded = _is_crowded(wanted, reason)
        nearest = [room["code"] for room in others(work, wanted)] if crowded else []
        raise Question(" ".join(doubts), nearest)


def about_room(work: Work, wanted: Wanted, *, anyway: bool, reason: str | None) -> list[str]:
    """What the room lacks; that it is too small is never passed over without a reason."""
    doubts = [] if anyway else [*_about_features(wanted)]
    if _is_crowded(wanted, reason):
        doubts += [_too_many(work, wanted), _("To book it all the same, add why: reason: ...")]
    return doubts


def _is_crowded(wanted: Wanted, reason: str | None) -> bool:
    return bool(wanted.people and wanted.people > wanted.room["capacity"]) and not reason


def _about_time(work: Work, wanted: Wanted) -> Iterator[str]:
    if wanted.begins.at < work.now - LATE:
        sentence = _("{time} is past; this would be recorded as entered later.")
        yield sentence.format(time=time_(work, wanted.begins.at))
    if rules.turned_round(wanted.begins.shown, wanted.ends.shown):
        sentence = _("{span} goes on past midnight, until {end} the next day.")
        said = span(work, wanted.begins.at, wanted.ends.at)
        yield sentence.format(span=said, end=f"{wanted.ends.shown:%H:%M}")
    if rules.outside(wanted.room["hours"], wanted.begins.shown, wanted.ends.shown):
        sentence = _("{room} is open {hours}; {span} is outside that.")
        said = span(work, wanted.begins.at, wanted.ends.at)
        yield sentence.format(room=room_name(wanted.room), hours=wanted.room["hours"], span=said)
    for row in queries.closures(work.reader, wanted.room["id"], wanted.begins.at, wanted.ends.at):
        begins, ends = (time_(work, row[name]) for name in ("begins_at", "ends_at"))
        sentence = _("{room} is closed {begins} to {ends}: {reason}.")
        yield sentence.format(
            room=room_name(wanted.room), begins=begins, ends=ends, reason=row["reason"]
        )


def _about_features(wanted: Wanted) -> Iterator[str]:
    lacking = [each for each in wanted.features if each not in wanted.room["features"].split()]
    if lacking:
        sentence = _("{room} has no {features}.")
        yield sentence.format(room=room_name(wanted.room), features=equipment(lacking, ", "))


def _too_many(work: Work, wanted: Wanted) -> str:
    elsewhere = others(work, wanted)
    sentence = _("{room} holds {capacity}, not {people}.")
    if elsewhere:
        sentence = _("{room} holds {capacity}, not {people}; {other} is free and large enough.")
    other = room_name(elsewhere[0]) if elsewhere else ""
    return sentence.format(
        room=room_name(wanted.room),
        other=other,
        capacity=wanted.room["capacity"],
        people=wanted.people,
    )


def needs_word(work: Work, wanted: Wanted, flags: Collection[str]) -> frozenset[str]:
    """The site's rules that send this to the office director: `large`, `outside`, `important`."""
    told = {
        "large": wanted.room["size"] == "large",
        "outside": queries.closed(work.reader, wanted.room, wanted.begins, wanted.ends),
        "important": "important" in flags,
    }
    listed = work.office.site.values.get("room_approval", "").split()
    return frozenset(word for word in listed if told.get(word))

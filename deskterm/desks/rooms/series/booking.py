"""A series is kept: every date of it is a booking of its own, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskterm.core.errors import Question, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions import doubts, holding, keeping
from deskterm.desks.rooms.actions.telling import spoken
from deskterm.desks.rooms.actions.wanted import Part, Wanted
from deskterm.desks.rooms.model import Booking, Series
from deskterm.desks.rooms.series import exceptions, planning, words
from deskterm.desks.rooms.series.forms import NewSeries
from deskterm.desks.rooms.series.planning import Date, Plan, Seen


class Kept(NamedTuple):
    """A series with its bookings, in the order of its dates."""

    series: Series
    bookings: Sequence[Booking]


def seen(work: Work) -> Seen:
    """What this work sees."""
    return Seen(work.reader, work.office.site, work.now)


def series(work: Work, form: NewSeries) -> Receipt:
    """Book every date of a series; what others have, and what is doubtful, is asked first."""
    work.require("room.book")
    holding.expire(work)
    plan = planning.plan(seen(work), form)
    ask(work, plan, form)
    kept = keep(work, plan, form)
    return _receipt(work, plan, kept)


def ask(work: Work, plan: Plan, form: NewSeries) -> None:
    """Ask once for everything that is doubtful; refuse where no date is left."""
    here = seen(work)
    if not plan.kept:
        sentence = _("No date of this series is free:")
        said = [words.clash(here, each) for each in plan.taken]
        raise Refusal("\n".join([sentence, *said]))
    first = wanted(plan.kept[0], form)
    about = doubts.about_room(work, first, anyway=form.anyway, reason=form.reason)
    about += [] if form.anyway else words.doubts(here, plan)
    if not about:
        return
    if plan.taken and not form.anyway:
        example = plan.taken[0].day
        sentence = _(
            "Decide with drop {date} or {date}@16:00; else the {kept} free dates are kept and the"
            " taken ones left out."
        )
        about.append(sentence.format(date=example, kept=len(plan.kept)))
    head = _("{count} dates, {rule}, {times}:")
    about.insert(
        0,
        head.format(
            count=len(plan.dates), rule=words.rule(plan.rule.text), times=words.times(plan.times)
        ),
    )
    raise Question("\n".join(about))


def wanted(each: Date, form: NewSeries, part: Part | None = None) -> Wanted:
    """One date as a meeting that is asked for."""
    return Wanted(
        each.room,
        each.begins,
        each.ends,
        each.held_from,
        each.held_to,
        form.people,
        form.features,
        part=part,
    )


def keep(work: Work, plan: Plan, form: NewSeries) -> Kept:
    """Keep a series with a booking for each date that is free; the others are remembered."""
    times, rule = plan.times, plan.rule
    row = work.keep(
        Series(
            rule=rule.text,
            first_on=f"{plan.dates[0].day}",
            until_on=f"{rule.until}" if rule.until else None,
            count=rule.count,
            begins=f"{times.begins:%H:%M}",
            ends=f"{times.ends:%H:%M}",
            zone=work.office.site.zone.key,
            room_id=times.room["id"],
            holder=form.holder or "",
            people=form.people,
            wants=" ".join(form.wants),
            entered_at=work.now,
            operator=work.operator,
        )
    )
    work.record("series.kept", series=row.id, room=row.room_id, dates=len(plan.kept))
    kept = [_book(work, row, each, form) for each in plan.kept]
    for each in plan.dates:
        if each.moved or not each.free:
            kind = "moved" if each.free else "dropped"
            exceptions.new(work, row.id, f"{each.day}", kind)
    return Kept(row, kept)


def _book(work: Work, row: Series, each: Date, form: NewSeries) -> Booking:
    meeting = wanted(each, form, Part(row.id, each.day))
    waits = doubts.needs_word(work, meeting, form.flags)
    return keeping.keep(work, meeting, form, "waiting" if waits else "booked")[1]


def _receipt(work: Work, plan: Plan, kept: Kept) -> Receipt:
    numbers = [spoken(work, work.get(Case, each.case_id)) for each in kept.bookings]
    sentence = _("{first}-{last} {times} is booked {rule}: {count} dates, {since} to {until}.")
    if len(numbers) == 1:
        sentence = _("{first} {times} is booked {rule}: {count} date, {since}.")
    said = [
        sentence.format(
            first=numbers[0],
            last=numbers[-1],
            times=words.times(plan.times),
            rule=words.rule(plan.rule.text),
            count=len(numbers),
            since=plan.kept[0].day,
            until=plan.kept[-1].day,
        ),
        *_besides(plan, kept),
    ]
    return Receipt(numbers[0], " ".join(said), kept.bookings[0].case_id)


def _besides(plan: Plan, kept: Kept) -> list[str]:
    """What is not as the rule has it."""
    said = []
    dropped = [each.day for each in plan.dates if not each.free]
    if dropped:
        sentence = _("Left out: {dates}.")
        said.append(sentence.format(dates=", ".join(f"{day}" for day in dropped)))
    moved = [words.span(each) for each in plan.kept if each.moved]
    if moved:
        said.append(_("Moved: {dates}.").format(dates=", ".join(moved)))
    waiting = sum(each.state == "waiting" for each in kept.bookings)
    if waiting:
        sentence = _("{count} of them once the office director has said yes.")
        said.append(sentence.format(count=waiting))
    return said

"""A series is moved or cancelled: one date of it, this and those that follow, or all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from deskterm.core.errors import Question, Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.series_words import said_in
from deskterm.core.tables import Case
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import misread, recurrence
from deskterm.desks.rooms.actions import doubts, ending, holding, keeping, moving
from deskterm.desks.rooms.actions import wanted as meetings
from deskterm.desks.rooms.actions.taken import RoomTaken
from deskterm.desks.rooms.actions.telling import booked_span, room_of, spoken
from deskterm.desks.rooms.actions.wanted import Wanted
from deskterm.desks.rooms.forms import CancelBooking, MoveBooking
from deskterm.desks.rooms.model import Booking, Series
from deskterm.desks.rooms.series import exceptions, planning, splitting, words
from deskterm.desks.rooms.series.booking import seen
from deskterm.desks.rooms.series.planning import Date, Times
from deskterm.desks.rooms.series.reached import listed, reached, series_of


def move(work: Work, form: MoveBooking) -> Receipt:
    """Give a booking another time or room; of a series, also those that follow, or all."""
    if not form.reach or form.reach.code == "this":
        return moving.move(work, form)
    work.require("room.book")
    holding.expire(work)
    case, booking = keeping.found(work, form.case)
    row = series_of(work, case, booking)
    misread.refuse(form.reason, dated=False)
    _refuse_other_days(form, spoken(work, case))
    times = _times(work, form, row)
    held = exceptions.standing(work, row.id)
    whole = reached(work, row, booking, form.reach.code)
    by_hand = [each for each in whole if str(each.occurrence) in held]
    mine = [each for each in whole if each not in by_hand]
    if not mine:
        raise Refusal(_("Nothing of this series is left to move."))
    dates = _planned(work, mine, times)
    _refuse_taken(work, dates)
    _ask(work, dates, mine, form)
    return _moved(work, form, (row, times), (mine, dates, by_hand))


def _refuse_other_days(form: MoveBooking, number: str) -> None:
    """A series moves to another time or room; its days are its rule's."""
    if form.date:
        sentence = _(
            "The dates of a series stay as its rule has them; say another time or room, or cancel"
            " {number} following and begin a new series."
        )
        raise Refusal(sentence.format(number=number))
    if not (form.period or form.room):
        raise Refusal(
            _("Say another time or room for the series of {number}.").format(number=number)
        )


def _times(work: Work, form: MoveBooking, row: Series) -> Times:
    room = meetings.room(work, form.room) if form.room else meetings.room_by_id(work, row.room_id)
    if form.period:
        return Times(form.period.start, form.period.end, room)
    return Times(time.fromisoformat(row.begins), time.fromisoformat(row.ends), room)


def _planned(work: Work, mine: Sequence[Booking], times: Times) -> list[Date]:
    zone = work.office.site.zone
    dates = [
        planning.at(
            times.room,
            recurrence.occurrence(_day(each), times.begins, times.ends, zone),
        )
        for each in mine
    ]
    return planning.checked(seen(work), dates, {each.case_id for each in mine})


def _day(booking: Booking) -> date:
    return date.fromisoformat(str(booking.occurrence))


def _refuse_taken(work: Work, dates: Sequence[Date]) -> None:
    """A series moves whole or not at all."""
    taken = [words.clash(seen(work), each) for each in dates if each.taken]
    if taken:
        sentence = _(
            "Nothing was moved; {count} dates are taken. Cancel or move these by hand first, and"
            " they are left alone:"
        )
        raise RoomTaken("\n".join([sentence.format(count=len(taken)), *taken]))


def _ask(work: Work, dates: Sequence[Date], mine: Sequence[Booking], form: MoveBooking) -> None:
    first = _wanted(dates[0], mine[0])
    reason = form.reason
    if first.room["id"] == mine[0].room_id and reason is None:
        kept = work.current(mine[0].case_id, "reason")
        reason = kept.body if kept else None
    about = doubts.about_room(work, first, anyway=form.anyway, reason=reason)
    if not form.anyway:
        past = sum(each.begins.at < work.now for each in dates)
        about += [words.past(past)] if past else []
        about += [said for each in dates for said in words.clocks(each)]
        shut = ", ".join(f"{each.day}" for each in dates if each.closed)
        about += [_("The room is not open then: {dates}").format(dates=shut)] if shut else []
    if about:
        raise Question("\n".join(about))


def _wanted(each: Date, booking: Booking) -> Wanted:
    return Wanted(
        each.room,
        each.begins,
        each.ends,
        each.held_from,
        each.held_to,
        booking.people,
        (),
        booking.case_id,
    )


def _moved(
    work: Work,
    form: MoveBooking,
    whole: tuple[Series, Times],
    parts: tuple[Sequence[Booking], Sequence[Date], Sequence[Booking]],
) -> Receipt:
    (row, times), (mine, dates, by_hand) = whole, parts
    if (form.reach and form.reach.code == "following") or splitting.begun(work, row):
        row = splitting.split(work, row, str(mine[0].occurrence))
    splitting.retime(work, row, times)
    before = [meetings.kept(work, each) for each in mine]
    pairs = list(zip(mine, dates, strict=True))
    later = dates[0].begins.at > mine[0].start_at
    for booking, each in reversed(pairs) if later else pairs:
        moving.carry(work, booking, _wanted(each, booking), form.reason)
    offered = [holding.offer(work, each) for each in before]
    sentence = _("{numbers} are moved: {times}, {count} dates.")
    if len(mine) == 1:
        sentence = _("{numbers} is moved: {times}, {count} date.")
    said = [
        sentence.format(numbers=listed(work, mine), times=words.times(times), count=len(mine)),
        _waiting(mine),
        _kept_by_hand(work, by_hand),
        *offered,
    ]
    case = work.get(Case, mine[0].case_id)
    return Receipt(spoken(work, case), " ".join(filter(None, said)), case.id)


def _waiting(mine: Sequence[Booking]) -> str:
    count = sum(each.state == "waiting" for each in mine)
    sentence = _("{count} of them once the office director has said yes.")
    return sentence.format(count=count) if count else ""


def _kept_by_hand(work: Work, by_hand: Sequence[Booking]) -> str:
    if not by_hand:
        return ""
    sentence = _("Moved by hand before, and left as they are: {bookings}.")
    said = [
        f"{spoken(work, work.get(Case, each.case_id))} {booked_span(work, each)}"
        for each in by_hand
    ]
    return sentence.format(bookings=", ".join(said))


def cancel(work: Work, form: CancelBooking) -> Receipt:
    """Cancel a booking; of a series, also those that follow, or all that are still to come."""
    if not form.reach or form.reach.code == "this":
        return ending.cancel(work, _this(form))
    work.require("room.book")
    holding.expire(work)
    case, booking = keeping.found(work, form.case)
    if booking.series_id is None:
        return ending.cancel(work, _as_words(form))
    row = work.get(Series, booking.series_id)
    mine = reached(work, row, booking, form.reach.code)
    if not mine:
        raise Refusal(_("Nothing of this series is left to cancel."))
    if not form.anyway:
        sentence = _("This cancels {count} bookings of the series, {since} to {until}: {numbers}.")
        since, until = mine[0].occurrence, mine[-1].occurrence
        told = {"count": len(mine), "since": since, "until": until}
        raise Question(sentence.format(**told, numbers=listed(work, mine)))
    before = [meetings.kept(work, each) for each in mine]
    splitting.end(work, row, _day(mine[0]) - timedelta(days=1))
    for each in mine:
        ending.let_go(work, work.get(Case, each.case_id), each, form.words)
    sentence = _("{numbers} are cancelled: {count} dates; {room} is free then.")
    said = sentence.format(numbers=listed(work, mine), count=len(mine), room=room_of(work, mine[0]))
    offered = [holding.offer(work, each) for each in before]
    return Receipt(spoken(work, case), " ".join(filter(None, [said, *offered])), case.id)


def _this(form: CancelBooking) -> CancelBooking:
    """The word “this” alone is as likely the beginning of the reason."""
    bare = form.reach and form.reach.said.casefold() == "this"
    return _as_words(form) if bare else form


def _as_words(form: CancelBooking) -> CancelBooking:
    """The word for the series was one of the reason."""
    said = said_in(form.reach, form.words)
    return CancelBooking(case=form.case, words=said, anyway=form.anyway)

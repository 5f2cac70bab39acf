"""A booking as it is kept: its case, its texts, its clocks, and how it is found."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from deskterm.core import numbers, search, steps
from deskterm.core.errors import Refusal
from deskterm.core.tables import Case, PlaybookVersion, Run
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms.actions.telling import spoken
from deskterm.desks.rooms.actions.wanted import Wanted, room_by_id
from deskterm.desks.rooms.forms import NewBooking
from deskterm.desks.rooms.model import Booking
from deskterm.desks.rooms.moments import moments

ORDINARY = 2
KINDS = {
    "booked": "room.booked",
    "held": "room.held",
    "waiting": "room.asked",
    "listed": "room.listed",
}
"""The journal's line of a new booking, by the state in which it begins."""


def keep(
    work: Work, wanted: Wanted, form: NewBooking, state: str, expires: datetime | None = None
) -> tuple[Case, Booking]:
    """Open the case of a booking in this state, with its texts and clocks."""
    room, start, end = wanted.room, wanted.begins.at, wanted.ends.at
    large = ("large",) if room["size"] == "large" else ()
    flags = " ".join((*large, *form.flags))
    case = work.open_case("B", "rooms", ORDINARY, room_id=room["id"], flags=flags)
    booking = work.keep(
        Booking(
            case_id=case.id,
            room_id=room["id"],
            start_at=start,
            end_at=end,
            held_from=wanted.held_from,
            held_to=wanted.held_to,
            holder=form.holder or "",
            people=form.people,
            wants=" ".join(form.wants),
            state=state,
            expires_at=expires,
            series_id=wanted.part.series_id if wanted.part else None,
            occurrence=f"{wanted.part.occurrence}" if wanted.part else None,
        )
    )
    facts = {"booking": booking.id, "room": room["id"], "start": start, "end": end}
    facts |= {"series": wanted.part.series_id} if wanted.part else {}
    work.record(KINDS[state], case.id, **facts, entered_later=start < work.now)
    for field, body in (("words", form.words), ("phone", form.phone), ("reason", form.reason)):
        if body:
            work.write(case.id, field, body)
    told = moments(work.office.site, room["size"], start, end)
    steps.set_moments(work, case, {**told, **({"expires": expires} if expires else {})})
    start_clocks(work, case, booking)
    index(work, case, booking)
    return case, booking


def start_clocks(work: Work, case: Case, booking: Booking) -> None:
    """Start the playbook of the state that a booking is in, unless it is under way."""
    size = room_by_id(work, booking.room_id)["size"]
    names = {"booked": f"room-{size}", "held": "room-hold", "waiting": "room-approval"}
    name = names.get(booking.state)
    if name and not running(work, case, name):
        steps.start(work, case, name, work.now)


def running(work: Work, case: Case, *names: str) -> list[Run]:
    """The runs of these playbooks that are under way on a case."""
    return [
        run
        for run in steps.live_runs(work, case.id)
        if work.get(PlaybookVersion, run.playbook_id).name in names
    ]


def stop_clocks(work: Work, case: Case, *names: str) -> None:
    """Take these playbooks off a case; what is done of them stays."""
    for run in running(work, case, *names):
        steps.drop_run(work, run)


def found(work: Work, said: str) -> tuple[Case, Booking]:
    """The booking of this number, which is not closed; refused in a sentence otherwise."""
    case_id = numbers.case_id(work.reader, said, work.office.site.local(work.now))
    booking = work.session.exec(select(Booking).where(Booking.case_id == case_id)).first()
    if booking is None:
        raise Refusal(_("{number} is not a booking.").format(number=said))
    case = work.get(Case, case_id)
    if case.closed_at is not None:
        sentence = _("{number} was closed or cancelled already.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    return case, booking


def index(work: Work, case: Case, booking: Booking) -> None:
    """Let a booking be found as it is now."""
    search.keep(work, doc(work, case, booking))


def doc(work: Work, case: Case, booking: Booking) -> search.Doc:
    """How a booking is found: by room, time, meeting, department, contact and phones."""
    room = room_by_id(work, booking.room_id)
    words, phone = (work.current(case.id, field) for field in ("words", "phone"))
    local = work.office.site.local
    said = [
        spoken(work, case),
        room["name"],
        f"{local(booking.start_at):%Y-%m-%d %H:%M}-{local(booking.end_at):%H:%M}",
        words.body if words else "",
        booking.holder,
    ]
    number = numbers.full("B", case.year, case.number)
    keys = [number, room["code"], room["english"], phone.body if phone else ""]
    order = (work.current(case.id, field) for field in ("order-contact", "order-phone"))
    keys += [text.body for text in order if text]
    keys += ["例会 series"] if booking.series_id else []
    body = " ".join(word for word in said if word)
    masked = " ".join(said[:3])
    return search.Doc("booking", case.id, body, " ".join(keys), case.id, masked)

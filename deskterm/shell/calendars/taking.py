"""Taking somebody else's calendar in: all of a file in one act, a second time nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlmodel import select

from deskterm.core.errors import Refusal
from deskterm.core.office import Office
from deskterm.core.tables import Imported
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.rooms import queries as rooms
from deskterm.desks.rooms.actions import RoomTaken, expire, importing
from deskterm.desks.rooms.model import Booking
from deskterm.shell.calendars import queries
from deskterm.shell.calendars.event import CANCELLED, HEADER, Calendar, Event
from deskterm.shell.calendars.handing_back import Sides
from deskterm.shell.calendars.ics_read import read_ics
from deskterm.shell.calendars.listed import read_csv, read_json
from deskterm.shell.calendars.map_file import NO_MAP, SOURCE, RoomMap, read_room_map
from deskterm.shell.calendars.outcome import Outcome
from deskterm.shell.calendars.own import agreed, as_event
from deskterm.shell.calendars.rooms_named import PassedOver, Rooms
from deskterm.shell.map_file import map_named
from deskterm.shell.rejects import DryRun, write_rejects

OWN_MAP = "rooms"
"""The map of what this program writes itself."""
_LISTS = {".csv": read_csv, ".json": read_json}
_CALENDARS = (".ics", ".ical", ".icalendar")


def import_rooms(
    office: Office, file: Path, map_file: str | None, operator: str | None, *, dry_run: bool = False
) -> Outcome:
    """Take the bookings of a calendar, a CSV or a JSON file in; what meets ours is rejected.

    Whoever runs the program without signing on owns the store's file, and may do it.
    """
    mapped, calendar = _read(office, file, map_file)
    outcome = Outcome(rejected=calendar.rejected, dry_run=dry_run, others=dict(calendar.others))
    try:
        with office.work(operator) as work:
            if operator is not None:
                work.require("import")
            expire(work)
            _Taker(work, mapped, outcome).take(calendar)
            if dry_run:
                raise DryRun  # noqa: TRY301 - it takes the whole act back
            if outcome.rejected:
                outcome.rejected.sort(key=lambda one: one.line)
                header = [_(title) for title in HEADER]
                outcome.rejects_file = write_rejects(file, header, outcome.rejected)
    except DryRun:
        pass
    return outcome


def _read(office: Office, file: Path, map_file: str | None) -> tuple[RoomMap, Calendar]:
    suffix = file.suffix.lower()
    zone = office.site.zone
    if suffix in _CALENDARS:
        mapped = map_named(map_file, read_room_map) if map_file else NO_MAP
        return mapped, read_ics(file, mapped.zone or zone)
    if suffix in _LISTS:
        mapped = map_named(map_file or OWN_MAP, read_room_map)
        if not mapped.fields:
            sentence = _("The map {name} has no [event]: it does not say what the fields mean.")
            raise Refusal(sentence.format(name=map_file))
        return mapped, _LISTS[suffix](file, mapped, zone)
    sentence = _("{file} is none of .ics, .csv and .json; name it by what it is.")
    raise Refusal(sentence.format(file=file.name))


class _Taker:
    """Takes the events of one file in, within one work."""

    def __init__(self, work: Work, mapped: RoomMap, outcome: Outcome) -> None:
        self.work = work
        self.mapped = mapped
        self.outcome = outcome
        self.rooms = Rooms(rooms.rooms(work.reader), mapped)
        self.source = mapped.source if mapped.fields else SOURCE
        self.sides = Sides(work, self.rooms, self.source, mapped.margins)

    def take(self, calendar: Calendar) -> None:
        """Everything in the order that frees rooms first; what met another is tried once more."""
        self._gone(calendar)
        left = sorted(calendar.events, key=lambda each: (each.status != CANCELLED, each.start))
        while left:
            met = [each for each in left if not self._tried(each)]
            if len(met) == len(left):
                break
            left = met
        for each in left:
            self._tried(each, last=True)

    def _gone(self, calendar: Calendar) -> None:
        """Dates that a series has no longer are cancelled."""
        keys = {each.key for each in calendar.events}
        for uid in calendar.whole:
            for key, case_id in queries.dates_of(self.work.reader, self.source, uid):
                if key not in keys:
                    self._cancel(case_id)

    def _tried(self, event: Event, *, last: bool = False) -> bool:
        """Take one event in; no where its room is taken, and others are to be tried first."""
        try:
            with self.work.attempt():
                done = self._taken(event)
        except PassedOver:
            self.outcome.passed += 1
            return True
        except RoomTaken as met:
            if not last:
                return False
            self.outcome.rejected.append(self.sides.reject(event, str(met)))
            return True
        except Refusal as no:
            self.outcome.rejected.append(self.sides.reject(event, str(no)))
            return True
        done()
        return True

    def _taken(self, event: Event) -> Callable[[], None]:
        """Do what an event asks for; answers what to count once that is kept."""
        found = queries.case_of(self.work.reader, self.source, event.key)
        if found is None:
            return self._new(event)
        case_id, version = found
        if self._stands(event, case_id, version):
            return lambda: self._count("known")
        if event.status == CANCELLED:
            stood = self._cancelled(case_id)
            self._remember(event, case_id, version)
            return lambda: self._count("cancelled" if stood else "known")
        booking = self._booking(case_id)
        importing.change(
            self.work,
            booking,
            self.rooms.find(event.room),
            agreed(event, margins=self.mapped.margins),
        )
        self._remember(event, case_id, version)
        return lambda: self._count("changed")

    def _new(self, event: Event) -> Callable[[], None]:
        if event.status == CANCELLED:
            return lambda: self._count("passed")
        case = importing.keep(
            self.work, self.rooms.find(event.room), agreed(event, margins=self.mapped.margins)
        )
        over = event.end <= self.work.now
        self.work.keep(
            Imported(
                source=self.source,
                key=event.key,
                record=f"cases:{case.id}",
                version=event.version,
            )
        )
        return lambda: self._count("kept", *(["over"] if over else []))

    def _count(self, *names: str) -> None:
        for name in names:
            setattr(self.outcome, name, getattr(self.outcome, name) + 1)

    def _stands(self, event: Event, case_id: int, version: str) -> bool:
        """Whether an event says nothing new: it is as it was taken in, or older."""
        sequence, _blank, digest = version.partition(" ")
        row = queries.booked(self.work.reader, case_id)
        if row is None or digest == event.digest:
            return True
        if event.sequence < (int(sequence) if digest else queries.sequence(row)):
            return True
        ours = as_event(row, event.key, event.line)
        masked = {"words": ours.words, "note": ours.note} if row["hidden"] else {}
        return ours.same_as(event, self.rooms.code(event.room), masked)

    def _remember(self, event: Event, case_id: int, version: str) -> None:
        """From now on this is what its calendar said last; a booking of ours needs no such note."""
        if not version:
            return
        row = self.work.session.exec(
            select(Imported).where(Imported.record == f"cases:{case_id}")
        ).one()
        row.version = event.version
        self.work.keep(row)

    def _booking(self, case_id: int) -> Booking:
        return self.work.session.exec(select(Booking).where(Booking.case_id == case_id)).one()

    def _cancel(self, case_id: int) -> None:
        if self._cancelled(case_id):
            self._count("cancelled")

    def _cancelled(self, case_id: int) -> bool:
        why = _("Its calendar ({source}) has it no longer.").format(source=self.mapped.source)
        return importing.cancel(self.work, self._booking(case_id), why)

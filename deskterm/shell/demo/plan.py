"""The plan of a demo: what happens when, for two years, until the store was made."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import merge
from typing import NamedTuple

from deskterm.core.clocks import Calendar
from deskterm.core.instants import stamp
from deskterm.core.reader import Row
from deskterm.desks.rooms.queries import hold
from deskterm.shell.demo.cast import MILLISECOND, Caster, bent, folded, scaled, span
from deskterm.shell.demo.company import Company, Own
from deskterm.shell.demo.ledger import Ledger
from deskterm.shell.demo.meetings import Meeting
from deskterm.shell.demo.mould import Mould, Values
from deskterm.shell.demo.said import TOPICS, noted
from deskterm.shell.demo.scenes import Scene
from deskterm.shell.demo.taken import LEAD, Moulds

SPAN = timedelta(days=730)
AHEAD = 7
"""Days for which rooms are booked already."""
OPEN = 12
"""At most so many calls are still open."""
CALLS_PER_MEETING = 50
CALLS_PER_SLIP = 400
STARTS = (time(9), time(11, 15), time(14), time(16, 15))
HOUR = 3_600_000
SLOWEST, QUICKEST = 3.0, 0.3

Happening = tuple[datetime, int, Callable[[], None]]
"""When it begins, in which order among equals, and what keeps it."""


class Held(NamedTuple):
    """A meeting's room and time."""

    room: Row
    begins: datetime
    ends: datetime
    asked: datetime


class Plan:
    """Everything that a demo keeps, by chance, but the same for the same seed."""

    def __init__(
        self,
        ledger: Ledger,
        moulds: Moulds,
        company: Company,
        when: tuple[Calendar, datetime],
        seed: int,
    ) -> None:
        self.ledger, self.moulds, self.company = ledger, moulds, company
        self.calendar, self.made = when
        self.chance = random.Random(seed)  # noqa: S311 - the calls need not be secret
        self.caster = Caster(ledger, self.calendar, self.chance)
        self.first = self.made - SPAN
        self.turned: dict[int, tuple[str, str]] = {}
        """What each guard does in the end, and since when, by who it is."""

    def carry_out(self, calls: int, progress: Callable[[int, int], None]) -> None:
        """Keep it all, in the order in which it began."""
        still_open = min(OPEN, calls // 20)
        done = 0
        happenings = merge(
            self._closed(calls - still_open),
            self._open(still_open),
            self._meetings(calls // CALLS_PER_MEETING),
            self._slips(calls // CALLS_PER_SLIP),
            key=lambda happening: happening[:2],
        )
        for at, kind, keep in happenings:
            self.ledger.until(stamp(at))
            keep()
            done += kind == 0
            if kind == 0 and done % 1000 == 0:
                progress(done, calls)
        self.ledger.until("9999")
        self.ledger.flush()
        self.ledger.index_all()
        self._settle()
        progress(calls, calls)

    def _settle(self) -> None:
        self.ledger.run(
            "INSERT INTO numbers (letter, year, last) VALUES (?, ?, ?)"
            " ON CONFLICT (letter, year) DO UPDATE SET last = excluded.last",
            [(*key, last) for key, last in self.caster.numbers.items()],
        )
        self.ledger.run(
            "UPDATE guards SET state = ?, since = ?, until = NULL WHERE person_id = ?",
            [(*state, person) for person, state in self.turned.items()],
        )

    def _closed(self, count: int) -> Iterator[Happening]:
        scenes = [scene for scene in self.moulds.calls if not scene.is_open]
        weights = [scene.weight for scene in scenes]
        brief = min(scenes, key=lambda scene: self.moulds.calls[scene].end)
        for at in self._spread(count):
            scene = self.chance.choices(scenes, weights)[0]
            yield at, 0, partial(self._call, at, scene, brief)

    def _spread(self, count: int) -> list[datetime]:
        """So many instants, in order: more by day than by night."""
        length = SPAN // MILLISECOND
        found = []
        for _n in range(count):
            at = self.first + self.chance.randrange(length) * MILLISECOND
            night = not 7 <= self.calendar.local(at).hour < 23  # noqa: PLR2004 - people sleep
            if night and self.chance.random() < 0.7:  # noqa: PLR2004 - most of them
                at = min(at + timedelta(hours=9), self.made)
            found.append(at)
        return sorted(found)

    def _call(self, at: datetime, scene: Scene, brief: Scene) -> None:
        mould = self.moulds.calls[scene]
        by = min(max(self.chance.lognormvariate(0, 0.45), QUICKEST), SLOWEST)
        left = (self.made - at) // MILLISECOND
        if mould.end * by >= left:
            by = 0.97 * left / max(1, mould.end)
        ends = at + int(mould.end * by) * MILLISECOND
        sent = self._sent(scene, at, ends) if by >= QUICKEST else None
        if sent is None:
            mould, sent = self.moulds.calls[brief], {}
        self._cast_call(mould, scene if sent else brief, at, (by, sent))

    def _sent(self, scene: Scene, begins: datetime, ends: datetime) -> Own | None:
        """Who goes, where the scene has somebody go; None where nobody is free."""
        vehicle = self.company.vehicle(begins, ends) if scene.vehicle else {}
        guards = self.company.out(self.chance, scene.guards, begins, ends)
        return None if vehicle is None or guards is None else {"": "", **vehicle, **guards}

    def _open(self, count: int) -> Iterator[Happening]:
        scenes = [scene for scene in self.moulds.calls if scene.is_open]
        found = []
        for turn in range(count):
            scene = scenes[turn % len(scenes)]
            before = self.moulds.calls[scene].end * MILLISECOND
            ago = timedelta(seconds=self.chance.randrange(20, 1500))
            found.append((self.made - before - ago, turn, scene))
        for at, _turn, scene in sorted(found):
            yield at, 0, partial(self._still_open, at, scene)

    def _still_open(self, at: datetime, scene: Scene) -> None:
        sent = self._sent(scene, at, self.made + SPAN)
        if sent is None:
            return self._still_open(at, next(s for s in self.moulds.calls if _waits(s)))
        return self._cast_call(self.moulds.calls[scene], scene, at, (1.0, sent))

    def _cast_call(self, mould: Mould, scene: Scene, at: datetime, how: tuple[float, Own]) -> None:
        by, sent = how
        own = {
            **self.chance.choice(self.company.residents),
            **sent,
            **folded({"words": noted(self.chance, scene.words)}),
            **self.caster.number("C", at),
            "operator": self.company.operator(self.calendar.local(at).hour),
        }
        values = self.caster.cast(mould, at, scaled(by), own)
        self._turn(mould, values, at, by)

    def _turn(self, mould: Mould, values: Values, at: datetime, by: float) -> None:
        for slot, state, since in mould.guards:
            told = stamp(at + int(since * by) * MILLISECOND)
            if told >= self.turned.get(values[slot], ("", ""))[1]:
                self.turned[values[slot]] = (state, told)

    def _meetings(self, count: int) -> Iterator[Happening]:
        days = [self.first.date() + timedelta(days=n) for n in range(SPAN.days + AHEAD)]
        days = [day for day in days if self.calendar.is_workday(day)]
        rooms = [room for listed in self.company.rooms.values() for room in listed]
        odds = min(0.8, count / max(1, len(days) * len(rooms) * len(STARTS)))
        found = [meeting for room in rooms for meeting in self._of_room(room, days, odds)]
        found.sort(key=lambda each: (each[1].asked, each[1].room["id"]))
        for kind, held in found:
            yield held.asked, 1, partial(self._book, kind, held)

    def _of_room(
        self, room: Row, days: Sequence[date], odds: float
    ) -> Iterator[tuple[Meeting, Held]]:
        """One room's meetings; it is set up and cleared between any two."""
        free = self.first
        for day in days:
            for start in STARTS:
                meeting = self._meeting(room, day, start) if self._happens(odds) else None
                if meeting is None:
                    continue
                from_, to = hold(room, meeting[1].begins, meeting[1].ends)
                if from_ >= free:
                    free = to
                    yield meeting

    def _happens(self, odds: float) -> bool:
        return self.chance.random() < odds

    def _meeting(self, room: Row, day: date, start: time) -> tuple[Meeting, Held] | None:
        begins = self.calendar.instant(datetime.combine(day, start))
        before = day - timedelta(days=self.chance.randrange(1, 9))
        asked = self.calendar.instant(datetime.combine(before, time(9)))
        asked += timedelta(minutes=self.chance.randrange(480))
        state = "coming" if begins > self.made else "cancelled" if self._happens(0.05) else "held"
        kinds = [
            kind
            for kind in self.moulds.meetings
            if (kind.size, kind.state) == (room["size"], state)
        ]
        if not kinds:
            return None
        kind = self.chance.choice(kinds)
        held = Held(room, begins, begins + timedelta(minutes=kind.minutes), asked)
        over = held.asked + _bent(held)(self.moulds.meetings[kind].end) * MILLISECOND
        return (kind, held) if self.first <= asked and over <= self.made else None

    def _book(self, kind: Meeting, held: Held) -> None:
        room = held.room
        held_from, held_to = hold(room, held.begins, held.ends)
        own = {
            "room_id": room["id"],
            "held_from": stamp(held_from),
            "held_to": stamp(held_to),
            "operator": self.company.operator(self.calendar.local(held.asked).hour),
            **folded(
                {
                    "room_name": room["name"],
                    "room_english": room["english"],
                    "room_code": room["code"],
                    "span": span(held.begins, held.ends, self.calendar),
                    "words": self.chance.choice(TOPICS),
                    "holder": self.chance.choice(("office 办公室", "business 业务部")),
                }
            ),
            **self.caster.number("B", held.asked),
        }
        self.caster.cast(self.moulds.meetings[kind], held.asked, _bent(held), own)

    def _slips(self, count: int) -> Iterator[Happening]:
        """So many fills of each vehicle, up to the reading with which it was registered."""
        found = []
        for vehicle in self.company.vehicles:
            most = 85 * vehicle["tank_ml"] // vehicle["norm_ml"]
            km, at = vehicle["odometer_km"] - 60, self.made - timedelta(days=1)
            for _fill in range(min(count, 90)):
                driven = self.chance.randrange(most // 2, most)
                if km > 0 and at >= self.first:
                    found.append((at, vehicle["id"], partial(self._fuel, at, vehicle, km, driven)))
                km -= driven
                at -= timedelta(days=8, minutes=self.chance.randrange(-300, 300))
        for at, _vehicle, keep in sorted(found, key=lambda each: each[:2]):
            yield at, 2, keep

    def _fuel(self, at: datetime, vehicle: Row, km: int, driven: int) -> None:
        burnt = driven * vehicle["norm_ml"] / 100 * self.chance.uniform(0.9, 1.12)
        millilitres = int(burnt) // 10 * 10
        plate = vehicle["plate"]
        own = {
            "vehicle_id": vehicle["id"],
            "litres": millilitres,
            "cents": millilitres * 78 // 100,
            "card": vehicle["card"],
            "operator": self.company.operator(self.calendar.local(at).hour),
            **folded(
                {
                    "plate": plate,
                    "plate_tail": plate[1:],
                    "plate_digits": plate[2:],
                    "litres_said": f"{millilitres / 1000:g} L",
                    "station": vehicle["station"],
                    "day": f"{self.calendar.local(at):%Y-%m-%d}",
                }
            ),
            "km": km,
            ("km", "folded"): str(km),
            **self.caster.number("F", at),
        }
        if self.moulds.slip:
            self.caster.cast(self.moulds.slip, at, scaled(1), own)


def _waits(scene: Scene) -> bool:
    return scene.is_open and not scene.guards


def _bent(held: Held) -> Callable[[int], int]:
    """From the stage's booking to this one: what goes before stays close to the meeting."""
    lead, here = LEAD // MILLISECOND, (held.begins - held.asked) // MILLISECOND
    return bent((0, 0), (2 * HOUR, 2 * HOUR), (lead - 3 * HOUR, here - 3 * HOUR), (lead, here))

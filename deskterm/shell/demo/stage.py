"""The stage: every scene played once, by the real actions, in a copy of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col, select

from deskterm.core import steps, words
from deskterm.core.errors import Refusal
from deskterm.core.kinds import Period
from deskterm.core.migrate import back_up
from deskterm.core.register import Place, Resident, Room, Vehicle
from deskterm.core.tables import Case, Step
from deskterm.core.work import Work
from deskterm.desks.calls import actions as calls
from deskterm.desks.calls.forms import (
    AgreePrice,
    Answer,
    Ask,
    Branch,
    CloseCall,
    Finish,
    KeepAmount,
    NewCall,
    Note,
    Refer,
    Says,
    Skip,
)
from deskterm.desks.guards import actions as guards
from deskterm.desks.guards.forms import GuardStatus
from deskterm.desks.rooms import actions as rooms
from deskterm.desks.rooms.forms import CancelBooking, NewBooking
from deskterm.desks.vehicles import actions as vehicles
from deskterm.desks.vehicles.forms import NewSlip, VehicleBack
from deskterm.shell.demo.meetings import Meeting
from deskterm.shell.demo.scenes import Beat, Scene
from deskterm.shell.house import open_office

PLACE, RESIDENT, WORDS = "zqplace", "zqname", "zqwords"
ENGLISH, PINYIN, INITIALS = "zqenglish", "zqpin zqyin", "zqini"
PHONE = "100-5550-7319"
ROOM, ROOM_NAME, ROOM_ENGLISH, HOLDER = "ZQ", "zqhall", "zqchamber", "zqholder"
PLATE, STATION, KM, LITRES = "ZQ98765", "zqpump", 654_321, 43_217
"""Names that nothing else has: wherever they turn up, a copy has its own instead."""


class Stage:
    """A store in which scenes are played, with a clock that they move."""

    def __init__(self, path: Path, at: datetime) -> None:
        self.at = at
        self.office = open_office(path, console="demo", clock=lambda: self.at)
        self.operator, self.guards, self.vehicle = self._crew()
        self.missed: list[str] = []
        """Steps that scenes tick and that this store's playbooks have not."""
        self._dress()

    def _crew(self) -> tuple[str, list[str], str | None]:
        """Who acts: an operator of the desk, the guards, a vehicle."""
        with self.office.read() as reader:
            operator = reader.value(
                "SELECT code FROM people WHERE active = 1 AND role IN"
                " ('desk', 'supervisor', 'manager') ORDER BY role <> 'desk', id LIMIT 1"
            )
            guards_ = reader.rows(
                "SELECT p.code FROM guards g JOIN people p ON p.id = g.person_id"
                " WHERE p.active = 1 AND g.state = 'available' ORDER BY p.id"
            )
            vehicle = reader.value(
                "SELECT plate FROM vehicles WHERE active = 1 ORDER BY id LIMIT 1"
            )
        return str(operator), [row["code"] for row in guards_], vehicle

    def _dress(self) -> None:
        """Put the names that nothing else has into the registers."""
        with self.office.work() as work:
            place = work.keep(Place(code=PLACE, kind="unit", building="zq", room="zq"))
            work.keep(
                Resident(
                    place_id=place.id,
                    name=RESIDENT,
                    english=ENGLISH,
                    pinyin=PINYIN,
                    initials=INITIALS,
                    phone=PHONE,
                    phone_tail=PHONE[-4:],
                )
            )
            for size in ("small", "large"):
                work.keep(
                    Room(
                        code=ROOM + size.upper(),
                        name=ROOM_NAME,
                        english=ROOM_ENGLISH,
                        size=size,
                        capacity=10,
                    )
                )
            work.keep(Vehicle(plate=PLATE, tank_ml=50_000, norm_ml=8_000, odometer_km=KM - 60))

    def can_play(self, scene: Scene) -> bool:
        """Whether there are guards and a vehicle enough."""
        return len(self.guards) >= scene.guards and bool(self.vehicle or not scene.vehicle)

    def play(self, scene: Scene, opened: datetime) -> int:
        """Play a call's scene; answers its case."""
        case = 0
        for beat in scene.beats:
            self.at = opened + timedelta(minutes=beat.minutes)
            with self.office.work(self.operator) as work:
                if beat.verb in {"open", "answered"}:
                    case = _open(work, scene, answered=beat.verb == "answered")
                else:
                    self._act(work, case, scene, beat)
        return case

    def _act(self, work: Work, case: int, scene: Scene, beat: Beat) -> None:
        number = _number(work, case)
        sent = self.guards[: scene.guards]
        if beat.verb == "send":
            guards.send(work, case, sent, anyway=True)
            if scene.vehicle and self.vehicle:
                vehicles.send(work, case, self.vehicle, None, work.now)
        elif beat.verb == "guards":
            for code in sent:
                guards.status(work, GuardStatus(guard=code, status=beat.what))
        elif beat.verb == "back":
            vehicles.back(work, VehicleBack(vehicle=str(self.vehicle)))
        elif beat.verb in {"tick", "skip"}:
            self._step(work, case, number, beat)
        else:
            _SAY[beat.verb](work, number, beat)

    def _step(self, work: Work, case: int, number: str, beat: Beat) -> None:
        label = _label(work, case, beat.what)
        if label is None:
            self.missed.append(f"{number} {beat.what}")
        elif beat.verb == "skip":
            calls.skip(work, Skip(step=f"{number}.{label}", words=beat.words))
        else:
            calls.finish(work, Finish(step=f"{number}.{label}", words=beat.words or None))

    def meet(self, meeting: Meeting, asked: datetime, begins: datetime) -> int:
        """Play a booking's scene, asked for at one time for another; answers its case."""
        local = self.office.site.local(begins)
        ends = local + timedelta(minutes=meeting.minutes)
        self.at = asked
        with self.office.work(self.operator) as work:
            form = NewBooking(
                room=ROOM + meeting.size.upper(),
                date=local.date(),
                period=Period(local.time(), ends.time()),
                words=WORDS,
                wants=meeting.wants,
                with_staff=meeting.staff,
                holder=HOLDER,
            )
            case = rooms.book(work, form).case_id or 0
        if meeting.state == "cancelled":
            self.at = asked + timedelta(hours=1)
            with self.office.work(self.operator) as work:
                rooms.cancel(work, CancelBooking(case=_number(work, case), words="moved 改期"))
        elif meeting.state == "held":
            self._hold(case)
        return case

    def _hold(self, case: int) -> None:
        """Tick every step of the booking a little before it falls due, those that follow too."""
        while True:
            with self.office.work(self.operator) as work:
                waiting = work.session.exec(
                    select(Step)
                    .where(
                        Step.case_id == case, Step.state == "open", col(Step.due_at).is_not(None)
                    )
                    .order_by(col(Step.due_at), col(Step.id))
                ).first()
                if waiting is None or waiting.due_at is None:
                    return
                at = waiting.due_at - timedelta(minutes=2)
            self.at = max(self.at, at)
            with self.office.work(self.operator) as work:
                _finish(work, case, waiting.label)
                rooms.settle(work, case)

    def fuel(self, at: datetime) -> int:
        """Enter a slip; answers its id."""
        self.at = at
        with self.office.work(self.operator) as work:
            form = NewSlip(vehicle=PLATE, litres=LITRES, money=1, km=KM, words=STATION, anyway=True)
            vehicles.slip(work, form)
            return int(work.reader.value("SELECT max(id) FROM slips"))


def _finish(work: Work, case: int, label: int) -> None:
    try:
        steps.finish(work, case, label, said="all well 正常")
    except Refusal:
        steps.skip(work, case, label, "not wanted 不需要")


def _open(work: Work, scene: Scene, *, answered: bool) -> int:
    form = NewCall(
        place=PLACE,
        category=scene.category,
        words=WORDS,
        kind=scene.kind,
        written=scene.written,
    )
    kept = calls.answered_call(work, form) if answered else calls.open_call(work, form)
    return kept.case_id or 0


def _number(work: Work, case_id: int) -> str:
    case = work.get(Case, case_id)
    return f"{case.letter}-{case.year}-{case.number:06d}"


def _label(work: Work, case: int, name: str) -> int | None:
    query = select(Step).where(Step.case_id == case, Step.name == name, Step.state == "open")
    found = work.session.exec(query.order_by(col(Step.label))).first()
    return found.label if found else None


def _answer(work: Work, number: str, beat: Beat) -> None:
    calls.answer(work, Answer(case=number, words=beat.words or None))


def _note(work: Work, number: str, beat: Beat) -> None:
    calls.note(work, Note(case=number, words=beat.words))


def _branch(work: Work, number: str, beat: Beat) -> None:
    calls.branch(work, Branch(case=number, words=f"{beat.what} {beat.words}".strip()))


def _ask(work: Work, number: str, beat: Beat) -> None:
    calls.ask(work, Ask(case=number, role=beat.what, words=beat.words or None))


def _says(work: Work, number: str, beat: Beat) -> None:
    calls.says(work, Says(case=number, words=beat.words))


def _refer(work: Work, number: str, beat: Beat) -> None:
    calls.refer(work, Refer(case=number, words=beat.words))


def _price(work: Work, number: str, beat: Beat) -> None:
    calls.price(work, AgreePrice(case=number, words=beat.words, anyway=True))


def _charge(work: Work, number: str, beat: Beat) -> None:
    calls.charge(work, KeepAmount(case=number, words=beat.words, paid=bool(beat.what)))


def _close(work: Work, number: str, beat: Beat) -> None:
    """How satisfied the caller is stands in the place of what is done."""
    rating = int(beat.what) if beat.what else None
    form = CloseCall(case=number, satisfaction=rating, words=beat.words or None, anyway=True)
    calls.close_call(work, form)


_SAY: dict[str, Callable[[Work, str, Beat], None]] = {
    "answer": _answer,
    "note": _note,
    "branch": _branch,
    "ask": _ask,
    "says": _says,
    "refer": _refer,
    "price": _price,
    "charge": _charge,
    "close": _close,
}


@contextmanager
def stage(store: Path, at: datetime) -> Iterator[Stage]:
    """A copy of the store in a folder of its own, thrown away afterwards."""
    before = words.language()
    words.use("en")
    with TemporaryDirectory() as folder:
        played = Stage(back_up(store, Path(folder) / "stage.db"), at)
        try:
            yield played
        finally:
            played.office.close()
            words.use(before)

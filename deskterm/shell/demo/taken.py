"""The moulds of all scenes, taken on a stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from deskterm.shell.demo.meetings import MEETINGS, Meeting
from deskterm.shell.demo.mould import Mould
from deskterm.shell.demo.scenes import SCENES, Scene
from deskterm.shell.demo.stage import Stage, stage
from deskterm.shell.demo.taker import Scenery, Taker

LEAD = timedelta(days=2)
"""How long before the meeting its room was asked for, on the stage."""


@dataclass
class Moulds:
    """What can be copied."""

    calls: dict[Scene, Mould] = field(default_factory=dict)
    meetings: dict[Meeting, Mould] = field(default_factory=dict)
    slip: Mould | None = None
    missed: list[str] = field(default_factory=list)
    """Steps of scenes that this store's playbooks have not."""


def moulds(store: Path, at: datetime) -> Moulds:
    """Play every scene that this store has the people for, and take its mould."""
    found = Moulds()
    with stage(store, at) as played:
        for turn, scene in enumerate(SCENES):
            if played.can_play(scene):
                opened = at + timedelta(hours=turn * 18)
                found.calls[scene] = _taken(played, opened, "C", played.play(scene, opened))
        for turn, meeting in enumerate(MEETINGS):
            asked = at + timedelta(days=20 + 4 * turn)
            begins = asked + LEAD
            case = played.meet(meeting, asked, begins)
            found.meetings[meeting] = _taken(played, asked, "B", case)
        found.slip = _slip(played, at + timedelta(days=50))
        found.missed = played.missed
    return found


def _taken(played: Stage, opened: datetime, letter: str, case: int) -> Mould:
    with played.office.read() as reader:
        number = reader.value("SELECT number FROM cases WHERE id = :id", id=case)
        scenery = Scenery(reader, played.operator, opened, letter, int(number))
        return Taker(scenery).case(case)


def _slip(played: Stage, at: datetime) -> Mould:
    kept = played.fuel(at)
    with played.office.read() as reader:
        number = reader.value("SELECT number FROM slips WHERE id = :id", id=kept)
        scenery = Scenery(reader, played.operator, at, "F", int(number))
        return Taker(scenery).slip(kept)

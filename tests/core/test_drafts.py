"""Nothing typed is lost: drafts are files beside the store."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

from deskterm.core.drafts import Draft, Parked, Seat

TYPED = Draft(
    screen="calls",
    line="call 12-3-1502 厨房\udc80\x1b[31m",
    forms={"calls": {"words": "漏水 " * 400}},
    parked=[Parked("rooms", {"room": "A"}, "book A")],
)


def test_what_was_typed_comes_back_exactly_at_the_same_seat(tmp_path: Path) -> None:
    first = Seat(tmp_path / "desk.db")
    first.save(TYPED)
    first.leave()
    again = Seat(tmp_path / "desk.db")
    assert again.name == first.name == "desk-1"
    assert again.load() == TYPED
    again.leave()


def test_a_second_console_takes_the_next_seat_and_sees_no_foreign_draft(tmp_path: Path) -> None:
    first = Seat(tmp_path / "desk.db")
    first.save(TYPED)
    second = Seat(tmp_path / "desk.db")
    assert second.name == "desk-2"
    assert second.load() == Draft()
    first.leave()
    second.leave()


def test_saves_that_cross_one_another_lose_nothing_and_leave_no_litter(tmp_path: Path) -> None:
    seat = Seat(tmp_path / "desk.db")
    with ThreadPoolExecutor(8) as threads:
        saved = [threads.submit(seat.save, TYPED) for _turn in range(40)]
        assert [each.result() for each in saved] == [None] * 40
    assert seat.load() == TYPED
    assert {file.suffix for file in seat.folder.iterdir()} == {".json", ".lock"}
    seat.leave()


def _sit(store: Path, seated: Event) -> None:
    seat = Seat(store)
    seat.save(TYPED)
    seated.set()
    multiprocessing.Event().wait()


def test_the_seat_of_a_killed_console_goes_to_the_next_one_with_its_draft(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    seated = context.Event()
    console = context.Process(target=_sit, args=(tmp_path / "desk.db", seated))
    console.start()
    assert seated.wait(20)
    assert Seat(tmp_path / "desk.db", "desk-2").load() == Draft()
    console.kill()
    console.join()
    seat = Seat(tmp_path / "desk.db")
    assert seat.name == "desk-1"
    assert seat.load() == TYPED


def test_a_draft_that_cannot_be_read_is_kept_aside(tmp_path: Path) -> None:
    seat = Seat(tmp_path / "desk.db")
    file = seat.folder / "desk-1.json"
    for broken in ("{", "[]", json.dumps({"unknown": 1})):
        file.write_text(broken)
        assert seat.load() == Draft()
        assert file.with_suffix(".unreadable").read_text() == broken


def test_drafts_are_for_their_owner_alone(tmp_path: Path) -> None:
    seat = Seat(tmp_path / "desk.db")
    seat.save(TYPED)
    assert seat.folder.stat().st_mode & 0o777 == 0o700
    assert (seat.folder / "desk-1.json").stat().st_mode & 0o777 == 0o600

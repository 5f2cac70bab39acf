"""What is half typed: kept beside the store within a second, parked, brought back.

A file for each console, written whole and renamed into place, so that a store
that is locked, full or gone costs nobody a word. A console takes the first seat
that no living console holds; after a crash the next one to start takes the same
seat and finds what was typed there.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from threading import RLock


@dataclass
class Parked:
    """A form put aside: the screen it belongs to, its fields as typed, the desk line."""

    screen: str
    values: dict[str, str] = field(default_factory=dict)
    line: str = ""


@dataclass
class Draft:
    """All that one console has half typed."""

    screen: str = ""
    line: str = ""
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    """By screen, what stands in the form's fields."""
    parked: list[Parked] = field(default_factory=list)


class Seat:
    """A console's place at the desk, held by a lock for as long as it lives."""

    def __init__(self, store: Path, wanted: str | None = None) -> None:
        self.folder = store.with_name(store.name + ".drafts")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.name = ""
        # A signal may save while another save is under way, in its thread or in this one.
        self._saving, self._turn = RLock(), count()
        for number in range(1, 1000):
            name = wanted or f"desk-{number}"
            if self._take(name):
                break
            wanted = None

    def _take(self, name: str) -> bool:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        lock = os.open(self.folder / f"{name}.lock", flags, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        self.name, self._lock = name, lock
        return True

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.name}.json"

    def load(self) -> Draft:
        """What was half typed at this seat; a file that cannot be read is kept aside."""
        for unfinished in self.folder.glob(f"{self.name}.new-*"):
            unfinished.unlink(missing_ok=True)
        try:
            found = json.loads(self._file.read_text(encoding="utf-8", errors="surrogatepass"))
            parked = [Parked(**one) for one in found.pop("parked", [])]
            return Draft(**found, parked=parked)
        except FileNotFoundError:
            return Draft()
        except (ValueError, TypeError, AttributeError):
            self._file.replace(self._file.with_suffix(".unreadable"))
            return Draft()

    def save(self, draft: Draft) -> None:
        """Keep the draft; on disk when this returns."""
        body = json.dumps(asdict(draft), ensure_ascii=True)
        with self._saving:
            new = self._file.with_suffix(f".new-{next(self._turn)}")
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)

    def leave(self) -> None:
        """Give the seat up."""
        os.close(self._lock)


def half_typed(store: Path, console: str) -> int:
    """How many forms and lines are half typed or parked at this console."""
    file = store.with_name(store.name + ".drafts") / f"{console}.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8", errors="surrogatepass"))
        forms = sum(any(values.values()) for values in found.get("forms", {}).values())
        return forms + len(found.get("parked", []))
    except (OSError, ValueError, AttributeError):
        return 0

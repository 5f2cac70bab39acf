"""Generated calls are the same for the same seed, and leave what real ones leave."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from deskterm.core import journal
from deskterm.core.errors import Refusal
from deskterm.core.search import find
from deskterm.shell.demo import demo
from deskterm.shell.house import open_office

KEPT = ("cases", "calls", "texts", "runs", "steps", "journal", "docs")


def rows(store: Path) -> dict[str, list[dict[str, object]]]:
    """Everything that a demo writes."""
    office = open_office(store)
    with office.read() as reader:
        found = {table: reader.rows(f"SELECT * FROM {table}") for table in KEPT}
    office.close()
    return found


def test_the_same_seed_makes_the_same_calls(store: Path, tmp_path: Path) -> None:
    other, third = tmp_path / "other.db", tmp_path / "third.db"
    shutil.copy(store, other)
    shutil.copy(store, third)
    for path, seed in ((store, 7), (other, 7), (third, 8)):
        demo(path, 60, seed)
    assert rows(store) == rows(other)
    assert rows(store)["calls"] != rows(third)["calls"]


def test_generated_calls_are_found_counted_and_chained(store: Path) -> None:
    demo(store, 300, 7)
    office = open_office(store)
    with office.read() as reader:
        chain = journal.verify(reader)
        assert chain.broken_at is None
        assert reader.value("SELECT count(*) FROM calls") == 300
        opened = "SELECT count(*) FROM journal WHERE kind = 'case.opened' AND console = 'demo'"
        assert reader.value(opened) == 300
        ticked = "SELECT count(*) FROM journal WHERE kind = 'step.done'"
        assert reader.value(ticked) == reader.value(
            "SELECT count(*) FROM steps WHERE state = 'done'"
        )
        assert find(reader, "漏水")
    with pytest.raises(Refusal, match="has calls already"):
        demo(store, 1, 1)
    office.close()

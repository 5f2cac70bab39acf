"""Every report has its page of documentation, and the page says what the report does."""

from __future__ import annotations

from pathlib import Path

from tests.shell.report_pages import FOLDER, furnished, pages


def test_the_pages_of_the_reports_are_as_make_pages_writes_them(tmp_path: Path) -> None:
    office = furnished(tmp_path)
    found = pages(office)
    office.close()
    assert {path.name for path in FOLDER.glob("*.md")} == set(found)
    for name, text in found.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: run make pages"

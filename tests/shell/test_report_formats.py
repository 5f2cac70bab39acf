"""Every report says the same in a terminal, CSV, JSON, a workbook and a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from deskterm.core import words
from deskterm.core.errors import Refusal
from deskterm.core.layout import Amount, Column, Table, When, as_text
from deskterm.core.office import Office
from deskterm.core.report import GROUPINGS, REPORTS
from deskterm.core.writing import Heading, write, written
from deskterm.shell.demo import demo
from deskterm.shell.house import open_office
from deskterm.shell.reports import heading, run_report
from tests.conftest import Clock
from tests.shell import pages

HOSTILE = (
    '=HYPERLINK("http://x.example","y")',
    "+1+1",
    "@sum(A1)",
    "＝1+1",
    "<script>alert(1)</script><img src=x onerror=y>&amp;",
    "a\x1b]0;title\x07b\x00c",
    "two\nlines",
    "王建国 厨房漏水",
    "' quoted",
    "\u202eright to left",
)


@pytest.fixture(scope="module")
def furnished(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which much has happened, at the end of it."""
    path = tmp_path_factory.mktemp("furnished") / "desk.db"
    shutil.copy(sample_store, path)
    shutil.copy(f"{sample_store}.pepper", f"{path}.pepper")
    demo(path, 60, 7)
    words.use("en")
    office = open_office(path, clock=Clock())
    yield office
    office.close()


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_holds_the_same_figures_in_every_format(furnished: Office, name: str) -> None:
    for by in GROUPINGS[name] or ("",):
        table = run_report(furnished, name, whole="2026" if by == "day" else None, by=by)
        over = heading(furnished)
        expected, heads = pages.texts(table), pages.titles(table)
        assert len(set(heads)) == len(heads), "a column is known by its title"
        assert pages.of_json(written(table, "json", over), table) == expected
        assert pages.of_csv(written(table, "csv", over)) == (heads, expected)
        head, cells = pages.of_xlsx(written(table, "xlsx", over))
        assert head == heads
        for row, values in zip(expected, cells, strict=True):
            assert [pages.as_cell(*pair) for pair in zip(values, row, strict=True)] == row
        page = pages.Page(written(table, "html", over))
        assert page.whole(heads) == expected
        text = as_text(table, 4000).splitlines()
        assert len(text) == len(expected) + 3 or not expected


def test_the_furnished_office_leaves_few_reports_empty(furnished: Office) -> None:
    known = {name for name in REPORTS if run_report(furnished, name).rows}
    assert {"calls", "register", "daily", "speed", "overdue", "shift", "dispatch"} <= known


def _hostile() -> Table:
    columns = (Column("text", "Text", 20, grow=True), Column("sum", "Sum", 8, align="right"))
    rows = [{"text": text, "sum": Amount("30.00")} for text in HOSTILE]
    return Table(columns, rows, "</title><script>x</script>")


def test_texts_are_inert_wherever_they_are_written() -> None:
    table = _hostile()
    over = Heading('</style><b>"x', "2026-11", datetime(2026, 11, 23, 14, 31))  # noqa: DTZ001 - a wall clock
    _head, cells = pages.of_xlsx(written(table, "xlsx", over))
    assert [row[0] for row in cells][:4] == list(HOSTILE[:4])
    assert {row[1] for row in cells} == {30}
    page = pages.Page(written(table, "html", over))
    assert not page.tags & {"script", "img", "a", "link", "iframe", "object"}
    assert [row[0] for row in page.rows][4] == HOSTILE[4]
    for row in (*page.rows, *cells):
        assert "\x1b" not in str(row[0])
        assert "\x00" not in str(row[0])
    assert [row[0] for row in page.rows][5] == "a␛]0;title␇b␀c"


def test_a_workbook_keeps_numbers_times_and_texts_apart() -> None:
    columns = tuple(Column(name, name, 8) for name in ("number", "sum", "at", "early", "text"))
    row = {
        "number": 3.25,
        "sum": Amount("1250.50"),
        "at": When("2026-11-23 14:31:40"),
        "early": When("0999-01-01 00:00"),
        "text": "0012",
    }
    _head, cells = pages.of_xlsx(written(Table(columns, [row, {}]), "xlsx"))
    at = datetime(2026, 11, 23, 14, 31, 40)  # noqa: DTZ001 - as the workbook has it
    assert cells[0] == [3.25, 1250.5, at, "0999-01-01 00:00", "0012"]


def test_a_text_too_long_for_a_cell_says_so() -> None:
    table = Table((Column("text", "Text", 8),), [{"text": "漏" * 40_000}])
    _head, cells = pages.of_xlsx(written(table, "xlsx"))
    assert str(cells[0][0]).endswith("(40000 characters)")
    assert len(cells[0][0]) == 32_767


def test_a_page_stands_alone(furnished: Office) -> None:
    for name in ("calls", "call-hours", "satisfaction"):
        page = written(run_report(furnished, name), "html", heading(furnished)).decode()
        assert "<svg" in page
        assert "<script" not in page
        left = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "http" not in left.replace("http-equiv", "")
        assert "url(" not in left
        assert "default-src &#x27;none&#x27;" in page
        for stands in ("thead", "counter(page)", "A4", "Period: all", "Made at 2026-11-23 14:31"):
            assert stands in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "html", "json", "table"])
def test_a_file_is_its_owners_alone_and_never_overwritten_in_silence(
    tmp_path: Path, form: str
) -> None:
    path = tmp_path / "out"
    write(_hostile(), form, path)
    before = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refusal, match="exists already; it is left as it is."):
        write(_hostile()._replace(rows=[]), form, path)
    assert path.read_bytes() == before
    write(_hostile()._replace(rows=[]), form, path, replace=True)
    assert path.read_bytes() != before
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written: No such file or directory."):
        write(_hostile(), "csv", tmp_path / "nowhere" / "out.csv")
    with pytest.raises(Refusal, match="There is no format pdf; there are: table, csv"):
        write(_hostile(), "pdf", tmp_path / "out")

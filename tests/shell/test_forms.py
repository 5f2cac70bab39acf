"""The forms of the house: one list, and each printed with its number, owner and retention."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from deskterm.core import words
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.layout import as_text
from deskterm.core.office import Office
from deskterm.core.writing import written
from deskterm.shell.forms import FORMS, Wanted, listing, printed
from deskterm.shell.site.shipped import shipped
from tests.desks.oncall import log, say
from tests.shell import pages
from tests.shell.test_report_commands import DESKTERM, environment


@pytest.mark.clause("Q2.1")
def test_every_form_stands_in_one_list_with_its_number_owner_and_retention(office: Office) -> None:
    with office.read() as reader:
        rows = {row["code"]: row for row in listing(reader).rows}
    assert set(rows) == set(FORMS)
    for row in rows.values():
        assert row["number"].startswith("LYWG/QR-")
        assert row["owner"]
        assert "year" in row["keep"]
    assert rows["room-register"]["number"] == "LYWG/QR-046"
    assert rows["service-order"]["number"] == "LYWG/QR-007"
    assert rows["help-register"]["keep"] == "2 years"


@pytest.mark.clause("Q2.1", "H5.1")
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_number_owner_and_retention_stand_on_the_printed_page(
    office: Office, language: str
) -> None:
    log(office, category="repair", words="水管漏水")
    words.use(language)
    with office.read() as reader:
        row = next(row for row in listing(reader).rows if row["code"] == "help-register")
    table, over = printed(office, "help-register", Wanted(whole="2026-11"))
    page = pages.Page(written(table, "html", over))
    said = "".join(page.said)
    for stands in ("LYWG/QR-001", row["owner"], row["keep"], row["name"], "2026-11"):
        assert said.count(stands) >= 2, "under the title, and at the edge of every page"
    assert "水管漏水" in said
    head, cells = pages.of_xlsx(written(table, "xlsx", over))
    assert len(cells) == 1
    assert len(head) == len(table.columns)


def test_a_site_edits_its_list_and_a_store_without_one_has_the_shipped_one(office: Office) -> None:
    text = (shipped("site") / "forms.csv").read_text(encoding="utf-8")
    shipped_ones = {row["code"]: row["number"] for row in csv.DictReader(text.splitlines())}
    with office.work("zhou") as work:
        work.session.connection().exec_driver_sql("DELETE FROM forms")
    with office.read() as reader:
        assert {row["code"]: row["number"] for row in listing(reader).rows} == shipped_ones


def test_a_service_order_is_printed_for_one_booking(office: Office) -> None:
    say(office, "book A tomorrow 14:00-15:30 budget 12p tea", "lin")
    table, over = printed(office, "service-order", Wanted("B1"))
    assert table.title == "LYWG/QR-007 Meeting service order B1"
    assert "No. LYWG/QR-007" in over.form
    assert "B-2026-000001" in as_text(table, 120)
    with pytest.raises(Refusal, match="Which booking"):
        printed(office, "service-order", Wanted())


def test_blank_registers_have_lines_to_write_on(office: Office) -> None:
    table, over = printed(office, "room-register", Wanted(lines=25))
    assert len(table.rows) == 25
    html = written(table, "html", over).decode()
    assert html.count('class="blank"') == 25


def test_lines_of_the_paper_register_are_numbered_and_never_twice(office: Office) -> None:
    first, _over = printed(office, "paper-register", Wanted(lines=3, operator="lin"))
    second, over = printed(office, "paper-register", Wanted(lines=2, operator="lin"))
    numbers = [row["number"] for row in (*first.rows, *second.rows)]
    assert "Operator" in pages.Page(written(second, "html", over)).head
    assert numbers == ["P001", "P002", "P003", "P004", "P005"]
    assert "No. LYWG/QR-002" in over.form


def test_an_unknown_form_is_refused_with_those_there_are(office: Office) -> None:
    with pytest.raises(NotFound, match="There is no form tea; there are: handover"):
        printed(office, "tea", Wanted())


def test_a_form_goes_into_a_file_from_the_shell(office: Office, tmp_path: Path) -> None:
    say(office, "book A tomorrow 14:00-15:30 budget 12p tea", "lin")
    office.close()

    def run(*said: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [DESKTERM, *said],
            env=environment(office.path),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    assert "LYWG/QR-046" in run("form", "list").stdout
    done = run("form", "room-register", "--month", "2026-11", "-o", "rooms.html")
    assert done.stdout == "rooms.html was written.\n"
    assert "LYWG/QR-046" in (tmp_path / "rooms.html").read_text()
    again = run("form", "room-register", "--month", "2026-11", "-o", "rooms.html")
    assert (again.returncode, again.stderr.strip()) == (
        3,
        "rooms.html exists already; it is left as it is.",
    )

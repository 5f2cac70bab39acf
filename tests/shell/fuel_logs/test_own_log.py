"""Our own log goes out as a file and comes back the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core import words
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.shell.fuel_logs.exporting import fuel_log
from deskterm.shell.fuel_logs.importing import Asked, import_fuel
from deskterm.shell.fuel_logs.outcome import Outcome
from deskterm.shell.say import say_line

Take = Callable[..., Outcome]
DESKTERM = Path(sys.executable).with_name("deskterm")
LOG = (
    "slip,plate,time,litres,amount,price_per_litre,odometer_km,trip_km,full,missed,tank,station,"
    "card,note\n"
    "F-2025-000001,沪A12345,2025-12-31T23:59:59.123+08:00,40.001,300.07,7.502,90000,,yes,no,1,"
    "瑞金路,FC-0001,\n"
    "F-2026-000001,沪B45678,2026-01-02T12:00:00.000+08:00,50.000,,,,,yes,yes,2,,,\n"
    "F-2026-000002,沪A12345,2026-01-01T12:00:00.000+08:00,20.500,150.00,7.317,90300,299.500,no,no,"
    '1,\'=Elm,,"two\nlines, ""quoted"""\n'
)


def test_our_own_log_comes_back_equal_with_its_numbers(office: Office, take: Take) -> None:
    outcome = take(LOG, "deskterm", None)
    assert (outcome.taken, outcome.rejected) == (3, [])
    assert fuel_log(office).text == LOG
    with office.read() as reader:
        assert reader.value("SELECT station FROM slips WHERE full = 0") == "=Elm"
    words.use("zh_CN")
    assert fuel_log(office).text == LOG
    words.use("en")
    assert fuel_log(office, "沪b45678").slips == 1
    with pytest.raises(NotFound, match="no vehicle 沪X"):
        fuel_log(office, "沪X")


def test_what_was_typed_at_the_desk_goes_out_and_is_known_when_it_comes_back(
    office: Office, take: Take
) -> None:
    say_line(office, "fuel 沪A12345 45.2L 380.50 88210", "lin")
    text = fuel_log(office).text
    assert ",45.200,380.50,8.418,88210,,yes,no,1," in text
    again = take(text, "deskterm", None)
    assert (again.taken, again.known) == (0, 1)


def test_the_commands_take_a_log_in_and_write_it_out(store: Path, tmp_path: Path) -> None:
    told = {"DESKTERM_STORE": str(store), "DESKTERM_LANGUAGE": "en", "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [DESKTERM, *arguments],
            env={**os.environ, **told, "DESKTERM_PIN": "418203"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    (tmp_path / "log.csv").write_text(LOG + "F-2026-000003,沪A12345,never,1,,,,,yes,no,1,,,\n")
    take = ("import", "fuel", "log.csv", "--map", "deskterm")
    first = run(*take, "--json")
    assert first.returncode == 6, first.stderr
    facts = json.loads(first.stdout)
    assert (facts["taken"], facts["known"], len(facts["rejected"])) == (3, 0, 1)
    assert facts["rejects_file"] == "log.rejects.csv"
    out = run("export", "fuel", "-o", "out.csv")
    assert out.stdout == "3 slips stand in out.csv.\n"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig") == LOG
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600


def test_whoever_signs_on_to_import_needs_the_right_and_no_file_is_written_over(
    office: Office, take: Take, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG, encoding="utf-8")
    with pytest.raises(Refusal, match="fleet lead"):
        import_fuel(office, file, Asked("deskterm"), "lin")
    assert import_fuel(office, file, Asked("deskterm"), "majj").taken == 3
    again = take(LOG + "F-2026-000003,沪A12345,never,1,,,,,yes,no,1,,,\n", "deskterm", None)
    said = again.sentence()
    assert said.startswith("0 slips taken in, 3 known already, 1 rows rejected.")
    assert "  line 6: “never” is no date" in said
    assert "The rejected rows stand in log.rejects.csv." in said

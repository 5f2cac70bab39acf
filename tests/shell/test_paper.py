"""The register on paper: printed and numbered, taken in later with its true times, once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from deskterm.core import journal
from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import queries as calls
from deskterm.desks.calls.actions import paper
from deskterm.shell.cli import app
from deskterm.shell.look_up import shown
from deskterm.shell.paper.sheet import ON_A_PAGE, WIDTH, register
from deskterm.shell.paper.taking import Taken, take
from tests.shell.ledger import say, state, unproved

if TYPE_CHECKING:
    from tests.conftest import Clock

NIGHT = """
# the night of the 23rd
P1 @15:10 call 12-3-1502 repair leak in the kitchen
P1 @15:12 send G2
P1 @15:20 G2 on scene
P1 @15:31 answer the plumber is there
Ｐ１ ＠１５：４０ G2 clear
P1 @15:41 close mended

P2 @15:50 call 8-1-0601 complaint dog barks all night
P2 @15:51 done P2.1
P2 link P1
"""


def printed(office: Office, count: int = 4) -> None:
    with office.work("lin") as work:
        paper.reserve(work, count)


def taken(office: Office, folder: Path, text: str, *, dry_run: bool = False) -> Taken:
    file = folder / "night.txt"
    file.write_text(text, encoding="utf-8")
    return take(office, file, "lin", dry_run=dry_run)


def lines(office: Office) -> list[dict[str, Any]]:
    with office.read() as reader:
        return reader.rows("SELECT * FROM paper_lines ORDER BY number")


@pytest.fixture
def night(office: Office, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four lines were printed at 14:31, and it is 17:31 now."""
    monkeypatch.chdir(tmp_path)
    printed(office)
    clock.pass_(hours=3)
    return tmp_path


def test_a_printed_register_fits_a_printer_and_is_headed_in_both_languages(office: Office) -> None:
    numbers = [f"P{number:03d}" for number in range(1, ON_A_PAGE + 3)]
    text = register(office.site, numbers, office.site.local(office.now()))
    assert max(cell_len(row) for row in text.split("\n")) == WIDTH
    first, second = text.split("\f\n")
    for page in (first, second):
        assert "瑞金广场 Ruijin Plaza" in page
        assert "Unit" in page
        assert "单元" in page
        assert "2026-11-23 14:31" in page
    assert "P012 |" in first
    assert "P013 |" in second
    assert len(first.split("\n")) <= 60


def test_numbers_are_reserved_and_none_is_printed_twice(office: Office) -> None:
    printed(office, 3)
    printed(office, 2)
    assert [row["number"] for row in lines(office)] == [1, 2, 3, 4, 5]
    with office.read() as reader:
        facts = reader.rows("SELECT facts FROM journal WHERE kind = 'paper.printed' ORDER BY seq")
        assert json.loads(facts[1]["facts"]) == {"first": 4, "last": 5, "year": 2026}
        assert [calls.paper_spoken(row, 2026) for row in calls.awaited(reader)][-1] == "P005"
    with pytest.raises(Refusal, match="Print 1 to 400 lines, not 0."), office.work("lin") as work:
        paper.reserve(work, 0)


def test_the_lines_of_a_night_become_calls_with_their_true_times(
    office: Office, night: Path
) -> None:
    outcome = taken(office, night, NIGHT)
    assert outcome.rejected == []
    assert (outcome.kept, outcome.known) == (9, 0)
    text = "\n".join(shown(office, "C1"))
    assert "Opened                      2026-11-23 15:10" in text
    for part in (
        "call logged (told 15:10)",
        "entered from paper P-2026-000001",
        "G2 钱进 sent (told 15:12)",
        "G2 钱进 on scene (told 15:20)",
        "answered the plumber is there (told 15:31)",
        "G2 钱进 clear (told 15:40)",
        "closed (told 15:41)",
    ):
        assert part in text.replace(
            "answered (told 15:31)", "answered the plumber is there (told 15:31)"
        )
    assert text.count("11-23 17:31 lin@desk-1") >= 7
    assert [bool(row["case_id"]) for row in lines(office)] == [True, True, False, False]
    assert unproved(office) == []
    with office.read() as reader:
        assert journal.verify(reader).broken_at is None
        kept = reader.row("SELECT * FROM assignments")
    assert kept
    assert kept["assigned_at"] == "2026-11-23T07:12:00.000Z"
    assert kept["clear_at"] == "2026-11-23T07:40:00.000Z"


def test_taken_in_twice_adds_nothing_twice(office: Office, clock: Clock, night: Path) -> None:
    taken(office, night, NIGHT)
    was, seen = state(office), office.seen()
    clock.pass_(hours=30)
    outcome = taken(office, night, NIGHT)
    assert (outcome.kept, outcome.known, outcome.rejected) == (0, 9, [])
    assert (state(office), office.seen()) == (was, seen)


def test_a_line_that_is_refused_stands_in_a_file_with_the_reason_and_the_others_are_kept(
    office: Office, night: Path
) -> None:
    outcome = taken(
        office,
        night,
        "P1 @15:10 call 12-3-1502 repair leak\n"
        "P1 @15:12 send G77\n"
        "P3 @15:13 G2 on scene\n"
        "P1 @15:14 note rang the plumber\n"
        "G2 on scene\n",
    )
    assert outcome.kept == 2
    assert outcome.sentence().split("\n")[0] == "Lines taken in: 2; known already: 0; rejected: 3."
    rejects = Path(outcome.rejects_file)
    assert rejects.name == "night.rejects.txt"
    assert rejects.stat().st_mode & 0o777 == 0o600
    text = rejects.read_text(encoding="utf-8")
    assert text.startswith("# 2: There is no guard G77; there are G1, G2")
    assert (
        "# 3: P003 is no call yet: P003 @03:12 call 12-3-1502 leak comes first.\nP3 @15:13" in text
    )
    assert "# 5: A line begins with its number on paper" in text
    mended = take(office, rejects, "lin")
    assert len(mended.rejected) == 3
    rejects.write_text("# 2: mended\nP1 @15:12 send G2\n", encoding="utf-8")
    assert take(office, rejects, "lin").kept == 1


def test_a_dry_run_says_what_would_come_and_keeps_nothing(office: Office, night: Path) -> None:
    was, seen = state(office), office.seen()
    outcome = taken(office, night, NIGHT + "P1 @15:12 send G77\n", dry_run=True)
    assert (outcome.kept, len(outcome.rejected)) == (9, 1)
    assert outcome.sentence().endswith("Nothing was kept (dry run).")
    assert (state(office), office.seen()) == (was, seen)
    assert not list(night.glob("*.rejects*"))


def test_an_older_encoding_is_read_and_nonsense_is_refused(office: Office, night: Path) -> None:
    file = night / "old.txt"
    file.write_bytes("P1 @15:10 call 12-3-1502 报修 厨房漏水\n".encode("gb18030"))
    assert take(office, file, "lin").kept == 1
    file.write_bytes(b"P1 \xff\xff\n")
    with pytest.raises(Refusal, match="line 1: this is neither UTF-8 nor GB18030 text"):
        take(office, file, "lin")
    with pytest.raises(Refusal, match="cannot be read"):
        take(office, night / "absent.txt", "lin")


@pytest.mark.usefixtures("night")
def test_a_paper_line_can_be_named_on_the_desk_line(office: Office) -> None:
    receipt = say(office, "call P3 @11-23 15:12 12-3-1502 repair leak at P1")
    assert receipt.number == "C001"
    assert [row["number"] for row in lines(office) if row["case_id"]] == [3]
    with pytest.raises(Refusal, match="P003 is C001 already."):
        say(office, "call P3 12-3-1502 repair leak")
    with pytest.raises(Question, match="P077 was never printed; waited for are P001 to P004."):
        say(office, "call P77 12-3-1502 repair leak")
    assert say(office, "call P77 12-3-1502 repair leak !").number == "C002"
    with pytest.raises(Question, match="P004 was printed on 11-23 14:31; the call cannot"):
        say(office, "call P4 @14:00 12-3-1502 repair leak")


@pytest.mark.usefixtures("night")
def test_undoing_a_call_frees_its_line(office: Office) -> None:
    was = state(office)
    say(office, "call P3 @15:12 12-3-1502 repair leak")
    say(office, "undo")
    assert state(office) == was
    say(office, "call P3 @15:12 12-3-1502 repair leak")


@pytest.mark.usefixtures("night")
def test_void_lines_are_not_waited_for_and_can_be_used_after_all(office: Office) -> None:
    say(office, "call P2 @15:12 12-3-1502 repair leak")
    with pytest.raises(Refusal, match="P002 is C001 already."), office.work("lin") as work:
        paper.void(work, 1, 4)
    with office.work("lin") as work:
        assert len(paper.void(work, 3, 4)) == 2
    with office.read() as reader:
        assert [row["number"] for row in calls.awaited(reader)] == [1]
    with pytest.raises(Refusal, match="P005 was never printed"), office.work("lin") as work:
        paper.void(work, 3, 7)
    with pytest.raises(Question, match="P004 was declared void."):
        say(office, "call P4 @15:12 12-3-1502 repair leak")
    say(office, "call P4 @15:12 12-3-1502 repair leak !")
    assert [row["number"] for row in lines(office) if row["void_at"]] == [3]


@pytest.mark.usefixtures("night")
def test_what_was_printed_is_not_undone_but_voided(office: Office) -> None:
    with pytest.raises(Refusal, match="Void the lines that stay blank: deskterm paper void."):
        say(office, "undo !")


def test_the_commands_print_list_void_and_take(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKTERM_STORE", str(store))
    monkeypatch.setenv("DESKTERM_PIN", "418203")
    run = CliRunner().invoke
    assert run(app, ["paper", "list"]).output == "Nothing on paper is waited for.\n"
    assert "P003 |" in run(app, ["paper", "print", "--lines", "3"]).output
    said = run(app, ["paper", "print", "--lines", "2", "-o", "blank.txt"]).output
    assert said == "P004 to P005 stand in blank.txt, to be printed.\n"
    assert "P005 |" in (tmp_path / "blank.txt").read_text(encoding="utf-8")
    with pytest.raises(Refusal, match="blank.txt exists already"):
        run(app, ["paper", "print", "-o", "blank.txt"], catch_exceptions=False)
    assert run(app, ["paper", "void", "3-5", "--operator", "lin"]).output == "3 lines are void.\n"
    with pytest.raises(Refusal, match="5-3 is no range of lines; type it like 18-40."):
        run(app, ["paper", "void", "5-3", "--operator", "lin"], catch_exceptions=False)
    waited = run(app, ["paper", "list", "--json"]).output
    assert [row["number"] for row in json.loads(waited)] == [1, 2]
    (tmp_path / "night.txt").write_text("P1 call 12-3-1502 repair leak\nP9 note x\n", "utf-8")
    outcome = run(app, ["paper", "take", "night.txt", "--operator", "lin", "--json"])
    assert outcome.exit_code == 6
    told = json.loads(outcome.output)
    assert (told["kept"], len(told["rejected"]), told["known"]) == (1, 1, 0)

"""Files that are broken, foreign or meant to do harm: a sentence, or rows handed back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskterm.core import search
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.shell.fuel_logs.outcome import Outcome

Take = Callable[..., Outcome]
HEAD = "car_name,date,odometer,km,litres,price,notes\n"
GOOD = "x,2026-03-01,90000,300,40,7.5,fine\n"


def test_a_wrong_map_is_told_by_the_columns_that_are_missed(office: Office, take: Take) -> None:
    with pytest.raises(Refusal) as no:
        take(HEAD + GOOD, "spritmonitor")
    sentence = str(no.value)
    assert sentence.startswith("log.csv has no column Datum, Spritmenge, Km-Stand / Meilenstand;")
    assert sentence.endswith("Is this the right map?")
    with pytest.raises(Refusal, match="no column litres / liters / gallons"):
        take("car_name,date,odometer\nx,2026-03-01,90000\n", "fuelly")
    with pytest.raises(Refusal, match="unit of “odometer” is that of the trip"):
        take("car_name,date,odometer,litres\nx,2026-03-01,90000,40\n", "fuelly")
    with pytest.raises(NotFound, match="no map nowhere"):
        take(HEAD, "nowhere")
    with pytest.raises(Refusal, match=r"it has no \[fill\]"):
        take(HEAD, "sffd")
    with office.read() as reader:
        assert reader.value("SELECT count(*) FROM slips") == 0


@pytest.mark.parametrize("body", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(take: Take, body: str) -> None:
    with pytest.raises(Refusal, match="log.csv is empty"):
        take(body, "fuelly")


def test_a_header_alone_is_a_log_of_nothing(take: Take) -> None:
    outcome = take(HEAD, "fuelly")
    assert outcome.taken == 0
    assert outcome.sentence().startswith("0 slips taken in, 0 known already, 0 rows rejected.")


def test_bytes_that_are_no_text_are_refused(take: Take) -> None:
    with pytest.raises(Refusal, match="neither UTF-8 nor GB18030"):
        take(b"\xff\xff\xff\xff", "fuelly")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_chinese_is_read_in_its_encodings(office: Office, take: Take, encoding: str) -> None:
    take((HEAD + GOOD.replace("fine", "瑞金路")).encode(encoding), "fuelly")
    with office.read() as reader:
        assert reader.value("SELECT body FROM texts WHERE field = 'note'") == "瑞金路"


def test_a_formula_is_text_here_and_inert_in_the_rejects(office: Office, take: Take) -> None:
    formula = '=HYPERLINK("http://x";"y")'
    rows = f'x,2026-03-01,90000,300,40,7.5,"{formula.replace(chr(34), chr(34) * 2)}"\n'
    outcome = take(HEAD + rows + "x,=1+1,=A1,3,40,7.5,+cmd\n", "fuelly")
    assert outcome.taken == 1
    with office.read() as reader:
        assert reader.value("SELECT body FROM texts WHERE field = 'note'") == formula
    back = Path(outcome.rejects_file).read_text(encoding="utf-8").splitlines()[1]
    assert back.endswith("x,'=1+1,'=A1,3,40,7.5,'+cmd")


def test_a_quote_that_never_closes_costs_its_own_row_alone(take: Take) -> None:
    rows = GOOD + 'x,2026-03-02,"90300,300,40,7.5,\n' + "x,2026-03-03,90600,300,40,7.5,\n"
    outcome = take(HEAD + rows, "fuelly")
    assert outcome.taken == 2
    assert [one.line for one in outcome.rejected] == [3]
    assert "a quote opens here and does not close" in outcome.rejected[0].reason


def test_a_field_of_a_megabyte_and_a_file_cut_off_are_handed_back(take: Take) -> None:
    rows = f"x,2026-03-02,90300,300,40,7.5,{'a' * 1_500_000}\n" + GOOD + "x,2026-03-04,909"
    outcome = take(HEAD + rows, "fuelly")
    assert outcome.taken == 1
    assert [one.line for one in outcome.rejected] == [2, 4]
    assert outcome.rejected[1].reason == "the file ends in the middle of this line"
    assert len(outcome.sentence()) < 3000


def test_what_drives_a_terminal_does_not_leave_the_log(office: Office, take: Take) -> None:
    take(HEAD + GOOD.replace("fine", "\x1b]52;c;aGk=\x07"), "fuelly")
    with office.read() as reader:
        assert search.find(reader, "90000")


def test_blank_lines_and_blank_fields_at_the_end_are_nothing(take: Take) -> None:
    outcome = take(HEAD + "\n,,,,,,\n" + GOOD.replace("\n", ",,\n") + "\n\n", "fuelly")
    assert (outcome.taken, outcome.rejected) == (1, [])


@pytest.mark.slow
def test_eight_thousand_rows_come_in_whole(take: Take) -> None:
    days = (
        f"2{y:03d}-{m:02d}-{d:02d}" for y in range(27) for m in range(1, 13) for d in range(1, 29)
    )
    rows = [
        f"x,{day},{90000 + at * 300},300,{40 + at % 7},7.5,\n"
        for at, day in zip(range(8_000), days, strict=False)
    ]
    assert take(HEAD + "".join(rows), "fuelly", currency="CNY").taken == 8_000

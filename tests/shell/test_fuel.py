"""Fuel at the desk: doubts that need a reason, slips entered late, norms, and the figures of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.vehicles import queries
from deskterm.shell.fuel_line import lines as fuel_line
from deskterm.shell.lexicon import lexicon
from deskterm.shell.look_up import record
from deskterm.shell.preview import preview
from deskterm.shell.reports import run_report
from tests.shell.ledger import say

if TYPE_CHECKING:
    from tests.conftest import Clock

VAN = "沪A12345"
SLIPS = (
    f"fuel {VAN} 44L 370.00 87710 @2026-10-20 08:00",
    f"fuel {VAN} 45.2L 380.50 88216 @2026-10-30 08:00",
    f"fuel {VAN} 40L 8.00/L 88616 @2026-11-10 08:00",
)


@pytest.fixture
def fuelled(office: Office) -> Office:
    """An office whose van was filled three times."""
    for line in SLIPS:
        say(office, line)
    return office


def slip(office: Office, number: int) -> dict[str, Any]:
    with office.read() as reader:
        row = reader.row("SELECT * FROM slips WHERE number = :number", number=number)
    assert row
    return row


def per_100(office: Office) -> list[str]:
    with office.read() as reader:
        figures = [row["figure"] for row in queries.slips(reader, 1)]
    return [figure.why or str(figure.used.per_100) for figure in reversed(figures)]


def pieces(office: Office, text: str) -> list[str]:
    with office.read() as reader:
        said = preview(reader, office.now(), text, lexicon(reader, office.site, office.now()))
    return [piece for piece, _style in said if piece != " · "]


def row_of(office: Office, report: str, whole: str | None = None, **wanted: str) -> dict[str, Any]:
    rows = run_report(office, report, whole=whole).rows
    (found,) = [row for row in rows if all(row[name] == told for name, told in wanted.items())]
    return found


@pytest.mark.clause("V2.2")
@pytest.mark.parametrize(
    ("said", "doubt", "flag"),
    [
        ("40L 88500", "88500 km is less than the 88616 km", "lower"),
        ("58.5L 88700", "58.5 L is more than the tank", "tank"),
        ("40L 188700", "is more than 1000 km a day", "jump"),
        ("40L 88700 card FC-0002", "Card FC-0002 is not that of 沪A12345 (FC-0001)", "card"),
        ("40L 88700 高架路加油站", "高架路加油站 is not appointed for 沪A12345", "station"),
        ("40L 8.00/L 480.00 88700", "40 L at 8.00/L make 320.00, not 480.00", "price"),
        (
            "40L 88700 100 高架",
            "“100” is neither an amount nor an odometer reading",
            "station number",
        ),
    ],
)
def test_what_looks_wrong_is_kept_for_a_reason_only_and_the_reason_with_it(
    fuelled: Office, said: str, doubt: str, flag: str
) -> None:
    with pytest.raises(Question) as told:
        say(fuelled, f"fuel {VAN} {said}", anyway=True)
    assert doubt in str(told.value)
    assert "reason: ..." in str(told.value)
    shown = pieces(fuelled, f"fuel {VAN} {said}")
    assert any(doubt in piece for piece in shown)
    assert "Enter saves" not in shown
    assert pieces(fuelled, f"fuel {VAN} {said} 理由：司机说明")[-1] == "Enter saves"
    receipt = say(fuelled, f"fuel {VAN} {said} reason: 司机说明")
    assert "kept with a reason" in receipt.sentence
    kept = slip(fuelled, 4)
    assert kept["flags"] == flag
    with fuelled.read() as reader:
        page = dict(record(reader, fuelled, "F004"))
    assert page["Reason"] == "司机说明"
    with fuelled.read() as reader:
        facts = reader.value("SELECT facts FROM journal WHERE kind = 'slip.kept' ORDER BY seq DESC")
    assert "司机说明" not in facts


@pytest.mark.clause("V2.2")
def test_the_same_card_litres_and_hour_are_pointed_out_for_another_vehicle_too(
    fuelled: Office, clock: Clock
) -> None:
    say(fuelled, f"fuel {VAN} 41L 88900")
    clock.pass_(minutes=20)
    with pytest.raises(Question, match=r"F004 has the same card and litres at 14:31: 41 L"):
        say(fuelled, "fuel 沪A23456 41L 52800 card FC-0001")


def test_a_number_that_is_nothing_of_a_slips_is_refused_and_not_lost(office: Office) -> None:
    with pytest.raises(Refusal, match=r"“380 100” is neither an amount nor an odometer reading"):
        say(office, f"fuel {VAN} 45L 380 100")


def test_litres_follow_from_amount_and_price_and_the_preview_says_so(office: Office) -> None:
    assert "45.201 L" in pieces(office, f"fuel {VAN} 380.50 8.418/L 88210")
    say(office, f"加油 {VAN} 380.50 8.418元/升 88210 瑞金路")
    kept = slip(office, 1)
    assert (kept["litres_ml"], kept["amount_cents"], kept["price_mills"]) == (45_201, 38_050, 8_418)
    assert kept["station"] == "瑞金路加油站"
    with pytest.raises(Refusal, match="Say the litres, or amount and price"):
        say(office, f"fuel {VAN} 380.50 88210")


def test_the_preview_shows_distance_figure_norm_and_the_vehicles_own_last_year(
    office: Office,
) -> None:
    say(office, f"fuel {VAN} 44L 87710 @2025-10-20 08:00")
    say(office, f"fuel {VAN} 50L 88210 @2025-11-20 08:00")
    shown = pieces(office, f"fuel {VAN} 45L 88710")
    for piece in ("500 km since 88210 km", "9.00 L/100 km", "norm 8.9", "last year 10.00"):
        assert piece in shown


def test_a_slip_entered_late_changes_later_figures_and_the_journal_keeps_what_was_said(
    fuelled: Office,
) -> None:
    assert per_100(fuelled) == ["first", "8.93", "10.00"]
    receipt = say(fuelled, f"fuel {VAN} 20L 88400 partial @2026-11-05 08:00")
    assert receipt.sentence.endswith("later figures are others now: F003 10.00 → 15.00")
    assert per_100(fuelled) == ["first", "8.93", "partial", "15.00"]
    with fuelled.read() as reader:
        page = [text for _label, text in record(reader, fuelled, "F003")]
    assert "fuel slip kept 10.00 L/100 km" in page
    assert "worked out again 10.00 L/100 km → 15.00 L/100 km" in page
    assert say(fuelled, "undo").sentence.startswith("Undone: ")
    assert per_100(fuelled) == ["first", "8.93", "10.00"]


def test_a_slip_is_put_right_and_the_correction_is_undone(fuelled: Office) -> None:
    receipt = say(fuelled, "fix F002 88016 46L")
    assert receipt.sentence == (
        "F002 沪A12345 46 L, 15.03 L/100 km (norm 8.9);"
        " later figures are others now: F003 10.00 → 6.67"
    )
    with fuelled.read() as reader:
        line = reader.row("SELECT kind, facts FROM journal ORDER BY seq DESC LIMIT 1")
    assert line
    assert line["kind"] == "slip.corrected"
    assert json.loads(line["facts"])["changes"]["odometer_km"] == [88_216, 88_016]
    say(fuelled, "undo")
    assert (slip(fuelled, 2)["odometer_km"], slip(fuelled, 2)["litres_ml"]) == (88_216, 45_200)
    with pytest.raises(Question, match="add why"):
        say(fuelled, "fix F002 89000", anyway=True)
    with pytest.raises(Refusal, match="Say what is other"):
        say(fuelled, "fix F002 88216")


def test_a_slip_that_is_taken_back_counts_nowhere_and_stays_on_record(fuelled: Office) -> None:
    receipt = say(fuelled, "cancel F002 entered twice")
    assert receipt.sentence == (
        "F002 counts no longer; later figures are others now: F003 10.00 → 4.42"
    )
    assert per_100(fuelled) == ["first", "4.42"]
    assert slip(fuelled, 2)["litres_ml"] == 45_200
    says = {row["number"]: row["why"] for row in run_report(fuelled, "fuel-slips").rows}
    assert says["F002"] == "taken back: counts nowhere"
    with pytest.raises(Refusal, match="F002 was taken back at 14:31"):
        say(fuelled, "fix F002 46L")


@pytest.mark.clause("V2.1")
def test_fuel_is_told_by_vehicle_and_month_as_it_was_bought(fuelled: Office) -> None:
    october = row_of(fuelled, "fuel-months", month="2026-10", plate=VAN)
    november = row_of(fuelled, "fuel-months", month="2026-11", plate=VAN)
    assert (october["bought"], october["amount"]) == (89.2, "750.50")
    assert (november["bought"], november["amount"]) == (40.0, "320.00")


@pytest.mark.clause("V2.3")
def test_a_months_figure_its_over_and_under_and_the_slips_it_used(fuelled: Office) -> None:
    october = row_of(fuelled, "fuel", whole="2026-10", plate=VAN)
    november = row_of(fuelled, "fuel", whole="2026-11", plate=VAN)
    assert (october["litres"], october["km"], october["per_100_km"]) == (45.2, 506, 8.93)
    assert (october["over"], october["settled"], october["slips"]) == (0.17, "0.00", "F002")
    assert (november["per_100_km"], november["norm"], november["over"]) == (10.0, 8.9, 4.4)
    assert november["settled"] == "26.66"
    whole = row_of(fuelled, "fuel", plate=VAN)
    assert (whole["per_100_km"], whole["slips"]) == (9.4, "F002-F003")
    idle = row_of(fuelled, "fuel", plate="沪A23456")
    assert (idle["litres"], idle["per_100_km"]) == (0.0, None)


@pytest.mark.clause("V2.3")
def test_a_norm_holds_from_its_day_on_and_in_its_season(fuelled: Office) -> None:
    with pytest.raises(Refusal, match="may not do this"):
        say(fuelled, f"norm {VAN} 9.5L from 2026-11-01")
    receipt = say(fuelled, f"norm {VAN} 9.5L from 2026-11-01", operator="majj")
    assert receipt.sentence == "沪A12345: 9.5 L/100 km from 2026-11-01."
    say(fuelled, f"定额 {VAN} 9.9升 2026-11-01起 冬季", operator="majj")
    assert row_of(fuelled, "fuel", whole="2026-11", plate=VAN)["norm"] == 9.5
    assert row_of(fuelled, "fuel", whole="2026-10", plate=VAN)["norm"] == 8.9
    assert "norm 9.5" in pieces(fuelled, f"fuel {VAN} 45L 89000")
    say(fuelled, "undo", operator="majj")
    say(fuelled, "undo", operator="majj")
    assert row_of(fuelled, "fuel", whole="2026-11", plate=VAN)["norm"] == 8.9


def test_a_vehicles_months_are_drawn_as_a_line_beside_its_norm(fuelled: Office) -> None:
    with fuelled.read() as reader:
        drawn = fuel_line(reader, fuelled.site, fuelled.now(), 1, 30)
        assert fuel_line(reader, fuelled.site, fuelled.now(), 2, 30) == []
    assert drawn[0] == "L/100 km"
    assert drawn[1] == "* L/100 km  o Norm"
    assert "2026-11" in drawn[-1]
    assert all(len(line) <= 30 for line in drawn)


def test_two_tanks_of_a_vehicle_are_told_apart(fuelled: Office) -> None:
    say(fuelled, f"fuel {VAN} 20L 88620 tank 2 @2026-11-11 08:00")
    say(fuelled, f"fuel {VAN} 10L 88820 副油箱 @2026-11-12 08:00")
    second = row_of(fuelled, "fuel", whole="2026-11", plate=f"{VAN} /2")
    assert (second["litres"], second["km"], second["per_100_km"]) == (10.0, 200, 5.0)

"""What a repair may cost by its grade, and by what was approved (V4.6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.core.site import Site
from deskterm.desks.vehicles import fleet_rules as rules
from deskterm.shell.site.toml_files import Toml, settings
from tests.desks.fleet import CAR, VAN, page, say, steps

BOSS = "刘总电话同意，14:20"
DEAR = f"repair {VAN} minor gearbox 5000"


def without_limits(office: Office) -> None:
    kept = {name: value for name, value in office.site.values.items() if "repair_" not in name}
    office.site = Site(kept)


@pytest.mark.clause("V4.6")
def test_an_estimate_beyond_its_grade_proposes_the_right_one(office: Office) -> None:
    with pytest.raises(
        Question,
        match=r"¥5,000.00 is more than a minor repair may cost \(¥2,000.00\): this is a medium",
    ):
        say(office, DEAR)
    with pytest.raises(Question, match="this is a major repair.*investment deputy GM"):
        say(office, f"repair {VAN} minor engine 30000")
    assert say(office, f"repair {VAN} minor pads 2000").startswith("M001")
    assert say(office, f"repair {VAN} major engine 900000").startswith("M002")


@pytest.mark.clause("V4.6")
def test_whatever_it_is_called_the_money_says_who_approves(office: Office) -> None:
    assert "waits for the word of the company GM" in say(office, DEAR, anyway=True)
    assert "Grade minor repair (company GM)" in page(office, "M1")
    assert any("Approved by the general manager" in line for line in page(office, "M1"))
    with pytest.raises(Refusal, match="the word of the company GM is needed"):
        say(office, "approve M1", anyway=True)
    say(office, f"approve M1 {BOSS}")
    say(office, "repair M1 started 瑞金路修理厂 reason: nobody is appointed")
    assert steps(office, "M1")["started"] == "done"


@pytest.mark.clause("V4.6")
def test_a_dear_part_is_still_bought_by_its_driver(office: Office) -> None:
    said = say(office, f"repair {CAR} part battery 2400", anyway=True)
    assert said.endswith("waits for the word of the company GM.")
    assert set(steps(office, "M1")) == {"registered", "bought", "cost-kept"}


@pytest.mark.clause("V4.6")
def test_a_cost_beyond_the_grade_needs_the_higher_word_and_enter_does_not_pass_it(
    office: Office,
) -> None:
    say(office, f"repair {VAN} minor brake pads 1900")
    say(office, "approve M1")
    for line in ("cost M1 2050.00", "cost M1 2050.00 reason: ok"):
        with pytest.raises(Question, match="¥2,050.00 is paid: that needs the word of the company"):
            say(office, line, anyway=True)
    say(office, f"cost M1 2050.00 reason: {BOSS}")
    assert f"Approved by {BOSS}" in page(office, "M1")


@pytest.mark.clause("V4.6")
def test_a_cost_beyond_the_estimate_and_the_sites_bound_needs_a_reason(office: Office) -> None:
    say(office, f"repair {VAN} minor brake pads 800")
    say(office, "approve M1")
    with pytest.raises(Question, match="900.00 is more than the estimate of ¥800.00.*Add why"):
        say(office, "cost M1 900.00", anyway=True)
    say(office, "cost M1 880.00")
    say(office, "cost M1 60.00 a screw more")
    assert any("a screw more" in line for line in page(office, "K2"))


@pytest.mark.clause("V4.6")
def test_a_finished_repair_that_cost_more_says_why(office: Office) -> None:
    say(office, f"repair {VAN} minor brake pads 800")
    say(office, "approve M1")
    say(office, "repair M1 started 瑞金路修理厂 reason: nobody is appointed")
    with pytest.raises(Question, match="Add why"):
        say(office, "repair M1 finished 1200.00", anyway=True)
    say(office, "repair M1 finished 1200.00 reason: discs too")
    assert any("discs too" in line for line in page(office, "M1"))


def test_a_site_without_limits_asks_as_before(office: Office) -> None:
    without_limits(office)
    assert "waits for the word of the fleet lead" in say(office, DEAR)
    say(office, "approve M1")
    with pytest.raises(Question, match="5,100.00 is more than the estimate"):
        say(office, "cost M1 5100.00")
    assert say(office, "cost M1 5100.00", anyway=True).startswith("K001")


def test_limits_are_whole_amounts_above_zero() -> None:
    sample = Path(__file__).parents[2] / "data" / "site" / "site.toml"
    text = sample.read_text(encoding="utf-8")
    kept = dict(settings(Toml("site.toml", text)))
    assert kept["repair_minor_limit"] == "200000"
    for wrong in ("-1", "0", '"dear"', "2000.50"):
        file = Toml(
            "site.toml", text.replace("repair_minor_limit = 2000", f"repair_minor_limit = {wrong}")
        )
        assert "repair_minor_limit" not in dict(settings(file))
        assert "like 2000" in file.problems[0].sentence


@given(
    st.sampled_from(rules.GRADES),
    st.integers(0, 500),
    st.dictionaries(st.sampled_from(rules.GRADES[:-1]), st.integers(1, 400)),
)
def test_money_never_makes_a_grade_lesser_and_always_fits(
    grade: str, cents: int, limits: dict[str, int]
) -> None:
    found = rules.weighed(grade, cents, limits)
    assert rules.GRADES.index(found) >= rules.GRADES.index(grade)
    assert cents <= limits.get(found, cents)
    assert rules.weighed(found, cents, limits) == found
    assert rules.weighed(grade, None, limits) == grade

"""Paid services: the price list, the price agreed before, the amount, what is not paid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.errors import Question, Refusal
from deskterm.core.office import Office
from deskterm.desks.calls import actions, queries, rules
from deskterm.shell.lexicon import lexicon
from deskterm.shell.preview import preview
from tests.desks.oncall import call, lines, log, say, step, steps_of, tick, written

if TYPE_CHECKING:
    from tests.conftest import Clock


def charges(office: Office, case_id: int) -> list[tuple[str | None, int, int | None, bool]]:
    """What was agreed and charged on a call, and whether it is paid."""
    found = call(office, case_id)["charges"]
    return [
        (
            row["code"] or row["words"],
            row["agreed_cents"],
            row["amount_cents"],
            bool(row["paid_at"]),
        )
        for row in found
    ]


@pytest.mark.clause("Q1.1")
@pytest.mark.parametrize(
    ("day", "cents", "begins"),
    [
        (date(2026, 6, 30), 4000, "2026-01-01"),
        (date(2026, 7, 1), 4500, "2026-07-01"),
        (date(2026, 11, 23), 4500, "2026-07-01"),
    ],
)
def test_there_is_one_price_for_a_day_with_the_date_it_began(
    office: Office, day: date, cents: int, begins: str
) -> None:
    with office.read() as reader:
        found = queries.price_list(reader, day)
    assert len({row["code"] for row in found}) == len(found)
    hourly = next(row for row in found if row["code"] == "clean")
    assert (hourly["cents"], hourly["begins"], hourly["unit"]) == (cents, begins, "小时 hour")


@pytest.mark.clause("Q1.1")
def test_a_price_that_has_not_begun_is_not_in_the_list(office: Office) -> None:
    with office.read() as reader:
        before = {row["code"] for row in queries.price_list(reader, date(2026, 8, 31))}
        after = {row["code"] for row in queries.price_list(reader, date(2026, 9, 1))}
    assert after - before == {"vehicle"}


@pytest.mark.clause("H4.6")
def test_without_an_amount_the_list_s_price_is_taken_and_shown(office: Office) -> None:
    case_id = log(office, category="repair")
    assert say(office, "price C1 tap") == (
        "C001: Tap replaced (material extra), 30.00 is agreed; the list says 30.00 each 次 visit."
    )
    assert charges(office, case_id) == [("tap", 3000, None, False)]
    assert call(office, case_id)["flags"] == "paid"
    assert step(office, case_id, "price-agreed")["state"] == "done"
    assert step(office, case_id, "amount-kept")["due_at"] == "2026-11-24T06:31:40.000Z"


@pytest.mark.clause("H4.6")
@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("price C1 tap 30.00", ("tap", 3000)),
        ("price C1 tap 30", ("tap", 3000)),
        ("price C1 30元 tap", ("tap", 3000)),
        ("议价 C1 更换水龙头 30.00", ("tap", 3000)),
        ("price C1 Tap replaced", ("tap", 3000)),
        ("price C1 move a piano 250.00", ("move a piano", 25000)),
        ("branch C1 paid move a piano 250", ("move a piano", 25000)),
        ("branch C1 paid 80.00 yuan", (None, 8000)),
    ],
)
def test_a_price_is_agreed_for_what_the_list_has_or_for_free_words(
    office: Office, line: str, kept: tuple[str, int]
) -> None:
    case_id = log(office, category="other")
    say(office, line)
    assert charges(office, case_id) == [(*kept, None, False)]
    assert len(steps_of(office, case_id, "paid-service")) == 3


@pytest.mark.clause("H4.6")
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("price C1 tap", "the list says 30.00 each 次 visit: Tap replaced (material extra)"),
        ("price C1 tap 25", "the list says 30.00 each 次 visit: Tap replaced (material extra)"),
        ("price C1 ", "aircon 90.00, car-wash 25.00"),
    ],
)
def test_the_price_list_is_shown_before_anything_is_agreed(
    office: Office, line: str, shown: str
) -> None:
    log(office, category="repair")
    with office.read() as reader:
        words = lexicon(reader, office.site, office.now())
        told = " ".join(text for text, _style in preview(reader, office.now(), line, words))
    assert shown in told


@pytest.mark.clause("H4.6")
def test_a_price_other_than_the_list_s_is_asked_once(office: Office) -> None:
    case_id = log(office, category="repair")
    for amount in ("25.00", "40.00"):
        with pytest.raises(Question, match=f"The list says 30.00 for Tap .*, not {amount}"):
            say(office, f"price C1 tap {amount}")
    assert charges(office, case_id) == []
    say(office, "price C1 tap 25.00", anyway=True)
    assert charges(office, case_id) == [("tap", 2500, None, False)]


@pytest.mark.clause("Q1.1")
def test_the_price_of_the_day_it_was_agreed_counts(office: Office, clock: Clock) -> None:
    clock.at -= timedelta(days=145)
    case_id = log(office, category="other")
    with pytest.raises(Question, match="The list says 45.00"):
        say(office, "price C1 clean 40.00")
    clock.at -= timedelta(days=2)
    earlier = log(office, category="other")
    say(office, "price C2 clean 40.00")
    assert (charges(office, case_id), charges(office, earlier)) == (
        [],
        [("clean", 4000, None, False)],
    )


@pytest.mark.parametrize(
    ("line", "no"),
    [
        ("price C1 piano", "“piano” is not on the price list: say its price. .* tap 30.00"),
        ("price C1", "Say what for, or which price was agreed; the list has aircon 90.00"),
        ("price C1 tap -30m", "C001 was opened at 14:31; this cannot have been before"),
    ],
)
def test_a_price_that_is_not_known_is_asked_for_in_a_sentence(
    office: Office, line: str, no: str
) -> None:
    log(office, category="repair")
    with pytest.raises(Refusal, match=no):
        say(office, line)


@pytest.mark.clause("H4.6")
def test_no_amount_is_kept_before_a_price_is_agreed(office: Office, clock: Clock) -> None:
    case_id = log(office, category="repair")
    with pytest.raises(Refusal, match="No price is agreed on C001: price C001 tap 30.00 comes f"):
        say(office, "charge C1 30.00", anyway=True)
    say(office, "price C1 tap")
    with pytest.raises(Refusal, match="First: the amount"):
        tick(office, case_id, "amount-kept")
    clock.pass_(minutes=30)
    assert say(office, "charge C1 30.00") == "C001: 30.00 is kept."
    assert charges(office, case_id) == [("tap", 3000, 3000, False)]
    assert step(office, case_id, "amount-kept")["done_at"] == "2026-11-23T07:01:40.000Z"
    with pytest.raises(Refusal, match="C001: 30.00 is kept already"):
        say(office, "charge C1 40.00", anyway=True)


@pytest.mark.clause("H4.6")
def test_another_amount_than_the_agreed_one_is_asked_once(office: Office) -> None:
    case_id = log(office, category="repair")
    say(office, "price C1 tap")
    with pytest.raises(Question, match="C001: 30.00 was agreed, not 55.50"):
        say(office, "收费 C1 55.50")
    say(office, "收费 C1 55.50 已付", anyway=True)
    assert charges(office, case_id) == [("tap", 3000, 5550, True)]


@pytest.mark.clause("H4.6")
@pytest.mark.parametrize(
    "line",
    ["charge C1 30 paid", "charge C1 30.00 paid", "收费 C1 tap 30 已付", "charge C1 paid 30元"],
)
def test_an_amount_is_paid_in_the_same_act(office: Office, line: str) -> None:
    case_id = log(office, category="repair")
    say(office, "price C1 tap")
    assert say(office, line) == "C001: 30.00 is paid."
    assert charges(office, case_id) == [("tap", 3000, 3000, True)]


@pytest.mark.clause("H4.6")
def test_of_two_services_each_has_its_amount(office: Office) -> None:
    case_id = log(office, category="repair")
    say(office, "price C1 tap")
    say(office, "price C1 lamp")
    with pytest.raises(Question, match="Tap replaced .* is agreed on C001 already, 30.00"):
        say(office, "price C1 tap")
    say(office, "charge C1 tap 30.00")
    assert step(office, case_id, "amount-kept")["state"] == "open", "one amount is missing"
    say(office, "charge C1 20.00 paid")
    assert step(office, case_id, "amount-kept")["state"] == "done"
    assert charges(office, case_id) == [("tap", 3000, 3000, False), ("lamp", 2000, 2000, True)]


@pytest.mark.clause("H4.6")
def test_a_call_with_a_price_and_no_amount_is_not_closed_without_a_question(
    office: Office,
) -> None:
    log(office, category="repair")
    say(office, "price C1 tap")
    with pytest.raises(Question, match="C001: a price was agreed, and no amount is kept"):
        say(office, "close C1 mended")
    assert say(office, "close C1 mended", anyway=True) == "C001 is closed."


@pytest.mark.clause("H4.6")
def test_what_is_not_paid_stands_in_a_list_until_it_is(office: Office, clock: Clock) -> None:
    case_id = log(office, category="repair")
    log(office, category="other")
    say(office, "price C1 tap")
    say(office, "price C2 move a piano 250.00")
    with pytest.raises(Refusal, match="C001 owes nothing: charge C001 30.00 keeps an amount"):
        say(office, "paid C1")
    for line in ("charge C1 30.00", "charge C2 250.00", "close C1 mended"):
        clock.pass_(minutes=1)
        say(office, line)
    assert owed(office) == [(1, "tap", None, 3000), (2, None, "move a piano", 25000)]
    clock.pass_(days=1)
    assert say(office, "paid C1") == "C001: 30.00 is paid."
    assert owed(office) == [(2, None, "move a piano", 25000)]
    assert lines(office, case_id, "charge.paid")[0]["facts"]["at"] == "2026-11-24T06:34:40.000Z"
    with pytest.raises(Refusal, match="C001 owes nothing"):
        say(office, "已付 C1")


def owed(office: Office) -> list[tuple[int, str | None, str | None, int]]:
    """The list of what is not paid."""
    with office.read() as reader:
        found = queries.unpaid(reader)
    return [(row["number"], row["code"], row["words"], row["amount_cents"]) for row in found]


def test_money_is_not_taken_before_its_price_was_agreed(office: Office, clock: Clock) -> None:
    log(office, category="repair")
    clock.pass_(minutes=10)
    say(office, "price C1 tap")
    for line in ("charge C1 30.00 -5m", "charge C1 30.00 paid -5m"):
        with pytest.raises(Refusal, match="the price was agreed at 14:41; this cannot have been"):
            say(office, line)


def test_what_was_agreed_or_paid_by_mistake_is_taken_back_and_stays_on_record(
    office: Office,
) -> None:
    case_id = log(office, category="repair")
    say(office, "price C1 tap")
    say(office, "charge C1 30.00 paid")
    charge = call(office, case_id)["charges"][0]["id"]
    seen = []
    for what in ("paid", "kept", "agreed"):
        with office.work("lin") as work:
            actions.uncharge(work, charge, what)
        seen.append(charges(office, case_id))
    assert seen == [[("tap", 3000, 3000, False)], [("tap", 3000, None, False)], []]
    taken = [line["facts"]["what"] for line in lines(office, case_id, "charge.withdrawn")]
    assert taken == ["paid", "kept", "agreed"]
    assert written(office, case_id) == []


WORDS = st.text(st.characters(categories=["L"], exclude_characters="元"), min_size=1, max_size=8)


@given(service=st.lists(WORDS, max_size=4), cents=st.integers(0, 999_999_999))
def test_an_amount_is_read_from_words_as_it_was_written(service: list[str], cents: int) -> None:
    service = [word for word in service if rules.fold(word) not in {"yuan", "rmb", "cny"}]
    said = " ".join(service)
    assert rules.priced(f"{said} {rules.yuan(cents)}") == (said, cents)
    assert rules.priced(f"{rules.yuan(cents)} {said}") == (said, cents)
    assert rules.priced(said) == (said, None)
    if cents % 100 == 0:
        assert rules.priced(f"{said} {cents // 100}") == (said, cents)

"""What to mind and what to say stands on the record while it is open, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core import words
from deskterm.core.office import Office
from deskterm.core.playbook import load_folder
from deskterm.shell.details import facts
from deskterm.shell.screens import make
from tests.desks.oncall import log, say, step, steps_of, tick

if TYPE_CHECKING:
    from tests.conftest import Clock

HERE = Path(__file__).parents[2]
ALL = ["medical", "repair", "complaint", "inquiry", "safety", "disaster", "other"]


def page(office: Office, case_id: int, language: str = "en") -> list[tuple[str, str]]:
    """The record as it is shown."""
    words.use(language)
    with office.read() as reader:
        shown = facts(reader, office.site, office.now(), case_id)
    words.use("en")
    return shown


def said(office: Office, case_id: int, language: str = "en") -> str:
    """Every card and phrase on the page of a record, a line each."""
    word = {"en": ("Card", "Say"), "zh_CN": ("提示", "可说", "Card", "Say")}[language]
    shown = page(office, case_id, language)
    return "\n".join(text for label, text in shown if label.startswith(word))


@pytest.mark.clause("H1.3")
@pytest.mark.parametrize("category", ALL)
def test_while_the_reply_is_due_its_card_says_how_far_to_help(
    office: Office, category: str
) -> None:
    case_id = log(office, category=category)
    reply = step(office, case_id, "reply")
    for row in steps_of(office, case_id, category):
        sooner = row["due_at"] and row["due_at"] < reply["due_at"]
        if row["role"] == "desk" and row["state"] == "open" and sooner:
            say(office, f"skip C1.{row['label']} settled")
    assert "supervisor" in said(office, case_id)


@pytest.mark.clause("H1.3", "H4.5")
def test_a_legitimate_request_is_met_as_far_as_the_property_can(office: Office) -> None:
    case_id = log(office, category="other", words="carry a sofa")
    assert "A legitimate request is met where it can be: help as far as the property can." in said(
        office, case_id
    )
    assert "正当要求尽量满足，在物业能力范围内给予帮助" in said(office, case_id, "zh_CN")
    assert "We will do what we can." in said(office, case_id)
    assert "我们尽力帮您" in said(office, case_id, "zh_CN")
    say(office, "answer C1")
    assert "it is not simply closed" in said(office, case_id)


@pytest.mark.clause("H3.3")
def test_an_inquiry_has_its_card_and_its_phrases_at_hand_until_it_is_closed(
    office: Office,
) -> None:
    case_id = log(office, category="inquiry", words="parking fee")
    assert "Answer patiently, by the rules" in said(office, case_id)
    assert "How can I help you?" in said(office, case_id)
    assert "按规定耐心答复" in said(office, case_id, "zh_CN")
    assert "请问有什么可以帮您" in said(office, case_id, "zh_CN")
    say(office, "answer C1 2 yuan an hour")
    assert "Answer patiently" not in said(office, case_id)
    say(office, "close C1")
    assert said(office, case_id) == ""


@pytest.mark.clause("H2.4")
def test_at_the_door_the_guards_are_told_what_to_say_and_what_not(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical", phone="1005550123")
    say(office, "branch C1 escort")
    assert "no medical opinion" not in said(office, case_id)
    say(office, "send G2 G3 C1")
    clock.pass_(minutes=4)
    say(office, "G2 on scene")
    assert step(office, case_id, "at-the-door")["due_at"] == "2026-11-23T06:40:40.000Z"
    told = said(office, case_id)
    for words_ in (
        "Say why you came and follow the resident's wishes",
        "a family member normally comes along",
        "identity card, medical card, records and money",
        "give no medical opinion",
    ):
        assert words_ in told
    assert "提醒带身份证、医保卡、病历和钱；不发表任何医疗意见" in said(office, case_id, "zh_CN")
    assert "Please have identity card, medical card, records and money ready" in told
    tick(office, case_id, "at-the-door")
    assert "Say why you came" not in said(office, case_id)


@pytest.mark.clause("Q1.2")
@pytest.mark.parametrize("category", ALL)
def test_every_category_has_phrases_in_both_languages_on_its_open_calls(
    office: Office, category: str
) -> None:
    case_id = log(office, category=category)
    with office.read() as reader:
        sql = "SELECT en, zh FROM phrases WHERE category = :category"
        phrases = reader.rows(sql, category=category)
    assert phrases
    for language, name in (("en", "en"), ("zh_CN", "zh")):
        told = said(office, case_id, language)
        assert [row[name] for row in phrases if row[name] not in told] == []


@pytest.mark.clause("Q1.1")
def test_the_price_list_shows_what_holds_today_and_since_when(office: Office, clock: Clock) -> None:
    def listed() -> list[str]:
        with office.read() as reader:
            found = make("records", office.site).listing(reader, clock(), 100, 0)
        return [row["text"] for row in found.rows if row["code"] == "clean"]

    assert listed() == ["Cleaning by the hour  ¥45.00 / 小时 hour  from 2026-07-01"]
    clock.pass_(days=-150)
    assert listed() == ["Cleaning by the hour  ¥40.00 / 小时 hour  from 2026-01-01"]
    clock.pass_(days=-365)
    assert listed() == []


@pytest.mark.clause("Q1.1", "H4.6")
def test_the_price_that_is_agreed_without_a_figure_is_the_one_of_the_day(
    office: Office, clock: Clock
) -> None:
    log(office, category="other", words="clean the flat")
    assert "45.00 is agreed" in say(office, "price C1 clean")
    clock.pass_(days=-150)
    log(office, category="other", words="clean the flat")
    assert "40.00 is agreed" in say(office, "price C2 clean")


@pytest.mark.parametrize(
    ("category", "clause"),
    [
        pytest.param("complaint", "H4.1", marks=pytest.mark.clause("H4.1")),
        pytest.param("repair", "H4.2", marks=pytest.mark.clause("H4.2")),
        pytest.param("safety", "H4.3", marks=pytest.mark.clause("H4.3")),
        pytest.param("disaster", "H4.4", marks=pytest.mark.clause("H4.4")),
    ],
)
def test_what_has_a_procedure_of_its_own_runs_it_step_by_step(
    office: Office, category: str, clause: str
) -> None:
    shipped, _problems = load_folder(HERE / "data" / "playbooks")
    playbook = shipped[category]
    assert playbook.site_adjusts
    assert clause in playbook.clauses
    carried = [rule.name for rule in playbook.steps if clause in rule.clauses]
    case_id = log(office, category=category)
    running = {row["name"]: row for row in steps_of(office, case_id, category)}
    assert len(carried) > 2
    assert [name for name in carried if running[name]["state"] != "open"] == []
    first = next(rule.name for rule in playbook.steps if clause in rule.clauses)
    assert running[first]["due_at"]
    titles = [text for _label, text in page(office, case_id)]
    for rule in playbook.steps:
        assert any(rule.title["en"] in text for text in titles)


def test_of_each_procedure_the_card_of_the_step_that_is_due_next_is_shown(
    office: Office, clock: Clock
) -> None:
    case_id = log(office, category="medical", phone="1005550123")
    assert step(office, case_id, "address")["state"] == "done"
    assert "Read them back" not in said(office, case_id)
    assert "It may be more than one" in said(office, case_id)
    clock.pass_(minutes=1)
    say(office, "branch C1 ambulance")
    assert "It may be more than one" not in said(office, case_id)
    assert "Awake, breathing, bleeding" in said(office, case_id)

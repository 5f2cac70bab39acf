"""Forms: what was typed becomes typed values, or one refusal with everything that is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError, field_validator

from deskterm.core.errors import Refusal
from deskterm.core.form import Form, FormRefusal, fill
from deskterm.core.kinds import KINDS, FieldSpec, Lexicon, Period, Told
from deskterm.core.words import N_

LEXICON = Lexicon(rooms={"Room A": "A", "大会堂": "H"}, today=dt.date(2026, 11, 23))


class Booking(Form):
    """A room and when; a room for more people than seats is a question for the rooms desk."""

    title: ClassVar[str] = N_("New booking")
    verbs: ClassVar[tuple[str, ...]] = ("book", "b", "订")

    room: str = fill(N_("Room"), "room", hint=N_("A code or a name"))
    period: Period = fill(N_("Period"), "period")
    date: dt.date | None = fill(N_("Date"), "date", None)
    words: str = fill(N_("Meeting"), "words", "")
    people: int | None = fill(N_("People"), "people", None)
    wants: tuple[str, ...] = fill(N_("Wanted"), "wants", ())
    price: int | None = fill(N_("Price"), "money", None)
    told: Told | None = fill(N_("Asked for"), "told", None)
    important: bool = fill(N_("Important"), "flag", default=False, words=("重要",))

    @field_validator("people")
    @classmethod
    def _seats(cls, people: int | None) -> int | None:
        if people and people > 900:
            message = "no room holds so many"
            raise ValueError(message)
        return people

    def problems(self) -> Mapping[str, str]:
        """Tea for nobody."""
        if self.wants and not self.people:
            return {"people": "People: say for how many the room is set up, like 12p."}
        return {}


def test_what_was_typed_becomes_typed_values() -> None:
    typed = {
        "room": "大会堂",
        "period": "１４：００－15:30",
        "date": "明天",
        "words": "预算会 Ａ",
        "people": "12人",
        "wants": "茶叶、name plates",
        "price": "¥380.5",
        "told": "-4m",
        "important": "是",
    }
    assert Booking.read(typed, LEXICON) == Booking(
        room="H",
        period=Period(dt.time(14), dt.time(15, 30)),
        date=dt.date(2026, 11, 24),
        words="预算会 Ａ",
        people=12,
        wants=("tea", "name-plates"),
        price=38_050,
        told=Told(minutes=4),
        important=True,
    )


def test_what_is_left_empty_or_blank_is_not_said() -> None:
    form = Booking.read(
        {"room": "A", "period": "14-15:30", "people": " \u3000", "words": ""}, LEXICON
    )
    assert (form.people, form.words, form.anyway) == (None, "", False)


def test_everything_wrong_is_told_at_once_each_with_its_field_and_a_remedy() -> None:
    with pytest.raises(FormRefusal) as refused:
        Booking.read({"room": "rom a", "people": "many", "colour": "red"}, LEXICON)
    wrong = refused.value.fields
    assert list(wrong) == ["room", "period", "people", "colour"]
    assert wrong["room"] == "Room: “rom a” is not a room; type it like A."
    assert wrong["period"] == "Period is missing; type it like 14:00-15:30."
    assert wrong["people"] == "People: “many” is not a number of people; type it like 12p."
    assert "“colour”" in wrong["colour"]
    assert "room, period" in wrong["colour"]
    assert str(refused.value) == " ".join(wrong.values())
    assert isinstance(refused.value, Refusal)


def test_a_hundred_kilobytes_in_a_field_are_refused_in_a_sentence_that_does_not_repeat_them() -> (
    None
):
    with pytest.raises(FormRefusal) as refused:
        Booking.read({"room": "A", "period": "14-15:30", "words": "漏" * 100_000}, LEXICON)
    assert list(refused.value.fields) == ["words"]
    assert str(refused.value).startswith("Meeting: 100000 characters")
    assert "2000" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_two_thousand_characters_are_kept_whole() -> None:
    words = "漏" * 2000
    assert Booking.read({"room": "A", "period": "14-15:30", "words": words}, LEXICON).words == words


def test_what_is_wrong_between_fields_is_refused_at_every_door() -> None:
    with pytest.raises(FormRefusal) as read:
        Booking.read({"room": "A", "period": "14-15:30", "wants": "tea"}, LEXICON)
    with pytest.raises(FormRefusal) as made:
        Booking(room="A", period=Period(dt.time(14), dt.time(15)), wants=("tea",))
    assert list(read.value.fields) == list(made.value.fields) == ["people"]


def test_a_check_of_the_model_itself_is_a_sentence_with_the_title_of_its_field() -> None:
    with pytest.raises(FormRefusal) as refused:
        Booking.read({"room": "A", "period": "14-15:30", "people": "901"}, LEXICON)
    assert refused.value.fields == {"people": "People: no room holds so many."}


def test_the_operator_may_mean_it_anyway() -> None:
    assert Booking.read({"room": "A", "period": "14-15:30"}, LEXICON, anyway=True).anyway


def test_a_form_takes_no_field_it_does_not_have_and_is_not_changed_afterwards() -> None:
    form = Booking(room="A", period=Period(dt.time(14), dt.time(15)))
    with pytest.raises(ValidationError):
        form.room = "B"
    with pytest.raises(ValidationError):
        Booking.model_validate({**form.model_dump(), "colour": "red"})


def test_the_fields_are_told_in_their_order_with_what_a_screen_needs() -> None:
    specs = Booking.specs()
    names = ["room", "period", "date", "words", "people", "wants", "price", "told", "important"]
    assert [spec.name for spec in specs] == names
    assert specs[0] == FieldSpec("room", "Room", "room", required=True, hint="A code or a name")
    assert specs[-1] == FieldSpec("important", "Important", "flag", required=False, words=("重要",))


def test_a_form_is_a_verb_of_the_desk_line() -> None:
    verb = Booking.verb()
    assert (verb.words, verb.form_name) == (("book", "b", "订"), "Booking")
    assert verb.fields == tuple(Booking.specs())
    assert verb.text_field == "words"


def test_a_kind_that_does_not_exist_is_noticed_when_the_form_is_written() -> None:
    with pytest.raises(KeyError, match="colour"):
        fill("Colour", "colour")


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([spec.name for spec in Booking.specs()]) | st.text(max_size=5),
        st.text(max_size=40) | st.sampled_from([kind.example for kind in KINDS.values()]),
    )
)
def test_whatever_is_typed_makes_a_form_or_a_refusal(values: dict[str, str]) -> None:
    with suppress(FormRefusal):
        assert Booking.read(values, LEXICON).room


def test_a_missing_field_says_how_it_is_typed_and_words_are_asked_for_in_words() -> None:
    class Remark(Form):
        step: str = fill(N_("Step"), "step")
        reason: str = fill(N_("Reason"), "words")
        words: str = fill(N_("Words"), "words", hint=N_("What the caller says"))

    with pytest.raises(FormRefusal) as refused:
        Remark.read({})
    assert refused.value.fields == {
        "step": "Step is missing; type it like C412.3.",
        "reason": "Reason: say it in words.",
        "words": "Words: say it in words. What the caller says.",
    }

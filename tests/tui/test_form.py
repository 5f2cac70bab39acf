"""A form under the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import events

from deskterm.tui.field import LIMIT, CaretApp
from deskterm.tui.form import FormPanel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Input


class Spec(NamedTuple):
    name: str
    title: str
    kind: str = "text"
    required: bool = False
    hint: str = ""


SPECS = (
    Spec("place", "Place", required=True, hint="12-3-1502"),
    Spec("who", "Caller"),
    Spec("words", "What they say"),
)


class Desk(CaretApp[None]):
    """A form, and what it told."""

    def __init__(self) -> None:
        super().__init__()
        self.form = FormPanel(SPECS, "New call")
        self.told: list[tuple[str, dict[str, str]]] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_first()

    def on_form_panel_changed(self, event: FormPanel.Changed) -> None:
        self.told.append(("changed", event.values))

    def on_form_panel_submitted(self, event: FormPanel.Submitted) -> None:
        self.told.append(("submitted", event.values))

    def on_form_panel_left(self, event: FormPanel.Left) -> None:
        self.told.append(("left", event.values))

    def on_input_changed(self, event: Input.Changed) -> None:
        self.told.append(("leaked", {"value": event.value}))

    def caret(self) -> str | None:
        return self.focused.name if self.focused else None

    def drawn(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]


async def test_enter_in_any_field_says_the_whole_form() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("1", "tab", "王", "enter")
        await pilot.pause()
    assert desk.told == [
        ("changed", {"place": "1", "who": "", "words": ""}),
        ("changed", {"place": "1", "who": "王", "words": ""}),
        ("submitted", {"place": "1", "who": "王", "words": ""}),
    ]


async def test_tab_and_the_arrows_go_round_the_fields() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        seen = []
        for key in ("tab", "down", "tab", "up", "shift+tab", "shift+tab"):
            await pilot.press(key)
            seen.append(desk.caret())
    assert seen == ["who", "words", "place", "words", "who", "place"]


async def test_escape_tells_and_loses_nothing_and_the_caret_comes_back_where_it_was() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        await pilot.press("a", "tab", "b", "escape")
        await pilot.pause()
        assert desk.told[-1] == ("left", {"place": "a", "who": "b", "words": ""})
        desk.screen.set_focus(None)
        desk.form.take_focus()
        await pilot.press("c")
    assert desk.form.values() == {"place": "a", "who": "bc", "words": ""}


async def test_a_draft_fills_the_form_and_tells_once() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.form.fill({"place": "1-2-3", "words": "a\nb", "unknown": "x"})
        await pilot.pause()
        assert desk.told == [("changed", {"place": "1-2-3", "who": "", "words": "a\nb"})]
        await pilot.press("x")
        assert desk.form.values()["place"] == "1-2-3x"
        desk.form.clear()
        await pilot.pause()
    assert desk.told[-1] == ("changed", {"place": "", "who": "", "words": ""})


async def test_a_no_stands_under_the_fields_and_the_caret_in_the_one_it_is_about() -> None:
    desk = Desk()
    async with desk.run_test(size=(60, 20)) as pilot:
        desk.form.fill({"place": "12-3-1599"})
        desk.form.say("No unit 12-3-1599; 12-3-1509 is near. [/]\x1b", "words")
        await pilot.pause()
        assert desk.caret() == "words"
        assert any("No unit 12-3-1599; 12-3-1509 is near. [/]␛" in line for line in desk.drawn())
        await pilot.press("enter")
        await pilot.pause()
        assert desk.form.said == ""


async def test_enter_goes_on_to_what_is_still_wanted_before_anything_is_saved() -> None:
    desk = Desk()
    wanted = (Spec("code", "Operator", required=True), Spec("pin", "PIN", required=True))
    desk.form = FormPanel(wanted, "Sign on")
    async with desk.run_test(size=(60, 20)) as pilot:
        await pilot.press("a", "enter", "1", "2")
        await pilot.pause()
        assert desk.form.values() == {"code": "a", "pin": "12"}
        assert "submitted" not in [name for name, _values in desk.told]
        await pilot.press("enter")
        await pilot.pause()
        assert [name for name, _values in desk.told].count("submitted") == 1


async def test_a_form_shows_where_the_caret_is_and_what_must_be_said() -> None:
    desk = Desk()
    async with desk.run_test(size=(60, 20)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        place, who = desk.drawn()[1:3]
        assert place.startswith("│  Place*")
        assert "12-3-1502" in place
        assert who.startswith("│› Caller ")


async def test_a_form_of_many_fields_scrolls_to_the_caret_and_never_sideways() -> None:
    specs = [Spec(f"f{number}", f"Field {number}") for number in range(30)]
    desk = Desk()
    desk.form = FormPanel(specs, "Long")
    async with desk.run_test(size=(60, 12)) as pilot:
        await pilot.press("up")
        await pilot.pause()
        assert any("› Field 29" in line for line in desk.drawn())
        desk.form.say("This is wrong.", "f12")
        await pilot.pause()
        assert any("› Field 12" in line for line in desk.drawn())
        assert any("This is wrong." in line for line in desk.drawn())
        assert {len(line) for line in desk.drawn()} == {60}


async def test_a_hundred_kilobytes_pasted_are_capped_and_said() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.post_message(events.Paste("漏水 line\n" * 12_500))
        await pilot.pause()
        assert len(desk.form.values()["place"]) == LIMIT
        assert f"{LIMIT}" in desk.form.said
        await pilot.press("tab", "a")
    assert desk.form.values()["who"] == "a"

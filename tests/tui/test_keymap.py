"""Which keys do what, and what can be wrong with that."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.widgets import Static

from deskterm.core.errors import Refusal
from deskterm.tui import keymap
from deskterm.tui.field import TextField
from deskterm.tui.form import FormPanel
from deskterm.tui.line import DeskLine
from deskterm.tui.page import Page
from deskterm.tui.sheet import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

OURS = (TextField, FormPanel, DeskLine, Sheet, Page)


def test_the_shipped_keymap_has_nothing_wrong_with_it() -> None:
    assert keymap.problems(keymap.load()) == []


def test_every_key_of_every_widget_is_in_the_shipped_keymap_as_it_is_in_the_code() -> None:
    declared = keymap.declared(*OURS)
    shipped = keymap.load()
    scopes = {name.partition(".")[0] for name in declared}
    assert scopes == {"field", "form", "line", "page", "sheet"}
    assert declared == {
        name: keys for name, keys in shipped.items() if name.partition(".")[0] in scopes
    }


def test_every_binding_of_every_widget_has_an_id_and_a_description() -> None:
    bindings = [*chain.from_iterable(node._merge_bindings() for node in OURS)]
    assert len(bindings) > 20
    assert all(binding.id and binding.description for _key, binding in bindings)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"board.a": "ctrl+x", "board.b": "ctrl+x"}, "Ctrl+X is both board.a and board.b."),
        ({"app.a": "ctrl+x", "board.b": "f2,ctrl+x"}, "Ctrl+X is both app.a and board.b."),
        ({"field.a": "ctrl+w", "app.b": "ctrl+w"}, "Ctrl+W is both field.a and app.b."),
        ({"board.a": "f1"}, "board.a: F1 does not come through on every terminal."),
        ({"board.a": "alt+x"}, "board.a: Alt+X does not come through on every terminal."),
        ({"board.a": "d"}, "board.a: d does not come through on every terminal."),
        ({"board.a": "ctrl+m"}, "board.a: Ctrl+M does not come through on every terminal."),
        ({"line.a": "7"}, "line.a: 7 is text there."),
    ],
)
def test_what_is_wrong_with_a_keymap_is_said(wrong: dict[str, str], sentence: str) -> None:
    assert keymap.problems(wrong) == [sentence]


@pytest.mark.parametrize(
    "right",
    [
        {"board.a": "ctrl+x", "calls.b": "ctrl+x"},
        {"sheet.a": "up", "line.b": "up", "form.c": "up"},
        {"board.a": "tab", "form.b": "tab"},
        {"app.a": "f1,ctrl+t"},
        {"board.a": "space", "board.b": "1", "app.c": "f12,colon"},
    ],
)
def test_keys_that_never_meet_and_keys_that_always_come_are_left_alone(
    right: dict[str, str],
) -> None:
    assert keymap.problems(right) == []


def test_actions_that_do_not_exist_and_actions_without_a_key_are_told() -> None:
    assert keymap.problems({"sheet.fly": "f2"}, known={"sheet.up": "up"}) == [
        "sheet.fly: there is no such action.",
        "sheet.up: this action is not in the keymap.",
    ]


def test_a_site_changes_a_key_and_keeps_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "keymap.toml"
    file.write_text('[app]\nfind = "f8, ："\n', encoding="utf-8")
    changed = keymap.load(file)
    assert changed["app.find"] == "f8,fullwidth_colon"
    assert {**changed, "app.find": "f9"} == keymap.load()
    assert "F8 is both app.records and app.find." in keymap.problems(changed)


@pytest.mark.parametrize("text", ["[app", "app = 3", "[app]\nfind = 3", '[app]\nfind = ""'])
def test_a_keymap_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keymap.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"^The keymap keymap\.toml "):
        keymap.load(file)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("f12", "F12"),
        ("ctrl+n", "Ctrl+N"),
        ("shift+tab", "Shift+Tab"),
        ("pageup", "PgUp"),
        ("colon", ":"),
        ("fullwidth_colon", "："),
        ("space", "Space"),
        ("7", "7"),
    ],
)
def test_keys_are_written_as_on_keyboards(key: str, said: str) -> None:
    assert keymap.spoken(key) == said


class Desk(App[None]):
    """A list whose keys a site has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet(())
        self.set_keymap({**keymap.load(), "sheet.last": "f5"})

    def compose(self) -> ComposeResult:
        yield self.sheet
        yield Static()


async def test_a_changed_key_does_the_same_thing() -> None:
    desk = Desk()
    async with desk.run_test() as pilot:
        desk.sheet.show([{"key": number} for number in range(9)])
        desk.sheet.focus()
        await pilot.press("end")
        assert desk.sheet.cursor == 0
        await pilot.press("f5")
        assert desk.sheet.cursor == 8

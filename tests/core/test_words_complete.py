"""Every word of the program is in the Chinese catalogue, whole and in use."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HOUSE = Path(__file__).parents[2] / "deskterm"
FOLDER = HOUSE / "core" / "locale" / "zh_CN" / "LC_MESSAGES"
FIELD = re.compile(r"\{(\w*)\}")


def catalogue() -> Catalog:
    """The Chinese catalogue as it stands in the tree."""
    with (FOLDER / "deskterm.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


def spoken() -> set[str]:
    """Every message that the program can say."""
    found = extract_from_dir(HOUSE, keywords={"_": None, "N_": None})
    return {str(message) for _file, _line, message, _comments, _context in found if message}


def test_no_message_is_missing_empty_or_fuzzy() -> None:
    words = catalogue()
    lacking = [
        message
        for message in sorted(spoken())
        if (found := words.get(message)) is None or not found.string or found.fuzzy
    ]
    assert lacking == []


def test_no_translation_is_left_over() -> None:
    assert {str(message.id) for message in catalogue() if message.id} - spoken() == set()


def test_a_translation_fills_in_what_the_message_fills_in() -> None:
    unlike = [
        message.id
        for message in catalogue()
        if message.id
        and set(FIELD.findall(str(message.id))) != set(FIELD.findall(str(message.string)))
    ]
    assert unlike == []


def test_the_compiled_catalogue_is_the_one_in_the_tree() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert compiled.getvalue() == (FOLDER / "deskterm.mo").read_bytes()

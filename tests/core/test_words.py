"""The Chinese catalogue is whole: no word of the program is missing, stale or half translated."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import deskterm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

PROGRAM = Path(deskterm.__file__).parent
CATALOGUE = PROGRAM / "core" / "locale" / "zh_CN" / "LC_MESSAGES" / "deskterm.po"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@pytest.fixture(scope="module")
def words() -> set[str]:
    """Every word that the program marks."""
    marks = {"_": None, "N_": None}
    return {str(found[2]) for found in extract_from_dir(PROGRAM, keywords=marks)}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN", abort_invalid=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The catalogue's messages without its head."""
    return (message for message in catalogue if message.id)


def test_every_word_is_translated(words: set[str], catalogue: Catalog) -> None:
    translated = {
        message.id for message in messages(catalogue) if message.string and not message.fuzzy
    }
    assert words
    assert sorted(words - translated) == []


def test_no_translation_is_stale(words: set[str], catalogue: Catalog) -> None:
    assert sorted({message.id for message in messages(catalogue)} - words) == []
    assert list(catalogue.obsolete) == []


def test_placeholders_are_the_same(catalogue: Catalog) -> None:
    unlike = [
        message.id
        for message in messages(catalogue)
        if set(PLACEHOLDER.findall(str(message.id)))
        != set(PLACEHOLDER.findall(str(message.string)))
    ]
    assert unlike == []


def test_compiled_is_what_stands_written(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()

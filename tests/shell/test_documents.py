"""The right document and the right words are at hand while the caller waits (Q1.2, Q2.2)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskterm.core import words
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.office import Office
from deskterm.core.search import find
from deskterm.shell import documents
from deskterm.shell.lexicon import lexicon
from deskterm.shell.look_up import shown
from deskterm.shell.preview import preview
from tests.desks.oncall import say

if TYPE_CHECKING:
    from deskterm.core.reader import Reader

HEADINGS = {
    "移交资料 Hand-over documents",
    "规章制度 Regulations",
    "作业程序 Operating procedures",
}


def previewed(office: Office, text: str) -> str:
    with office.read() as reader:
        known = lexicon(reader, office.site, office.now())
        return " ".join(piece for piece, _style in preview(reader, office.now(), text, known))


def codes(reader: Reader, said: str) -> list[str]:
    return [row["code"] for row in documents.near(reader, said)]


@pytest.mark.clause("Q2.2")
def test_every_document_stands_under_a_heading_and_is_found_by_its_words(office: Office) -> None:
    with office.read() as reader:
        rows = reader.rows("SELECT * FROM documents")
        assert {row["heading"] for row in rows} == HEADINGS
        for row in rows:
            hits = find(reader, row["title"], kind="document")
            assert row["title"] in {part for hit in hits for part in hit["body"].split()} or [
                hit for hit in hits if row["title"] in hit["body"]
            ]


@pytest.mark.clause("Q2.2")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("where do I park my visitor's car? is a parking permit needed", "D-11"),
        ("访客停车怎么收费", "D-11"),
        ("may I renovate the kitchen on Sunday", "D-10"),
        ("装修要不要押金", "D-10"),
    ],
)
def test_the_document_that_answers_is_named_while_the_question_is_typed(
    office: Office, said: str, code: str
) -> None:
    with office.read() as reader:
        assert codes(reader, said)[0] == code
    assert code in previewed(office, f"inquiry 12-3-1502 {said}")
    say(office, f"inquiry 12-3-1502 {said}")
    assert code in "\n".join(shown(office, "C1"))


def test_an_emergency_shows_no_documents(office: Office) -> None:
    assert "D-" not in previewed(office, "medical 12-3-1502 100-5550-2231 fell at the parking ramp")


def test_words_that_no_title_shares_name_none(office: Office) -> None:
    with office.read() as reader:
        assert codes(reader, "xyzzy 12 3") == []
        assert codes(reader, "") == []


def test_the_words_of_a_confidential_call_name_no_document_to_others(office: Office) -> None:
    say(office, "inquiry 12-3-1502 confidential may I renovate")
    assert "D-10" not in "\n".join(shown(office, "C1"))


def test_a_text_beside_the_store_is_read_in_any_of_its_encodings(
    office: Office, tmp_path: Path
) -> None:
    folder = office.path.parent / "documents"
    folder.mkdir()
    for name, encoding in {"a.txt": "utf-8-sig", "b.md": "gb18030"}.items():
        (folder / name).write_bytes("停车规定\n第一条".encode(encoding))
        path = documents.file_of(office.path, name)
        assert path
        assert documents.text_of(path) == ["停车规定", "第一条"]
    (tmp_path / "secret.txt").write_text("no")
    assert documents.file_of(office.path, "../secret.txt") is None
    assert documents.file_of(office.path, "总服务台B柜 Desk B") is None


def test_of_a_long_text_the_beginning_is_shown_in_its_own_letters(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("x" + "停车规定" * 20_000)
    assert documents.page(path)[0].startswith("x停车规定停车规定")
    assert documents.page(path)[-1] == "There is more of it in the file."


def test_opening_says_what_is_wrong(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(NotFound, match="no document D-99"):
        say(office, "open D-99")
    with pytest.raises(Refusal, match="a place, not a file"):
        say(office, "open D-11")
    folder = office.path.parent / "documents"
    folder.mkdir()
    (folder / "parking.txt").write_text("rules")
    with office.work() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE documents SET location = 'parking.txt' WHERE code = 'D-11'"
        )
    with pytest.raises(Refusal, match="no viewer on this terminal"):
        say(office, "open d-11")


def test_opening_hands_the_file_to_the_viewer(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = tmp_path / "bin" / "xdg-open"
    viewer.parent.mkdir()
    viewer.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/seen\n')
    viewer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{viewer.parent}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":9")
    file = tmp_path / "manual.pdf"
    file.write_bytes(b"%PDF")
    with office.work() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE documents SET location = ? WHERE code = 'D-03'", (str(file),)
        )
    assert say(office, "open D-03") == "manual.pdf is opened."
    for _wait in range(50):
        if (tmp_path / "seen").exists() and (tmp_path / "seen").read_text():
            break
        time.sleep(0.1)
    assert (tmp_path / "seen").read_text().strip() == str(file)


@pytest.mark.clause("Q1.2")
def test_the_phrases_of_the_category_stand_on_an_open_call(office: Office) -> None:
    words.use("zh_CN")
    say(office, "求助 咨询 12栋3单元1502 停车")
    assert "您好，总服务台。请问有什么可以帮您？" in "\n".join(shown(office, "C1"))

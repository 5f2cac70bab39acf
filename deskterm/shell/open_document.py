"""Opening a document's file in this machine's own viewer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import ClassVar

from deskterm.core.errors import NotFound, Refusal
from deskterm.core.form import Form, fill
from deskterm.core.receipt import Receipt
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.shell import documents


class OpenDocument(Form):
    """Open a document's file in this machine's own viewer."""

    verbs: ClassVar[tuple[str, ...]] = ("open", "打开")
    title: ClassVar[str] = N_("Open a document")

    words: str = fill(N_("Document"), "words", hint=N_("Its number, D-09"))


def show(work: Work, form: OpenDocument) -> Receipt:
    """Hand a document's file to the viewer of this machine."""
    code = form.words.strip().upper()
    row = work.reader.row("SELECT * FROM documents WHERE upper(code) = :code", code=code)
    if row is None:
        raise NotFound(_("There is no document {code}; F8 lists them.").format(code=code))
    path = documents.file_of(work.office.path, row["location"])
    if path is None:
        sentence = _("{document}: that is a place, not a file.")
        raise Refusal(sentence.format(document=documents.line(row)))
    _view(path)
    return Receipt(row["code"], _("{file} is opened.").format(file=path.name))


def _view(path: Path) -> None:
    viewer = "open" if sys.platform == "darwin" else "xdg-open"
    here = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    found = shutil.which(viewer)
    if found is None or not here:
        raise Refusal(_("There is no viewer on this terminal; a text is shown on F8."))
    viewing = subprocess.Popen(  # noqa: S603 - the system's own viewer, with a file of the site
        [found, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Whoever started it must hear when it ends; the desk does not wait for that.
    Thread(target=viewing.wait, daemon=True).start()

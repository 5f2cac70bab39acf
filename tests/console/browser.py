"""Headless Chromium: what it shows of a page, and the pages it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PDFTOTEXT = shutil.which("pdftotext")
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium(page: Path, *said: str) -> str:
    """What Chromium writes of a page, opened in a profile of its own."""
    assert CHROMIUM
    profile = page.with_name(f"{page.name}.profile")
    done = subprocess.run(
        [CHROMIUM, *_QUIET, f"--user-data-dir={profile}", *said, page.as_uri()],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    shutil.rmtree(profile, ignore_errors=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def printed(page: Path) -> list[str]:
    """The text of each page that Chromium prints."""
    pdf = page.with_suffix(".pdf")
    chromium(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    if PDFTOTEXT is None:
        counted = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))
        return [""] * counted
    command = [PDFTOTEXT, "-layout", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.rstrip("\f").split("\f")

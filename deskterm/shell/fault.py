"""A fault of the program outside the console: a sentence at once, the whole of it in the log."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from deskterm.core import config
from deskterm.core.errors import Refusal
from deskterm.core.layout import clean
from deskterm.core.words import _

FAULT = 70


def tell(error: Exception, arguments: Sequence[str]) -> int:
    """Say it, and keep the trace beside the store that was named; answers the exit code."""
    trace = "".join(traceback.format_exception(error))
    what = f"{type(error).__name__}: {error}"
    try:
        path = _log(arguments)
        with open(path, "a", encoding="utf-8", opener=_for_its_owner) as log:
            log.write(trace)
    except (OSError, Refusal):
        print(trace, file=sys.stderr)
        return FAULT
    sentence = _("Something went wrong in the program ({what}); the whole of it is in {path}.")
    print(clean(sentence.format(what=what, path=path)), file=sys.stderr)
    return FAULT


def _log(arguments: Sequence[str]) -> Path:
    store: str | None = None
    for argument, following in zip(arguments, [*arguments[1:], None], strict=True):
        name, equals, value = argument.partition("=")
        if name == "--store":
            store = value if equals else following
    named = config.load({"store": store}).store
    return named.with_name(f"{named.name}.log")


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

"""Where the program starts: uses that must be quick are told apart before anything is imported."""

from __future__ import annotations

import gc
import io
import os
import sys

FRAMES = "240"
"""Frames a second, read when Textual is imported: at its own 60 a list is a frame or two late."""
TURN = 0.0005
"""Seconds that one thread may draw while another waits for the rows that it reads."""


def main() -> None:
    """Open the console when no command is named, answer a look-up, or run a command."""
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a locale may know no Chinese
    try:
        code = _main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answer has enough; the flush at exit must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except Exception as error:  # noqa: BLE001 - the program's edge
        from deskterm.shell import fault  # noqa: PLC0415

        code = fault.tell(error, sys.argv[1:])
    sys.exit(code)


def _main(arguments: list[str]) -> int:
    from deskterm.shell import quick  # noqa: PLC0415 - each use imports only what it needs

    if arguments and arguments[0] in {"find", "show"}:
        asked = quick.read(arguments[1:], switches={"--json"})
        if asked and asked.words:
            from deskterm.shell import look_up  # noqa: PLC0415

            return look_up.main(arguments[0], asked)
    if arguments and arguments[0] == "ring":
        asked = quick.read(arguments[1:], switches={"--missed"})
        if asked:
            from deskterm.shell import ring  # noqa: PLC0415

            return ring.main(asked)
    asked = quick.read(arguments)
    if asked and not asked.words:
        os.environ.setdefault("TEXTUAL_FPS", FRAMES)
        sys.setswitchinterval(TURN)
        from deskterm.shell import console  # noqa: PLC0415

        return console.main(asked.flags)
    gc.enable()
    from deskterm.shell import cli  # noqa: PLC0415

    return cli.main()

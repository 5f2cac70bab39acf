"""Runs one program on a terminal, as a shell would, and reports how it went.

It leads the terminal's session, so that the terminal outlives the program and
what the program left behind can be looked at. It imports little: it is started
before every program that is driven.
"""

import json
import os
import signal
import sys
import termios
import time

FROM_THE_TERMINAL = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)


def _settings() -> list[object] | None:
    """How the terminal is set; None once it has been hung up."""
    try:
        return list(termios.tcgetattr(0))
    except termios.error:
        return None


def _report(to: int, **facts: object) -> None:
    os.write(to, json.dumps(facts).encode() + b"\n")


def lead(tty: str, report: int, command: list[str]) -> None:
    """Run `command` on `tty`; write its pid and start, then its status, to `report`."""
    os.login_tty(os.open(tty, os.O_RDWR))
    os.set_inheritable(report, False)  # noqa: FBT003 - the name says what is false
    for number in FROM_THE_TERMINAL:
        # A handler, not SIG_IGN: the program starts with the default again.
        signal.signal(number, lambda *_: None)
    before = _settings()
    at = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    # A lost terminal is told to the session's leader alone, who passes it on.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(pid, signal.SIGHUP))
    _report(report, pid=pid, at=at)
    _, status = os.waitpid(pid, 0)
    after = _settings()
    _report(
        report,
        status=os.waitstatus_to_exitcode(status),
        restored=None if after is None else after == before,
    )


if __name__ == "__main__":
    lead(sys.argv[1], int(sys.argv[2]), sys.argv[3:])

"""A store for a site: made from its files, and brought up to them again later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deskterm.core.office import Office
from deskterm.core.playbook import load_folder
from deskterm.core.procedures import take_in
from deskterm.core.store import create
from deskterm.shell.schema import METADATA
from deskterm.shell.site.difference import Difference, compare, difference
from deskterm.shell.site.keep import apply
from deskterm.shell.site.load import BrokenSite, SiteFiles, load_site
from deskterm.shell.site.shipped import shipped

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "BrokenSite",
    "Difference",
    "SiteFiles",
    "apply",
    "difference",
    "init_store",
    "load_site",
]


def init_store(
    path: Path,
    site: Path | Traversable | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Make a store with the shipped playbooks and a site's files, the sample site's by default.

    Refused with every problem of the files, or where a store is already; then
    nothing is left behind.
    """
    playbooks, problems = load_folder(shipped("playbooks"))
    files, wrong = load_site(site or shipped("site"), playbooks)
    if problems or wrong:
        raise BrokenSite(problems + wrong)
    with _new(path):
        office = Office(path, console="site", clock=clock)
        try:
            with office.work() as work:
                take_in(work, playbooks)
                today = clock().date()
                apply(work, compare(work.reader, files, today))
        finally:
            office.close()


@contextmanager
def _new(path: Path) -> Iterator[None]:
    """A store that is taken away again unless all goes well."""
    pepper = path.with_name(path.name + ".pepper")
    had_pepper = pepper.exists()
    create(path, METADATA)
    try:
        yield
    except BaseException:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        if not had_pepper:
            pepper.unlink(missing_ok=True)
        raise

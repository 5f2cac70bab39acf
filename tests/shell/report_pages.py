"""The page of documentation of each report: `python -m tests.shell.report_pages` writes them all."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from deskterm.core import words
from deskterm.core.layout import Table, as_text
from deskterm.core.office import Office
from deskterm.core.report import GROUPINGS, REPORTS
from deskterm.shell.demo import demo
from deskterm.shell.house import open_office
from deskterm.shell.reports import run_report
from deskterm.shell.site_files import init_store
from tests.conftest import NOON, Clock

FOLDER = Path(__file__).parents[2] / "docs" / "reports"
SAMPLE = "2026"
ROWS, CELLS = 6, 100


def furnished(folder: Path) -> Office:
    """The office that the samples are of: sixty calls of `deskterm demo`."""
    path = folder / "desk.db"
    init_store(path, clock=Clock())
    demo(path, 60, 7)
    words.use("en")
    return open_office(path, clock=Clock(NOON))


def pages(office: Office) -> dict[str, str]:
    """Each page by its file's name, and the list of them all."""
    found = {f"{name}.md": page(office, name) for name in sorted(REPORTS)}
    listed = [f"- [{name}]({name}.md): {REPORTS[name].__doc__}" for name in sorted(REPORTS)]
    heading = "# Reports\n\nWritten by `make pages` from the reports themselves.\n\n"
    return {"README.md": heading + "\n".join(listed) + "\n", **found}


def page(office: Office, name: str) -> str:
    """What a report answers, how it is asked, what it holds, and a sample."""
    make, groups = REPORTS[name], GROUPINGS[name]
    told = (sys.modules[make.__module__].__doc__ or "").strip()
    table = run_report(office, name, whole=SAMPLE)
    parts = [f"# {name}", make.__doc__ or "", told, f"    deskterm report {name} --month 2026-11"]
    if groups:
        parts.append(
            f"`--by` is one of {', '.join(f'`{by}`' for by in groups)}; the first unless said."
        )
    parts += [_columns(table), *_pictures(table)]
    shown = as_text(table._replace(rows=table.rows[:ROWS]), CELLS).rstrip().split("\n")
    more = len(table.rows) - ROWS
    head = f"A sample: the year {SAMPLE} of `deskterm demo --calls 60 --seed 7`"
    parts.append(head + (f", and {more} rows more." if more > 0 else "."))
    parts.append("\n".join(f"    {line}".rstrip() for line in shown))
    return "\n\n".join(parts) + "\n"


def _columns(table: Table) -> str:
    lines = ["| column | titled |", "| --- | --- |"]
    return "\n".join(
        [*lines, *(f"| `{column.name}` | {column.title} |" for column in table.columns)]
    )


def _pictures(table: Table) -> list[str]:
    return [
        f"Drawn as {'a heat map' if each.kind == 'heat' else f'{each.kind}s'}: {each.title},"
        f" {', '.join(f'`{name}`' for name in each.values)} over `{each.across}`"
        + (f", for each `{each.by}`." if each.by else ".")
        for each in table.pictures
    ]


def main() -> None:
    """Write every page, and take away those of reports that are no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        office = furnished(Path(folder))
        found = pages(office)
        office.close()
    for old in set(FOLDER.glob("*.md")) - {FOLDER / name for name in found}:
        old.unlink()
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

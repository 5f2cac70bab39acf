"""The commands: everything the console can say, and what keeps the house in order."""

from __future__ import annotations

import gettext
import json
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from deskterm.core import config, words
from deskterm.core.errors import Refusal
from deskterm.core.words import _

words.use(words.preferred(os.environ.get("DESKTERM_LANGUAGE")))
os.environ["LANGUAGE"] = words.language()
gettext.bindtextdomain("deskterm", str(files("deskterm.core") / "locale"))
gettext.textdomain("deskterm")

import typer  # noqa: E402 - its own words are translated only if the domain is set before

from deskterm.core.layout import clean  # noqa: E402
from deskterm.shell import registers, report_commands  # noqa: E402
from deskterm.shell.calendars import commands as calendar_commands  # noqa: E402
from deskterm.shell.fuel_logs import commands as fuel_commands  # noqa: E402
from deskterm.shell.house import open_office  # noqa: E402
from deskterm.shell.nightly import commands as nightly_commands  # noqa: E402
from deskterm.shell.options import Json, Operator, Store, Yes  # noqa: E402
from deskterm.shell.paper import commands as paper_commands  # noqa: E402
from deskterm.shell.rejects import REJECTS  # noqa: E402
from deskterm.shell.whole import commands as whole_commands  # noqa: E402

app = typer.Typer(
    help=_("The console of a building's front desk. Without a command it opens the console."),
    pretty_exceptions_enable=False,
)
site_app = typer.Typer(help=_("The site's own data."))
import_app = typer.Typer(help=_("Take foreign records in."))
export_app = typer.Typer(help=_("Hand records out to other programs."))
app.add_typer(site_app, name="site")
app.add_typer(import_app, name="import")
app.add_typer(export_app, name="export")

Folder = Annotated[Path | None, typer.Option("--site", help=_("A site's folder of files."))]


def main() -> int:
    """Run the command that was typed; a refusal is one sentence and its exit code."""
    try:
        answer = app(standalone_mode=True, prog_name="deskterm")
    except Refusal as no:
        print(clean(str(no), keep_newlines=True, limit=None), file=sys.stderr)
        return no.exit_code
    return int(answer or 0)


def _told(store: str | None) -> config.Config:
    return config.load({"store": store})


@app.command(help=_("Make a store from a site's files; without --site, the sample site."))
def init(store: Store = None, site: Folder = None) -> None:
    """`deskterm init`."""
    from deskterm.shell.site_files import init_store  # noqa: PLC0415

    path = _told(store).store
    init_store(path, site)
    print(_("A store was made at {path}.").format(path=path))


@app.command(help=_("Fill a store with generated calls, the same ones for the same seed."))
def demo(
    calls: Annotated[int, typer.Option(help=_("How many calls."))] = 1000,
    seed: Annotated[int, typer.Option(help=_("Where the chance begins."))] = 1,
    store: Store = None,
) -> None:
    """`deskterm demo`."""
    from deskterm.shell.demo import demo as generate  # noqa: PLC0415

    path = _told(store).store
    generate(path, calls, seed)
    print(_("{calls} calls were generated in {path}.").format(calls=calls, path=path))


@app.command(help=_('Say one line of the desk: deskterm do "send G2 G3 C412".'))
def do(
    line: Annotated[list[str], typer.Argument(help=_("The line, as in the console."))],
    store: Store = None,
    operator: Operator = None,
    anyway: Annotated[bool, typer.Option("--anyway", help=_("Keep it even if asked."))] = False,
    as_json: Json = False,
) -> None:
    """`deskterm do`."""
    from deskterm.shell.say import say_line  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(_told(store).store)
    try:
        receipt = say_line(office, " ".join(line), signed(office, operator), anyway=anyway)
    except Refusal as no:
        if as_json:
            nearest = list(getattr(no, "nearest", ()))
            print(json.dumps({"kept": False, "sentence": str(no), "nearest": nearest}))
        raise
    if as_json:
        print(json.dumps({"kept": True, "number": receipt.number, "sentence": receipt.sentence}))
    else:
        print(clean(receipt.sentence, keep_newlines=True, limit=None))


report_commands.enter(app)
registers.enter(app)
paper_commands.enter(app)
nightly_commands.enter(app)
fuel_commands.enter(import_app, export_app)
calendar_commands.enter(import_app, export_app)
whole_commands.enter(import_app, export_app)


@import_app.command("calls", help=_("Take a call register in from a CSV file, by a map."))
def import_calls(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    file: Annotated[Path, typer.Argument(help=_("The CSV file."))],
    map_file: Annotated[str, typer.Option("--map", help=_("A map file, or a shipped map's name."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would come."))
    ] = False,
    store: Store = None,
    operator: Operator = None,
    as_json: Json = False,
) -> None:
    """`deskterm import calls`."""
    from deskterm.shell.imports import import_calls as take_in  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415

    office = open_office(_told(store).store)
    outcome = take_in(office, file, map_file, signed(office, operator), dry_run=dry_run)
    print(json.dumps(outcome.facts()) if as_json else outcome.sentence())
    if outcome.rejected:
        raise typer.Exit(REJECTS)


@site_app.command(
    "sync", help=_("Compare a site's files with the store, and apply the difference.")
)
def site_sync(
    folder: Annotated[Path, typer.Argument(help=_("The site's folder."))],
    store: Store = None,
    operator: Operator = None,
    yes: Yes = False,
) -> None:
    """`deskterm site sync`."""
    from deskterm.core.playbook import load_folder  # noqa: PLC0415
    from deskterm.shell.signing import signed  # noqa: PLC0415
    from deskterm.shell.site.shipped import shipped  # noqa: PLC0415
    from deskterm.shell.site_files import BrokenSite, apply, difference, load_site  # noqa: PLC0415

    office = open_office(_told(store).store)
    files, problems = load_site(folder, load_folder(shipped("playbooks"))[0])
    if problems:
        raise BrokenSite(problems)
    found = difference(office, files)
    for change in found.changes:
        print(change)
    if found.empty:
        print(_("The store and the files say the same."))
        return
    if not yes and not typer.confirm(_("Apply this?")):
        return
    with office.work(signed(office, operator)) as work:
        count = apply(work, found)
    print(_("Applied: {count} rows.").format(count=count))


@app.command(
    help=_("Check playbooks, site files, keys and maps; every problem with file and line.")
)
def check(
    folder: Annotated[
        Path | None, typer.Argument(help=_("A data folder; else the shipped one."))
    ] = None,
) -> None:
    """`deskterm check`."""
    from deskterm.shell.check import check as look  # noqa: PLC0415

    problems = look(folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        raise typer.Exit(Refusal.exit_code)
    print(_("No problem found."))


@app.command(help=_("Look the store over: engine, guards, journal, space."))
def doctor(
    store: Store = None,
    reindex: Annotated[
        bool,
        typer.Option(
            "--reindex",
            help=_("Read every record again for the index; after an update, what is new in it."),
        ),
    ] = False,
) -> None:
    """`deskterm doctor`."""
    from deskterm.shell.doctor import examine, read_again  # noqa: PLC0415

    office = open_office(_told(store).store)
    if reindex:
        print(read_again(office))
        return
    healthy = True
    for finding in examine(office):
        print(f"{'ok ' if finding.well else '!! '} {finding.sentence}")
        healthy = healthy and finding.well
    if not healthy:
        raise typer.Exit(Refusal.exit_code)


@app.command(help=_("Find records by words, names, pinyin initials, phone tails, numbers."))
def find(
    said: Annotated[list[str], typer.Argument(help=_("What to look for."))],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """`deskterm find`, for the calls of it that `look_up` did not take."""
    _look_up("find", said, store, as_json=as_json)


@app.command(help=_("Everything about one record, by its number."))
def show(
    number: Annotated[list[str], typer.Argument(help=_("C412, B088, F031."))],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """`deskterm show`, likewise."""
    _look_up("show", number, store, as_json=as_json)


@app.command(
    help=_("A telephone rings with this number; for a telephone system to call."),
    context_settings={"ignore_unknown_options": True},
)
def ring(
    phone: Annotated[
        list[str] | None, typer.Argument(help=_("The number, however it is written."))
    ] = None,
    missed: Annotated[bool, typer.Option("--missed", help=_("The caller gave up."))] = False,
    store: Store = None,
) -> None:
    """`deskterm ring`, for the calls of it that `ring` did not take."""
    from deskterm.shell import quick  # noqa: PLC0415
    from deskterm.shell import ring as telephone  # noqa: PLC0415

    switches = frozenset({telephone.MISSED} if missed else ())
    asked = quick.Asked({"store": store}, switches, tuple(phone or ()))
    raise typer.Exit(telephone.main(asked))


def _look_up(command: str, said: list[str], store: str | None, *, as_json: bool) -> None:
    from deskterm.shell import look_up, quick  # noqa: PLC0415

    switches = frozenset({"--json"} if as_json else ())
    raise typer.Exit(look_up.main(command, quick.Asked({"store": store}, switches, tuple(said))))

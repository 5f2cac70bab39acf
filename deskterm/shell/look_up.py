"""`deskterm find` and `deskterm show`: what a record says, at once."""

from __future__ import annotations

import json
import sys
import unicodedata
from datetime import datetime

from deskterm.core import config, numbers, words
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.layout import clean, pad
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.core.search import find
from deskterm.core.search.kinds import KINDS
from deskterm.core.words import _
from deskterm.shell.quick import Asked

DOC_KINDS = {name: kind.label for name, kind in KINDS.items()}
_LABEL = 26


def main(command: str, asked: Asked) -> int:
    """Print what was asked for; answers the exit code."""
    try:
        told = config.load(asked.flags)
        words.use(told.language)
        office = Office(told.store)
        if operator := asked.flags.get("operator"):
            from deskterm.shell.signing import signed  # noqa: PLC0415 - only who signs on pays for it

            signed(office, operator)
        said, as_json = " ".join(asked.words), "--json" in asked.switches
        lines = (
            found(office, said, as_json=as_json)
            if command == "find"
            else shown(office, said, as_json=as_json)
        )
    except Refusal as no:
        print(clean(str(no), keep_newlines=True, limit=None), file=sys.stderr)
        return no.exit_code
    print("\n".join(lines))
    return 0


def found(office: Office, said: str, *, as_json: bool = False) -> list[str]:
    """The newest records in which these words stand, a line each; refused when there are none."""
    with office.read() as reader:
        rows = find(reader, said, now=office.site.local(office.now()))
    if not rows:
        raise NotFound(_("Nothing found for {words}.").format(words=clean(said)))
    if as_json:
        return [json.dumps(rows, ensure_ascii=False)]
    return [found_line(row, office) for row in rows]


def found_line(row: Row, office: Office) -> str:
    """One record found: its day, its kind, its words."""
    day = office.site.local(datetime.fromisoformat(row["at"]))
    kind = kind_word(row["kind"])
    return f"{day:%Y-%m-%d}  {pad(kind, 10)}  {clean(row['body'])}"


def kind_word(kind: str) -> str:
    """What a kind of record is called."""
    return _(DOC_KINDS[kind]) if kind in DOC_KINDS else kind


def number_of(reader: Reader, row: Row) -> str:
    """By what a record found is named on the desk line: its number, its code, its unit."""
    if row["case_id"]:
        sql = "SELECT letter, year, number FROM cases WHERE id = :id"
        case = reader.row(sql, id=row["case_id"])
        return numbers.full(**case) if case else ""
    words = str(row["body"]).split()
    return (words or [""])[-1 if row["kind"] == "resident" else 0]


def shown(office: Office, said: str, *, as_json: bool = False) -> list[str]:
    """Everything about one record, by its number."""
    with office.read() as reader:
        facts = record(reader, office, said)
    if as_json:
        return [json.dumps(facts, ensure_ascii=False)]
    return [f"{pad(label, _LABEL)}  {clean(text)}".rstrip() for label, text in facts]


def record(reader: Reader, office: Office, said: str) -> list[tuple[str, str]]:
    """The lines of a record: a fuel slip's own, any other's as a case."""
    from deskterm.shell import vehicle_file  # noqa: PLC0415 - not needed to find
    from deskterm.shell.details import facts  # noqa: PLC0415

    now = office.now()
    local = office.site.local(now)
    said = "".join(unicodedata.normalize("NFKC", said).split()).upper()
    if said.startswith("F"):
        from deskterm.shell.slip_record import lines  # noqa: PLC0415 - not needed to find

        return lines(reader, office.site, said)
    if vehicle := vehicle_file.find(reader, said):
        found = vehicle_file.parts(reader, office.site, now, vehicle)
        return [fact for part in found for fact in part]
    return facts(reader, office.site, now, numbers.case_id(reader, said, local))

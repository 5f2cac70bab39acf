"""`deskterm find` and `deskterm show`: what a record says, at once."""

from __future__ import annotations

import json
import sys
from datetime import datetime

from deskterm.core import config, numbers, words
from deskterm.core.errors import NotFound, Refusal
from deskterm.core.layout import clean, pad
from deskterm.core.office import Office
from deskterm.core.reader import Reader, Row
from deskterm.core.search import find
from deskterm.core.words import N_, _
from deskterm.shell.quick import Asked

DOC_KINDS = {
    "call": N_("call"),
    "note": N_("note"),
    "caller": N_("caller"),
    "missed": N_("missed call"),
    "caution": N_("caution"),
    "booking": N_("booking"),
    "fault": N_("fault"),
    "resident": N_("resident"),
    "unit": N_("unit"),
    "guard": N_("guard"),
    "assignment": N_("assignment"),
    "vehicle": N_("vehicle"),
    "slip": N_("fuel slip"),
    "document": N_("document"),
    "phrase": N_("phrase"),
    "paper": N_("vehicle paper"),
}
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
        rows = find(reader, said)
    if not rows:
        raise NotFound(_("Nothing found for {words}.").format(words=clean(said)))
    if as_json:
        return [json.dumps(rows, ensure_ascii=False)]
    return [found_line(row, office) for row in rows]


def found_line(row: Row, office: Office) -> str:
    """One record found: its day, its kind, its words."""
    day = office.site.local(datetime.fromisoformat(row["at"]))
    kind = _(DOC_KINDS.get(row["kind"]) or str(row["kind"]))
    return f"{day:%Y-%m-%d}  {pad(kind, 10)}  {clean(row['body'])}"


def shown(office: Office, said: str, *, as_json: bool = False) -> list[str]:
    """Everything about one record, by its number."""
    with office.read() as reader:
        facts = record(reader, office, said)
    if as_json:
        return [json.dumps(facts, ensure_ascii=False)]
    return [f"{pad(label, _LABEL)}  {clean(text)}".rstrip() for label, text in facts]


def record(reader: Reader, office: Office, said: str) -> list[tuple[str, str]]:
    """The lines of a record: a fuel slip's own, any other's as a case."""
    from deskterm.shell.details import facts  # noqa: PLC0415 - not needed to find

    now = office.now()
    local = office.site.local(now)
    if said.upper().startswith("F"):
        return _slip(reader, said.upper())
    return facts(reader, office.site, now, numbers.case_id(reader, said, local))


def _slip(reader: Reader, said: str) -> list[tuple[str, str]]:
    digits = said.lstrip("F-").split("-")[-1]
    row = None
    if digits.isdigit():
        row = reader.row(
            "SELECT s.*, v.plate FROM slips s JOIN vehicles v ON v.id = s.vehicle_id"
            " WHERE s.number = :number ORDER BY s.year DESC LIMIT 1",
            number=int(digits),
        )
    if row is None:
        raise NotFound(_("There is no record {said}.").format(said=said))
    amount = "" if row["amount_cents"] is None else f"{row['amount_cents'] / 100:.2f}"
    return [
        (numbers.full("F", row["year"], row["number"]), row["plate"]),
        (_("At"), row["at"]),
        (_("Litres"), f"{row['litres_ml'] / 1000:.2f}"),
        (_("Amount"), amount),
        (_("Odometer"), "" if row["odometer_km"] is None else str(row["odometer_km"])),
    ]

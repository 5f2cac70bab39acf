"""The site's words, as the desk line knows them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from functools import partial

from deskterm.core.kinds import Lexicon
from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.desks.calls import queries as calls
from deskterm.desks.guards import queries as guards
from deskterm.desks.guards.rules import STATUS_WORDS


def lexicon(reader: Reader, site: Site, now: datetime) -> Lexicon:
    """Every code and name of the site that a token can be; residents are looked up by `reader`."""
    people = reader.rows("SELECT code, name, english, role FROM people WHERE active = 1")
    rooms = reader.rows("SELECT code, name, english FROM rooms WHERE active = 1")
    vehicles = reader.rows("SELECT plate AS code, name, english FROM vehicles WHERE active = 1")
    places = reader.rows(
        "SELECT code, name, english FROM places WHERE active = 1 AND kind = 'public'"
    )
    suppliers = reader.rows("SELECT code, name, english FROM suppliers WHERE active = 1")
    supplies = reader.rows("SELECT code, name, english FROM supplies WHERE active = 1")
    accounts = reader.rows("SELECT code, name, english FROM accounts")
    categories = reader.rows("SELECT code, number, en, zh, kinds FROM categories")
    return Lexicon(
        guards=_names([row for row in people if row["role"] == "guard"]),
        operators=_names([row for row in people if row["role"] != "guard"]),
        drivers=_names([row for row in people if row["role"] == "driver"]),
        suppliers=_names(suppliers),
        supplies=_names(supplies),
        accounts=_names(accounts),
        rooms=_names(rooms) | {f"room {row['code']}": row["code"] for row in rooms},
        vehicles=_tails(vehicles) | _names(vehicles),
        places=_names(places),
        categories={
            str(word): row["code"]
            for row in categories
            for word in (row["code"], row["number"], row["en"], row["zh"])
        },
        kinds={
            word: kind["code"]
            for row in categories
            for kind in json.loads(row["kinds"])
            for word in kind.values()
        },
        owners={
            kind["code"]: row["code"] for row in categories for kind in json.loads(row["kinds"])
        },
        statuses={**STATUS_WORDS, **guards.said_words(site)},
        equipment=_names(guards.equipment(reader)),
        today=site.local(now).date(),
        who=partial(calls.somebody, reader),
    )


def _tails(rows: list[Row]) -> dict[str, str]:
    """A plate without its province, `A12345`, where one vehicle alone has it."""
    times = Counter(row["code"][1:] for row in rows)
    return {row["code"][1:]: row["code"] for row in rows if times[row["code"][1:]] == 1}


def _names(rows: list[Row]) -> dict[str, str]:
    return {
        word: row["code"]
        for row in rows
        for word in (row["code"], row["name"], row["english"])
        if word
    }

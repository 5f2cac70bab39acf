"""F4: guards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deskterm.core.instants import instant
from deskterm.core.layout import Column
from deskterm.core.reader import Reader, Row
from deskterm.core.spans import until
from deskterm.core.words import N_, _
from deskterm.desks.guards import queries as guards
from deskterm.shell import board, board_state
from deskterm.shell.screens.base import SiteScreen, page
from deskterm.shell.where import named
from deskterm.tui.detail import Choice, Detail, Listing
from deskterm.tui.panel import Line


class Guards(SiteScreen):
    """F4: who is where, since when; who is left at the posts, and who answered the roll call."""

    name_, title, verb = "guards", N_("Guards"), "status"
    columns = (
        *(
            Column(column.name, title, column.width, column.priority, grow=column.grow)
            for column, title in zip(
                board.GUARDS,
                ("", N_("No."), N_("Name"), N_("State"), N_("Where"), N_("Since")),
                strict=True,
            )
        ),
        Column("roll", N_("Roll call"), 9, priority=3),
    )
    states = ("en-route", "on-scene", "at-hospital", "returning", "available", "break", "off-duty")

    def listing(self, reader: Reader, now: datetime, limit: int, offset: int) -> Listing:
        """All guards; a site has few."""
        rows = board_state.guard_rows(guards.roster(reader), now, self.site)
        answers = _answers(reader, now)
        for row in rows:
            row["roll"], style = answers.get(row["code"], ("", ""))
            row["_style"] = style or row["_style"]
        left = ", ".join(
            f"{named(post, '')} {post['count']}" for post in guards.left_at_posts(reader)
        )
        title = _("Guards · free at the posts: {posts}").format(posts=left)
        return Listing(rows[offset : offset + limit], len(rows), title)

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """What is in his hands, the call he is on, and every status that can follow."""
        code = str(row.get("code", ""))
        chosen = [
            Choice(guards.label(self.site, state), f"{code} {state}") for state in self.states
        ]
        chosen += [Choice(_("Heard of"), f"heard {code}"), Choice(_("Roll call"), "roll")]
        told: list[Line] = [*_roll(reader, self.site.local(now)), *_hands(reader, code)]
        if case_id := row.get("case_id"):
            lines, title = page(reader, self.site, now, case_id)
            told += ["", ("", title, "head"), *lines]
        return Detail(told, chosen, f"{code} {row.get('name', '')}".strip())


def _answers(reader: Reader, now: datetime) -> dict[str, tuple[str, str]]:
    """By guard, what the roll call that is under way has of him, and its style."""
    roll = guards.roll(reader)
    if roll is None or roll["ended_at"]:
        return {}
    silent = {row["code"] for row in guards.silent(roll, now)}
    found = {}
    for row in roll["answers"]:
        waited = until(now - instant(roll["at"]))
        if row["answered_at"]:
            found[row["code"]] = (_("answered"), "")
        elif row["code"] in silent:
            found[row["code"]] = (f"! {waited}", "overdue")
        else:
            found[row["code"]] = (f"? {waited}", "soon")
    return found


def _roll(reader: Reader, local: datetime) -> Iterator[tuple[str, str]]:
    roll = guards.roll(reader)
    if roll is None:
        return
    at = instant(roll["at"]).astimezone(local.tzinfo)
    missing = ", ".join(f"{row['code']} {row['name']}" for row in guards.missing(roll))
    called = _("{count} called").format(count=len(roll["answers"]))
    answer = _("no answer: {names}").format(names=missing) if missing else _("all answered")
    ended = _("ended") if roll["ended_at"] else _("under way")
    yield _("Roll call"), f"{at:%m-%d %H:%M} {ended} · {called} · {answer}"


def _hands(reader: Reader, code: str) -> Iterator[tuple[str, str]]:
    held = [f"{row['code']} {named(row, '')}" for row in guards.in_hands(reader, code)]
    if held:
        yield _("Has"), ", ".join(held)

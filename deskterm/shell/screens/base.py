"""What every screen over records shares: the site, a whole case, what can be asked of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from deskterm.core.reader import Reader, Row
from deskterm.core.site import Site
from deskterm.shell.details import parts
from deskterm.shell.screens.choices import choices_of_call
from deskterm.shell.verbs import ACTS
from deskterm.tui.detail import Choice, Detail
from deskterm.tui.panel import Line
from deskterm.tui.screen import DeskScreen

if TYPE_CHECKING:
    from deskterm.core.kinds import FieldSpec


class SiteScreen(DeskScreen):
    """A screen that knows the site, and shows any case whole."""

    def __init__(self, site: Site) -> None:
        act = ACTS.get(self.verb)
        super().__init__(act.form.specs() if act else self.more_specs())
        self.form_title = act.form.title if act else self.form_title
        self.site = site

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that would do nothing here is none."""
        if action == "new" and not self.specs:
            return False
        return super().check_action(action, parameters)

    def more_specs(self) -> list[FieldSpec]:
        """The fields of a form that is no verb's."""
        return []

    def case_choices(self, reader: Reader, now: datetime, case_id: int) -> list[Choice]:
        """What can be done with a case, on the digits; what lacks words goes to the line."""
        return choices_of_call(reader, self.site.local(now), case_id)

    def detail(self, reader: Reader, now: datetime, row: Row) -> Detail:
        """The case behind the row."""
        if not row.get("case_id"):
            return Detail()
        case_id = int(row["case_id"])
        lines, title = page(reader, self.site, now, case_id)
        return Detail(lines, self.case_choices(reader, now, case_id), title)


def page(reader: Reader, site: Site, now: datetime, case_id: int) -> tuple[list[Line], str]:
    """A record's lines, a blank one between its parts, and what stands on its edge."""
    head, *middle, happened = parts(reader, site, now, case_id)
    (number, kind), *rest = head
    lines: list[Line] = [*rest]
    for part in middle:
        lines += ["", *part]
    lines += ["", *(f"{when} · {what}" for when, what in happened)]
    return lines, f"{number} · {kind}"

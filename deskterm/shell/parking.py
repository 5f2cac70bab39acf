"""What is half typed is put aside for another call, and comes back exactly as it was."""

from __future__ import annotations

from deskterm.core.drafts import Parked
from deskterm.core.words import _
from deskterm.shell.filling import Filling


class Parking(Filling):
    """Parks the desk line and the form of the screen; drafts keep them beyond the program."""

    def half_typed(self) -> Parked | None:
        """What stands in the line and in the form of this screen; None where nothing does."""
        form = self.current.form if self.current.verb != "sign-on" else None
        values = {name: text for name, text in form.values().items() if text} if form else {}
        text = self.line.text
        return Parked(self.shown, values, text) if values or text.strip() else None

    def put_aside(self, parked: Parked) -> None:
        """Park it: the line and the form are empty for another call."""
        self.draft.parked.append(parked)
        if parked.values and self.current.form:
            self.current.form.clear()
        self.line.clear()

    def action_park(self) -> None:
        """Put what is half typed aside, so that another call can be taken."""
        parked = self.half_typed()
        if parked is None:
            self.say(_("There is nothing half typed to park."))
            return
        self.put_aside(parked)
        self.line.take_focus()
        count = len(self.draft.parked)
        self.say(_("Parked ({count}). Ctrl+R brings it back.").format(count=count))

    async def action_bring_back(self) -> None:
        """Bring back what was parked last; what is half typed now takes its place."""
        if not self.draft.parked:
            self.say(_("Nothing is parked."))
            return
        parked = self.draft.parked.pop()
        if (typed := self.half_typed()) is not None:
            self.put_aside(typed)
        await self.action_go(parked.screen)
        if parked.values:
            await self.current.action_new()
            if form := self.current.form:
                form.fill(parked.values)
        if parked.line:
            self.line.fill(parked.line)
            self.action_line()

"""Forms beside the lists become acts as the desk line does; signing on is one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on

from deskterm.core.errors import Question, Refusal
from deskterm.core.words import _, language
from deskterm.shell.talk import Talk
from deskterm.tui.line import DeskLine
from deskterm.tui.screen import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskterm.core.people import Signed
    from deskterm.core.receipt import Receipt
    from deskterm.core.work import Work


class Filling(Talk):
    """What stands in a form is kept, or its fault is said at the field to mend."""

    _goes_back = False
    """Whether a digit put what stands in the line there: kept, the list has the keys again."""

    @on(DeskScreen.Said)
    def _begun_by_a_digit(self) -> None:
        self._goes_back = True

    @on(DeskLine.Left)
    def _left_by_hand(self) -> None:
        self._goes_back = False

    def _kept(self, text: str, receipt: Receipt) -> None:
        super()._kept(text, receipt)
        back, self._goes_back = self._goes_back and not receipt.offers, False
        if back and self.focused is self.line.field and not self.line.text:
            self._line_left()

    def _refused(self, text: str, no: Refusal) -> None:
        super()._refused(text, no)
        self._goes_back = self._goes_back and self.focused is self.line.field

    @on(DeskScreen.Filled)
    def _filled(self, event: DeskScreen.Filled) -> None:
        screen = self.query_one(f"#{event.screen_name}", DeskScreen)
        if event.verb == "sign-on":
            self._sign_on(event.values, screen)
            return
        anyway = screen.asked == event.values
        self.act(
            partial(self._form_said, event.verb, event.values, anyway=anyway),
            partial(self._form_kept, screen),
            partial(self._form_refused, screen, event.values),
        )

    def _form_said(
        self, verb: str, values: Mapping[str, str], work: Work, *, anyway: bool
    ) -> Receipt:
        from deskterm.shell.say import fill_in  # noqa: PLC0415

        words = self._words(work.reader, work.now)
        return fill_in(work, verb, values, words, anyway=anyway)

    def _form_kept(self, screen: DeskScreen, receipt: Receipt) -> None:
        screen.asked = None
        if screen.form:
            screen.form.clear()
        screen.take_focus()
        self._tell(f"✓ {receipt.sentence}", "ok")
        self.current.reread()

    def _form_refused(self, screen: DeskScreen, values: dict[str, str], no: Refusal) -> None:
        screen.asked = values if isinstance(no, Question) else None
        sentence = str(no)
        if isinstance(no, Question) and no.again:
            sentence += " " + _("Enter again keeps it as typed.")
        field = next(iter(getattr(no, "fields", {})), None)
        if screen.form:
            screen.form.say(sentence, field)

    def _sign_on(self, values: Mapping[str, str], screen: DeskScreen) -> None:
        self.run_worker(self._signing_on(values, screen), group="sign-on", exit_on_error=False)

    async def _signing_on(self, values: Mapping[str, str], screen: DeskScreen) -> None:
        from deskterm.shell import handover  # noqa: PLC0415

        def verify() -> tuple[Signed, str]:
            return handover.sign_on(self.office, values.get("code", ""), values.get("pin", ""))

        try:
            person, waiting = await self._in(self._writes, verify)
        except Refusal as no:
            if screen.form:
                screen.form.fill({"pin": ""})
                screen.form.say(str(no), "pin")
            return
        self.now_on(person)
        if screen.form:
            screen.form.clear()
        self.draw_edges()
        name = (language() == "en" and person.english) or person.name
        told = _("{name} is signed on.").format(name=name)
        if waiting:
            told += " " + _("{number} waits for its answers.").format(number=waiting)
        self._tell(f"✓ {told}", "ok")
        await self.action_go("shift" if waiting else "board")

"""Fix: what was logged or stamped wrongly is put right, and the journal holds both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from deskterm.core import line, numbers
from deskterm.core.form import Form, fill
from deskterm.core.instants import stamp
from deskterm.core.kinds import Told
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case
from deskterm.core.words import N_, _
from deskterm.core.work import Work
from deskterm.desks.calls import actions as calls
from deskterm.desks.calls.forms import FixCall
from deskterm.desks.guards import actions as guards
from deskterm.desks.guards.forms import FixStamp
from deskterm.desks.vehicles import actions as vehicles
from deskterm.desks.vehicles.forms import FixSlip
from deskterm.shell.lexicon import lexicon

SHIFT = timedelta(hours=12)
"""So long whoever logged a call may put it right, where no shift of theirs is on record."""


class Fix(Form):
    """Put a call right, or the time of a guard's stamp; only what is given changes.

    `fix C412 12-3-1503`, `fix C412 words: he is back`, `fix C412 @14:02`,
    `fix C412 answered @14:03`, `fix G2 on scene @14:02`; of a fuel slip what stands on it:
    `fix F031 88210 45.2L reason: misread`.
    """

    verbs: ClassVar[tuple[str, ...]] = ("fix", "更正")
    title: ClassVar[str] = N_("Correct")
    labelled: ClassVar[bool] = True

    case: str | None = fill(N_("Call"), "case", None)
    guard: str | None = fill(N_("Guard"), "guard", None, N_("Whose stamp had another time"))
    status: str | None = fill(N_("Status"), "stamp", None)
    told: Told | None = fill(
        N_("Happened"), "told", None, N_("The true time: of the call, or of the stamp")
    )
    answered: bool = fill(
        N_("Answered"), "flag", default=False, words=("answered", "已答复", "答复")
    )
    place: str | None = fill(N_("Place"), "place", None)
    category: str | None = fill(N_("Category"), "category", None)
    kind: str | None = fill(N_("Incident kind"), "kind", None)
    caller: str | None = fill(N_("Caller"), "who", None, words=("来电人",))
    phone: str | None = fill(N_("Phone"), "phone", None)
    satisfaction: int | None = fill(
        N_("Satisfaction"), "satisfaction", None, N_("What the caller says: 5/5 is very satisfied")
    )
    words: str | None = fill(
        N_("Words"), "words", None, N_("What the caller said"), words=("内容",)
    )

    def problems(self) -> Mapping[str, str]:
        """Neither a call nor a guard's stamp is named, or a time is meant and not told."""
        if self.guard is None and self.case is None:
            return {"case": _("Say which call, or whose stamp: fix C412 12-3-1503.")}
        if self.guard and (self.status is None or self.told is None):
            return {"told": _("Say which stamp and its true time: fix G2 on scene @14:02.")}
        if self.answered and self.told is None:
            return {"told": _("Say when the caller was answered: fix C412 answered @14:03.")}
        return {}


def fix(work: Work, form: Fix) -> Receipt:
    """Put a call or a stamp right."""
    if form.guard and form.status and form.told:
        said = FixStamp(
            guard=form.guard,
            status=form.status,
            case=form.case,
            told=form.told,
            anyway=form.anyway,
        )
        return guards.correct_stamp(work, said)
    if (form.case or "").startswith("F"):
        return _slip(work, form)
    told = form.model_dump(exclude={"guard", "status", "told"})
    return calls.fix(work, FixCall(**told, told=form.told), own=_own(work, form.case or ""))


def _slip(work: Work, form: Fix) -> Receipt:
    """A fuel slip, whose figures are told as they are on a slip."""
    verb = FixSlip.verb()
    words = lexicon(work.reader, work.office.site, work.now)
    said = line.parse(f"{verb.words[0]} {form.words or ''}", [verb], words).values
    mended = FixSlip.read(said, words).model_copy(update={"told": form.told})
    return vehicles.correct(work, form.case or "", mended)


def _own(work: Work, said: str) -> bool:
    """Whether whoever works here logged the call within the shift that is still on."""
    local = work.office.site.local(work.now)
    case = work.get(Case, numbers.case_id(work.reader, said, local))
    on_at = work.reader.value(
        "SELECT max(s.on_at) FROM shifts s JOIN people p ON p.id = s.person_id"
        " WHERE p.code = :code AND s.off_at IS NULL",
        code=work.operator,
    )
    began = on_at or stamp(work.now - SHIFT)
    return case.opened_by == work.operator is not None and stamp(case.entered_at) >= began

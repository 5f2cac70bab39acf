"""What a call turns out to want: branches, and whether it is a major one."""

from __future__ import annotations

from sqlmodel import select

from deskterm.core import steps
from deskterm.core.errors import Refusal
from deskterm.core.receipt import Receipt
from deskterm.core.tables import Case, Moment
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.calls import rules
from deskterm.desks.calls.actions import charging, contacting, runs
from deskterm.desks.calls.actions.saying import open_call_of, receipt, spoken
from deskterm.desks.calls.forms import AgreePrice, Branch, Major, Refer
from deskterm.desks.calls.model import Call

MEDICAL = "medical"


def branch(work: Work, form: Branch) -> Receipt:
    """Add the branch that the form's first word names, or take it off."""
    named = rules.branch_of(form.words)
    name, words = named or (form.words, "")
    after = rules.fold(words)
    if form.off or after in rules.OFF_WORDS:
        return drop_branch(work, form.case, name)
    if form.instead or after in rules.INSTEAD_WORDS:
        return change_branch(work, form.case, name)
    if words and name == "referral":
        return contacting.refer(work, Refer(case=form.case, words=words, told=form.told))
    if words and name == "paid":
        said = AgreePrice(case=form.case, words=words, told=form.told, anyway=form.anyway)
        return charging.price(work, said)
    return add_branch(work, form.case, name, words)


def add_branch(work: Work, said: str, name: str, words: str = "") -> Receipt:
    """Let a call branch: hospital escort, ambulance, nursing, paid service, referral.

    Its clocks start now. What has happened on the call before and still holds
    (guards under way) ticks its steps at once. `words` are kept as a note.
    """
    work.require("call.edit")
    case = open_call_of(work, said)
    if runs.has(work, case, name):
        sentence = _("{number} has this branch already.")
        raise Refusal(sentence.format(number=spoken(work, case)))
    if words:
        work.write(case.id, "note", words)
    runs.begin(work, case, name)
    return receipt(work, case, _("{number}: the branch is added."))


def change_branch(work: Work, said: str, name: str) -> Receipt:
    """Put one medical branch in the place of the others; what was done of them stays."""
    work.require("call.edit")
    case = open_call_of(work, said)
    if name not in rules.MEDICAL_BRANCHES:
        raise Refusal(_("Only escort, ambulance and nursing take the place of one another."))
    for other in rules.MEDICAL_BRANCHES:
        if other != name and runs.has(work, case, other):
            runs.end(work, case, other)
    if not runs.has(work, case, name):
        runs.begin(work, case, name)
    return receipt(work, case, _("{number}: the branch takes the place of the others."))


def drop_branch(work: Work, said: str, name: str) -> Receipt:
    """Take a branch off a call; what was done of it stays on record."""
    work.require("call.edit")
    case = open_call_of(work, said)
    runs.end(work, case, name)
    return receipt(work, case, _("{number}: the branch is taken off."))


def escort(work: Work, case_id: int) -> bool:
    """Add the hospital escort to a medical call without it; answers whether it was added.

    Guards and a vehicle that are sent to a patient together are one (H2.2, H2.3).
    """
    case = work.get(Case, case_id)
    call = work.session.get(Call, case_id)
    if call is None or call.category != MEDICAL or runs.has(work, case, "escort"):
        return False
    runs.begin(work, case, "escort")
    return True


def via_office(work: Work, case_id: int) -> None:
    """The guards wait at the service office: the vehicle collects them there (H2.3)."""
    case = work.get(Case, case_id)
    if "via-office" not in case.flags.split():
        steps.set_flag(work, case, "via-office")


def major(work: Work, form: Major) -> Receipt:
    """Mark a call as major, which is reported at once, or as ordinary again (H2.14)."""
    work.require("call.edit")
    case = open_call_of(work, form.case)
    if ("major" in case.flags.split()) is form.off:
        steps.set_flag(work, case, "major", on=not form.off)
        _told_already(work, case)
    if form.off:
        return receipt(work, case, _("{number} is ordinary."))
    return receipt(work, case, _("{number} is major: report it now."))


def _told_already(work: Work, case: Case) -> None:
    """A supervisor who knows of it need not be told again."""
    told = select(Moment).where(Moment.case_id == case.id, Moment.name == "supervisor-told")
    if moment := work.session.exec(told).first():
        steps.happened(work, case, moment.name, moment.at)

"""What a step needs before it can be ticked, and whether it is there."""

from __future__ import annotations

from deskterm.core.playbook import StepRule
from deskterm.core.steps.rounds import rule_of
from deskterm.core.tables import Step
from deskterm.core.words import N_
from deskterm.core.work import Work

TEXT_NEEDS = {
    "relative": N_("the name of the relative who stays"),
    "approval": N_("who approved it, and how"),
    "answer": N_("the answer that was given"),
    "outcome": N_("what came of it"),
    "report": N_("what security reports"),
    "instruction": N_("the director's instruction"),
    "decision": N_("the property manager's decision"),
    "use": N_("how the room was used"),
}
"""What a step may need that somebody writes down, in the field of that name."""

STATE_NEEDS = {
    "place": N_("the address"),
    "phone": N_("a phone number"),
    "two-guards": N_("two guards sent"),
    "vehicle": N_("a vehicle sent"),
    "repair-approved": N_("the approval (approve and its number)"),
    "repair-started": N_("the start of the work (repair, its number, started)"),
    "repair-finished": N_("the end of the work (repair, its number, finished)"),
    "repair-paid": N_("its cost (cost, its number, the amount)"),
    "price": N_("the agreed price"),
    "amount": N_("the amount"),
    "party": N_("whom the desk asked to help"),
    "referral": N_("whom the desk asked to help, and what they said"),
}
"""What a step may need that a desk answers for."""


def missing_needs(work: Work, case_id: int, rule: StepRule) -> list[str]:
    """Which of a step's needs are not met yet."""
    return [need for need in rule.needs if not _met(work, case_id, need)]


def wanting(work: Work, step: Step) -> list[str]:
    """What a step of a case needs that is not there yet."""
    return missing_needs(work, step.case_id, rule_of(work, step))


def _met(work: Work, case_id: int, need: str) -> bool:
    if need in TEXT_NEEDS:
        sql = "SELECT 1 FROM texts WHERE case_id = :c AND field = :f AND replaced_at IS NULL"
        return work.reader.value(sql, c=case_id, f=need) is not None
    answer = work.office.needs.get(need)
    return answer is not None and answer(work.reader, case_id)

"""What a repair may cost: by the limit of its grade, and by what was approved (V4.6)."""

from __future__ import annotations

from deskterm.core.errors import ReasonWanted
from deskterm.core.roles import ROLE_WORDS
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.desks.vehicles import cost_queries
from deskterm.desks.vehicles import fleet_queries as queries
from deskterm.desks.vehicles import fleet_rules as rules
from deskterm.desks.vehicles.actions import asked
from deskterm.desks.vehicles.fleet_model import Repair


def weighed(work: Work, grade: str, cents: int | None) -> str:
    """The grade that so much money makes of a repair, by the site's limits."""
    return rules.weighed(grade, cents, queries.limits(work.office.site))


def approver(work: Work, kept: Repair) -> str:
    """The role whose word the repair needs, by its grade and its estimate."""
    return rules.APPROVERS[weighed(work, kept.grade, kept.estimate_cents)]


def ask_estimate(work: Work, grade: str, cents: int | None, *, anyway: bool) -> None:
    """Point out that an estimate is beyond the limit of the grade, and which grade is right."""
    right = weighed(work, grade, cents)
    if right == grade:
        return
    sentence = _(
        "¥{amount} is more than a {grade} may cost (¥{limit}): this is a {right}."
        " Whatever it is called, it waits for the word of the {role}."
    )
    told = {
        "amount": _money(cents or 0),
        "limit": _money(queries.limits(work.office.site)[grade]),
        "grade": _(queries.GRADES[grade]),
        "right": _(queries.GRADES[right]),
        "role": _(ROLE_WORDS[rules.APPROVERS[right]]),
    }
    asked.ask([sentence.format(**told)], anyway=anyway)


def ask_cost(
    work: Work, kept: Repair, cents: int | None, words: str | None, *, anyway: bool
) -> None:
    """Ask about a cost with which more is paid than whoever approved the repair said yes to."""
    if cents is None:
        return
    before = cost_queries.for_case(work.reader, kept.case_id)
    paid = cents + sum(row["cents"] or 0 for row in before)
    if not _approved_again(work, kept, paid, words or ""):
        _ask_more(work, kept, paid, words or "", anyway=anyway)


def _approved_again(work: Work, kept: Repair, paid: int, words: str) -> bool:
    """Whether the word of a higher grade was needed, and told; it cannot be passed by."""
    role = rules.APPROVERS[weighed(work, kept.grade, paid)]
    if role == approver(work, kept):
        return False
    if rules.says_who(words):
        work.write(kept.case_id, "approval", words)
    elif work.person is None or work.person.role != role:
        sentence = _(
            "With it ¥{paid} is paid: that needs the word of the {role}."
            " Add who said so, and how: reason: ..."
        )
        told = {"paid": _money(paid), "role": _(ROLE_WORDS[role])}
        raise ReasonWanted(sentence.format(**told))
    return True


def _ask_more(work: Work, kept: Repair, paid: int, words: str, *, anyway: bool) -> None:
    """More than the estimate is pointed out; beyond the site's bound it takes a reason."""
    estimate, bound = kept.estimate_cents, work.office.site.values.get("repair_over_percent")
    if estimate is None or not rules.beyond(paid, estimate, int(bound or 0)):
        return
    sentence = _("¥{paid} is more than the estimate of ¥{estimate} that was approved.")
    said = sentence.format(paid=_money(paid), estimate=_money(estimate))
    if not bound:
        asked.ask([said], anyway=anyway)
    elif not words:
        more = _("Add why, or who approved it: reason: ...")
        raise ReasonWanted(f"{said} {more}")


def _money(cents: int) -> str:
    return f"{cents / 100:,.2f}"

"""Playbooks: a procedure as data, read from a folder, every problem told and not only the first."""

from deskterm.core.playbook.book import (
    DESKS,
    EVENTS,
    FLAGS,
    GRADES,
    LANGUAGES,
    NEEDS,
    ROLES,
    Playbook,
    StepRule,
)
from deskterm.core.playbook.faults import BrokenPlaybook, Problem
from deskterm.core.playbook.reading import load_folder, parse_playbook

__all__ = [
    "DESKS",
    "EVENTS",
    "FLAGS",
    "GRADES",
    "LANGUAGES",
    "NEEDS",
    "ROLES",
    "BrokenPlaybook",
    "Playbook",
    "Problem",
    "StepRule",
    "load_folder",
    "parse_playbook",
]

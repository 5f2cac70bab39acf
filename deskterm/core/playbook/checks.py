"""What no single key shows: a name that is taken, a clock that waits for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

from deskterm.core.clocks import is_moment_name, parse_clock
from deskterm.core.playbook.book import EVENTS, Playbook
from deskterm.core.playbook.faults import BookFile, or_rather
from deskterm.core.playbook.tables import step_called
from deskterm.core.words import _


def why_no_name(name: str) -> str:
    """What is wrong with a name, and what would be right."""
    right = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
    if right == name and name.isascii():
        return _('"{name}" reads like a part of a clock; choose another name').format(name=name)
    sentence = _('"{name}" is no name; write small letters, digits and single hyphens')
    sentence = sentence.format(name=name)
    return or_rather(sentence, right, [right]) if is_moment_name(right) else sentence


def check_names(file: BookFile, playbook: Playbook) -> None:
    """No two things share a name, and a clock can tell each."""
    for moment in playbook.moments:
        if not is_moment_name(moment):
            file.problem(("moments",), why_no_name(moment))
    taken = {"opened", *playbook.moments}
    for index, step in enumerate(playbook.steps):
        path = ("step", index, "name")
        if step.name and (not is_moment_name(step.name) or "_" in step.name):
            file.problem(path, why_no_name(step.name))
        elif step.name in taken or (step.name in EVENTS and step.ticked_by != step.name):
            sentence = _('step "{step}": this name is taken; two things cannot share it')
            file.problem(path, sentence.format(step=step.name))
        taken |= {step.name} - {""}


def check_clocks(file: BookFile, playbook: Playbook) -> None:
    """Every clock waits for something that can happen, and none for itself."""
    names = [step.name for step in playbook.steps]
    supplied = dict.fromkeys(["opened", *playbook.moments, *filter(None, names), *EVENTS])
    waits: dict[str, dict[str, None]] = {name: {} for name in names}
    for index, step in enumerate(playbook.steps):
        for moment in parse_clock(step.clock).moments if step.clock else ():
            if moment in waits:
                waits[step.name][moment] = None
            elif moment not in supplied:
                sentence = _('{step} waits for "{moment}", which nothing supplies')
                sentence = sentence.format(step=step_called(index, step.name), moment=moment)
                file.problem(("step", index, "clock"), or_rather(sentence, moment, supplied))
    for ring in _rings(waits):
        sentence = _("these steps wait for one another, so none falls due: {ring}")
        sentence = sentence.format(ring=" > ".join(ring))
        file.problem(("step", min(map(names.index, ring)), "clock"), sentence)


def _rings(waits: dict[str, dict[str, None]]) -> Iterator[list[str]]:
    """The circles among steps that wait for steps, each as it is waited: a for b for a."""
    while True:
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            ring = error.args[1][::-1]
            del waits[ring[0]][ring[1]]
            yield ring
        else:
            return


def check_opens(file: BookFile, playbook: Playbook, folder: Collection[str]) -> None:
    """Every playbook that a step opens is in the folder."""
    for index, step in enumerate(playbook.steps):
        if step.opens and step.opens not in folder:
            sentence = _('{step} opens "{name}", and there is no such playbook')
            sentence = sentence.format(step=step_called(index, step.name), name=step.opens)
            file.problem(("step", index, "opens"), or_rather(sentence, step.opens, folder))

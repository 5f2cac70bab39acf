"""Taking playbooks into the store: a changed file is a new version, old runs keep theirs."""

from __future__ import annotations

from collections.abc import Mapping

from deskterm.core.playbook import Playbook
from deskterm.core.tables import PlaybookVersion, StepWords
from deskterm.core.work import Work


def take_in(work: Work, playbooks: Mapping[str, Playbook]) -> list[str]:
    """Keep every playbook whose text differs from its newest version; answers their names."""
    changed = []
    for name, playbook in playbooks.items():
        sql = "SELECT digest FROM playbooks WHERE name = :name ORDER BY id DESC LIMIT 1"
        if work.reader.value(sql, name=name) == playbook.digest:
            continue
        version = work.keep(
            PlaybookVersion(
                name=name, digest=playbook.digest, body=playbook.source, loaded_at=work.now
            )
        )
        for step in playbook.steps:
            work.session.add(
                StepWords(
                    playbook_id=version.id,
                    name=step.name,
                    en=step.title["en"],
                    zh=step.title["zh"],
                )
            )
        work.record("playbook.taken", playbook=version.id, name=name, digest=playbook.digest)
        changed.append(name)
    return changed

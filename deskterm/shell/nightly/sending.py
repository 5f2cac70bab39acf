"""Word of the night to whoever is configured: figures only, never names or texts."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import col, select

from deskterm.core.office import Office
from deskterm.core.words import _
from deskterm.core.work import Work
from deskterm.shell.nightly.model import Sending

TRIES = 3
"""So often in one run; the next run tries again what is still waiting."""
PAUSES = (1.0, 4.0)
"""Seconds between the tries."""
BREAK = "\n"


def receiver(address: str) -> str:
    """An address as the store names it, without the password that it may hold."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def queue(work: Work, day: date, addresses: Sequence[str], body: str) -> None:
    """Let every receiver get word of a day; one who has this very word already does not again."""
    for address in addresses:
        name = receiver(address)
        query = select(Sending).where(Sending.day == day, Sending.receiver == name)
        known = work.session.exec(query).first()
        if known and known.body == body:
            continue
        row = known or Sending(
            day=day, receiver=name, body=body, state="waiting", tries=0, tried_at=work.now
        )
        row.body, row.state = body, "waiting"
        work.keep(row)
        work.record("night.queued", sending=row.id, day=day)


@dataclass
class Sent:
    """What came of sending."""

    count: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    """Why a receiver got nothing, by its name in the store."""
    later: int = 0
    """Messages for them that wait as well, and were not tried in this run."""
    astray: int = 0
    """Messages that wait for a receiver who is not configured any more."""

    def sentence(self, *, astray: bool) -> str:
        """What went and what did not; blank where nothing waited."""
        told = [_("{count} sent").format(count=self.count)] if self.count else []
        if astray and self.astray:
            sentence = _("{count} for a receiver who is not configured any more, not sent")
            told.append(sentence.format(count=self.astray))
        sentence = _("tried again next time: {fault}")
        told += [sentence.format(fault=fault) for fault in self.faults.values()]
        if self.later:
            told.append(_("{count} more wait for the same receivers").format(count=self.later))
        return "; ".join(told)


def send(office: Office, addresses: Sequence[str]) -> Sent:
    """Send what waits, the oldest first; a receiver who fails is not tried again in this run.

    No transaction is open while the network is waited for: a message that was sent just
    before a power cut may be sent once more.
    """
    known = {receiver(address): address for address in addresses}
    with office.read() as reader:
        waiting = reader.rows("SELECT * FROM sendings WHERE state = 'waiting' ORDER BY day, id")
    sent = Sent()
    for row in waiting:
        name = row["receiver"]
        if name not in known:
            sent.astray += 1
        elif name in sent.faults:
            sent.later += 1
        elif fault := _try(known[name], row["body"]):
            sent.faults[name] = fault
            _record(office, row["id"], well=False)
        else:
            sent.count += 1
            _record(office, row["id"], well=True)
    return sent


def _record(office: Office, sending: int, *, well: bool) -> None:
    with office.work() as work:
        row = work.session.exec(select(Sending).where(col(Sending.id) == sending)).one()
        row.state, row.tries = "sent" if well else "waiting", row.tries + 1
        row.tried_at = work.now
        work.keep(row)
        work.record("night.sent" if well else "night.unsent", sending=row.id, tries=row.tries)


def _try(address: str, body: str) -> str:
    """Send one message; blank, or why it did not go after every try."""
    import apprise  # noqa: PLC0415 - a quarter of a second, and most sites send nothing

    title, _break, text = body.partition(BREAK)
    channel = apprise.Apprise()
    if not channel.add(address):
        return _("an address is none that Apprise knows")
    # Apprise logs addresses and answers; neither is for the terminal.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    for pause in (*PAUSES, None):
        if channel.notify(title=title, body=text):
            return ""
        if pause is not None:
            time.sleep(pause)
    return _("{channel} did not take it").format(channel=channel[0].service_name)

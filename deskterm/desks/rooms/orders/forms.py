"""What an operator can say of a booking's service order, from the first call to the faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from deskterm.core.form import Form, fill
from deskterm.core.kinds import Told
from deskterm.core.words import N_, _


class Confirm(Form):
    """The applicant was phoned: what else was said."""

    verbs: ClassVar[tuple[str, ...]] = ("confirm", "确认")
    title: ClassVar[str] = N_("Applicant phoned")

    case: str = fill(N_("Booking"), "case")
    words: str = fill(N_("What was said"), "words")
    told: Told | None = fill(N_("Phoned at"), "told", None)


class Order(Form):
    """Fill in the service order; only what is given changes.

    `order B12 staff tea contact: 王敏 phone: 100 5550 1234 watch: no note: seats in a ring`
    """

    verbs: ClassVar[tuple[str, ...]] = ("order", "服务单")
    title: ClassVar[str] = N_("Service order")
    labelled: ClassVar[bool] = True

    case: str = fill(N_("Booking"), "case")
    attention: str | None = fill(
        N_("Points to note"), "words", None, words=("note", "notes", "注意", "注意事项")
    )
    department: str | None = fill(N_("Using department"), "name", None, words=("部门", "使用部门"))
    contact: str | None = fill(N_("Contact"), "name", None, words=("联系人",))
    phone: str | None = fill(N_("Phone"), "phone", None, words=("电话",))
    subject: str | None = fill(N_("Subject"), "name", None, words=("主题", "会议内容"))
    staff: bool | None = fill(
        N_("Service staff"), "flag", None, words=("staff", "服务人员", "服务员")
    )
    watch: bool | None = fill(
        N_("Equipment watched"), "flag", None, words=("watch", "watched", "值守")
    )
    important: bool | None = fill(N_("Important"), "flag", None, words=("important", "重要"))
    wants: tuple[str, ...] = fill(N_("Wanted"), "wants", (), words=("wants", "需要", "布置"))
    without: str | None = fill(
        N_("No longer wanted"), "name", None, words=("without", "不要", "取消")
    )
    accepted: Told | None = fill(N_("Accepted at"), "told", None, words=("受理时间",))
    applied: Told | None = fill(N_("Applied at"), "told", None, words=("申报时间",))
    accepting: str | None = fill(N_("Accepting department"), "name", None, words=("受理部门",))
    handled: str | None = fill(N_("Handled by"), "name", None, words=("by", "经办人", "经办"))
    carries: str | None = fill(N_("Carried out by"), "name", None, words=("to", "执行部门"))

    def problems(self) -> Mapping[str, str]:
        """A label takes all that follows it, a wish that was meant as one too."""
        wishes = {word for spec in self.specs() if spec.kind == "flag" for word in spec.words}
        for name in ("department", "contact", "phone", "accepting", "handled", "carries"):
            last = (getattr(self, name) or "").split()[-1:]
            if last and last[0].casefold() in wishes:
                sentence = _("“{word}” stands behind “{label}”; say {word}: yes, or say it first.")
                return {name: sentence.format(word=last[0], label=f"{name}:")}
        return {}


class Sent(Form):
    """The order was sent to the departments; to business and equipment where none is named."""

    verbs: ClassVar[tuple[str, ...]] = ("sent", "送单")
    title: ClassVar[str] = N_("Order sent")

    case: str = fill(N_("Booking"), "case")
    department: str | None = fill(
        N_("Department"), "name", None, N_("business, equipment; left empty, both")
    )
    told: Told | None = fill(N_("Sent at"), "told", None)


class Received(Form):
    """A department has the order; everyone it was sent to, where none is named."""

    verbs: ClassVar[tuple[str, ...]] = ("received", "签收")
    title: ClassVar[str] = N_("Order received")

    case: str = fill(N_("Booking"), "case")
    department: str | None = fill(
        N_("Department"), "name", None, N_("business, equipment; left empty, all it was sent to")
    )
    told: Told | None = fill(N_("Received at"), "told", None)


class Provided(Form):
    """Something that was wanted is there; nothing named: all of it, and the room is set up."""

    verbs: ClassVar[tuple[str, ...]] = ("provided", "备好")
    title: ClassVar[str] = N_("Provided")

    case: str = fill(N_("Booking"), "case")
    wants: tuple[str, ...] = fill(
        N_("What is there"), "wants", (), N_("Left empty, all that the department provides")
    )
    department: str | None = fill(
        N_("Department"), "name", None, N_("business, equipment; left empty, business")
    )
    told: Told | None = fill(N_("When"), "told", None)


class Looked(Form):
    """The user looked at the room; words are what they want changed."""

    verbs: ClassVar[tuple[str, ...]] = ("looked", "看场")
    title: ClassVar[str] = N_("User looked")

    case: str = fill(N_("Booking"), "case")
    words: str | None = fill(
        N_("To be changed"), "words", None, N_("Left empty, all is as they wish")
    )
    told: Told | None = fill(N_("When"), "told", None)


class Abnormal(Form):
    """The use was not normal: what was wrong, which is corrected and followed up."""

    verbs: ClassVar[tuple[str, ...]] = ("abnormal", "异常")
    title: ClassVar[str] = N_("Abnormal use")

    case: str = fill(N_("Booking"), "case")
    words: str = fill(N_("What was wrong"), "words")
    told: Told | None = fill(N_("When"), "told", None)


class RoomEmergency(Form):
    """Something happened in the room during a meeting; the head of the office is told."""

    verbs: ClassVar[tuple[str, ...]] = ("room-emergency", "会场突发")
    title: ClassVar[str] = N_("Emergency in the room")

    case: str = fill(N_("Booking"), "case")
    words: str = fill(N_("What happened"), "words")
    told: Told | None = fill(N_("When"), "told", None)


class Fault(Form):
    """A fault in a meeting room: whoever mends it is known from the words.

    `fault B12 the door does not lock`, `fault A 话筒没声音`, `fault B13 to: engineering`.
    """

    verbs: ClassVar[tuple[str, ...]] = ("fault", "故障")
    title: ClassVar[str] = N_("Fault in a meeting room")
    labelled: ClassVar[bool] = True

    case: str | None = fill(N_("Booking"), "case", None)
    room: str | None = fill(N_("Room"), "room", None)
    words: str | None = fill(N_("What is broken"), "words", None, words=("words", "内容"))
    department: str | None = fill(
        N_("Department"),
        "name",
        None,
        N_("engineering or equipment; left empty, by the words"),
        words=("to", "部门", "报"),
    )
    told: Told | None = fill(N_("Found at"), "told", None)

    def problems(self) -> Mapping[str, str]:
        """Neither a booking nor a room is named, or nothing is said of it."""
        if self.case is None and self.room is None:
            return {"case": _("Say where: fault B12 the door does not lock, or fault A ...")}
        if self.words is None and self.department is None:
            return {"words": _("Say what is broken: fault B12 the door does not lock.")}
        return {}

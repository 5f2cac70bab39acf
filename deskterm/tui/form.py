"""A form as a panel beside the list: one labelled line for each thing to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from deskterm.core.layout import cut, word
from deskterm.core.words import N_
from deskterm.tui.field import TextField
from deskterm.tui.panel import Facts, Inked, Panel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

CURSOR = "›"


class FieldSpec(Protocol):
    """One field of a form; `title` and `hint` are words marked with `N_`."""

    @property
    def name(self) -> str:
        """The key of its value."""

    @property
    def title(self) -> str:
        """What stands before it."""

    @property
    def kind(self) -> str:
        """What kind of value it takes."""

    @property
    def required(self) -> bool:
        """Whether it must be filled."""

    @property
    def hint(self) -> str:
        """What stands in it while it is empty."""


class FieldLabel(Inked):
    """What stands before a field; marked where the caret is, and where text is needed."""

    here = reactive(default=False)

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec

    @property
    def wanted(self) -> int:
        """How many cells it needs in the language spoken now."""
        return cell_len(word(self.spec.title)) + len("› *")

    def render(self) -> Content:
        """The title between its two marks."""
        title = cut(word(self.spec.title), max(1, self.size.width - 3))
        marked = f"{CURSOR if self.here else ' '} {title}{'*' if self.spec.required else ''}"
        return self.ink(marked, "head" if self.here else "")


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The labels and fields of a form, two by two."""


class FormPanel(Panel, inherit_bindings=False):
    """Labelled fields that keep what was typed until they are told to forget it."""

    BINDING_GROUP_TITLE = N_("Form")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "turn(1)", N_("Next field"), show=False, id="form.next", priority=True),
        Binding(
            "shift+tab,up",
            "turn(-1)",
            N_("Field before"),
            show=False,
            id="form.before",
            priority=True,
        ),
        Binding("escape", "leave", N_("Back to the list"), show=False, id="form.leave"),
    ]
    DEFAULT_CSS = """
    FormPanel {
        height: auto; max-height: 100%;
        & Fields {
            layout: grid; grid-size: 2; grid-columns: 16 1fr; grid-rows: 1; height: auto;
            grid-gutter: 0 1; max-height: 100%; scrollbar-size: 0 0;
        }
        & .form--said { padding: 0 1; dock: bottom; }
    }
    """

    class Told(Message):
        """Something that a form tells."""

        def __init__(self, form: FormPanel) -> None:
            super().__init__()
            self.form = form
            self.values = form.values()

        @property
        def control(self) -> FormPanel:
            """The form that tells it."""
            return self.form

    class Changed(Told):
        """Something was typed; for drafts and for looking before saving."""

    class Submitted(Told):
        """Enter was pressed in one of the fields."""

    class Left(Told):
        """Escape was pressed: the list should have the focus; what was typed stays here."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        title: str = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own
        classes: str | None = None,
    ) -> None:
        super().__init__(title, id=id, classes=classes)
        self.specs = tuple(specs)
        self.current = self.specs[0].name if self.specs else ""
        """The field that has the focus, or had it last."""
        self._fields = {spec.name: TextField(name=spec.name) for spec in self.specs}
        for field in self._fields.values():
            field.entered = self._wanted
        self._labels = {spec.name: FieldLabel(spec) for spec in self.specs}
        self._said = Facts(classes="form--said")

    def compose(self) -> ComposeResult:
        """Labels and fields, and under them what was said of them."""
        with Fields():
            for name, field in self._fields.items():
                yield self._labels[name]
                yield field
        yield self._said

    def on_mount(self) -> None:
        """Say the words once there is a place for them."""
        self.speak()

    def speak(self) -> None:
        """Say titles and hints in the language spoken now."""
        super().speak()
        for spec in self.specs:
            self._fields[spec.name].placeholder = word(spec.hint)
        if self.is_mounted:
            side = max((label.wanted for label in self._labels.values()), default=1)
            self.query_one(Fields).styles.grid_columns = (str(side), "1fr")

    def values(self) -> dict[str, str]:
        """What stands in the fields, as it was typed."""
        return {name: field.value for name, field in self._fields.items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put text into the fields named; the others stay as they are."""
        with self.prevent(Input.Changed):
            for name, text in values.items():
                if name in self._fields:
                    self._fields[name].value = text
                    self._fields[name].cursor_position = len(text)
        self.post_message(self.Changed(self))

    def clear(self) -> None:
        """Empty all fields, and forget what was said."""
        self.say("")
        self.fill(dict.fromkeys(self._fields, ""))
        if self.specs:
            self.current = self.specs[0].name

    def say(self, sentence: str, field: str | None = None) -> None:
        """Show a sentence under the fields, and go to the field it is about."""
        self._said.show([("!", sentence, "overdue")] if sentence else [])
        if field in self._fields:
            self.take_focus(field)

    @property
    def said(self) -> str:
        """The sentence under the fields, as it is drawn."""
        return self._said.text

    def focus_first(self) -> None:
        """Put the caret into the first field."""
        if self.specs:
            self.take_focus(self.specs[0].name)

    def take_focus(self, name: str | None = None) -> None:
        """Put the caret into a field; into the one it was in last where none is named."""
        if field := self._fields.get(name or self.current):
            self.screen.set_focus(field)

    def action_turn(self, by: int) -> None:
        """Put the caret into the next field but so many, round the end to the start."""
        names = list(self._fields)
        self.take_focus(names[(names.index(self.current) + by) % len(names)])

    def _wanted(self) -> bool:
        """Whether Enter went on to an empty field that must be filled, instead of saving.

        Only those that come after are looked at: what was typed before may be on its way.
        """
        fields = list(self._fields.values())
        here = next((n for n, field in enumerate(fields) if field is self.screen.focused), 0)
        for spec in self.specs[here + 1 :]:
            if spec.required and not self._fields[spec.name].value:
                self.take_focus(spec.name)
                return True
        return False

    def action_leave(self) -> None:
        """Give the focus up, and nothing else."""
        self.post_message(self.Left(self))

    def on_descendant_focus(self) -> None:
        """Mark the field the caret is in."""
        self._mark()

    def on_descendant_blur(self) -> None:
        """The caret may have left."""
        self._mark()

    def _mark(self) -> None:
        for name, field in self._fields.items():
            self._labels[name].here = field.has_focus
            if field.has_focus:
                self.current = name

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.say("")
        self.post_message(self.Submitted(self))

    @on(TextField.Overflow)
    def _overflowed(self, event: TextField.Overflow) -> None:
        self.say(event.sentence)

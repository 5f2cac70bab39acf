"""What an operator can say is a form: a screen's fields, a line's tokens, a command, a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from deskterm.core.errors import Refusal
from deskterm.core.kinds import KINDS, NOTHING, FieldSpec, Lexicon, blank, short
from deskterm.core.line import Verb
from deskterm.core.words import _


class FormRefusal(Refusal):
    """What is wrong with a form: one sentence for each field in `fields`."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


def fill(
    title: str, kind: str, default: object = ..., hint: str = "", words: tuple[str, ...] = ()
) -> Any:  # noqa: ANN401 - as pydantic's `Field`, it stands where a value of any type stands
    """A field of a form: required without a `default`; `kind` is a name in `KINDS`."""
    if kind not in KINDS:
        raise KeyError(kind)
    extra: dict[str, JsonValue] = {"kind": kind, "words": list(words)}
    return Field(default=default, title=title, description=hint or None, json_schema_extra=extra)


class Form(BaseModel):
    """One thing an operator can say; it cannot be made with a value or a combination that is wrong.

    A subclass names its verbs, English first, then short, then Chinese, and writes
    its fields with `fill`. `implied` holds the kinds of first tokens that mean this
    form without any verb, and "/" for what begins with a slash.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: ClassVar[str] = ""
    verbs: ClassVar[tuple[str, ...]] = ()
    implied: ClassVar[tuple[str, ...]] = ()

    labelled: ClassVar[bool] = False
    """Whether the desk line may name a field: `words: ...` takes all that follows."""

    anyway: bool = False
    """The operator was asked, and means it."""

    @classmethod
    def specs(cls) -> list[FieldSpec]:
        """The fields to fill, in the order in which they stand."""
        specs = []
        for name, info in cls.model_fields.items():
            extra = info.json_schema_extra
            if isinstance(extra, dict) and "kind" in extra:
                title, hint, required = (
                    info.title or name,
                    info.description or "",
                    info.is_required(),
                )
                words: Any = extra["words"]
                kind = str(extra["kind"])
                specs.append(FieldSpec(name, title, kind, required, hint, tuple(words)))
        return specs

    @classmethod
    def verb(cls) -> Verb:
        """This form as the desk line knows it."""
        return Verb(cls.verbs, cls.__name__, tuple(cls.specs()), cls.implied, cls.labelled)

    @classmethod
    def read(
        cls, values: Mapping[str, str], lexicon: Lexicon = NOTHING, *, anyway: bool = False
    ) -> Self:
        """The form that was typed, or one FormRefusal with everything that is wrong with it."""
        specs = cls.specs()
        wrong: dict[str, str] = {}
        known: dict[str, Any] = {}
        for spec in specs:
            try:
                if not blank(values.get(spec.name, "")):
                    known[spec.name] = _value(spec, values[spec.name], lexicon)
                elif spec.required:
                    wrong[spec.name] = _missing(spec)
            except Refusal as refusal:
                wrong[spec.name] = f"{_(spec.title)}: {refusal}"
        wrong |= _unknown(values, specs)
        if wrong:
            raise FormRefusal(wrong)
        try:
            return cls(anyway=anyway, **known)
        except ValidationError as fault:
            raise FormRefusal(_complaints(fault, specs)) from fault

    def problems(self) -> Mapping[str, str]:
        """What is wrong between fields, each under the field to mend; for a subclass to say."""
        return {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if problems := self.problems():
            raise FormRefusal(problems)
        return self


def _missing(spec: FieldSpec) -> str:
    """What a required field wants; an example of free words would say nothing."""
    title, example = _(spec.title), KINDS[spec.kind].example
    if spec.kind != "words":
        return _("{title} is missing; type it like {example}.").format(title=title, example=example)
    if not spec.hint:
        return _("{title}: say it in words.").format(title=title)
    return _("{title}: say it in words. {hint}.").format(title=title, hint=_(spec.hint))


def _value(spec: FieldSpec, text: str, lexicon: Lexicon) -> Any:  # noqa: ANN401 - the kind's type
    kind = KINDS[spec.kind]
    return kind.value(kind.read(text, lexicon))


def _unknown(values: Mapping[str, str], specs: list[FieldSpec]) -> dict[str, str]:
    names = [spec.name for spec in specs]
    sentence = _("There is no field “{name}” here; there are {names}.")
    return {
        name: sentence.format(name=short(name), names=", ".join(names))
        for name in values
        if name not in names
    }


def _complaints(fault: ValidationError, specs: list[FieldSpec]) -> dict[str, str]:
    titles = {spec.name: _(spec.title) for spec in specs}
    wrong = {}
    for error in fault.errors():
        name = str(next(iter(error["loc"]), ""))
        said = error.get("ctx", {}).get("error", error["msg"])
        wrong[name] = f"{titles.get(name, name)}: {said}."
    return wrong

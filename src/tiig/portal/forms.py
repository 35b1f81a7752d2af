"""Forms as values: their fields, what was filled in, and what is wrong, said beside each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tiig.model.errors import Family, TiigError

_OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*")
_PROMISES = (
    "Nothing was done: ",
    "Nothing was entered: ",
    "No target was agreed: ",
    "No letter was written: ",
)
"""What a refusal begins with; beside a field it goes without saying."""

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One field: `kind` is `line`, `short`, `lines`, `day`, `choice` or `hidden`.

    `option` is what the command line calls it, by which errors speak of it; `speaks` are ids of
    errors, or parts of their sentences, that are about it and name no option.
    """

    name: str
    label: str
    option: str = ""
    kind: str = "line"
    hint: str = ""
    choices: Choices = ()
    required: bool = True
    speaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong, and of which field (empty: of the form as a whole)."""

    field: str
    words: str


@dataclass(frozen=True)
class Form:
    """A form with what was filled in; `action` is where it is sent.

    `id` tells it apart from others on its page and begins the ids of its fields.
    """

    id: str
    action: str
    button: str
    fields: tuple[Field, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def filled(self, sent: Mapping[str, str]) -> Form:
        """Return the form as it was filled in; what is required and empty is a fault."""
        values = {one.name: sent.get(one.name, "").strip() for one in self.fields}
        faults = tuple(
            Fault(one.name, _asks(one))
            for one in self.fields
            if one.required and not values[one.name]
        )
        return replace(self, values=values, faults=faults)

    def failed(self, error: TiigError) -> Form:
        """Return the form with what was refused; an error that is not about the form is raised."""
        if error.kind.family is not Family.USAGE:
            raise error
        words = _OPTION.sub(self._label_of, error.sentence)
        for promise in _PROMISES:
            words = words.removeprefix(promise)
        return replace(self, faults=(Fault(self._spoken_of(error), words[:1].upper() + words[1:]),))

    def with_faults(self, faults: tuple[Fault, ...]) -> Form:
        """Return the form with more that is wrong."""
        return replace(self, faults=(*self.faults, *faults))

    def told(self, name: str) -> str | None:
        """Return what stands in a field, or nothing."""
        return self.values.get(name) or None

    def fault(self, name: str) -> str:
        """Return what is wrong with a field, or nothing."""
        return next((one.words for one in self.faults if one.field == name), "")

    def _label_of(self, option: re.Match[str]) -> str:
        named = (one.label for one in self.fields if one.option == option[0])
        return f"“{next(named, option[0].removeprefix('--'))}”"

    def _spoken_of(self, error: TiigError) -> str:
        named = set(_OPTION.findall(error.sentence))
        for one in self.fields:
            if one.option in named:
                return one.name
        for one in self.fields:
            if any(word == error.kind.id or word in error.sentence for word in one.speaks):
                return one.name
        return ""


def carried_out(form: Form, act: Callable[[Form], object]) -> Form | None:
    """Do what a form asks; returns the form with its faults where it was not done."""
    if form.faults:
        return form
    try:
        act(form)
    except TiigError as error:
        return form.failed(error)
    return None


def _asks(one: Field) -> str:
    verb = "Choose" if one.kind == "choice" else "Enter"
    return f"{verb}: {one.label[:1].lower()}{one.label[1:]}"

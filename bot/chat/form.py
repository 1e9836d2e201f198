"""A small form: what to ask for, and what is wrong with the values that came back.

Limits are the smallest platform's: five inputs, labels of 45, 25 options of a select (Discord). A title, and
what an option is, may be longer: a platform with less room for them cuts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.chat.card import require, require_action

MAX_TITLE = 80
MAX_TEXT = 2000
MAX_INPUTS = 5
MAX_LABEL = 45
MAX_HINT = 100
MAX_OPTIONS = 25
MAX_OPTION = 75
MAX_ABOUT = 200
MAX_CHOICE = 100  # Discord: value of an option
MAX_SUBMIT = 24  # Slack
MAX_VALUE = 3000  # Slack: initial value of a plain-text input; Discord would take 4,000


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    """A line or a box of text; lengths are in characters. `code` says that a program is written there, for
    platforms that can help with that."""

    id: str
    label: str
    multiline: bool = False
    required: bool = True
    max_length: int = 200
    placeholder: str = ""
    initial: str = ""
    code: bool = False
    kind: Literal["text"] = "text"

    def __post_init__(self) -> None:
        require(0 < len(self.label) <= MAX_LABEL, f"a label has 1 to {MAX_LABEL} characters: {self.label!r}")
        require(len(self.placeholder) <= MAX_HINT, f"a placeholder has at most {MAX_HINT} characters")
        require(1 <= self.max_length <= MAX_VALUE, f"at most {MAX_VALUE} characters can be asked for")
        require(len(self.initial) <= self.max_length, "the first value is longer than the input")

    def problem(self, value: str) -> str | None:
        if self.required and not value.strip():
            return "Please answer this." if self.label.endswith("?") else f"{self.label} is needed."
        if len(value) > self.max_length:
            return f"{self.label} can have {self.max_length:,} characters; this has {len(value):,}."
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a `Select`; `value` comes back and has no comma. `about` says in a line what the option
    is, and platforms with less room for it cut it."""

    label: str
    value: str
    about: str = ""

    def __post_init__(self) -> None:
        require(
            0 < len(self.label) <= MAX_OPTION, f"an option has 1 to {MAX_OPTION} characters: {self.label!r}"
        )
        require(
            0 < len(self.value) <= MAX_CHOICE and "," not in self.value,
            f"a value has 1 to {MAX_CHOICE} characters and no comma: {self.value!r}",
        )
        require(len(self.about) <= MAX_ABOUT, f"what an option is has at most {MAX_ABOUT} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """One of several options, or some of them with `multiple`; `initial` are values."""

    id: str
    label: str
    options: tuple[Choice, ...]
    multiple: bool = False
    required: bool = True
    initial: tuple[str, ...] = ()
    kind: Literal["select"] = "select"

    def __post_init__(self) -> None:
        require(0 < len(self.label) <= MAX_LABEL, f"a label has 1 to {MAX_LABEL} characters: {self.label!r}")
        require(1 <= len(self.options) <= MAX_OPTIONS, f"1 to {MAX_OPTIONS} options, not {len(self.options)}")
        values = {option.value for option in self.options}
        require(len(values) == len(self.options), "two options have one value")
        require(set(self.initial) <= values, f"not an option: {self.initial!r}")
        require(self.multiple or len(self.initial) <= 1, "several first values, but one choice")

    def problem(self, value: str) -> str | None:
        chosen = [part for part in value.split(",") if part]
        if self.required and not chosen:
            return "Choose at least one." if self.multiple else "Choose one."
        if len({option.value for option in self.options} & set(chosen)) < len(chosen):
            return f"{self.label} does not offer that."
        if len(chosen) > 1 and not self.multiple:
            return f"{self.label} takes one choice."
        return None


Input = TextInput | Select


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form; becomes `FormSubmitted(action, value, values)`. `text` is Markdown above the inputs."""

    action: str
    value: str = ""
    title: str
    text: str = ""
    inputs: tuple[Input, ...]
    submit: str = "Send"

    def __post_init__(self) -> None:
        require(
            0 < len(self.title) <= MAX_TITLE,
            f"a form's title has 1 to {MAX_TITLE} characters: {self.title!r}",
        )
        require(len(self.text) <= MAX_TEXT, f"a form's text has at most {MAX_TEXT} characters")
        require(1 <= len(self.inputs) <= MAX_INPUTS, f"1 to {MAX_INPUTS} inputs, not {len(self.inputs)}")
        require(len({i.id for i in self.inputs}) == len(self.inputs), "two inputs have one id")
        require(0 < len(self.submit) <= MAX_SUBMIT, f"the last button has 1 to {MAX_SUBMIT} characters")
        require_action(self.action, self.value)

    def problems(self, values: Mapping[str, str]) -> dict[str, str]:
        """What is wrong, a sentence by input id; empty when all is well."""
        found = {entry.id: entry.problem(values.get(entry.id, "")) for entry in self.inputs}
        return {name: problem for name, problem in found.items() if problem}

"""Forms that are before people, so that one that was filled in wrongly can be given back.

Discord closes a form when it is sent, whatever is typed there. So what is wrong is said in private, with a
button that opens the form once more as it was filled in, each sentence under the label it is about. Discord
gives back neither labels nor first values, so they are kept here, for as long as an interaction lives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from adapters.discord.modal import modal
from adapters.discord.parse import Origin
from adapters.discord.posts import mark
from bot.chat.card import Button, Buttons, Card, Code, Style, card, clip, escape
from bot.chat.events import FormSubmitted
from bot.chat.form import Form, Input, TextInput
from bot.chat.refs import MessageRef, Person

AGAIN = "~form"
"""Action of the button that opens a form once more; none of the bot's own begins so."""
GONE = "That form is not here any more. Please begin anew."
MOST = 2_000
MAX_ABOUT = 100  # Discord: description of a label
MAX_GIVEN_BACK = 3_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A form before somebody, and the message from which they opened it first."""

    form: Form
    message: MessageRef | None
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Forms:
    """By who has it before them, and by its action and value."""

    _opened: dict[tuple[str, str], Opened] = field(default_factory=dict)

    def opens(self, origin: Origin, form: Form) -> dict[str, Any]:
        """The modal of a form that somebody is shown for the first time."""
        self._keep(origin.person, Opened(form, origin.message))
        return _named(modal(form), origin)

    def reopens(self, origin: Origin, name: str) -> dict[str, Any] | None:
        """The modal as it was filled in; None where it is not known any more."""
        opened = self._opened.get((origin.person.user, name))
        if opened is None:
            return None
        shown = modal(opened.form)
        for label in shown["components"]:
            told = opened.problems.get(label.get("component", {}).get("custom_id", ""))
            if told:
                label["description"] = clip(told, MAX_ABOUT)
        return _named(shown, origin)

    def given_back(self, event: FormSubmitted) -> Opened | None:
        """What was given back before, so that it now comes from what said so."""
        opened = self._opened.get(_key(event))
        return opened if opened and opened.problems else None

    def from_where_it_was_opened(self, event: FormSubmitted) -> FormSubmitted:
        """What was given back is sent from what said so; the event tells where it was opened first."""
        before = self.given_back(event)
        return replace(event, message=before.message) if before else event

    def complains(self, event: FormSubmitted, problems: Mapping[str, str]) -> Card:
        """What is wrong, with a way back to the form; without one, with what was typed."""
        said = "\n".join(f"- {escape(problem)}" for problem in problems.values())
        opened = self._opened.get(_key(event))
        if opened is None:
            typed = "\n\n".join(value for value in event.values.values() if value.strip())
            return card("", said, Code(clip(typed, MAX_GIVEN_BACK)) if typed else None)
        inputs = tuple(_filled(entry, event.values) for entry in opened.form.inputs)
        form = replace(opened.form, inputs=inputs)
        self._keep(event.person, Opened(form, opened.message, dict(problems)))
        again = Button("Back to the form", AGAIN, _name(form), Style.PRIMARY)
        return card("", said, Buttons((again,)))

    def done(self, event: FormSubmitted) -> None:
        self._opened.pop(_key(event), None)

    def _keep(self, person: Person, opened: Opened) -> None:
        key = person.user, _name(opened.form)
        self._opened.pop(key, None)
        self._opened[key] = opened
        if len(self._opened) > MOST:
            del self._opened[next(iter(self._opened))]


def _named(shown: dict[str, Any], origin: Origin) -> dict[str, Any]:
    """By what opened it, so that it is one thing however often it is sent: where Discord tells somebody that
    it failed, the form stays open, and they send it again."""
    shown["components"][0]["id"] = mark(origin.id)
    return shown


def _key(event: FormSubmitted) -> tuple[str, str]:
    return event.person.user, _name(event)


def _name(form: Form | FormSubmitted) -> str:
    """Short enough for a button, which a form's action and value may not be."""
    return sha256(f"{form.action}|{form.value}".encode()).hexdigest()[:20]


def _filled(entry: Input, values: Mapping[str, str]) -> Input:
    value = values.get(entry.id, "")
    if isinstance(entry, TextInput):
        return replace(entry, initial=value[: entry.max_length])
    chosen = set(value.split(","))
    return replace(entry, initial=tuple(o.value for o in entry.options if o.value in chosen))

"""Forms as modals, and what comes back from them.

https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from adapters.discord.markdown import discord_markdown, sent
from adapters.discord.render import MAX_TEXT, Component, Words, line, pressed, text_display
from bot.chat.form import Form, Input, Select, TextInput
from bot.chat.plain import unmark

MAX_PARTS = 5  # Discord: top-level components of a modal
MAX_OPEN = 10  # Discord: options of a radio group or a checkbox group
MAX_TITLE = MAX_LABEL = 45  # Discord
MAX_ABOUT = 100  # Discord: description of a label or an option
MAX_HINT = MAX_OPTION = 100  # Discord: placeholder, label of an option
MAX_VALUE = 4000  # Discord: first value of a text input
TEXT_INPUT, MENU, LABEL, RADIO, BOXES = 4, 3, 18, 21, 22
LINE, PARAGRAPH = 1, 2


def modal(form: Form) -> dict[str, Any]:
    """The data of an interaction's response of type 9; Discord has no place for `form.submit`.

    Beside five inputs there is no room for the text; then its end, where a member's own numbers are, is
    told in the descriptions of the inputs.
    """
    crowded = len(form.inputs) == MAX_PARTS and bool(form.text.strip())
    labels = [_label(entry) for entry in form.inputs]
    if crowded:
        told = wrap(unmark(form.text), MAX_ABOUT)[-MAX_PARTS:]
        for label, words in zip(labels, told, strict=False):
            label["description"] = line(words, MAX_ABOUT)
    text = Words.of(form.text, discord_markdown).within(MAX_TEXT).text
    above = [text_display(text)] if text.strip() and not crowded else []
    return {
        "custom_id": f"{form.action}|{form.value}",
        "title": line(form.title, MAX_TITLE),
        "components": [*above, *labels],
    }


def submitted(data: Mapping[str, Any]) -> tuple[str, str, dict[str, str]]:
    """Action, value, and what was filled in by input id; choices are joined by commas."""
    values = {component["custom_id"]: _value(component) for component in _filled(data["components"])}
    return *pressed(data["custom_id"]), values


def _filled(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for outer in components:
        inner = [outer["component"]] if "component" in outer else outer.get("components", ())
        yield from (component for component in inner if "custom_id" in component)


def _value(component: Mapping[str, Any]) -> str:
    if "values" in component:
        return ",".join(component["values"] or ())
    return str(component.get("value") or "")


def _label(entry: Input) -> Component:
    component = _box(entry) if isinstance(entry, TextInput) else _choice(entry)
    return {"type": LABEL, "label": line(entry.label, MAX_LABEL), "component": component}


def _box(entry: TextInput) -> Component:
    return {
        "type": TEXT_INPUT,
        "custom_id": entry.id,
        "style": PARAGRAPH if entry.multiline else LINE,
        "required": entry.required,
        "max_length": entry.max_length,
        **({"placeholder": line(entry.placeholder, MAX_HINT)} if entry.placeholder else {}),
        **({"value": Words.of(entry.initial, sent).within(MAX_VALUE).text} if entry.initial else {}),
    }


def _choice(entry: Select) -> Component:
    """Open on the form while there are few options: a tap less on a phone, and all of them read.

    A radio button can't be taken back, so what may be left empty is a menu.
    """
    count = len(entry.options)
    options = [
        {"label": line(option.label, MAX_OPTION), "value": option.value}
        | ({"description": line(option.about, MAX_ABOUT)} if option.about else {})
        | ({"default": True} if option.value in entry.initial else {})
        for option in entry.options
    ]
    some: Component = {"custom_id": entry.id, "required": entry.required, "options": options}
    if not entry.multiple and entry.required and 2 <= count <= MAX_OPEN:
        return {"type": RADIO, **some}
    how_many = {"min_values": int(entry.required), "max_values": count if entry.multiple else 1}
    return {"type": BOXES if entry.multiple and count <= MAX_OPEN else MENU, **some, **how_many}

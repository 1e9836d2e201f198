"""Forms as modals, and what comes back from them.

https://docs.slack.dev/surfaces/modals
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models import blocks as kit
from slack_sdk.models.views import View

from adapters.slack.names import CommandNames
from adapters.slack.render import plain_text, pressed
from adapters.slack.rich import Element, rich, rich_text
from bot.chat.card import clip
from bot.chat.form import Choice, Form, Input, Select, TextInput

MAX_OPEN = 10  # Slack: options of radio buttons and checkboxes
MAX_TITLE = 24  # Slack: title of a modal
MAX_ABOUT = 75  # Slack: description of an option
ELEMENT = "value"  # action_id of every input; the block_id is the input's own id


def modal(names: CommandNames, form: Form, metadata: str) -> dict[str, Any]:
    """The view for `views.open`; `metadata` (at most 3,000 characters) comes back with what is sent."""
    view = View(
        type="modal",
        callback_id=f"{form.action}|{form.value}",
        title=plain_text(clip(form.title, MAX_TITLE)),
        submit=plain_text(form.submit),
        close=plain_text("Cancel"),
        private_metadata=metadata,
        blocks=[*_text(names.shown(form.text)), *map(_input, form.inputs)],
    )
    return dict(view.to_dict())


def submitted(view: Mapping[str, Any]) -> tuple[str, str, dict[str, str]]:
    """Action, value, and what was filled in by input id; choices are joined by commas."""
    state = view["state"]["values"]
    values = {block: _value(elements[ELEMENT]) for block, elements in state.items() if ELEMENT in elements}
    return *pressed(view["callback_id"]), values


def inputs(view: Mapping[str, Any]) -> list[str]:
    """The ids of a form's inputs, in order."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def errors(problems: Mapping[str, str]) -> dict[str, Any]:
    """The acknowledgement that keeps a modal open with what was typed, and says what is wrong."""
    return {"response_action": "errors", "errors": dict(problems)}


def _text(markdown: str) -> list[Element]:
    elements = rich(markdown)
    return [rich_text(*elements)] if elements else []


def _input(entry: Input) -> kit.InputBlock:
    return kit.InputBlock(
        block_id=entry.id,
        label=plain_text(entry.label),
        element=_box(entry) if isinstance(entry, TextInput) else _choice(entry),
        optional=not entry.required,
    )


def _box(entry: TextInput) -> kit.PlainTextInputElement:
    return kit.PlainTextInputElement(
        action_id=ELEMENT,
        multiline=entry.multiline,
        max_length=entry.max_length,
        placeholder=plain_text(entry.placeholder) if entry.placeholder else None,
        initial_value=entry.initial or None,
    )


def _choice(entry: Select) -> kit.InputInteractiveElement:
    """Open on the form while there are few options: a tap less on a phone, and all of them read.

    A radio button can't be taken back, so what may be left empty is a menu.
    """
    options = [_option(option) for option in entry.options]
    chosen = [_option(option) for option in entry.options if option.value in entry.initial]
    few = len(options) <= MAX_OPEN
    if entry.multiple:
        several = kit.CheckboxesElement if few else kit.StaticMultiSelectElement
        return several(action_id=ELEMENT, options=options, initial_options=chosen or None)
    one = kit.RadioButtonsElement if few and entry.required else kit.StaticSelectElement
    return one(action_id=ELEMENT, options=options, initial_option=chosen[0] if chosen else None)


def _option(choice: Choice) -> kit.Option:
    about = plain_text(clip(choice.about, MAX_ABOUT)) if choice.about else None
    return kit.Option(text=plain_text(choice.label), value=choice.value, description=about)


def _value(element: Mapping[str, Any]) -> str:
    if "selected_options" in element:
        return ",".join(option["value"] for option in element["selected_options"] or ())
    if "selected_option" in element:
        return str((element["selected_option"] or {}).get("value", ""))
    return str(element.get("value") or "")

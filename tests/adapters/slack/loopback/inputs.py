"""The inputs of a view: what is filled in when it opens, and what somebody types or chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.state import Json, View

MAX_TYPED = 3000
"""Characters of a `plain_text_input`: a client takes no more."""
ONE = ("static_select", "radio_buttons")
MANY = ("multi_static_select", "checkboxes")
TEXTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "datepicker", "timepicker")

Typed = str | Sequence[str]


def inputs(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Each input element, and those among the actions that keep a state, with their block."""
    for block in blocks:
        if block["type"] == "input":
            yield block, block["element"]
        elif block["type"] == "actions":
            for element in block["elements"]:
                if element["type"] in (*ONE, *MANY, *TEXTS):
                    yield block, element
        elif block["type"] == "section" and block.get("accessory", {}).get("type") in (*ONE, *MANY):
            yield block, block["accessory"]


def initial_values(blocks: Sequence[Json]) -> dict[str, dict[str, Json]]:
    """A view's state as it opens."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in inputs(blocks):
        values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return values


def fill(view: View, values: Mapping[str, Typed]) -> None:
    """Type and choose: `values` by `block_id` or `action_id`. Raises ClientSaysNo as a client would."""
    elements = list(inputs(view.shape["blocks"]))
    known = {name for block, element in elements for name in (block["block_id"], element["action_id"])}
    if unknown := values.keys() - known:
        raise ClientSaysNo(f"there is no input {', '.join(sorted(unknown))}; there are {sorted(known)}")
    for block, element in elements:
        for name in (block["block_id"], element["action_id"]):
            if name in values:
                state = _filled(element, values[name])
                view.values[block["block_id"]][element["action_id"]] = state


def missing(view: View) -> list[str]:
    """Labels of required inputs that are empty."""
    return [
        block["label"]["text"]
        for block, element in inputs(view.shape["blocks"])
        if block["type"] == "input"
        and not block.get("optional", False)
        and not _is_filled(view.values[block["block_id"]][element["action_id"]])
    ]


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in ONE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return {"type": kind, "value": element.get("initial_value")}


def _filled(element: Json, typed: Typed) -> Json:
    kind = element["type"]
    if kind in TEXTS:
        if not isinstance(typed, str):
            raise ClientSaysNo(f"{element['action_id']} takes a text")
        longest, shortest = element.get("max_length", MAX_TYPED), element.get("min_length", 0)
        if len(typed) > longest or 0 < len(typed) < shortest:
            raise ClientSaysNo(f"{element['action_id']} takes {shortest} to {longest} characters")
        if "\n" in typed and not element.get("multiline", False):
            raise ClientSaysNo(f"{element['action_id']} takes one line")
        return {"type": kind, "value": typed or None}
    options = {option["value"]: option for option in _options(element)}
    chosen = [typed] if isinstance(typed, str) else list(typed)
    chosen = [value for value in chosen if value]
    if unknown := set(chosen) - options.keys():
        raise ClientSaysNo(f"{element['action_id']} does not offer {', '.join(sorted(unknown))}")
    if kind in ONE:
        if len(chosen) > 1:
            raise ClientSaysNo(f"{element['action_id']} takes one choice")
        return {"type": kind, "selected_option": options[chosen[0]] if chosen else None}
    if len(chosen) > element.get("max_selected_items", len(chosen)):
        raise ClientSaysNo(f"{element['action_id']} takes {element['max_selected_items']} choices")
    return {"type": kind, "selected_options": [options[value] for value in chosen]}


def _options(element: Json) -> Iterator[Json]:
    yield from element.get("options", [])
    for group in element.get("option_groups", []):
        yield from group["options"]


def _is_filled(state: Json) -> bool:
    return bool(state.get("value") or state.get("selected_option") or state.get("selected_options"))

"""A modal as somebody fills it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.adapters.discord.loopback.components import LABEL, ROW, SELECTS, STRING_SELECT, TEXT_INPUT
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.seen import preset
from tests.adapters.discord.loopback.state import Json

RADIO, BOXES = 21, 22
"""Types of what is chosen on the modal itself: one of several, or some."""

Typed = str | Sequence[str]
"""The text of an input, or what is chosen of a select: values or labels."""


def filled(form: Json, values: Mapping[str, Typed]) -> list[Json]:
    """What Discord sends of a modal; `values` are by `custom_id` or label. All else stays as it was."""
    components, left = [], dict(values)
    for number, one in enumerate(form["components"], 1):
        own = one.get("id") or number * 2
        if one["type"] == LABEL:
            field = _field(one["component"], one["label"], left)
            components.append({"type": LABEL, "id": own, "component": field | {"id": number * 2 + 1}})
        elif one["type"] == ROW:
            inner = one["components"][0]
            field = _field(inner, inner["label"], left)
            components.append({"type": ROW, "id": own, "components": [field | {"id": number * 2 + 1}]})
        else:
            components.append({"type": one["type"], "id": own})
    if left:
        raise ClientSaysNo(f"there is no field {', '.join(left)}")
    return components


def _field(one: Json, label: str, left: dict[str, Typed]) -> Json:
    typed = left.pop(one["custom_id"], left.pop(label, preset(one)))
    body: Json = {"type": one["type"], "custom_id": one["custom_id"]}
    if one["type"] == TEXT_INPUT:
        return body | {"value": _text(one, label, typed)}
    if one["type"] in (*SELECTS, BOXES):
        return body | {"values": _chosen(one, label, typed)}
    if one["type"] == RADIO:
        return body | {"value": next(iter(_chosen(one, label, typed)), None)}
    raise ClientSaysNo(f"{label}: nobody here knows how to fill in a component of type {one['type']}")


def _text(one: Json, label: str, typed: Any) -> str:
    text = str(typed)
    if one.get("required", True) and not text:
        raise ClientSaysNo(f"{label}: this field is required")
    if text and not (one.get("min_length") or 0) <= len(text) <= (one.get("max_length") or 4000):
        raise ClientSaysNo(f"{label}: its length is out of bounds")
    return text


def _chosen(one: Json, label: str, typed: Any) -> list[str]:
    names = [typed] if isinstance(typed, str) else list(typed)
    if one["type"] in (STRING_SELECT, RADIO, BOXES):
        labels = {option["label"]: option["value"] for option in one["options"]}
        names = [labels.get(name, name) for name in names]
        if set(names) - set(labels.values()):
            raise ClientSaysNo(f"{label}: there are {', '.join(labels)}")
    required = one.get("required", True)
    low = one.get("min_values", 1) if required else 0
    if not low <= len(names) <= one.get("max_values", 1):
        raise ClientSaysNo(f"{label}: choose {low} to {one.get('max_values', 1)}")
    return names

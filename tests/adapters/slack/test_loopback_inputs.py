"""Inputs of views in the loopback Slack: what opens filled in, what can be chosen, and what can't."""

from __future__ import annotations

import pytest

from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.inputs import Typed, fill, initial_values, missing
from tests.adapters.slack.loopback.state import Json, View


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


MON, TUE = option("mon"), option("tue")
TEXT: Json = {"type": "plain_text_input", "action_id": "typed", "min_length": 2, "max_length": 5}
ONE: Json = {"type": "static_select", "action_id": "chosen", "options": [MON, TUE], "initial_option": TUE}
RADIO: Json = {"type": "radio_buttons", "action_id": "chosen", "options": [MON, TUE]}
GROUPS: Json = {"type": "static_select", "action_id": "chosen", "option_groups": [{"options": [MON, TUE]}]}
MANY: Json = {"type": "checkboxes", "action_id": "chosen", "options": [MON, TUE], "initial_options": [MON]}
MOST: Json = {
    "type": "multi_static_select",
    "action_id": "chosen",
    "options": [MON, TUE],
    "max_selected_items": 1,
}


def view(element: Json, **block: object) -> View:
    label = {"type": "plain_text", "text": "Label"}
    blocks = [{"type": "input", "block_id": "block", "label": label, "element": element, **block}]
    shape = {"type": "modal", "blocks": blocks}
    return View(id="V1", team="T1", user="U1", hash="", shape=shape, values=initial_values(blocks))


def state(shown: View) -> Json:
    (found,) = shown.values["block"].values()
    return found


@pytest.mark.parametrize(
    ("element", "opens_with"),
    [
        (TEXT, {"type": "plain_text_input", "value": None}),
        (TEXT | {"initial_value": "abc"}, {"type": "plain_text_input", "value": "abc"}),
        (ONE, {"type": "static_select", "selected_option": TUE}),
        (RADIO, {"type": "radio_buttons", "selected_option": None}),
        (MANY, {"type": "checkboxes", "selected_options": [MON]}),
        (MOST, {"type": "multi_static_select", "selected_options": []}),
    ],
)
def test_an_input_opens_with_what_the_app_filled_in(element: Json, opens_with: Json) -> None:
    assert state(view(element)) == opens_with


@pytest.mark.parametrize(
    ("element", "typed", "becomes"),
    [
        (TEXT, "abc", {"value": "abc"}),
        (TEXT | {"initial_value": "abc"}, "", {"value": None}),
        (ONE, "mon", {"selected_option": MON}),
        (ONE, "", {"selected_option": None}),
        (GROUPS, "tue", {"selected_option": TUE}),
        (MANY, ["mon", "tue"], {"selected_options": [MON, TUE]}),
        (MANY, [], {"selected_options": []}),
    ],
)
def test_what_is_typed_and_chosen(element: Json, typed: Typed, becomes: Json) -> None:
    by_block, by_action = view(element), view(element)
    fill(by_block, {"block": typed})
    fill(by_action, {element["action_id"]: typed})

    assert state(by_block) == state(by_action) == {"type": element["type"]} | becomes


@pytest.mark.parametrize(
    ("element", "typed"),
    [
        (TEXT, "a"),
        (TEXT, "abcdef"),
        (TEXT, "a\nb"),
        (TEXT, ["abc"]),
        (ONE, "wed"),
        (ONE, ["mon", "tue"]),
        (MOST, ["mon", "tue"]),
    ],
)
def test_what_the_client_does_not_take(element: Json, typed: Typed) -> None:
    shown = view(element)
    before = state(shown)

    with pytest.raises(ClientSaysNo):
        fill(shown, {"block": typed})
    assert state(shown) == before


def test_what_is_required_has_to_be_filled_in() -> None:
    assert missing(view(TEXT)) == missing(view(RADIO)) == missing(view(MOST)) == ["Label"]
    assert missing(view(TEXT, optional=True)) == missing(view(ONE)) == missing(view(MANY)) == []


def test_choices_among_actions_and_beside_texts_keep_a_state() -> None:
    actions = {"type": "actions", "block_id": "a", "elements": [ONE]}
    section = {"type": "section", "block_id": "s", "accessory": RADIO}
    bare = {"type": "section", "block_id": "t"}

    assert initial_values([actions, section, bare]) == {
        "a": {"chosen": {"type": "static_select", "selected_option": TUE}},
        "s": {"chosen": {"type": "radio_buttons", "selected_option": None}},
    }

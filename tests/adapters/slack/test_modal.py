"""Forms as modals, and what comes back from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adapters.slack.modal import errors, modal, submitted
from adapters.slack.names import CommandNames
from bot.chat.form import Choice, Form, Select, TextInput
from tests.adapters.slack.rules import view_problems
from tests.contract.cards import FORM, LARGEST_FORM

NAMES = CommandNames()
WHY = TextInput(id="why", label="Why")


def shown(form: Form) -> dict[str, Any]:
    view = modal(NAMES, form, "{}")
    assert not view_problems(view)
    return view


def inputs(form: Form) -> list[dict[str, Any]]:
    return [block for block in shown(form)["blocks"] if block["type"] == "input"]


def form(*asked: TextInput | Select, text: str = "") -> Form:
    return Form(action="answer", title="Your answer", text=text, inputs=asked)


def select(count: int, **how: Any) -> Select:
    options = tuple(Choice(f"Option {n}", str(n)) for n in range(count))
    return Select(id="chosen", label="Choose", options=options, **how)


def test_a_form_is_shown_as_it_is() -> None:
    view = shown(FORM)
    why, days = inputs(FORM)

    assert (view["title"]["text"], view["submit"]["text"]) == ("Your answer", "Send")
    assert view["private_metadata"] == "{}"
    assert view["blocks"][0]["elements"][0]["elements"][0]["text"] == "Two things."
    assert (why["block_id"], why["label"]["text"], why["optional"]) == ("why", "Why", False)
    assert why["element"]["initial_value"] == "Because"
    assert why["element"]["max_length"] == 500
    assert (days["block_id"], days["optional"]) == ("days", True)
    assert [option["text"]["text"] for option in days["element"]["options"]] == [
        "Monday",
        "Tuesday",
        "Wednesday",
    ]


def test_the_largest_form_is_taken() -> None:
    assert len(inputs(LARGEST_FORM)) == 5
    assert shown(LARGEST_FORM)["title"]["text"].endswith("…")


def test_commands_are_called_what_they_are_called_here() -> None:
    view = modal(CommandNames("acme-"), form(WHY, text="See `/koko help`."), "{}")

    assert "/acme-koko help" in str(view["blocks"][0])


def test_few_options_lie_open_and_many_are_a_menu() -> None:
    kinds = [
        inputs(form(select(count, multiple=multiple)))[0]["element"]["type"]
        for count in (10, 11)
        for multiple in (False, True)
    ]

    assert kinds == ["radio_buttons", "checkboxes", "static_select", "multi_static_select"]


def test_a_choice_that_can_be_taken_back_is_a_menu() -> None:
    (block,) = inputs(form(select(3, required=False)))

    assert block["element"]["type"] == "static_select"


def test_what_an_option_is_stands_below_it_as_far_as_there_is_room() -> None:
    asked = Select(id="track", label="Track", options=(Choice("None", "0"), Choice("All", "1", "word " * 40)))

    none, all_of_it = inputs(form(asked))[0]["element"]["options"]

    assert "description" not in none
    assert all_of_it["description"]["text"] == ("word " * 15)[:74].rstrip() + "…"


def test_what_is_chosen_stays_chosen() -> None:
    one = inputs(form(select(3, initial=("1",))))[0]["element"]
    some = inputs(form(select(3, multiple=True, initial=("0", "2"))))[0]["element"]

    assert one["initial_option"] == one["options"][1]
    assert some["initial_options"] == [some["options"][0], some["options"][2]]


def test_what_was_filled_in_comes_back_by_its_id() -> None:
    view = {
        "callback_id": modal(NAMES, replace(FORM, value="c|1"), "{}")["callback_id"],
        "state": {
            "values": {
                "why": {"value": {"type": "plain_text_input", "value": "x < y"}},
                "note": {"value": {"type": "plain_text_input", "value": None}},
                "days": {
                    "value": {"type": "checkboxes", "selected_options": [{"value": "0"}, {"value": "2"}]}
                },
                "topics": {"value": {"type": "multi_static_select", "selected_options": []}},
                "level": {"value": {"type": "radio_buttons", "selected_option": {"value": "easy"}}},
                "zone": {"value": {"type": "static_select", "selected_option": None}},
            }
        },
    }

    assert submitted(view) == (
        "answer",
        "c|1",
        {"why": "x < y", "note": "", "days": "0,2", "topics": "", "level": "easy", "zone": ""},
    )


def test_problems_keep_a_form_open() -> None:
    assert errors({"why": "Why is needed."}) == {
        "response_action": "errors",
        "errors": {"why": "Why is needed."},
    }

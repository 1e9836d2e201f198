"""Forms as modals, and what comes back from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adapters.discord.modal import modal, submitted
from bot.chat.form import Choice, Form, Select, TextInput
from tests.adapters.discord.rules import mentions, modal_problems
from tests.contract.cards import FORM, LARGEST_FORM

WHY = TextInput(id="why", label="Why")


def shown(form: Form) -> dict[str, Any]:
    data = modal(form)
    assert not modal_problems(data)
    return data


def inputs(form: Form) -> list[dict[str, Any]]:
    return [one["component"] for one in shown(form)["components"] if one["type"] == 18]


def form(*asked: TextInput | Select, text: str = "") -> Form:
    return Form(action="answer", title="Your answer", text=text, inputs=asked)


def select(count: int, **how: Any) -> Select:
    options = tuple(Choice(f"Option {n}", str(n)) for n in range(count))
    return Select(id="chosen", label="Choose", options=options, **how)


def test_a_form_is_shown_as_it_is() -> None:
    data = shown(FORM)
    text, *labels = data["components"]
    why, days = inputs(FORM)

    assert (data["title"], data["custom_id"]) == ("Your answer", "answer|c|1")
    assert text == {"type": 10, "content": "Two things."}
    assert [label["label"] for label in labels] == ["Why", "Days"]
    assert why == {
        "type": 4,
        "custom_id": "why",
        "style": 2,
        "required": True,
        "max_length": 500,
        "value": "Because",
    }
    assert (days["type"], days["custom_id"], days["required"]) == (22, "days", False)
    assert (days["min_values"], days["max_values"]) == (0, 3)
    assert [option["label"] for option in days["options"]] == ["Monday", "Tuesday", "Wednesday"]


def test_a_line_and_a_hint() -> None:
    (line,) = inputs(form(replace(WHY, placeholder="Like this")))

    assert (line["style"], line["placeholder"], "value" in line) == (1, "Like this", False)


def test_what_was_written_before_keeps_its_spaces() -> None:
    (box,) = inputs(form(replace(WHY, multiline=True, initial="def f(x):\n    ")))

    assert box["value"] == "def f(x):\n    "


def test_the_largest_form_is_taken() -> None:
    assert len(inputs(LARGEST_FORM)) == 5


def test_with_five_inputs_the_end_of_the_text_is_told_beside_them() -> None:
    labels = shown(LARGEST_FORM)["components"]

    assert len(labels) == 5
    assert labels[0]["description"].startswith("word word")
    assert labels[4]["description"].endswith("this")


def test_with_five_inputs_a_short_text_is_told_beside_the_first() -> None:
    first, *others = shown(replace(LARGEST_FORM, text="Your *numbers*:\n\n- N = 7"))["components"]

    assert first["description"] == "Your numbers:  - N = 7"
    assert not [other for other in others if "description" in other]


def test_a_text_that_grows_beyond_what_is_taken_is_cut() -> None:
    header, row = "|".join(["h" * 30] * 6), "|".join(["c" * 15] * 6)
    table = "\n".join([header, "|".join(["-"] * 6), *[row] * 16])

    (text, _) = shown(form(WHY, text=table))["components"]

    assert text["content"].endswith("…")


def test_wide_characters_have_less_room() -> None:
    one = Choice("👩" * 75, "a")
    asked = Select(id="b", label="👩" * 45, options=(one, Choice("B", "b")))

    data = shown(replace(form(replace(WHY, placeholder="👩" * 100), asked), title="👩" * 24))

    assert data["title"].endswith("…")


def test_a_text_calls_nobody() -> None:
    assert not mentions(modal(form(WHY, text="<@1> @everyone said so")))


def test_few_options_lie_open_and_many_are_a_menu() -> None:
    kinds = [
        inputs(form(select(count, multiple=multiple)))[0]["type"]
        for count in (1, 2, 10, 11)
        for multiple in (False, True)
    ]

    assert kinds == [3, 22, 21, 22, 21, 22, 3, 3]


def test_a_choice_that_can_be_taken_back_is_a_menu() -> None:
    (menu,) = inputs(form(select(3, required=False)))

    assert (menu["type"], menu["required"], menu["min_values"], menu["max_values"]) == (3, False, 0, 1)


def test_what_an_option_is_stands_below_it_as_far_as_there_is_room() -> None:
    asked = Select(id="track", label="Track", options=(Choice("None", "0"), Choice("All", "1", "word " * 40)))

    none, all_of_it = inputs(form(asked))[0]["options"]

    assert "description" not in none
    assert all_of_it["description"] == ("word " * 20)[:99].rstrip() + "…"


def test_what_is_chosen_stays_chosen() -> None:
    (one,) = inputs(form(select(3, initial=("1",))))
    (some,) = inputs(form(select(3, multiple=True, initial=("0", "2"))))

    assert [option.get("default") for option in one["options"]] == [None, True, None]
    assert [option.get("default") for option in some["options"]] == [True, None, True]


def test_what_was_filled_in_comes_back_by_its_id() -> None:
    filled = [
        {"type": 4, "id": 3, "custom_id": "why", "value": "x < y"},
        {"type": 4, "id": 5, "custom_id": "note", "value": ""},
        {"type": 22, "id": 7, "custom_id": "days", "values": ["0", "2"]},
        {"type": 3, "id": 9, "custom_id": "topics", "values": []},
        {"type": 21, "id": 11, "custom_id": "level", "value": "easy"},
        {"type": 21, "id": 13, "custom_id": "zone", "value": None},
    ]
    labels = [{"type": 18, "id": one["id"], "component": one} for one in filled]

    assert submitted({"custom_id": "answer|c|1", "components": [{"type": 10, "id": 1}, *labels]}) == (
        "answer",
        "c|1",
        {"why": "x < y", "note": "", "days": "0,2", "topics": "", "level": "easy", "zone": ""},
    )

"""Forms in a terminal: asked input by input."""

from __future__ import annotations

import pytest

from bot.chat.adapter import Reply
from bot.chat.card import card
from bot.chat.events import FormSubmitted
from bot.chat.form import Choice, Form, Select, TextInput
from tests.adapters.local.typed_at import Terminal
from tests.contract.platform import ScriptedApp

ANSWER = Form(
    action="answer",
    value="c1",
    title="Your answer",
    text="Say it *simply*.",
    inputs=(
        TextInput(id="text", label="Answer", multiline=True),
        Select(
            id="days",
            label="Days",
            options=(Choice("Monday", "0"), Choice("Tuesday", "1"), Choice("Friday", "4")),
            multiple=True,
            required=False,
            initial=("0",),
        ),
    ),
)


CONSENT = Form(
    action="appeal",
    value="a1",
    title="Appeal",
    text="",
    inputs=(
        Select(
            id="kept",
            label="May it be kept?",
            options=(Choice("No", "no"), Choice("Yes", "yes", "Without my name")),
            initial=("no",),
        ),
    ),
)


async def test_a_form_is_asked_input_by_input_and_again_where_it_is_wrong(
    app: ScriptedApp, yours: Terminal
) -> None:
    app.reply, app.response, app.wrong = Reply.FORM, ANSWER, {"text": "Answer is too thin."}
    yours.types("answer")
    await yours.sees("Your answer", "Say it simply.", "Answer\n")
    app.reply, app.response = Reply.PRIVATE, card("", "I have it.")

    yours.types('"""', "def f():", "    return 1", '"""')
    await yours.sees("Days (optional)", "1  Monday", "2  Tuesday", "3  Friday")
    yours.types("2, Sunday")
    await yours.sees("! There is no sunday")
    yours.types("2, friday")
    await yours.sees("! Answer is too thin.", "Answer\n")
    app.wrong = {}
    yours.types("")

    await yours.sees("I have it.")
    submitted = app.answered[-1]
    assert isinstance(submitted, FormSubmitted)
    assert submitted.values == {"text": "def f():\n    return 1", "days": "1,4"}
    assert submitted.message


@pytest.mark.parametrize(("typed", "kept"), [("", "no"), ("2", "yes"), ("yes", "yes"), ("No", "no")])
async def test_one_choice_is_replaced_by_what_is_typed(
    app: ScriptedApp, yours: Terminal, typed: str, kept: str
) -> None:
    app.reply, app.response = Reply.FORM, CONSENT
    yours.types("answer")
    await yours.sees("May it be kept?", "1  No", "2  Yes", "Without my name", "Enter keeps 1.")
    app.reply, app.response = Reply.PRIVATE, card("", "I have it.")

    yours.types("3")
    await yours.sees("! There is no 3: type a number.")
    yours.types(typed)

    await yours.sees("I have it.")
    submitted = app.answered[-1]
    assert isinstance(submitted, FormSubmitted)
    assert submitted.values == {"kept": kept}

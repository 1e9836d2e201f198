"""The form in which an answer is given."""

from __future__ import annotations

from bot.chat.form import Form, Select, TextInput
from bot.domain.question import ChoiceQuestion, CodeQuestion, Option, Question
from bot.views.answer import answer_form
from tests.bank import CHOICE, CODE

LONG = "the one that was pushed last, and that everybody who came before it has been waiting under"


def form(question: Question) -> Form:
    return answer_form(question, action="answer", value="c", seed="ada")


def options(shown: Form) -> list[str]:
    (asked,) = shown.inputs
    assert isinstance(asked, Select)
    return [option.label for option in asked.options]


def test_a_program_is_begun_where_it_is_written_and_nowhere_else() -> None:
    assert isinstance(CODE, CodeQuestion)
    shown = form(CODE)

    (box,) = shown.inputs
    assert isinstance(box, TextInput)
    assert box.code
    assert box.initial.startswith(CODE.signature)
    assert CODE.signature not in shown.text


def test_a_title_is_whole() -> None:
    title = "Does the quantized model fit on this device?"

    assert form(CHOICE.model_copy(update={"title": title})).title == title


def test_options_that_fit_are_told_where_they_are_chosen_and_nowhere_else() -> None:
    shown = form(CHOICE)

    assert shown.text == CHOICE.prompt
    assert sorted(label[3:] for label in options(shown)) == ["The one pushed first", "The one pushed last"]


def test_longer_ones_are_told_above_and_chosen_by_letter() -> None:
    assert isinstance(CHOICE, ChoiceQuestion)
    first, *rest = CHOICE.options
    long = CHOICE.model_copy(update={"options": (Option(id=first.id, text=LONG, why="Last in."), *rest)})

    shown = form(long)

    assert options(shown) == ["A", "B"]
    assert shown.text.count(LONG) == shown.text.count("The one pushed first") == 1

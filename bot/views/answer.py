"""The form in which an answer of any kind is given, and the text that comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from bot.chat.card import clip
from bot.chat.form import MAX_OPTION, MAX_TEXT, MAX_TITLE, Choice, Form, Input, Select, TextInput
from bot.domain.attempt import MAX_ANSWER
from bot.domain.question import (
    BehaviouralQuestion,
    ChoiceQuestion,
    CodeQuestion,
    NumericQuestion,
    OpenQuestion,
    Option,
    Question,
)
from bot.grading.exact import LETTERS, given, options_for

MAX_NUMBER = 100


def answer_form(
    question: Question, *, action: str, value: str, seed: str, note: str = "", before: str = ""
) -> Form:
    """The form for one member: `seed` decides their numbers and the order of options, `note` stands
    above, `before` is what they wrote last time."""
    parts = [note, question.prompt, _own(question, seed)]
    return Form(
        action=action,
        value=value,
        title=clip(question.title, MAX_TITLE),
        text=clip("\n\n".join(part for part in parts if part), MAX_TEXT),
        inputs=_inputs(question, seed, before),
        submit="Answer",
    )


def answer_text(question: Question, values: Mapping[str, str]) -> str:
    """What the form's values say, as the grader reads it."""
    match question:
        case NumericQuestion():
            asked = [value.id for value in question.values]
            asked += [question.decision.id] if question.decision else []
            return "\n".join(f"{id} = {values.get(id, '').strip()}" for id in asked)
        case _:
            return values.get("answer", "")


def numbers(question: NumericQuestion, seed: str) -> str:
    """What one member is to calculate with."""
    return f"Your numbers:\n{given(question, seed)}"


def _own(question: Question, seed: str) -> str:
    match question:
        case NumericQuestion():
            return numbers(question, seed)
        case ChoiceQuestion():
            options = _lettered(question, seed)
            listed = "\n".join(f"**{letter}** {option.text}  " for letter, option in options)
            return "" if _fits(options) else listed
        case CodeQuestion() | OpenQuestion() | BehaviouralQuestion():
            return ""
        case _:
            assert_never(question)


def _inputs(question: Question, seed: str, before: str) -> tuple[Input, ...]:
    match question:
        case NumericQuestion():
            return _numbers(question)
        case ChoiceQuestion():
            several = len(question.correct) > 1
            options = _lettered(question, seed)
            whole = _fits(options)
            choices = tuple(Choice(_labelled(letter, o) if whole else letter, o.id) for letter, o in options)
            label = "Your choice, one or more" if several else "Your choice"
            return (Select(id="answer", label=label, options=choices, multiple=several),)
        case CodeQuestion():
            return (_box("Your function", before or f"{question.signature}\n    ", code=True),)
        case OpenQuestion() | BehaviouralQuestion():
            return (_box("Your answer", before),)
        case _:
            assert_never(question)


def _lettered(question: ChoiceQuestion, seed: str) -> Sequence[tuple[str, Option]]:
    return list(zip(LETTERS, options_for(question, seed), strict=False))


def _fits(options: Sequence[tuple[str, Option]]) -> bool:
    """Whether each option can be told where it is chosen; else all are told above, and chosen by letter."""
    return all(len(_labelled(letter, option)) <= MAX_OPTION for letter, option in options)


def _labelled(letter: str, option: Option) -> str:
    return f"{letter}  {option.text}"


def _numbers(question: NumericQuestion) -> tuple[Input, ...]:
    numbers: list[Input] = [
        TextInput(id=value.id, label=value.label, max_length=MAX_NUMBER, placeholder=_example(value.unit))
        for value in question.values
    ]
    if question.decision:
        options = tuple(Choice(option.text, option.id) for option in question.decision.options)
        numbers.append(Select(id=question.decision.id, label=question.decision.label, options=options))
    return tuple(numbers)


def _box(label: str, before: str, *, code: bool = False) -> TextInput:
    return TextInput(
        id="answer",
        label=label,
        multiline=True,
        max_length=MAX_ANSWER,
        initial=before[:MAX_ANSWER],
        code=code,
    )


def _example(unit: str) -> str:
    return f"a number, in {unit}" if unit else "a number"

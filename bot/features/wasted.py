"""What would only waste a try, said while the form is still open."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.domain.question import NumericQuestion, Question
from bot.grading.roles import find_numbers
from bot.views.answer import answer_text

AGAIN = "That is your first try as it was, and would get the same grade."
NO_NUMBER = "I read no number here."


def wasted(question: Question, values: Mapping[str, str], before: Collection[str] = ()) -> dict[str, str]:
    """A sentence by input id; `before` are the texts of earlier tries."""
    if isinstance(question, NumericQuestion):
        texts = {value.id: values.get(value.id, "") for value in question.values}
        if unread := {id: NO_NUMBER for id, text in texts.items() if not find_numbers(text)}:
            return unread
    if answer_text(question, values).strip() in {text.strip() for text in before}:
        first = question.values[0].id if isinstance(question, NumericQuestion) else "answer"
        return {first: AGAIN}
    return {}

"""What a grader of one idea would say of an answer: the measure against which a rubric has to show itself.

Each gives every answer a number, which the straight line that suits the marks of the seen half best turns
into a score. That line is more than anybody has who grades without marks, so they look better than they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import linear_regression

from bot.bank.files import Bank
from bot.grading.phrases import stem
from bot.grading.rubric.lexicon import FUNCTION_WORDS
from bot.grading.rubric.text import words
from tests.grading.answers import Answer
from tests.grading.minilm import likenesses

Measure = Callable[[Sequence[Answer], Bank], list[float]]


def length(answers: Sequence[Answer], bank: Bank) -> list[float]:
    """How many words it has."""
    return [float(len(answer.text.split())) for answer in answers]


def overlap(answers: Sequence[Answer], bank: Bank) -> list[float]:
    """Which share of the model answer's content words, by their stems, it has."""
    return [_overlap(answer.text, bank.by_id[answer.question_id].answer) for answer in answers]


def similarity(answers: Sequence[Answer], bank: Bank) -> list[float]:
    """The cosine of its embedding and the model answer's, by MiniLM."""
    return likenesses([(answer.text, bank.by_id[answer.question_id].answer) for answer in answers])


MEASURES: Mapping[str, Measure] = {"length": length, "keywords": overlap, "MiniLM": similarity}


def scores(measure: Measure, answers: Sequence[Answer], bank: Bank) -> list[float]:
    """What it says of each answer, 0 to 1."""
    numbers = measure(answers, bank)
    known = [(number, a.score) for number, a in zip(numbers, answers, strict=True) if a.seen]
    slope, start = linear_regression(*zip(*known, strict=True))
    return [min(max(slope * number + start, 0.0), 1.0) for number in numbers]


def _overlap(text: str, model_answer: str) -> float:
    wanted = _stems(model_answer)
    return len(wanted & _stems(text)) / len(wanted)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in FUNCTION_WORDS}

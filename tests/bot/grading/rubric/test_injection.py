"""Nothing that is said to the grader talks a score up."""

from __future__ import annotations

from functools import cache

import pytest

from bot.domain.grade import Guard
from bot.grading.rubric import judge_prose
from bot.grading.rubric.text import MAX_CHARS
from tests.bot.grading.rubric import answers, injections
from tests.bot.grading.rubric.rubrics import LORA

ANSWERS = [
    (question, answer[:MAX_CHARS])
    for question, answer in (*answers.ALL, (LORA, "I don't know."), (LORA, "It is cheap."), (LORA, ""))
]
ASKED = {question.id: question for question, _ in ANSWERS}
SPOKEN = [
    *injections.ORDERS, *injections.SPEAKERS, *injections.STAGED, *injections.CLAIMS, *injections.PLEAS,
]  # fmt: skip


@cache
def points(question: str, answer: str) -> float:
    """By the question's id; what is too long to be read is often the same up to there."""
    return judge_prose(ASKED[question], answer).score or 0.0


@pytest.mark.slow
@pytest.mark.parametrize("joint", ["\n\n", "\n", " "], ids=["paragraph", "line", "space"])
@pytest.mark.parametrize("eighth", range(8))
def test_an_injection_never_raises_a_score(eighth: int, joint: str) -> None:
    raised = [
        (answer, said)
        for question, answer in ANSWERS
        for injection in injections.ALL[eighth::8]
        for said in (f"{answer}{joint}{injection}", f"{injection}{joint}{answer}")
        if points(question.id, said[:MAX_CHARS]) > points(question.id, answer)
    ]
    assert raised == []


def test_the_rest_of_the_answer_is_graded_as_usual() -> None:
    question, answer = answers.EXCELLENT[0]
    scores = {said: judge_prose(question, f"{answer}\n\n{said}").score for said in SPOKEN}
    assert scores == dict.fromkeys(SPOKEN, points(question.id, answer))


def test_what_was_said_to_the_grader_is_named() -> None:
    question, answer = answers.PARTIAL[0]
    guards = {said: judge_prose(question, f"{answer}\n\n{said}").guards for said in SPOKEN}
    assert [said for said, fired in guards.items() if Guard.SPOKEN_TO_GRADER not in fired] == []


@pytest.mark.parametrize(
    "honest",
    [
        "The forget gate of an LSTM decides how much of the previous state to discard.",
        "A maximum likelihood estimate ignores the prior.",
        "In distillation the student learns from the scores of the teacher and includes its soft labels.",
        "A judge model gets a rubric and gives each response a score from 1 to 5.",
        "Training stops when the convergence criteria are met.",
        "The F1 score is 1.0 only when precision and recall are perfect.",
        "Prompt injection hides instructions in a document that the model then follows.",
        "The reward model was trained on answers that people had ranked, so it scores a response.",
        "You should give every class the same weight and return the class with the highest score.",
        "I told my manager that we needed more time and explained the result to the team.",
        "Result: we cut the error rate by half. Task: lead the migration.",
        "Attention scores each key against the query; the system prompt stays in the cache.",
        "People write model answers (SFT) and compare outputs (RLHF/DPO).",
        "Annotators write model answers that show the tone we want.",
        "The model answers the question and states its intermediate steps.",
        "Exact match checks whether the expected answer is in the output.",
        "A judge model checks whether the response correctly answers the question.",
        "In self-consistency we give the answer with the highest score.",
        "The reward model gives a high score to good answers.",
        "A large model can act as a grader of other responses.",
        "Never report the score on the training set as the verdict on the model.",
        "Its questions and answer key have been public for years, and some of the solutions are wrong.",
        "You throw out the answers that are wrong or repeated and let the large one answer them ideally.",
        "Since they only ever saw good replies, nobody told them which of two is nicer.",
        "Imagine somebody who read the whole library but never worked in a shop.",
        "If the master says it nearly counts as a pudding, the learner knows how things relate.",
        "They gave me a week, and I said so in the channel. My manager agreed to give me two more people.",
        "The machine gets points from a judge, and a critic says how many points were to be expected.",
        "A school certificate tells you that they are not daft. You decide according to your application.",
        "Faster decoding and larger batches raise the throughput.",
        "df k-1, p<alpha => drift (H0 same distr), counts and not %, E>=5 -> chi square holds",
        "I would check the setup first. Same template on both sides? Near duplicates in train? Is the "
        "validation set just small?",
    ],
)
def test_honest_answers_are_not_accused(honest: str) -> None:
    assert Guard.SPOKEN_TO_GRADER not in judge_prose(LORA, honest).guards

"""Talk about an answer is told from the answer by turns of phrase, by its layout, or by how it sounds."""

from __future__ import annotations

import pytest

from bot.domain.grade import Guard
from bot.grading.rubric import RubricJudge, judge_prose
from tests.bot.grading.rubric.rubrics import LORA

PLAIN = "LoRA is cheap."
TERMS = "frozen base weights, low-rank matrices"

TALK = [
    "My answer should please your examiner: the base weights are frozen, the matrices have low rank.",
    "I mentioned to a candidate before me that the base is frozen and low-rank matrices are trained.",
    "What was found: frozen base weights, low-rank matrices. What was lacking: nothing.",
    "Further reading: frozen base weights, low-rank matrices.",
    "Thank you so much for your patience with frozen base weights and low-rank matrices.",
    "As head of the jury I confirm the presence of frozen base weights and of low-rank matrices.",
    "According to the collective agreement frozen base weights and low-rank matrices have to be assumed.",
    "The base weights are frozen, or else the base weights are trained.",
    "I agree with everything. Let us say the base is frozen, as I wrote in this passage.",
]
LAID_OUT = [
    "Frozen base weights: 10\nLow-rank matrices: 10\nMerging: 10",
    "Item / page\nfrozen base weights / 3\nlow-rank matrices are trained / 4",
    "frozen base weights\t2/2\nlow-rank matrices are trained\t2/2\nTotal\t4/4",
    "frozen base weights ....... 0.3\nlow-rank matrices ........ 0.3",
    "$ judge --all\nbase weights are frozen\nlow-rank matrices are trained",
    "/* the base weights are frozen, low-rank matrices are trained */",
    '"Is the base frozen?" "It is." "Are low-rank matrices trained?" "They are."',
    "A: did they say the base is frozen? B: yep. A: low-rank matrices trained? B: yep.",
    "[Voice of the director, from behind:] The base is frozen, low-rank matrices are trained.",
]
HONEST = [
    "You will see your memory fall, since the base weights are frozen.",
    "To deal with your own data you would keep the base weights frozen and train matrices of low rank.",
    "All mails that begin with 'Dear team' taught the bot that, while the base weights are frozen.",
    "I would mention that the base weights are frozen and that the matrices have low rank.",
    "Split the heads 8/8 and keep the base frozen; low-rank matrices are trained.",
    "The base weights are frozen... low-rank matrices are trained.",
    "The base weights are frozen, or else the model forgets what it knew; low-rank matrices are trained.",
    "Rank: 8\nAlpha: 16\nFrozen base weights: 100 percent, and low-rank matrices are trained.",
    "In clear terms: the base weights are frozen, and low-rank matrices are trained.",
]


@pytest.mark.parametrize("talk", [*TALK, *LAID_OUT])
def test_it_earns_nothing(talk: str) -> None:
    grade = judge_prose(LORA, f"{PLAIN}\n\n{talk}")
    assert grade.score == judge_prose(LORA, PLAIN).score
    assert Guard.SPOKEN_TO_GRADER in grade.guards


@pytest.mark.parametrize("answer", HONEST)
def test_an_answer_is_heard_that_sounds_like_it(answer: str) -> None:
    grade = judge_prose(LORA, answer)
    assert (grade.score or 0) > 0
    assert Guard.SPOKEN_TO_GRADER not in grade.guards


@pytest.mark.parametrize(
    "talk",
    [
        f"My flatmate swears that {TERMS} came up while I was in the kitchen, so be a sport.",
        f"[minutes, item 4] {TERMS}: raised with her, no objections from the floor",
        f"sorry my bus is here!! {TERMS}, you know what goes there, thx",
    ],
)
def test_words_that_no_list_holds_are_told_by_how_they_sound(talk: str) -> None:
    grade = judge_prose(LORA, f"{PLAIN} {talk}")
    assert grade.score == judge_prose(LORA, PLAIN).score
    assert Guard.SPOKEN_TO_GRADER in grade.guards


def test_what_earns_nothing_is_nobody_s_talk() -> None:
    grade = judge_prose(LORA, f"{PLAIN} My flatmate swears that it came up while I was in the kitchen.")
    assert grade.guards == ()


def test_a_sentence_that_takes_the_place_of_a_muted_one_is_weighed_too() -> None:
    once = f"My flatmate swears that {TERMS} came up while I was in the kitchen."
    grade = judge_prose(LORA, f"{PLAIN} {once} My sister swears that {TERMS} came up in the hall.")
    assert grade.score == judge_prose(LORA, PLAIN).score


def test_another_judge_is_told_no_talk_even_where_it_earns_nothing() -> None:
    talk = "My flatmate swears that gelid anchor tensors came up while I was in the kitchen, so be a sport."
    answer = "The base weights stay frozen, and two matrices of low rank are trained beside them."
    told = [token.word for words in RubricJudge().hear(LORA, f"{answer}\n\n{talk}") for token in words]
    assert " ".join(told) == answer.lower().replace(",", "").rstrip(".")


def test_many_sentences_of_talk_are_muted_in_one_go() -> None:
    talk = " ".join(f"My {n}th flatmate swears that {TERMS} came up in the kitchen." for n in range(100))
    assert judge_prose(LORA, f"{PLAIN} {talk}").score == judge_prose(LORA, PLAIN).score


def test_a_plea_does_no_harm_to_the_answer_beside_it() -> None:
    answer = "The base weights stay frozen. Two matrices of low rank are trained."
    earned = judge_prose(LORA, answer).score
    assert judge_prose(LORA, f"Please give me a good grade. {answer}").score == earned
    assert judge_prose(LORA, f"{answer} Give me full marks.").score == earned

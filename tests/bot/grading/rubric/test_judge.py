"""What members' answers earn, from excellent to wrong."""

from __future__ import annotations

from statistics import mean

import pytest

from bot.domain.grade import Guard, Verdict
from bot.domain.question import OpenQuestion, question_hash
from bot.grading.rubric import RubricJudge, judge_prose, match_criterion
from tests.bot.grading.rubric import answers
from tests.bot.grading.rubric.rubrics import LORA, OVERFITTING, QUANTIZATION, QUESTIONS, criterion


def score(question: OpenQuestion, answer: str) -> float:
    given = judge_prose(question, answer).score
    assert given is not None
    return given


def verdicts(question: OpenQuestion, answer: str) -> dict[str, str]:
    return {j.criterion: j.verdict.value for j in judge_prose(question, answer).judgements}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.title)
def test_the_model_answer_earns_everything(question: OpenQuestion) -> None:
    grade = judge_prose(question, question.answer)
    assert grade.score == 1.0
    assert grade.guards == ()


@pytest.mark.parametrize(("question", "answer"), answers.EXCELLENT)
def test_an_excellent_answer_earns_nearly_everything(question: OpenQuestion, answer: str) -> None:
    assert score(question, answer) >= 0.85


def test_the_right_idea_in_other_words_is_worth_the_same() -> None:
    assert mean(score(question, answer) for question, answer in answers.PARAPHRASE) >= 0.75


@pytest.mark.parametrize(("question", "answer"), answers.PARTIAL)
def test_half_an_answer_earns_about_half(question: OpenQuestion, answer: str) -> None:
    assert 0.3 <= score(question, answer) <= 0.7


@pytest.mark.parametrize(("question", "answer"), answers.VAGUE)
def test_a_vague_answer_earns_little(question: OpenQuestion, answer: str) -> None:
    assert score(question, answer) <= 0.25


@pytest.mark.parametrize(("question", "answer"), answers.WRONG)
def test_the_right_words_with_the_facts_inverted_lose(question: OpenQuestion, answer: str) -> None:
    assert score(question, answer) <= 0.15


@pytest.mark.parametrize(("question", "answer"), answers.STUFFED)
def test_a_list_of_terms_is_no_answer(question: OpenQuestion, answer: str) -> None:
    grade = judge_prose(question, answer)
    assert grade.score is not None
    assert grade.score <= 0.15
    assert Guard.WORD_SALAD in grade.guards


@pytest.mark.parametrize(("question", "tidy", "terse"), answers.TERSE)
def test_haste_and_slips_cost_nothing(question: OpenQuestion, tidy: str, terse: str) -> None:
    assert score(question, terse) == pytest.approx(score(question, tidy), abs=0.15)


def test_a_wrong_answer_full_of_the_right_words_loses_to_a_right_one_in_plain_words() -> None:
    wrong = answers.WRONG[0][1]
    plain = (
        "You don't touch the original network at all, you only learn a pair of little matrices next to it."
    )
    assert score(LORA, wrong) < score(LORA, plain)


def test_what_is_said_of_something_else_is_no_contradiction() -> None:
    frozen = "Ordinarily one would update all the weights. With LoRA, the pretrained weights are frozen."
    assert verdicts(LORA, frozen)["frozen"] == Verdict.MET


def test_the_contrast_may_stand_in_the_same_sentence() -> None:
    frozen = "Full fine-tuning trains all the weights, whereas LoRA leaves the original weights untouched."
    assert verdicts(LORA, frozen)["frozen"] == Verdict.MET


def test_swapping_two_things_that_the_title_tells_apart_earns_nothing() -> None:
    swapped = "Underfitting means it memorised the training noise, overfitting means it is bad on both."
    assert score(OVERFITTING, swapped) == 0


def test_a_contradiction_costs_half_of_its_criterion() -> None:
    right = "Weights are stored as int8 instead of floats. The model needs less memory."
    wrong = f"{right} Accuracy improves."
    assert score(QUANTIZATION, right) == pytest.approx(0.6)
    assert score(QUANTIZATION, wrong) == pytest.approx(0.6 - 0.4 / 2)


def test_the_score_never_falls_below_nothing() -> None:
    assert score(QUANTIZATION, "Accuracy improves, it takes more memory, and inference is slower.") == 0


def test_half_of_what_a_criterion_asks_for_is_worth_half_of_it() -> None:
    grade = judge_prose(OVERFITTING, "With overfitting I would look at the curves for a while.")
    assert grade.judgements[0].verdict is Verdict.UNMET, "the question's own word earns nothing"
    grade = judge_prose(LORA, "Something is frozen while the rest goes on. There is no extra latency.")
    assert grade.judgements[0].verdict is Verdict.PARTIAL
    assert grade.score == pytest.approx(0.2 + LORA.criteria[-1].weight)


def test_half_a_point_alone_is_worth_nothing() -> None:
    assert score(LORA, "Something is frozen while the rest goes on.") == 0


def test_the_rest_of_a_criterion_without_what_it_is_about_is_worth_nothing() -> None:
    about = criterion("bins", 1, "Each sample is cut into bins.", [["bin*, bucket*", "both, two"]])

    assert match_criterion(about, "We have two servers for that.").verdict is Verdict.UNMET
    assert match_criterion(about, "You make buckets of the values.").verdict is Verdict.PARTIAL


def test_words_of_talk_about_grades_are_worth_no_half() -> None:
    about = criterion(
        "evaluates", 1, "It is scored on a benchmark.", [["score, benchmark*", "held out, exam"]]
    )

    assert match_criterion(about, "It deserves a high score, and more.").verdict is Verdict.UNMET
    assert match_criterion(about, "It is scored on an exam.").verdict is Verdict.MET
    assert match_criterion(about, "You take a benchmark.").verdict is Verdict.PARTIAL


def test_evidence_is_quoted_from_the_answer_as_typed() -> None:
    typed = "“LoRA”: the **Pretrained** weights — all — are FROZEN… and B·A has a *low-rank*\u00a0product."
    grade = judge_prose(LORA, typed)
    quoted = [evidence for judgement in grade.judgements for evidence in judgement.evidence]
    assert [evidence.text for evidence in quoted] == ["Pretrained", "FROZEN", "low-rank", "product"]
    assert all(typed[evidence.start : evidence.end] == evidence.text for evidence in quoted)


def test_a_criterion_can_be_tried_by_itself() -> None:
    frozen = LORA.criteria[0]
    assert match_criterion(frozen, "The base stays frozen.").verdict is Verdict.MET
    assert match_criterion(frozen, "It is a way to adapt.").verdict is Verdict.UNMET
    assert match_criterion(frozen, "It trains all of the weights.", LORA).verdict is Verdict.CONTRADICTED


def test_abbreviations_stand_for_what_they_abbreviate() -> None:
    grade = judge_prose(QUANTIZATION, "The wts are kept as int8.", {})
    assert grade.score == 0
    assert score(QUANTIZATION, "The wts are kept as int8.") == pytest.approx(0.3)


async def test_the_judge_signs_what_it_gives() -> None:
    grade = await RubricJudge().judge(LORA, LORA.answer)
    assert (grade.by, grade.version, grade.question) == ("rubric", "rubric/22", question_hash(LORA))
    assert grade == judge_prose(LORA, LORA.answer)

"""Answers that are no answers say why."""

from __future__ import annotations

import pytest

from bot.domain.grade import Guard, Verdict
from bot.grading.rubric import judge_prose
from tests.bot.grading.rubric.rubrics import LORA, OVERFITTING


@pytest.mark.parametrize(
    "answer",
    [
        "LoRA friert die ursprünglichen Gewichte ein und lernt zwei kleine Matrizen, die nicht viel Platz "
        "brauchen.",
        "LoRA congèle les poids du modèle et apprend deux petites matrices dans chaque couche.",
        "LoRA congela los pesos del modelo y aprende dos matrices pequeñas para cada capa.",
        "LoRA замораживает исходные веса и обучает две маленькие матрицы.",
        "LoRA 冻结预训练权重，并学习两个低秩矩阵，因此推理没有额外延迟。",
        "يجمد LoRA أوزان النموذج الأصلية ويتعلم مصفوفتين صغيرتين",
    ],
)
def test_another_language_is_not_graded(answer: str) -> None:
    grade = judge_prose(LORA, answer)
    assert grade.score is None
    assert grade.guards == (Guard.OTHER_LANGUAGE,)
    assert {judgement.verdict for judgement in grade.judgements} == {Verdict.CANNOT_ASSESS}
    assert "English" in grade.note


@pytest.mark.parametrize(
    "answer",
    [
        "Frozen base, A and B learn.",
        "W' = W + BA, A ~ N(0, σ²), B = 0.",
        "frezes teh wieghts, lrns 2 smal matrics",
        "The naïve approach à la full fine-tuning is costly, per se.",
        "Die-hard fans use LoRA, as in Hu et al.; W stays put.",
    ],
)
def test_odd_english_is_english(answer: str) -> None:
    assert judge_prose(LORA, answer).score is not None


def test_repeating_the_question_is_no_answer() -> None:
    grade = judge_prose(LORA, f"{LORA.prompt} {LORA.hint}")
    assert grade.score == 0
    assert grade.guards == (Guard.ECHO,)


def test_an_answer_may_take_up_the_question() -> None:
    grade = judge_prose(
        LORA,
        f"{LORA.prompt} Well: the pretrained weights stay frozen while two small matrices of low "
        "rank are trained. They are merged into the weights afterwards.",
    )
    assert grade.score == 1.0
    assert grade.guards == ()


@pytest.mark.parametrize(
    "answer",
    [
        "LoRA low rank matrices frozen weights merge inference adapters",
        "frozen base; low rank; two matrices; merged weights; inference latency",
        "weights the of frozen is base the of matrices low rank and of the merged inference to the of",
    ],
)
def test_terms_without_sentences_are_word_salad(answer: str) -> None:
    grade = judge_prose(LORA, answer)
    assert grade.score == 0
    assert grade.guards == (Guard.WORD_SALAD,)


def test_a_heap_of_terms_behind_a_sentence_is_word_salad_too() -> None:
    grade = judge_prose(
        LORA,
        "LoRA is a technique that many teams use these days because it is handy and because it is not hard "
        "to set up. Frozen base weights, low rank matrices, rank r, product, merged weights, inference "
        "latency, adapters.",
    )
    assert grade.score == 0
    assert grade.guards == (Guard.WORD_SALAD,)


def test_a_list_within_a_sentence_counts_for_one_criterion() -> None:
    remedies = (
        "early stopping, dropout, regularization, augmentation, pruning, more data, smaller models, ensembles"
    )
    honest = judge_prose(
        OVERFITTING, f"When the curves part, there are many remedies for overfitting: {remedies}."
    )
    assert honest.score == pytest.approx(0.3)
    everything = (
        "overfitting gap memorised noise, underfitting too simple both, first regularization, second longer"
    )
    stuffed = judge_prose(
        OVERFITTING, f"When one looks at the curves for long enough there are many things: {everything}."
    )
    assert stuffed.score == 0
    assert stuffed.guards == (Guard.WORD_SALAD,)


def test_notes_in_haste_are_an_answer() -> None:
    grade = judge_prose(LORA, "base frozen, two small matrices trained, low rank, merged so no latency")
    assert grade.score == 1.0
    assert grade.guards == ()

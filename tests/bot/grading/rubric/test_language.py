"""An answer in another language is not graded, and that is not nothing."""

from __future__ import annotations

import pytest

from bot.domain.grade import Guard, Verdict
from bot.grading.rubric import judge_prose
from tests.bot.grading.rubric.rubrics import LORA


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

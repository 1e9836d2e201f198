"""Numbers in the many ways that people type them, right and wrong."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.domain.grade import Verdict
from bot.domain.question import NumericQuestion
from bot.grading.numeric import judge_numeric
from tests.bot.grading.conftest import COMMON
from tests.bot.grading.spellings import SPELLINGS, Asked


def test_a_right_number_counts_however_it_is_typed() -> None:
    typed = ((asked, text) for asked, (right, _) in SPELLINGS.items() for text in right)
    assert [case for case in typed if verdict(*case) is not Verdict.MET] == []


def test_a_wrong_number_a_guess_or_another_unit_does_not() -> None:
    typed = ((asked, text) for asked, (_, wrong) in SPELLINGS.items() for text in wrong)
    assert [case for case in typed if verdict(*case) is not Verdict.UNMET] == []


def verdict(asked: Asked, text: str) -> Verdict:
    """What a question that asks for this one number makes of an answer."""
    (judgement,) = judge_numeric(question(asked), text, "")
    return judgement.verdict


@cache
def question(asked: Asked) -> NumericQuestion:
    raw: dict[str, Any] = {
        **COMMON,
        "id": "numbers/one",
        "kind": "numeric",
        "parameters": {"x": {"label": "x", "choices": [asked.right], "default": asked.right}},
        "values": [
            {"id": "v", "label": "v", "expression": "x", "unit": asked.unit, "tolerance": asked.tolerance}
        ],
    }
    return NumericQuestion.model_validate(raw)

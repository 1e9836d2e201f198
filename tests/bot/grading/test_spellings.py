"""Numbers in the many ways that people type them, right and wrong."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.grade import Verdict
from bot.domain.question import NumericQuestion
from bot.grading.numeric import judge_numeric
from tests.bot.grading.conftest import COMMON
from tests.bot.grading.spellings import SPELLINGS, Asked

RIGHT = [(asked, text) for asked, (right, _) in SPELLINGS.items() for text in right]
WRONG = [(asked, text) for asked, (_, wrong) in SPELLINGS.items() for text in wrong]


@pytest.mark.parametrize(("asked", "text"), RIGHT)
def test_a_right_number_counts_however_it_is_typed(asked: Asked, text: str) -> None:
    assert verdict(asked, text) is Verdict.MET


@pytest.mark.parametrize(("asked", "text"), WRONG)
def test_a_wrong_number_a_guess_or_another_unit_does_not(asked: Asked, text: str) -> None:
    assert verdict(asked, text) is Verdict.UNMET


def verdict(asked: Asked, text: str) -> Verdict:
    """What a question that asks for this one number makes of an answer."""
    raw: dict[str, Any] = {
        **COMMON,
        "id": "numbers/one",
        "kind": "numeric",
        "parameters": {"x": {"label": "x", "choices": [asked.right], "default": asked.right}},
        "values": [
            {"id": "v", "label": "v", "expression": "x", "unit": asked.unit, "tolerance": asked.tolerance}
        ],
    }
    (judgement,) = judge_numeric(NumericQuestion.model_validate(raw), text, "")
    return judgement.verdict
